"""What a JSON-LD document must be before it is canonicalised: bounded, and nothing said in vain.

JSON-LD leaves out without a word what its contexts do not define, and says one thing in many
ways. A member that is left out is not signed, so anyone may add it; a member written another way
has the same signature, and a reader who looks for its plain name misses it (an end date, a status).
So both are refused, here and in `canonical`:

- contexts written inline: what they define would be the sender's choice, not the standard's;
- names of members that are full addresses, or keywords beside ``@context`` and ``@value`` with
  ``@language``;
- values that are left out (null), or that other JSON readers read otherwise (large integers).
"""

import math
import re
from collections.abc import Mapping
from typing import Any

from recognition.openbadges.contexts import is_known
from recognition.openbadges.reasons import NotCanonical, Reason

CHARACTERS = 512 << 10  # of all texts and names together, as for any JSON (requirement A4)
DEPTH = 32
VALUES = 5_000  # members and items: an award with forty endorsements has under 2,000
ITEMS = 250  # of one list: PyLD compares each with all others
CONTEXTS = 10  # of one object
_SAFE_INTEGER = 2**53 - 1  # what JavaScript reads exactly (RFC 8259, 6)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_KEYWORDS = {"@context", "@value", "@language"}


def checked(document: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the document, ready for a JSON-LD processor. Raises NotCanonical."""
    if not isinstance(document, Mapping):
        raise NotCanonical(Reason.NOT_AN_OBJECT)
    if "@context" not in document:
        raise NotCanonical(Reason.NO_CONTEXT)
    budget = _Budget()
    return {name: _member(name, value, budget, 1) for name, value in document.items()}


class _Budget:
    """How much more there may be."""

    def __init__(self) -> None:
        self.values = VALUES
        self.characters = CHARACTERS

    def spend(self, text: str = "") -> None:
        self.values -= 1
        self.characters -= len(text)
        if self.values < 0:
            raise NotCanonical(Reason.TOO_MANY_NODES)
        if self.characters < 0:
            raise NotCanonical(Reason.TOO_LARGE)


def _member(name: Any, value: Any, budget: _Budget, depth: int) -> Any:
    if not isinstance(name, str):
        raise NotCanonical(Reason.NOT_AN_OBJECT)
    budget.spend(name)
    if ":" in name or (name.startswith("@") and name not in _KEYWORDS):
        raise NotCanonical(Reason.KEYWORD, name)
    return _contexts(value, budget) if name == "@context" else _value(value, budget, depth)


def _contexts(value: Any, budget: _Budget) -> list[str]:
    found: list[Any] = value if isinstance(value, list) else [value]
    if not 0 < len(found) <= CONTEXTS:
        raise NotCanonical(Reason.UNKNOWN_CONTEXT, str(len(found)))
    for each in found:
        if not isinstance(each, str):
            raise NotCanonical(Reason.INLINE_CONTEXT)
        budget.spend(each)
        if not is_known(each):
            raise NotCanonical(Reason.UNKNOWN_CONTEXT, each)
    return found


def _value(value: Any, budget: _Budget, depth: int) -> Any:
    if depth > DEPTH:
        raise NotCanonical(Reason.TOO_DEEP)
    if isinstance(value, str):
        budget.spend(value)
        return _text(value)
    budget.spend()
    if isinstance(value, list):
        if len(value) > ITEMS:
            raise NotCanonical(Reason.TOO_MANY_NODES)
        if any(isinstance(each, list) for each in value):  # JSON-LD makes one list of them
            raise NotCanonical(Reason.VALUE, "list")
        return [_value(each, budget, depth + 1) for each in value]
    if isinstance(value, dict):
        if value.keys() & {"@value", "@language"}:
            _refuse_odd_text(value)
        return {name: _member(name, each, budget, depth + 1) for name, each in value.items()}
    return _number(value)


def _refuse_odd_text(value: dict[str, Any]) -> None:
    """A text with its language is written one way only."""
    if value.keys() != {"@value", "@language"} or not all(
        isinstance(each, str) for each in value.values()
    ):
        raise NotCanonical(Reason.VALUE, "@value")


def _text(value: str) -> str:
    # Canonicalisers disagree on how to escape these, so their signatures would too.
    if _CONTROL.search(value):
        raise NotCanonical(Reason.VALUE, "control character")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical(Reason.VALUE, "surrogate") from error
    return value


def _number(value: Any) -> bool | int | float:
    if isinstance(value, bool):
        return value
    if isinstance(value, float) and math.isfinite(value):
        # 5.0 is the integer 5 for JavaScript, and so for most who sign.
        if not value.is_integer():
            return value
        value = int(value)
    if isinstance(value, int) and abs(value) <= _SAFE_INTEGER:
        return value
    raise NotCanonical(Reason.VALUE, type(value).__name__)
