"""Whether a document says what a badge of its version must say.

3.0: our own JSON Schema of the data model (`schema/ob3.schema.json`) and what it cannot say. 2.0
and earlier: `older`.
"""

import json
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from recognition.openbadges.contexts import CREDENTIALS_V1, CREDENTIALS_V2, OB3
from recognition.openbadges.moments import moment
from recognition.openbadges.older import (
    Fault,
    faults_of_older,
    is_iri,
    warnings_of_older,
)
from recognition.openbadges.shapes import (
    Shape,
    contexts_of,
    is_draft_context,
    is_ob3_context,
    shape_of,
    types_of,
)
from recognition.openbadges.verdict import Kind, Version

FAULTS = 20  # beyond, nobody reads on
COMPLAINTS = 1_000  # of the schema, often several for one fault, before we stop listening
VALUES = 20_000  # a badge that touches every class of 3.0 holds a thousand

_SCHEMA = Path(__file__).with_name("schema") / "ob3.schema.json"
_CLASSES = {
    Kind.AWARD: "AchievementCredential",
    Kind.ENDORSEMENT: "EndorsementCredential",
    Kind.BADGE: "Achievement",
    Kind.ISSUER: "Profile",
    Kind.STATUS_LIST: "BitstringStatusListCredential",
}
# What a badge on the earlier data model may lack: its schemas came and went.
_TOLERATED = frozenset({"structure.missing", "structure.value", "structure.extra"})
_ESSENTIAL = frozenset({"@context", "type", "issuer", "issuer.id", "credentialSubject"})
_EARLY_NAMES = {"validFrom": "issuanceDate", "validUntil": "expirationDate"}
_FORMATS = FormatChecker(formats=())


def faults(document: dict[str, Any], kind: Kind | None = None) -> tuple[Fault, ...]:
    """What is wrong with it, at most `FAULTS`; none when it may be believed to be a badge.

    `kind` is what it is taken for; None: what it claims to be. Endorsements inside it are documents
    of their own, to be asked about one by one. Reasons: ``structure.unknown``
    (no badge of a version we know, or not of that kind), ``structure.context``,
    ``structure.type``, ``structure.missing``, ``structure.kind`` (a text where a list belongs),
    ``structure.value`` (none of those allowed), ``structure.date``, ``structure.address``,
    ``structure.extra`` (a member that its class has not), ``structure.too_large`` (more than
    `VALUES`). 0.1 ms for 2.0, 1 ms for 3.0, 10 ms for a badge of a thousand values.
    """
    shape = shape_of(document)
    if not shape.kind or (kind and shape.kind is not kind):
        return (Fault("structure.unknown"),)
    if _is_too_large(document):
        return (Fault("structure.too_large"),)
    if shape.version is not Version.OB3:
        found = faults_of_older(document, shape)
    elif shape.is_early:
        found = _early_faults(document, shape.kind)
    else:
        found = _schema_faults(document, shape.kind)
    return _first_few(found)


def warnings(document: dict[str, Any]) -> tuple[Fault, ...]:
    """What a stricter reader would mind in a badge without fault: ``structure.early`` (3.0 on
    version 1.1 of the W3C data model), ``structure.draft_context``, ``structure.inline_context``,
    ``structure.missing`` and ``structure.value``."""
    shape = shape_of(document)
    if not shape.kind or _is_too_large(document):
        return ()
    if shape.version is not Version.OB3:
        return _first_few(warnings_of_older(document, shape))
    return _first_few(_early_warnings(document, shape)) if shape.is_early else ()


def _first_few(found: Iterator[Fault]) -> tuple[Fault, ...]:
    """The first of them, each once. What comes after is not looked for: nobody would read it."""
    few: dict[Fault, None] = {}
    for each in islice(found, COMPLAINTS):
        few[each] = None
        if len(few) == FAULTS:
            break
    return tuple(few)


def _is_too_large(document: dict[str, Any]) -> bool:
    """Whether it holds more values than a schema is worth holding against them."""
    waiting: list[Any] = [document]
    count = 0
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict | list):
            count += len(each)
            if count > VALUES:
                return True
            waiting += each.values() if isinstance(each, dict) else each
    return False


def _schema_faults(document: dict[str, Any], kind: Kind) -> Iterator[Fault]:
    for error in _validator(_CLASSES[kind]).iter_errors(_without_nulls(document)):
        yield from _told(error)


def _without_nulls(value: Any) -> Any:
    """A copy without the members that are null, which JSON-LD does not tell from absent ones."""
    if isinstance(value, list):
        return [_without_nulls(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {member: _without_nulls(each) for member, each in value.items() if each is not None}


@cache
def _validator(name: str) -> Draft202012Validator:
    schema = json.loads(_SCHEMA.read_text())
    return Draft202012Validator(schema | {"$ref": f"#/$defs/{name}"}, format_checker=_FORMATS)


def _is_zoned(value: object) -> bool:
    return not isinstance(value, str) or moment(value, Version.OB3) is not None


def _is_address(value: object) -> bool:
    return not isinstance(value, str) or is_iri(value)


_FORMATS.checks("zoned-date-time")(_is_zoned)
_FORMATS.checks("absolute-iri")(_is_address)


def _told(error: ValidationError) -> Iterator[Fault]:
    """The error of the schema in our words: one fault, or one for each member it misses."""
    path = list(error.absolute_path)
    where = "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in path)[1:]
    if missing := _missing(error):
        for member in missing:
            yield Fault("structure.missing", f"{where}.{member}" if where else member)
    elif path[:1] == ["@context"] or path[-2:-1] == ["@context"]:
        yield Fault("structure.context", where)
    else:
        yield Fault(f"structure.{_reason(error, path)}", where)


def _missing(error: ValidationError) -> list[str]:
    if error.validator == "required":
        return [each for each in error.validator_value if each not in error.instance]
    if error.validator == "anyOf" and "required" in error.validator_value[0]:
        return list(error.validator_value[0]["required"])
    return []


def _reason(error: ValidationError, path: list[str | int]) -> str:
    meant = error.schema.get("format")
    if error.validator == "type":
        return "kind"
    if meant in {"zoned-date-time", "absolute-iri"}:
        return "date" if meant == "zoned-date-time" else "address"
    if path[-1:] == ["type"] or path[-2:-1] == ["type"]:
        return "type"
    return "extra" if error.validator == "additionalProperties" else "value"


def _early_faults(document: dict[str, Any], kind: Kind) -> Iterator[Fault]:
    """A badge on the earlier data model is held to today's schema in the forms that it had, and
    forgiven what it lacks."""
    urls = contexts_of(document)
    is_ours = kind is Kind.STATUS_LIST or any(is_ob3_context(each) for each in urls[1:])
    if urls[:1] != [CREDENTIALS_V1] or not is_ours:
        yield Fault("structure.context", "@context")
    yield from (each for each in _early(document, kind) if not _is_tolerated(each))


def _early_warnings(document: dict[str, Any], shape: Shape) -> Iterator[Fault]:
    yield Fault("structure.early", "@context")
    if any(is_draft_context(each) for each in contexts_of(document)):
        yield Fault("structure.draft_context", "@context")
    yield from (each for each in _early(document, shape.kind) if _is_tolerated(each))


def _is_tolerated(fault: Fault) -> bool:
    return fault.reason in _TOLERATED and fault.where not in _ESSENTIAL


def _early(document: dict[str, Any], kind: Kind) -> Iterator[Fault]:
    found = _schema_faults(_on_today_s_model(document), kind)
    for each in islice(found, COMPLAINTS):
        yield Fault(each.reason, _EARLY_NAMES.get(each.where, each.where))
    if next(found, None):  # among so many, what is not forgiven would be overlooked
        yield Fault("structure.too_large")


def _on_today_s_model(value: Any) -> Any:
    """The same with the contexts and names of members that version 2.0 of the data model gave,
    the credentials inside it too (VC Data Model 2.0, appendix on 1.1)."""
    if isinstance(value, list):
        return [_on_today_s_model(each) for each in value]
    if not isinstance(value, dict):
        return value
    says = {member: _on_today_s_model(each) for member, each in value.items()}
    if isinstance(picture := says.get("image"), str):  # drafts gave the address alone
        says["image"] = {"id": picture, "type": "Image"}
    if contexts_of(says)[:1] == [CREDENTIALS_V1] and "VerifiableCredential" in types_of(says):
        says["@context"] = [CREDENTIALS_V2, OB3]
        for today, then in _EARLY_NAMES.items():
            if then in says:
                says[today] = says.pop(then)
    return says
