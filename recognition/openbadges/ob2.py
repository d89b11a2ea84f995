"""Our documents in Open Badges 2.0, verified by being hosted: Assertion, BadgeClass, Profile,
Endorsement.

Open Badges Specification 2.0, IMS Global, 2018.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from recognition.openbadges import markdown
from recognition.openbadges.addresses import Addresses
from recognition.openbadges.contexts import OB2
from recognition.openbadges.facts import About, Award, Badge, Endorsement, Evidence, Issuer
from recognition.openbadges.ob3 import time, where_of

_HOSTED = {"type": "hosted"}


def assertion(facts: Award, addresses: Addresses) -> dict[str, Any]:
    """An Assertion. `facts.recipient` is there: this version names people by an address alone."""
    assert facts.recipient is not None
    told = [markdown.SELF] if facts.is_self else []
    told += [each for each in [markdown.narrative(facts)] if each]
    document: dict[str, Any] = {
        "@context": OB2,
        "type": "Assertion",
        "id": addresses.ob2_assertion(facts.id),
        "recipient": {
            "type": "email",
            "hashed": facts.recipient.is_hashed,
            "salt": facts.recipient.salt,
            "identity": facts.recipient.value,
        },
        "badge": badge_address(facts.badge, facts.issuer.id, addresses),
        "issuedOn": time(facts.awarded_at),
        "image": addresses.ob2_picture(facts.id),
        "verification": _HOSTED,
    }
    if told:
        document["narrative"] = "\n\n".join(told)
    if proofs := _evidence(facts, addresses):
        document["evidence"] = proofs
    return document


def badge_address(badge: Badge, issuer_id: UUID, addresses: Addresses) -> str:
    """Which BadgeClass an award of this badge by this issuer names."""
    is_theirs = issuer_id == badge.creator.id
    return addresses.ob2_badge(badge.version_id, None if is_theirs else issuer_id)


def badge_class(
    facts: Badge, issuer_id: UUID, addresses: Addresses, *, endorsements: Iterable[UUID] = ()
) -> dict[str, Any]:
    """The BadgeClass of a version as this issuer gives it."""
    here = badge_address(facts, issuer_id, addresses)
    document: dict[str, Any] = {
        "@context": OB2,
        "type": "BadgeClass",
        "id": here,
        "name": facts.title,
        "description": facts.definition,
        "image": {"id": addresses.picture(facts.version_id), "caption": facts.alt_text},
        "criteria": {"narrative": markdown.criteria(facts)},
        "issuer": addresses.ob2_issuer(issuer_id),
        "version": str(facts.number),
        "@language": facts.language,
    }
    own = addresses.ob2_badge(facts.version_id)
    if here != own:
        document["related"] = [{"id": own, "type": "BadgeClass"}]
    if facts.skills:
        document["tags"] = list(facts.skills)
    return document | _endorsed(endorsements, addresses)


def profile(
    facts: Issuer, addresses: Addresses, *, contact: str, endorsements: Iterable[UUID] = ()
) -> dict[str, Any]:
    """The Profile of an issuer. `contact` is the mail address of the platform, never a
    person's."""
    document: dict[str, Any] = {
        "@context": OB2,
        "type": "Profile",
        "id": addresses.ob2_issuer(facts.id),
        "name": facts.name,
        "url": addresses.issuer(facts.id),
        "email": contact,
    }
    if facts.description:
        document["description"] = facts.description
    return document | _endorsed(endorsements, addresses)


def endorsement(facts: Endorsement, addresses: Addresses) -> dict[str, Any]:
    """An Endorsement."""
    said = [markdown.comment(facts), markdown.standing(facts)]
    return {
        "@context": OB2,
        "type": "Endorsement",
        "id": addresses.ob2_endorsement(facts.id),
        "claim": {
            "id": _subject(facts, addresses),
            "endorsementComment": "\n\n".join(each for each in said if each),
        },
        "issuer": addresses.ob2_issuer(facts.endorser.id),
        "issuedOn": time(facts.given_at),
        "verification": _HOSTED,
    }


def _subject(facts: Endorsement, addresses: Addresses) -> str:
    if facts.about == About.AWARD:
        return addresses.ob2_assertion(facts.subject_id)
    if facts.about == About.BADGE:
        return addresses.ob2_badge(facts.subject_id)
    return addresses.ob2_issuer(facts.subject_id)


def ended(address: str) -> dict[str, Any]:
    """What is said at the address of something that no longer holds, beside status 410."""
    return {"@context": OB2, "id": address, "revoked": True}


def _endorsed(endorsements: Iterable[UUID], addresses: Addresses) -> dict[str, Any]:
    ids = [addresses.ob2_endorsement(each) for each in endorsements]
    return {"endorsement": ids} if ids else {}


def _evidence(facts: Award, addresses: Addresses) -> list[dict[str, Any]]:
    documents: list[dict[str, Any]] = []
    if facts.sentence:
        documents.append(
            {
                "type": "Evidence",
                "id": f"{addresses.ob2_assertion(facts.id)}#given",
                "name": f"Ce que dit {facts.giver.name}",
                "narrative": facts.sentence,
                "genre": "Testimony",
            }
        )
    return documents + [_piece(each, facts, addresses) for each in facts.evidence]


def _piece(facts: Evidence, award: Award, addresses: Addresses) -> dict[str, Any]:
    where = where_of(facts, addresses)
    here = f"{addresses.ob2_assertion(award.id)}#evidence-{facts.id}"
    document: dict[str, Any] = {"type": "Evidence", "id": where or here, "name": facts.title}
    if facts.description:
        document["narrative"] = facts.description
    return document | {"genre": facts.genre}
