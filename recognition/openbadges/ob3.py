"""Our documents in Open Badges 3.0: credentials before they are signed, achievements, profiles.

Open Badges Specification 3.0, sections B.1 to B.6; Verifiable Credentials Data Model 2.0. All
that can has an `id`, so that a document has few blank nodes and canonicalises quickly.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import quote
from uuid import UUID

from recognition.openbadges import markdown
from recognition.openbadges.addresses import Addresses, token_of
from recognition.openbadges.contexts import CREDENTIALS_V2, OB3
from recognition.openbadges.facts import (
    About,
    Award,
    Badge,
    Endorsement,
    Evidence,
    Issuer,
    StatusEntry,
)
from recognition.openbadges.identity import Identity

CONTEXTS = (CREDENTIALS_V2, OB3)

ACHIEVEMENT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "savoir-etre": "Competency",
        "savoir-faire": "Competency",
        "savoir": "Competency",
        "engagement": "CommunityService",
        "role": "Badge",
        "participation": "Badge",
        "projet": "Achievement",
        "appartenance": "Membership",
    }
)
"""Our eight families in the vocabulary of the standard (AchievementType)."""

_IN_A_LINK = "!#$%&'()*+,/:;=?@[]~-._"  # what an IRI takes as it is (RFC 3987), ``|`` and such not


@dataclass(frozen=True)
class Words:
    """Endorsements to put into a document, in the order in which they are to stand: credentials
    with their proof, or compact tokens. They are about its badge, or about an issuer."""

    of_badge: Sequence[Mapping[str, Any] | str] = ()
    of_issuer: Sequence[Mapping[str, Any] | str] = ()


NO_WORDS = Words()


def time(at: datetime) -> str:
    """A time in UTC, in whole seconds: what every reader of these documents takes."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def award(
    facts: Award,
    addresses: Addresses,
    status: StatusEntry,
    *,
    valid_from: datetime,
    words: Words = NO_WORDS,
) -> dict[str, Any]:
    """An OpenBadgeCredential without its proof. Its issuer is its subject for a badge that
    someone recognised themselves."""
    subject: dict[str, Any] = {
        "id": addresses.issuer_did(facts.holder_id),
        "type": ["AchievementSubject"],
    }
    if facts.recipient is not None:
        subject["identifier"] = [_identity(facts.recipient)]
    if facts.giver.id != facts.issuer.id:
        subject["source"] = profile(facts.giver, addresses)
    if told := markdown.narrative(facts):
        subject["narrative"] = told
    subject["achievement"] = achievement(facts.badge, addresses, words=words.of_badge)
    document: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": addresses.ob3_award(facts.id),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.badge.title,
        "description": facts.badge.definition,
        "issuer": profile(facts.issuer, addresses, words=words.of_issuer),
        "validFrom": time(valid_from),
        "awardedDate": time(facts.awarded_at),
        "credentialSubject": subject,
        "credentialStatus": _status(status, facts.issuer.id, addresses),
    }
    if proofs := _evidence(facts, addresses):
        document["evidence"] = proofs
    return document


def achievement(
    facts: Badge, addresses: Addresses, *, words: Iterable[Mapping[str, Any] | str] = ()
) -> dict[str, Any]:
    """An Achievement, as part of a credential."""
    document: dict[str, Any] = {
        "id": addresses.ob3_achievement(facts.version_id),
        "type": ["Achievement"],
        "achievementType": ACHIEVEMENT_TYPES.get(facts.family, "Badge"),
        "name": facts.title,
        "description": facts.definition,
        "criteria": {"narrative": markdown.criteria(facts)},
        "image": {
            "id": addresses.picture(facts.version_id),
            "type": "Image",
            "caption": facts.alt_text,
        },
        "creator": profile(facts.creator, addresses),
        "version": str(facts.number),
        "inLanguage": facts.language,
    }
    if facts.skills:
        document["tag"] = list(facts.skills)
    return document | _endorsed(words)


def profile(
    facts: Issuer, addresses: Addresses, *, words: Iterable[Mapping[str, Any] | str] = ()
) -> dict[str, Any]:
    """A Profile, as part of a credential."""
    document: dict[str, Any] = {
        "id": addresses.issuer_did(facts.id),
        "type": ["Profile"],
        "name": facts.name,
        "url": addresses.issuer(facts.id),
    }
    if facts.description:
        document["description"] = facts.description
    return document | _endorsed(words)


def whole(part: Mapping[str, Any]) -> dict[str, Any]:
    """An Achievement or a Profile as a document of its own."""
    return {"@context": list(CONTEXTS), **part}


def endorsement(
    facts: Endorsement, addresses: Addresses, status: StatusEntry, *, valid_from: datetime
) -> dict[str, Any]:
    """An EndorsementCredential without its proof."""
    subject = {
        About.AWARD: addresses.ob3_award,
        About.BADGE: addresses.ob3_achievement,
        About.ISSUER: addresses.issuer_did,
    }[facts.about](facts.subject_id)
    document: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": addresses.ob3_endorsement(facts.id),
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": f"Endossement par {facts.endorser.name}",
        "issuer": profile(facts.endorser, addresses),
        "validFrom": time(valid_from),
        "awardedDate": time(facts.given_at),
        "credentialSubject": {
            "id": subject,
            "type": ["EndorsementSubject"],
            "endorsementComment": markdown.comment(facts),
        },
        "credentialStatus": _status(status, facts.endorser.id, addresses),
    }
    if standing := markdown.standing(facts):
        document["description"] = standing
    return document


def claims(document: Mapping[str, Any]) -> dict[str, Any]:
    """The payload of the VC-JWT of a credential: the credential itself with the registered claims
    that repeat it (section 8.2.4.1). A reader of tokens may read no other proof: its status list
    is a token too."""
    began = datetime.fromisoformat(document["validFrom"])
    status = document.get("credentialStatus")
    return {
        **document,
        **({"credentialStatus": _status_as_token(status)} if status else {}),
        "iss": document["issuer"]["id"],
        "jti": document["id"],
        "nbf": int(began.timestamp()),
        "sub": document["credentialSubject"]["id"],
    }


def _endorsed(words: Iterable[Mapping[str, Any] | str]) -> dict[str, Any]:
    given = list(words)
    if not given:
        return {}
    # Two documents circulate as context-3.0.3.json, and only one of them knows `endorsementJwt`:
    # tokens are for tokens, whose proof does not depend on a context.
    member = "endorsementJwt" if isinstance(given[0], str) else "endorsement"
    return {member: given}


def _identity(recipient: Identity) -> dict[str, Any]:
    return {
        "type": "IdentityObject",
        "hashed": recipient.is_hashed,
        "identityHash": recipient.value,
        "identityType": "emailAddress",
        "salt": recipient.salt,
    }


def _status(entry: StatusEntry, issuer_id: UUID, addresses: Addresses) -> dict[str, Any]:
    kept_in = addresses.status_list(entry.list_number, issuer_id)
    return {
        "id": f"{kept_in}#{entry.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(entry.index),
        "statusListCredential": kept_in,
    }


def _status_as_token(entry: Mapping[str, Any]) -> dict[str, Any]:
    kept_in = token_of(entry["statusListCredential"])
    return {
        **entry,
        "id": f"{kept_in}#{entry['statusListIndex']}",
        "statusListCredential": kept_in,
    }


def _evidence(facts: Award, addresses: Addresses) -> list[dict[str, Any]]:
    own = addresses.ob3_award(facts.id)
    documents: list[dict[str, Any]] = []
    if facts.sentence:
        documents.append(
            {
                "id": f"{own}#given",
                "type": ["Evidence"],
                "name": f"Ce que dit {facts.giver.name}",
                "narrative": facts.sentence,
                "genre": "Testimony",
            }
        )
    ids = {own, addresses.ob3_achievement(facts.badge.version_id)}
    for each in facts.evidence:
        where, here = where_of(each, addresses), f"{own}#evidence-{each.id}"
        # One address named twice would be one thing in RDF: two pieces of evidence melt into one,
        # and a link of somebody's choosing to the credential itself would become part of it.
        is_free = where and where not in ids and not where.startswith(addresses.base_url + "/ob")
        documents.append(_piece(each, where if is_free else here, where))
        ids.add(where)
    return documents


def _piece(facts: Evidence, its_id: str, where: str) -> dict[str, Any]:
    told = [facts.description] if facts.description else []
    if where and where != its_id:
        told.append(f"<{where}>")
    document: dict[str, Any] = {"id": its_id, "type": ["Evidence"], "name": facts.title}
    if told:
        document["narrative"] = "\n\n".join(told)
    return document | {"genre": facts.genre}


def where_of(facts: Evidence, addresses: Addresses) -> str:
    """Where a piece of evidence is to be had; empty for a text."""
    if facts.has_file:
        return addresses.evidence_file(facts.id)
    return quote(facts.url, safe=_IN_A_LINK) if facts.url else ""
