"""Our documents in Open Badges 3.0: what they say, and that others read it."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from recognition.badges.models import Family
from recognition.evidence.rules import is_link
from recognition.openbadges import ob3
from recognition.openbadges.canonical import canonicalise
from recognition.openbadges.facts import About, Evidence
from recognition.openbadges.integrity import check_proof, with_proof
from recognition.openbadges.safejson import dumps
from recognition.openbadges.structure import faults
from recognition.openbadges.verdict import Kind
from tests.openbadges.saying import (
    ADDRESS,
    AT,
    BADGE,
    COLLECTIVE,
    ENDORSER,
    ENTRY,
    GIVER,
    HERE,
    HOLDER,
    award,
    endorsement,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def _award(**values: object) -> dict[str, Any]:
    return ob3.award(award(**values), HERE, ENTRY, valid_from=AT)


def _signed(document: dict[str, Any], issuer: str) -> dict[str, Any]:
    return with_proof(document, KEY, verification_method=f"{issuer}#ed25519-1", created=AT)


def _words(count: int, about: About) -> list[dict[str, Any]]:
    made = []
    for number in range(count):
        said = endorsement(about, id=UUID(int=100 + number), statement=f"Oui, {number} fois.")
        unsigned = ob3.endorsement(said, HERE, ENTRY, valid_from=AT)
        made.append(_signed(unsigned, HERE.issuer_did(ENDORSER.id)))
    return made


def test_an_award_says_what_the_standard_wants_and_all_of_it_is_signed() -> None:
    document = _award()
    assert faults(document, Kind.AWARD) == ()
    assert len(canonicalise(document).splitlines()) > 40
    assert document["id"] == f"https://badges.exemple.test/ob3/credentials/{UUID(int=20)}"
    assert document["validFrom"] == document["awardedDate"] == "2026-03-14T10:00:00Z"
    achievement = document["credentialSubject"]["achievement"]
    assert achievement["achievementType"] == "Competency"
    assert achievement["criteria"] == {"narrative": "- Être là avant l’heure\n- Dire bonjour"}
    assert achievement["creator"]["id"] == HERE.issuer_did(COLLECTIVE.id)
    assert achievement["image"]["caption"] == BADGE.alt_text
    assert (achievement["version"], achievement["tag"]) == ("2", ["accueil", "écoute"])
    assert "alignment" not in achievement
    assert document["credentialSubject"]["narrative"] == (
        "J’arrive tôt.\n\n**Dire bonjour**\n\nÀ chacun."
    )


def test_every_family_has_a_type_of_the_standard() -> None:
    assert set(ob3.ACHIEVEMENT_TYPES) == set(Family)
    for family in Family:
        document = _award(badge=replace(BADGE, family=str(family)))
        assert faults(document, Kind.AWARD) == ()


def test_no_address_is_in_clear_and_no_holder_is_named() -> None:
    text = dumps(_award())
    assert ADDRESS not in text
    assert HOLDER.name not in text


def test_a_badge_that_someone_recognised_themselves_has_its_issuer_as_subject() -> None:
    document = _award(issuer=HOLDER, giver=HOLDER)
    assert document["issuer"]["id"] == document["credentialSubject"]["id"]
    assert "source" not in document["credentialSubject"]


def test_who_spoke_for_a_body_is_named_as_source() -> None:
    document = _award(issuer=COLLECTIVE)
    assert document["issuer"]["id"] == HERE.issuer_did(COLLECTIVE.id)
    assert document["credentialSubject"]["source"]["id"] == HERE.issuer_did(GIVER.id)
    canonicalise(document)


def test_evidence_has_its_address_or_one_of_the_credential() -> None:
    own = HERE.ob3_award(UUID(int=20))
    assert [each["id"] for each in _award()["evidence"]] == [
        f"{own}#given",
        f"{own}#evidence-{UUID(int=30)}",
        f"https://badges.exemple.test/preuves/{UUID(int=31)}/fichier",
        "https://journal.test/a?b=c%7Cd",
    ]


@pytest.mark.parametrize(
    "url",
    [
        HERE.ob3_award(UUID(int=20)),
        HERE.ob3_achievement(BADGE.version_id),
        HERE.ob3_endorsement(UUID(int=40)),
        "https://journal.test/a?b=c|d",
    ],
)
def test_a_link_to_what_has_that_address_already_gets_another(url: str) -> None:
    """Else it would be one thing with it, and could say of it what somebody typed."""
    link = Evidence(UUID(int=33), "Link", "Un lien", url=url)
    document = _award(evidence=(*award().evidence, link))
    last = document["evidence"][-1]
    assert last["id"].endswith(f"#evidence-{link.id}")
    assert last["narrative"] == f"<{ob3.where_of(link, HERE)}>"
    canonicalise(document)


@given(st.text(min_size=1, max_size=40))
def test_every_link_that_may_be_added_can_be_signed(tail: str) -> None:
    url = f"https://ailleurs.test/{tail}"
    if is_link(url):
        link = Evidence(UUID(int=33), "Link", "Un lien", url=url)
        canonicalise(_award(evidence=(link,)))


def test_endorsements_stand_where_their_subject_stands_and_each_verifies_on_its_own() -> None:
    words = ob3.Words(_words(2, About.BADGE), _words(1, About.ISSUER))
    document = ob3.award(award(), HERE, ENTRY, valid_from=AT, words=words)
    signed = json.loads(dumps(_signed(document, HERE.issuer_did(GIVER.id))))
    achievement = signed["credentialSubject"]["achievement"]
    assert [each["credentialSubject"]["id"] for each in achievement["endorsement"]] == [
        achievement["id"]
    ] * 2
    (about_issuer,) = signed["issuer"]["endorsement"]
    assert about_issuer["credentialSubject"]["id"] == signed["issuer"]["id"]
    assert faults(signed, Kind.AWARD) == ()
    for each in (signed, about_issuer, *achievement["endorsement"]):
        check_proof(each, each["proof"], KEY.public_key(), canonicalise, at=AT)


def test_as_many_endorsements_as_ever_stand_inside_can_be_signed() -> None:
    words = ob3.Words(_words(20, About.BADGE), _words(20, About.ISSUER))
    document = ob3.award(award(), HERE, ENTRY, valid_from=AT, words=words)
    signed = _signed(document, HERE.issuer_did(GIVER.id))
    check_proof(signed, signed["proof"], KEY.public_key(), canonicalise, at=AT)


def test_tokens_stand_in_tokens_only() -> None:
    words = ob3.Words(["a.b.c"], ["d.e.f"])
    document = ob3.award(award(), HERE, ENTRY, valid_from=AT, words=words)
    assert document["credentialSubject"]["achievement"]["endorsementJwt"] == ["a.b.c"]
    assert document["issuer"]["endorsementJwt"] == ["d.e.f"]
    assert "endorsement" not in document["issuer"]


def test_a_token_repeats_the_credential_in_its_registered_claims() -> None:
    document = _award()
    claims = ob3.claims(document)
    assert {name: claims[name] for name in ("iss", "jti", "sub", "nbf")} == {
        "iss": document["issuer"]["id"],
        "jti": document["id"],
        "sub": document["credentialSubject"]["id"],
        "nbf": 1773482400,
    }
    of_token = claims["credentialStatus"]["statusListCredential"]
    assert of_token == document["credentialStatus"]["statusListCredential"] + "?as=jwt"
    same = document.keys() - {"credentialStatus"}
    assert {name: claims[name] for name in same} == {name: document[name] for name in same}


@pytest.mark.parametrize(
    ("about", "subject"),
    [
        (About.AWARD, HERE.ob3_award(UUID(int=20))),
        (About.BADGE, HERE.ob3_achievement(BADGE.version_id)),
        (About.ISSUER, HERE.issuer_did(GIVER.id)),
    ],
)
def test_an_endorsement_is_the_voice_of_a_person_about_one_thing(
    about: About, subject: str
) -> None:
    said = endorsement(
        about, spoken_for="Le collectif", relation="voisine", criteria=("Dire bonjour",)
    )
    document = ob3.endorsement(said, HERE, ENTRY, valid_from=AT)
    assert document["credentialSubject"]["id"] == subject
    assert document["issuer"]["id"] == HERE.issuer_did(ENDORSER.id)
    assert document["description"] == "Au nom de : Le collectif. Lien : voisine."
    assert document["credentialSubject"]["endorsementComment"] == (
        "Je l’ai vu faire.\n\nCritères dont je témoigne :\n- Dire bonjour"
    )
    assert faults(document, Kind.ENDORSEMENT) == ()
    canonicalise(document)


def test_badges_and_issuers_are_documents_too() -> None:
    badge = ob3.whole(ob3.achievement(BADGE, HERE, words=_words(1, About.BADGE)))
    issuer = ob3.whole(ob3.profile(GIVER, HERE, words=_words(1, About.ISSUER)))
    assert faults(badge, Kind.BADGE) == ()
    assert faults(issuer, Kind.ISSUER) == ()
    canonicalise(badge)
    canonicalise(issuer)
