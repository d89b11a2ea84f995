"""Filling a known shape gives the very bytes of canonicalising it whole."""

import json
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition.openbadges import ob3
from recognition.openbadges.canonical import canonicalise
from recognition.openbadges.facts import About, Evidence, Told
from recognition.openbadges.filling import Filling
from recognition.openbadges.integrity import with_proof
from recognition.openbadges.reasons import NotCanonical
from tests.openbadges.saying import AT, ENDORSER, ENTRY, HERE, HOLDER, award, endorsement

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
FILLING = Filling()
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=30)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30
)


def _said(number: int, statement: str, about: About) -> dict[str, Any]:
    said = endorsement(about, id=UUID(int=100 + number), statement=statement)
    return with_proof(
        ob3.endorsement(said, HERE, ENTRY, valid_from=AT),
        KEY,
        verification_method=HERE.issuer_did(ENDORSER.id) + "#ed25519-1",
        created=AT,
    )


@settings(max_examples=40, deadline=None)
@given(
    sentence=TEXTS,
    told=st.lists(TEXTS, max_size=2),
    links=st.lists(TEXTS, max_size=2),
    words=st.lists(WORDS, max_size=3),
    is_self=st.booleans(),
)
def test_filled_or_whole_the_bytes_are_the_same(
    sentence: str, told: list[str], links: list[str], words: list[str], is_self: bool
) -> None:
    facts = award(
        sentence=sentence,
        told=tuple(Told("Dire bonjour", text) for text in told),
        evidence=tuple(
            Evidence(UUID(int=200 + number), "Link", text, url=f"https://ailleurs.test/{text}")
            for number, text in enumerate(links)
        ),
        **({"issuer": HOLDER, "giver": HOLDER} if is_self else {}),
    )
    inside = ob3.Words([_said(number, text, About.BADGE) for number, text in enumerate(words)])
    document = ob3.award(facts, HERE, ENTRY, valid_from=AT, words=inside)
    try:
        whole = canonicalise(document)
    except NotCanonical:
        with pytest.raises(NotCanonical):
            FILLING(document)
    else:
        assert FILLING(document) == whole


def test_a_shape_is_asked_for_once() -> None:
    asked: list[object] = []

    def whole(document: Any) -> bytes:
        asked.append(document)
        return canonicalise(document)

    filling = Filling(whole)
    for number in range(3):
        document = ob3.award(award(id=UUID(int=number)), HERE, ENTRY, valid_from=AT)
        assert filling(document) == canonicalise(document)
    assert len(asked) == 1


def test_blank_nodes_that_look_alike_are_left_to_the_whole_algorithm() -> None:
    document = ob3.award(award(), HERE, ENTRY, valid_from=AT)
    subject = document["credentialSubject"]
    subject["identifier"] = [subject["identifier"][0], dict(subject["identifier"][0])]
    assert FILLING(document) == canonicalise(document)


@pytest.mark.parametrize("url", ["", "pas une adresse", "https://a.test/<b>", "https://a.test/a b"])
def test_what_has_no_canonical_form_has_none_here(url: str) -> None:
    document = json.loads(json.dumps(ob3.award(award(), HERE, ENTRY, valid_from=AT)))
    document["evidence"][0]["id"] = url
    for each in (canonicalise, FILLING):
        with pytest.raises(NotCanonical):
            each(document)
