"""The canonical form of a JSON-LD document, and a process of its own to find that of strangers'.

RDF Dataset Canonicalization 1.0 (RDFC-1.0, which PyLD calls URDNA2015). It is exponential in the
worst case: eight blank nodes that all point to each other take PyLD over 25 s. What strangers send
is therefore canonicalised in a process that can be ended.
"""

import re
import threading
from collections.abc import Callable, Mapping
from typing import Any

from pyld import jsonld

from recognition.openbadges.contexts import UnknownContext, context
from recognition.openbadges.reasons import NotCanonical, Reason
from recognition.openbadges.strict import checked

Canonicaliser = Callable[[Mapping[str, Any]], bytes]

BLANK_NODES = 1_000

# RFC 3987 without what N-Quads would have to escape: an address that holds ``>`` or a line break
# could write quads of its own.
_ADDRESS = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`\x7f]*\Z')
_BLANK = re.compile(r"_:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z")
_LANGUAGE = re.compile(r"[a-z]{1,8}(?:-[a-z0-9]{1,8})*\Z")
_TERM_CACHE: dict[str, Any] = {}  # of known contexts only, so it stays small
_processing = threading.Lock()  # PyLD keeps its contexts in caches that threads may not share


def canonicalise(document: Mapping[str, Any]) -> bytes:
    """The N-Quads of the document, sorted, in UTF-8: what is hashed and signed.

    Raises NotCanonical, also for anything that would be left out of them. Cost: about 3 ms for an
    award of 32 quads, but exponential in blank nodes that cannot be told apart: use
    CanonicaliserProcess for what was not written here.
    """
    ready = checked(document)
    try:
        with _processing:
            quads: str = _Strict().normalize(ready, _options())
    except jsonld.JsonLdError as error:
        raise NotCanonical(Reason.MALFORMED, str(error.code or "")) from error
    if not quads:
        raise NotCanonical(Reason.MALFORMED, "nothing is said")
    return quads.encode()


def _options() -> dict[str, Any]:
    return {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        # None, not absent: an empty base would make http://example.org/base/ of it.
        "base": None,
        "documentLoader": _load,
        "contextResolver": jsonld.ContextResolver(_TERM_CACHE, _load),
    }


def _load(url: str, options: Mapping[str, Any]) -> dict[str, Any]:
    try:
        document = context(url)
    except UnknownContext as error:
        raise NotCanonical(Reason.UNKNOWN_CONTEXT, url) from error
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url} | {
        "document": document
    }


def _undefined(name: str | None) -> None:
    raise NotCanonical(Reason.UNDEFINED_TERM, name or "")


class _Strict(jsonld.JsonLdProcessor):  # type: ignore[misc]
    """PyLD's processor, stopped where it would leave something out."""

    def __init__(self) -> None:
        super().__init__(on_property_dropped=_undefined)

    def expand(self, input_: Any, options: dict[str, Any]) -> list[Any]:
        expanded: list[Any] = super().expand(input_, options)
        _check(expanded)
        return expanded


def _check(expanded: list[Any]) -> None:
    """Every address is whole, and there are few enough nodes without one."""
    blank = 0
    waiting: list[Any] = [expanded]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            if "@value" in each:
                _check_value(each)
                continue
            for type_ in each.get("@type", ()):
                if not _is_address(type_):
                    raise NotCanonical(Reason.UNDEFINED_TYPE, str(type_))
            if "@id" in each and not _is_address(each["@id"]):
                raise NotCanonical(Reason.RELATIVE_ADDRESS, str(each["@id"]))
            if str(each.get("@id", "_:")).startswith("_:"):
                blank += 1
            waiting += [value for name, value in each.items() if name not in {"@id", "@type"}]
    if blank > BLANK_NODES:
        raise NotCanonical(Reason.TOO_MANY_NODES)


def _check_value(value: dict[str, Any]) -> None:
    if not _LANGUAGE.match(value.get("@language", "fr")):
        raise NotCanonical(Reason.VALUE, "@language")


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and bool(_ADDRESS.match(value) or _BLANK.match(value))
