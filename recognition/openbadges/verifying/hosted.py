"""Badges before 3.0 that are true because their host says so.

Open Badges 2.0, 1.1 and 1.0, Verification of hosted assertions; a class, an issuer or an
endorsement of theirs is checked alike. What the host says counts; what was brought must agree.
"""

from dataclasses import dataclass, replace
from typing import Any

from recognition.openbadges.moments import moment
from recognition.openbadges.resolving import Gone, Unreachable
from recognition.openbadges.shapes import Shape, listed
from recognition.openbadges.verdict import Check, Kind, Step, Version
from recognition.openbadges.verifying.asking import Answer, Asking, host_of, same_site, told_by
from recognition.openbadges.verifying.dates import bounds, dates_step
from recognition.openbadges.verifying.found import Found, fails, holds, in_order, none, unknown
from recognition.openbadges.verifying.linked import Link, Linked, linked
from recognition.openbadges.verifying.members import Document, id_of, text
from recognition.openbadges.verifying.older_issuer import (
    badge_step,
    issuer_step,
    origin_of,
    seen_issuer,
)
from recognition.openbadges.verifying.older_words import seen_of
from recognition.openbadges.verifying.readable import is_refused, readable_step
from recognition.openbadges.verifying.reasons import Reason

# What must not differ between the badge that was brought and what its host says.
_WORD_FOR_WORD = {
    Kind.AWARD: ("uid", "recipient", "badge", "issuedOn", "issued_on", "expires"),
    Kind.BADGE: ("name", "description", "issuer", "criteria"),
    Kind.ISSUER: ("name", "url", "email"),
    Kind.ENDORSEMENT: ("claim", "issuer", "issuedOn"),
}
_OF_AN_EMBEDDED_BADGE = ("name", "description", "issuer", "criteria")
_DATES = frozenset({"issuedOn", "issued_on", "expires"})
_REFERENCES = frozenset({"badge", "issuer", "criteria"})


@dataclass(frozen=True)
class Hosted:
    """A document with the objects that it points to. `badge` is NONE for what is no award."""

    found: Found
    badge: Linked
    issuer: Linked
    document: Document


def hosting_address(document: Document) -> str:
    """Where it says to be hosted; empty when it does not."""
    address = id_of(document)
    if host_of(address):
        return address
    address = text(document, "verify", "url")
    return address if host_of(address) else ""


def check_hosted(asking: Asking, brought: Document, shape: Shape, *, asked: str = "") -> Hosted:
    """Every step but the recipient. `asked` is where it was found when it does not say itself."""
    address = hosting_address(brought) or asked
    answer, steps = _ask(asking, brought, shape.kind, address)
    current = answer.document if answer else brought
    if is_refused(wrong := readable_step(current, shape.kind)) and not _is_taken_away(steps):
        return nothing_linked(
            Found(shape.version, shape.kind, seen_of(current, shape.version), (wrong,)), current
        )
    badge, issuer = _parts(asking, current, shape, answer)
    steps += (
        holds(Check.READABLE),
        _issuer_step(badge, issuer, shape.kind, address),
        dates_step(
            asking.at,
            shape.version,
            begins=bounds(current, "issuedOn", "issued_on"),
            ends=bounds(current, "expires"),
        ),
    )
    seen = seen_of(current, shape.version, badge=badge.document)
    return Hosted(
        Found(
            shape.version,
            shape.kind,
            replace(seen, id=seen.id or address, issuer=seen_issuer(issuer)),
            in_order(*steps),
            document=answer.text if answer else "",
        ),
        badge,
        issuer,
        current,
    )


def nothing_linked(found: Found, document: Document) -> Hosted:
    """What was refused before anything it points to was asked."""
    nothing = Linked(Link.NONE, {})
    return Hosted(found, nothing, nothing, document)


def _ask(
    asking: Asking, brought: Document, kind: Kind, address: str
) -> tuple[Answer | None, tuple[Step, ...]]:
    """What the host says, with the steps on signature and revocation."""
    if not address:
        return None, (
            unknown(Check.SIGNATURE, Reason.NOT_HOSTED),
            none(Check.REVOCATION),
        )
    try:
        answer = asking.document(address)
    except Gone as gone:
        return None, (
            unknown(Check.SIGNATURE, Reason.HOST_UNREACHABLE, host_of(address)),
            _taken_away(told_by(gone), Reason.GONE),
        )
    except Unreachable:
        host = host_of(address)
        revocation = unknown(Check.REVOCATION, Reason.LIST_UNREACHABLE, host)
        return None, (
            unknown(Check.SIGNATURE, Reason.HOST_UNREACHABLE, host),
            revocation if _may_be_revoked(kind) else none(Check.REVOCATION),
        )
    if answer.document.get("revoked") is True:
        return None, (holds(Check.SIGNATURE), _taken_away(answer.document, Reason.REVOKED))
    differs = difference(brought, answer.document, kind, address)
    return answer, (
        fails(Check.SIGNATURE, Reason.HOSTED_DIFFERS, differs)
        if differs
        else hosted_step(answer, address),
        holds(Check.REVOCATION) if _may_be_revoked(kind) else none(Check.REVOCATION),
    )


def hosted_step(answer: Answer, address: str) -> Step:
    """It stands there. A redirect to another site is no word of the host: many send whoever asks
    wherever their address says."""
    if answer.hops > 0 and not same_site(answer.url, address):
        return unknown(Check.SIGNATURE, Reason.HOSTED_ELSEWHERE, host_of(answer.url))
    return holds(Check.SIGNATURE)


def _taken_away(told: Document, reason: Reason) -> Step:
    return fails(Check.REVOCATION, reason, text(told, "revocationReason"))


def _is_taken_away(steps: tuple[Step, ...]) -> bool:
    return any(is_refused(step) for step in steps if step.check is Check.REVOCATION)


def _may_be_revoked(kind: Kind) -> bool:
    return kind in (Kind.AWARD, Kind.ENDORSEMENT)


def _parts(
    asking: Asking, document: Document, shape: Shape, answer: Answer | None
) -> tuple[Linked, Linked]:
    kind = shape.kind
    inside = document.get("badge")
    if shape.version is Version.OB05 and isinstance(inside, dict):
        issuer = inside.get("issuer")
        origin = origin_of(
            issuer if isinstance(issuer, dict) else {}, hosted_at=answer.asked if answer else ""
        )
        return Linked(Link.EMBEDDED, inside), origin
    if kind is Kind.AWARD:
        badge = linked(asking, document.get("badge"))
        return badge, linked(asking, badge.document.get("issuer"))
    if kind is Kind.ISSUER:
        address = hosting_address(document)
        link = Link.FOUND if answer else Link.UNREACHABLE if address else Link.EMBEDDED
        return Linked(Link.NONE, {}), Linked(link, document, answer.asked if answer else address)
    return Linked(Link.NONE, {}), linked(asking, document.get("issuer"))


def _issuer_step(badge: Linked, issuer: Linked, kind: Kind, address: str) -> Step:
    if kind is Kind.AWARD and (hindered := badge_step(badge)):
        return hindered
    return issuer_step(issuer, hosted_at="" if kind is Kind.ISSUER else address)


def difference(brought: Document, hosted: Document, kind: Kind, address: str = "") -> str:
    """The first member in which what was brought is not what its host says; empty when they
    agree. What was added since, or left out of the copy, is no difference."""
    own = id_of(hosted)
    if id_of(brought) and own and own != id_of(brought):
        return "id"
    if own and address and host_of(own) and host_of(own) != host_of(address):
        return "id"
    for name in _WORD_FOR_WORD.get(kind, ()):
        if name in brought and not _same(name, brought[name], hosted.get(name)):
            return name
    ours, theirs = brought.get("badge"), hosted.get("badge")
    if kind is Kind.AWARD and isinstance(ours, dict) and isinstance(theirs, dict):
        for name in _OF_AN_EMBEDDED_BADGE:
            if not _same(name, ours.get(name), theirs.get(name)):
                return f"badge.{name}"
    return ""


def _same(name: str, ours: Any, theirs: Any) -> bool:
    if name in _DATES:
        read = moment(ours, Version.OB1)  # which reads what 2.0 writes too
        return ours is theirs or (read is not None and read == moment(theirs, Version.OB1))
    if name in _REFERENCES and id_of(ours) and id_of(theirs):
        return id_of(ours) == id_of(theirs)
    if name == "claim" and id_of(ours) == id_of(theirs):
        return text(ours, "endorsementComment") == text(theirs, "endorsementComment")
    return bool(_plain(ours) == _plain(theirs))


def _plain(value: Any) -> Any:
    """A value and the list of that one value are the same."""
    single = listed(value)
    if len(single) != 1:
        return value
    [only] = single
    return {key: _plain(each) for key, each in only.items()} if isinstance(only, dict) else only
