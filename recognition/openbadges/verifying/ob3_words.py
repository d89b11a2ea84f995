"""What a badge of Open Badges 3.0 says, in our words."""

from typing import Any

from recognition.openbadges.identity import Identity
from recognition.openbadges.moments import moment
from recognition.openbadges.verdict import IssuerSeen, Kind, Version
from recognition.openbadges.verifying.found import Seen
from recognition.openbadges.verifying.members import (
    Document,
    embedded_image,
    id_of,
    member,
    objects,
    text,
)

_EMAIL = frozenset({"emailAddress", "email"})  # the second before the standard was final


def seen_of(document: Document, kind: Kind) -> Seen:
    """The words of a credential, or of an achievement or a profile that stands alone."""
    if kind in (Kind.BADGE, Kind.ISSUER):
        return _part(document, kind)
    subject = member(document, "credentialSubject")
    achievement = member(subject, "achievement")
    issuer = document.get("issuer")
    return Seen(
        id=id_of(document),
        name=text(achievement, "name") or text(document, "name"),
        description=text(achievement, "description") or text(document, "description"),
        criteria=_criteria(member(achievement, "criteria")),
        narrative=text(subject, "narrative") or text(subject, "endorsementComment"),
        issuer=IssuerSeen(name=text(issuer, "name"), id=id_of(issuer), url=text(issuer, "url")),
        issued_at=_moment(document, "awardedDate", "validFrom", "issuanceDate"),
        expires_at=_moment(document, "validUntil", "expirationDate"),
        recipients=_recipients(subject) if kind is Kind.AWARD else (),
        is_self=kind is Kind.AWARD and id_of(issuer) == id_of(subject) != "",
        picture=embedded_image(member(achievement, "image"))
        or embedded_image(document.get("image")),
    )


def _part(document: Document, kind: Kind) -> Seen:
    who = document if kind is Kind.ISSUER else document.get("creator")
    return Seen(
        id=id_of(document),
        name=text(document, "name"),
        description=text(document, "description"),
        criteria=_criteria(document.get("criteria")),
        issuer=IssuerSeen(name=text(who, "name"), id=id_of(who), url=text(who, "url")),
        picture=embedded_image(document.get("image")),
    )


def _criteria(value: Any) -> str:
    return text(value, "narrative") or id_of(value)


def _moment(document: Document, *members: str) -> Any:
    found = (moment(document.get(each), Version.OB3) for each in members)
    return next((each for each in found if each), None)


def _recipients(subject: Any) -> tuple[Identity, ...]:
    """Its identity objects (3.0, B.6), and a subject that is itself a mail address."""
    named = [
        Identity(
            "email" if text(each, "identityType") in _EMAIL else text(each, "identityType"),
            text(each, "identityHash"),
            each.get("hashed") is True,
            text(each, "salt"),
        )
        for each in objects(member(subject, "identifier"))
        if text(each, "identityHash")
    ]
    if id_of(subject).startswith("mailto:"):
        named.append(Identity("email", id_of(subject)))
    return tuple(named)
