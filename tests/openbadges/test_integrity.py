"""eddsa-rdfc-2022: the vectors of the W3C, and that nothing signed can be changed or added to."""

import hashlib
import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition.openbadges import contexts
from recognition.openbadges.canonical import canonicalise
from recognition.openbadges.integrity import (
    check_proof,
    method_of,
    proofs_of,
    with_proof,
)
from recognition.openbadges.multikey import base58_encode, key_of_multikey, multibase_decode
from recognition.openbadges.reasons import BadProof, Reason
from tests.openbadges.vectors import badge, vector, vector_json, vector_key

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
METHOD = "did:web:badges.example.org:issuers:1#key-1"
AT = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
CORPUS = "tests/openbadges/corpus/files/dcpv__ob30__"


def signed(document: dict[str, Any] | None = None) -> dict[str, Any]:
    return with_proof(document or badge(), KEY, verification_method=METHOD, created=AT)


def check(document: dict[str, Any], *, at: datetime = AT) -> None:
    for proof in proofs_of(document):
        check_proof(document, proof, KEY.public_key(), canonicalise, at=at)


def holds(document: dict[str, Any]) -> bool:
    try:
        check(document)
    except BadProof:
        return False
    return True


def refusal(document: dict[str, Any], *, at: datetime = AT) -> Reason:
    with pytest.raises(BadProof) as refused:
        check(document, at=at)
    return refused.value.reason


def test_the_vector_of_the_standard_is_signed_to_the_byte() -> None:
    expected = vector_json("signedDataInt.json")
    made = with_proof(
        vector_json("unsigned.json"),
        vector_key(),
        verification_method=expected["proof"]["verificationMethod"],
        created=datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC),
    )
    assert made == expected
    assert made["proof"]["proofValue"] == vector("sigBTC58DataInt.txt").strip()
    assert multibase_decode(made["proof"]["proofValue"]).hex() == vector("sigHexDataInt.txt")


def test_what_is_signed_is_the_hash_of_the_options_then_that_of_the_document() -> None:
    """Through the canonicaliser that `check_proof` is given: each form is asked for, and the two
    hashes together are those of the standard."""
    asked: list[bytes] = []

    def watching(document: Any) -> bytes:
        asked.append(canonicalise(document))
        return asked[-1]

    document = vector_json("signedDataInt.json")
    key = vector_key().public_key()
    check_proof(document, document["proof"], key, watching, at=AT)
    hashes = "".join(hashlib.sha256(each).hexdigest() for each in asked)
    assert hashes == vector("combinedHashDataInt.txt")


@pytest.mark.parametrize(
    "name",
    [
        "simple.json",
        "simple_v1.json",  # Ed25519Signature2020, its elder
        "simple-did-key-method.json",
        "complete.json",
        "endorsement-valid.json",
        "bit-string-list__testlist",
        "bit-string-list__credential-status-revoked.json",
    ],
)
def test_proofs_that_other_software_made_hold(name: str) -> None:
    with open(CORPUS + name, encoding="utf-8") as file:
        document = json.load(file)
    (proof,) = proofs_of(document)
    key = key_of_multikey(method_of(proof).replace("#", ":").rpartition(":")[2])
    check_proof(document, proof, key, canonicalise, at=AT)
    changed = document | {"id": "urn:x:another"}
    with pytest.raises(BadProof) as refused:
        check_proof(changed, proof, key, canonicalise, at=AT)
    assert refused.value.reason == Reason.SIGNATURE_BROKEN


def test_signing_is_the_same_each_time_and_leaves_the_document_as_it_was() -> None:
    document = badge()
    assert signed(document) == signed(document)
    assert document == badge()
    assert signed(signed(document)) == signed(document)


def test_the_moment_is_written_to_the_second_in_utc() -> None:
    late = datetime(2026, 6, 1, 14, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=2)))
    made = with_proof(badge(), KEY, verification_method=METHOD, created=late)
    assert made["proof"]["created"] == "2026-06-01T12:00:00Z"


# --- what anyone may change


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value of a document, contexts aside."""
    if path:
        yield path
    pairs: Any = ()
    if isinstance(value, dict):
        pairs = [(name, each) for name, each in value.items() if name != "@context"]
    elif isinstance(value, list):
        pairs = enumerate(value)
    for step, each in pairs:
        yield from places(each, (*path, step))


def at(document: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


SIGNED = signed()
LEAVES = [path for path in places(SIGNED) if not isinstance(at(SIGNED, path), dict | list)]
OBJECTS = [(), *(path for path in places(SIGNED) if isinstance(at(SIGNED, path), dict))]
TERMS = sorted(
    {
        name
        for url in (contexts.CREDENTIALS_V2, contexts.OB3, contexts.OB2, contexts.ED25519_2020)
        for name in contexts.context(url)["@context"]
    }
    | {"hashed", "salt", "narrative", "validUntil", "proofValue", "url", "email"}
)


@given(st.sampled_from(LEAVES), st.data())
@settings(max_examples=150, deadline=None)
def test_any_changed_byte_is_seen(path: tuple[str | int, ...], data: st.DataObject) -> None:
    document = deepcopy(SIGNED)
    before = at(document, path)
    if isinstance(before, str):
        place = data.draw(st.integers(0, len(before) - 1))
        other = data.draw(st.characters(codec="utf-8").filter(lambda c: c != before[place]))
        after: Any = before[:place] + other + before[place + 1 :]
    else:
        after = (not before) if isinstance(before, bool) else before + 1
    at(document, path[:-1])[path[-1]] = after
    assert not holds(document)


@given(st.sampled_from([path for path in places(SIGNED) if path[0] != "proof"]))
@settings(max_examples=60, deadline=None)
def test_nothing_can_be_taken_away(path: tuple[str | int, ...]) -> None:
    document = deepcopy(SIGNED)
    del at(document, path[:-1])[path[-1]]
    assert not holds(document)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.text(max_size=5),
    st.sampled_from(["urn:x:y", "https://example.org/", "@id", "_:b0", "2026-01-01T00:00:00Z"]),
    st.just({}),
    st.just({"id": "urn:x:y"}),
    st.just({"type": "Profile"}),
    st.lists(st.text(max_size=3), min_size=1, max_size=2),
)


@given(
    st.sampled_from(OBJECTS),
    st.one_of(st.sampled_from(TERMS), st.text(min_size=1, max_size=12)),
    VALUES,
)
@settings(max_examples=300, deadline=None)
def test_nothing_can_be_added_anywhere(path: tuple[str | int, ...], name: str, value: Any) -> None:
    document = deepcopy(SIGNED)
    target = at(document, path)
    if target.get(name, ...) == value:
        return
    target[name] = value
    assert not holds(document)


@given(st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_members_may_stand_in_any_order(chance: Any) -> None:
    def shuffle(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        chance.shuffle(pairs)
        return dict(pairs)

    check(json.loads(json.dumps(SIGNED), object_pairs_hook=shuffle))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
@settings(max_examples=40, deadline=None)
def test_whatever_is_written_is_signed_and_verified(text: str) -> None:
    document = badge()
    document["credentialSubject"]["achievement"]["criteria"]["narrative"] = text
    check(json.loads(json.dumps(signed(document))))


def test_another_key_does_not_verify() -> None:
    with pytest.raises(BadProof) as refused:
        check_proof(SIGNED, SIGNED["proof"], vector_key().public_key(), canonicalise, at=AT)
    assert refused.value.reason == Reason.SIGNATURE_BROKEN
    elliptic = generate_private_key(SECP256R1()).public_key()
    with pytest.raises(BadProof) as refused:
        check_proof(SIGNED, SIGNED["proof"], elliptic, canonicalise, at=AT)
    assert refused.value.reason == Reason.PROOF_KEY


# --- what hides rather than changes


def test_an_end_date_cannot_be_hidden_behind_its_full_name() -> None:
    """The quads are the same: only a reader who looks for `validUntil` would miss it."""
    document = deepcopy(SIGNED)
    document["https://www.w3.org/2018/credentials#validUntil"] = {
        "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
        "@value": document.pop("validUntil"),
    }
    assert refusal(document) == Reason.KEYWORD


def test_a_status_cannot_be_moved_into_another_object_of_the_same_id() -> None:
    document = badge()
    document["endorsement"] = [
        {
            "id": "urn:x:endorsement",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "issuer": {"id": "did:web:other.example", "type": ["Profile"]},
            "validFrom": "2026-03-14T10:00:00Z",
            "credentialSubject": {
                "id": document["id"],
                "type": ["EndorsementSubject"],
                "endorsementComment": "Je l’ai vu.",
            },
        }
    ]
    before = signed(document)
    check(before)
    document = deepcopy(before)
    subject = document["endorsement"][0]["credentialSubject"]
    subject["type"].append("VerifiableCredential")  # said of that node already, and defines more
    subject["credentialStatus"] = document.pop("credentialStatus")
    quads = [
        canonicalise({name: value for name, value in each.items() if name != "proof"})
        for each in (before, document)
    ]
    assert quads[0] == quads[1]
    assert refusal(document) == Reason.SHARED_NODE


# --- the proof itself


def proof_with(**members: Any) -> dict[str, Any]:
    """The signed badge with members of its proof replaced, and left out where they are None."""
    document = deepcopy(SIGNED)
    document["proof"] |= members
    document["proof"] = {
        name: value for name, value in document["proof"].items() if value is not None
    }
    return document


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"proofPurpose": "authentication"}, Reason.PROOF_PURPOSE),
        ({"proofPurpose": None}, Reason.PROOF_PURPOSE),
        ({"cryptosuite": "eddsa-jcs-2022"}, Reason.PROOF_UNKNOWN),
        ({"cryptosuite": None}, Reason.PROOF_UNKNOWN),
        ({"cryptosuite": ["eddsa-rdfc-2022"]}, Reason.PROOF_UNKNOWN),
        ({"type": "RsaSignature2018"}, Reason.PROOF_UNKNOWN),
        ({"type": ["DataIntegrityProof"]}, Reason.PROOF_UNKNOWN),
        ({"type": "Ed25519Signature2020"}, Reason.PROOF_UNKNOWN),
        ({"previousProof": "urn:x"}, Reason.PROOF_UNKNOWN),
        ({"@context": contexts.OB2}, Reason.PROOF_MALFORMED),
        ({"verificationMethod": None}, Reason.PROOF_MALFORMED),
        ({"verificationMethod": {"id": METHOD}}, Reason.PROOF_MALFORMED),
        ({"created": "yesterday"}, Reason.PROOF_MALFORMED),
        ({"created": 5}, Reason.PROOF_MALFORMED),
        ({"expires": "2026-02-30T00:00:00Z"}, Reason.PROOF_MALFORMED),
        ({"expires": "2026-06-01T12:00:00Z"}, Reason.PROOF_EXPIRED),
        ({"expires": "2026-06-02T12:00:00Z"}, Reason.SIGNATURE_BROKEN),
        ({"created": None}, Reason.SIGNATURE_BROKEN),
        ({"proofValue": None}, Reason.PROOF_MALFORMED),
        ({"proofValue": ""}, Reason.PROOF_MALFORMED),
        ({"proofValue": "z"}, Reason.PROOF_MALFORMED),
        ({"proofValue": "u" + "A" * 86}, Reason.PROOF_MALFORMED),
        ({"proofValue": "z" + base58_encode(bytes(65))}, Reason.PROOF_MALFORMED),
        ({"proofValue": "z" + base58_encode(bytes(64))}, Reason.SIGNATURE_BROKEN),
        ({"proofValue": "z" + "9" * 100_000}, Reason.PROOF_MALFORMED),
        ({"colour": "blue"}, Reason.UNDEFINED_TERM),
    ],
)
def test_a_proof_that_is_not_what_it_must_be_is_refused(
    members: dict[str, Any], reason: Reason
) -> None:
    assert refusal(proof_with(**members)) == reason


def signed_with(**members: Any) -> dict[str, Any]:
    """The badge signed by hand over a proof that we would not write."""
    document = badge()
    options = signed(document)["proof"] | members
    del options["proofValue"]
    forms = (canonicalise({"@context": document["@context"], **options}), canonicalise(document))
    hashes = b"".join(hashlib.sha256(form).digest() for form in forms)
    return document | {"proof": options | {"proofValue": "z" + base58_encode(KEY.sign(hashes))}}


def test_a_proof_is_good_until_it_expires() -> None:
    document = signed_with(expires="2026-06-02T12:00:00Z")
    check(document)
    assert refusal(document, at=AT + timedelta(days=1)) == Reason.PROOF_EXPIRED


def test_the_earlier_name_of_the_suite_is_read() -> None:
    check(signed_with(cryptosuite="eddsa-2022"))
    document = deepcopy(SIGNED)
    document["proof"]["cryptosuite"] = "eddsa-2022"
    assert refusal(document) == Reason.SIGNATURE_BROKEN


def test_of_several_proofs_every_one_must_hold() -> None:
    other = with_proof(badge(), vector_key(), verification_method="did:x#y", created=AT)["proof"]
    document = badge() | {"proof": [SIGNED["proof"], other]}
    assert proofs_of(document) == (SIGNED["proof"], other)
    assert refusal(document) == Reason.SIGNATURE_BROKEN
    check(badge() | {"proof": [SIGNED["proof"], SIGNED["proof"]]})


@pytest.mark.parametrize(
    ("proof", "reason"),
    [
        (None, Reason.PROOF_MISSING),
        ([], Reason.PROOF_MISSING),
        ({}, Reason.PROOF_UNKNOWN),
        ("proof", Reason.PROOF_MALFORMED),
        ([SIGNED["proof"], "proof"], Reason.PROOF_MALFORMED),
        ([SIGNED["proof"]] * 5, Reason.PROOF_MALFORMED),
    ],
)
def test_no_proof_is_no_proof(proof: Any, reason: Reason) -> None:
    assert refusal(badge() | {"proof": proof}) == reason
    assert refusal({**badge(), "proof": []}) == Reason.PROOF_MISSING
