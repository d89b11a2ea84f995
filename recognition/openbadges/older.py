"""What a badge of Open Badges 0.5, 1.x or 2.0 must say, which no schema of theirs tells whole.

Open Badges 2.0, sections Assertion to Endorsement; 1.1 and 1.0, Assertion, BadgeClass, Issuer; 0.5
as the first issuers wrote it, its badge and issuer inside the assertion.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from recognition.openbadges.moments import moment
from recognition.openbadges.shapes import (
    OB1,
    Shape,
    contexts_of,
    is_ob2_context,
    listed,
    types_of,
)
from recognition.openbadges.verdict import Kind, Version

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"\\\x00-\x20\x7f]+")
_HOSTED = frozenset({"hosted", "HostedBadge"})
_WANTED = {Version.OB1: ("url",), Version.OB2: ("url", "email")}  # of an issuer
_SIGNED = frozenset({"signed", "SignedBadge"})


@dataclass(frozen=True)
class Fault:
    """One thing that a document says wrongly. `reason` is a dotted code (`structure.faults`);
    `where` is the member, from the top: ``credentialSubject.achievement.name``."""

    reason: str
    where: str = ""


@dataclass(frozen=True)
class _Part:
    """One object of the badge, and where it stands in it."""

    says: dict[str, Any]
    version: Version
    path: str = ""

    def fault(self, reason: str, *members: str) -> Fault:
        return Fault(
            f"structure.{reason}", ".".join(each for each in (self.path, *members) if each)
        )

    def inside(self, member: str) -> "_Part":
        path = f"{self.path}.{member}" if self.path else member
        return _Part(self.says[member], self.version, path)


def is_iri(value: str) -> bool:
    """Whether it is an absolute address of any scheme (RFC 3987, forgiving the braces
    and bars that query strings hold)."""
    return _IRI.fullmatch(value) is not None


def faults_of_older(document: dict[str, Any], shape: Shape) -> Iterator[Fault]:
    """Everything wrong with it, one after the other. `shape` is of version 0.5, 1.0 or 2.0."""
    part = _Part(document, shape.version)
    if shape.version is Version.OB2:
        yield from _context(part)
    yield from _PARTS[shape.kind](part)


def warnings_of_older(document: dict[str, Any], shape: Shape) -> Iterator[Fault]:
    """What its standard asks for and badges in circulation often lack: it can be read without."""
    part = _Part(document, shape.version)
    if shape.version is Version.OB2 and not contexts_of(document) and document.get("@context"):
        yield part.fault("inline_context", "@context")
    for issuer in _issuers(part, shape.kind):
        for member in _WANTED.get(shape.version, ()):
            if member not in issuer.says:
                yield issuer.fault("missing", member)


def _issuers(part: _Part, kind: Kind) -> Iterator[_Part]:
    """The issuer profile in it, wherever it is written out."""
    if kind is Kind.ISSUER:
        yield part
        return
    for member in ("badge", "issuer"):
        if isinstance(part.says.get(member), dict):
            yield from _issuers(
                part.inside(member), Kind.ISSUER if member == "issuer" else Kind.BADGE
            )


def _context(part: _Part) -> Iterator[Fault]:
    """One of ours among them; a badge that brings its own in full is read all the same."""
    urls = contexts_of(part.says)
    if not part.says.get("@context"):
        yield part.fault("missing", "@context")
    elif urls and not any(is_ob2_context(each) or each == OB1 for each in urls):
        yield part.fault("context", "@context")


def _assertion(part: _Part) -> Iterator[Fault]:
    says, version = part.says, part.version
    if says.get("revoked") is True and "recipient" not in says:
        return  # the whole of what is said of a badge that was taken away
    if version is Version.OB2:
        yield from _typed(part, "Assertion")
        yield from _address(part, "id")
    if version is Version.OB05:
        yield from _text(part, "recipient")
    else:
        yield from _object(part, "recipient", _recipient)
    yield from _linked(part, "badge", _badge)
    if version is not Version.OB05:
        yield from _object(part, _verification_member(part), _verification)
    issued = _first_of(says, "issuedOn", "issued_on")
    yield from _time(part, issued or "issuedOn", required=version is not Version.OB05)
    yield from _time(part, "expires")
    yield from _several(part, "evidence", str, dict)
    yield from _several(part, "narrative", str)
    yield from _several(part, "image", str, dict)


def _recipient(part: _Part) -> Iterator[Fault]:
    yield from _text(part, "identity")
    says, strict = part.says, part.version is Version.OB2
    if strict or "type" in says:
        yield from _text(part, "type")
    if strict and "hashed" not in says:
        yield part.fault("missing", "hashed")
    elif not isinstance(says.get("hashed", False), bool):
        yield part.fault("kind", "hashed")
    if says.get("salt") is not None and not isinstance(says["salt"], str):
        yield part.fault("kind", "salt")


def _verification_member(part: _Part) -> str:
    """1.x says ``verify``; some 2.0 badges still do, and the context of 2.0 lets them."""
    return _first_of(part.says, "verification", "verify") or (
        "verification" if part.version is Version.OB2 else "verify"
    )


def _verification(part: _Part) -> Iterator[Fault]:
    types = set(types_of(part.says))
    if not types:
        yield part.fault("missing", "type")
    elif not types & (_HOSTED | _SIGNED):
        yield part.fault("value", "type")
    elif types & _HOSTED and part.version is Version.OB1 and "url" in part.says:
        yield from _address(part, "url")
    elif types & _SIGNED and "creator" in part.says:
        yield from _address(part, "creator")


def _badge(part: _Part) -> Iterator[Fault]:
    if part.version is Version.OB2:
        yield from _typed(part, "BadgeClass")
        yield from _address(part, "id")
    yield from _text(part, "name")
    for member in ("description", "image", "criteria"):
        if member not in part.says:
            yield part.fault("missing", member)
    yield from _several(part, "description", str)
    yield from _several(part, "image", str, dict)
    yield from _several(part, "criteria", str, dict)
    yield from _several(part, "tags", str)
    yield from _several(part, "alignment", str, dict)
    yield from _several(part, "endorsement", str, dict)
    yield from _linked(part, "issuer", _issuer)


def _issuer(part: _Part) -> Iterator[Fault]:
    if part.version is Version.OB2:
        yield from _typed(part, "Issuer", "Profile")
        yield from _address(part, "id")
    yield from _text(part, "name")
    for member in ("url", "description", "email", "origin", "org", "contact"):
        if member in part.says and not isinstance(part.says[member], str):
            yield part.fault("kind", member)
    yield from _several(part, "publicKey", str, dict)
    yield from _several(part, "revocationList", str)
    yield from _several(part, "endorsement", str, dict)


def _endorsement(part: _Part) -> Iterator[Fault]:
    if part.says.get("revoked") is True and "claim" not in part.says:
        return
    yield from _typed(part, "Endorsement")
    yield from _address(part, "id")
    yield from _object(part, "claim", _claim)
    yield from _linked(part, "issuer", _issuer)
    yield from _time(part, "issuedOn", required=True)
    yield from _object(part, _verification_member(part), _verification)


def _claim(part: _Part) -> Iterator[Fault]:
    yield from _address(part, "id")
    yield from _several(part, "endorsementComment", str)


def _nothing_known(part: _Part) -> Iterator[Fault]:
    yield part.fault("unknown")


_PARTS: dict[Kind, Callable[[_Part], Iterator[Fault]]] = {
    Kind.AWARD: _assertion,
    Kind.BADGE: _badge,
    Kind.ISSUER: _issuer,
    Kind.ENDORSEMENT: _endorsement,
    Kind.STATUS_LIST: _nothing_known,
    Kind.NONE: _nothing_known,
}


def _first_of(says: dict[str, Any], *members: str) -> str | None:
    return next((member for member in members if member in says), None)


def _typed(part: _Part, *types: str) -> Iterator[Fault]:
    if not set(types) & set(types_of(part.says)):
        yield part.fault("type" if "type" in part.says else "missing", "type")


def _address(part: _Part, member: str) -> Iterator[Fault]:
    value = part.says.get(member)
    if value is None:
        yield part.fault("missing", member)
    elif not isinstance(value, str):
        yield part.fault("kind", member)
    elif not is_iri(value):
        yield part.fault("address", member)


def _text(part: _Part, member: str) -> Iterator[Fault]:
    value = part.says.get(member)
    if value is None or value == "":
        yield part.fault("missing", member)
    elif not isinstance(value, str):
        yield part.fault("kind", member)


def _time(part: _Part, member: str, *, required: bool = False) -> Iterator[Fault]:
    value = part.says.get(member)
    if value is None:
        if required:
            yield part.fault("missing", member)
    elif moment(value, part.version) is None:
        yield part.fault("date", member)


def _object(part: _Part, member: str, check: Callable[[_Part], Iterator[Fault]]) -> Iterator[Fault]:
    value = part.says.get(member)
    if value is None:
        yield part.fault("missing", member)
    elif not isinstance(value, dict):
        yield part.fault("kind", member)
    else:
        yield from check(part.inside(member))


def _linked(part: _Part, member: str, check: Callable[[_Part], Iterator[Fault]]) -> Iterator[Fault]:
    """The address of an object, or that object written out."""
    if isinstance(part.says.get(member), dict):
        yield from check(part.inside(member))
    else:
        yield from _address(part, member)


def _several(part: _Part, member: str, *kinds: type) -> Iterator[Fault]:
    """One value of these types, or a list of them, or nothing."""
    if not all(isinstance(each, kinds) for each in listed(part.says.get(member))):
        yield part.fault("kind", member)
