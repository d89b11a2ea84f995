"""What a badge before 3.0 says, in our words."""

from typing import Any

from recognition.openbadges.identity import Identity
from recognition.openbadges.moments import moment
from recognition.openbadges.shapes import listed
from recognition.openbadges.verdict import IssuerSeen, Version
from recognition.openbadges.verifying.found import Seen
from recognition.openbadges.verifying.members import (
    Document,
    embedded_image,
    id_of,
    member,
    objects,
    text,
    words,
)


def seen_of(document: Document, version: Version, *, badge: Document | None = None) -> Seen:
    """The words of an assertion and of its class, or of a class, an issuer or an endorsement that
    stands alone. `badge` is the class that answered; else the one that the assertion embeds."""
    embedded = member(document, "badge")
    about = badge or (embedded if isinstance(embedded, dict) else document)
    issuer = about.get("issuer") or document.get("issuer")
    issued = document.get("issuedOn", document.get("issued_on"))
    return Seen(
        id=id_of(document) or text(document, "uid"),
        name=text(about, "name"),
        description=text(about, "description"),
        criteria=_criteria(about.get("criteria")),
        narrative=text(document, "narrative") or text(document, "claim", "endorsementComment"),
        issuer=IssuerSeen(name=text(issuer, "name"), id=id_of(issuer), url=text(issuer, "url")),
        issued_at=moment(issued, version),
        expires_at=moment(document.get("expires"), version),
        recipients=recipients_of(document),
        picture=embedded_image(about.get("image")) or embedded_image(document.get("image")),
    )


def recipients_of(document: Document) -> tuple[Identity, ...]:
    """Whom it names. In 0.5 the recipient is a text, and the salt stands beside it."""
    recipient = document.get("recipient")
    if isinstance(recipient, str):
        return (_identity(recipient, "email", text(document, "salt")),)
    return tuple(
        _identity(
            identity,
            text(each, "type") or "email",
            text(each, "salt"),
            is_hashed=each.get("hashed") is True,
        )
        for each in objects(recipient)
        for identity in listed(each.get("identity"))
        if isinstance(identity, str)
    )


def _identity(value: str, kind: str, salt: str, *, is_hashed: bool = False) -> Identity:
    return Identity(kind, value, is_hashed or value.startswith(("sha256$", "md5$")), salt)


def _criteria(value: Any) -> str:
    return text(value, "narrative") or id_of(value) or words(value)
