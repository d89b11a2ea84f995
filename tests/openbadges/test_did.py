"""did:web, did:key and DID documents."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa
from hypothesis import given
from hypothesis import strategies as st

from recognition.openbadges.canonical import canonicalise
from recognition.openbadges.did import (
    DocumentKey,
    did_document,
    did_web,
    did_web_url,
    key_of_did_key,
    verification_key,
)
from recognition.openbadges.multikey import multikey_of
from recognition.openbadges.reasons import BadDid, BadKey, Reason, Rejected

DID = "did:web:badges.example.org:issuers:1"
ED25519 = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key()
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()
P256 = generate_private_key(SECP256R1()).public_key()
RSA = generate_rsa(65537, 2048).public_key()


@pytest.mark.parametrize(
    ("base_url", "segments", "did"),
    [
        ("https://badges.example.org", ("issuers", "1"), DID),
        ("https://badges.example.org/", (), "did:web:badges.example.org"),
        ("http://127.0.0.1:8000", ("issuers", "1"), "did:web:127.0.0.1%3A8000:issuers:1"),
        ("https://example.org/badges/", ("a b", "c:d"), "did:web:example.org:badges:a%20b:c%3Ad"),
        ("https://Example.ORG", (), "did:web:example.org"),
    ],
)
def test_a_did_is_written_from_an_address(
    base_url: str, segments: tuple[str, ...], did: str
) -> None:
    assert did_web(base_url, *segments) == did


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:example.org", "https://example.org/.well-known/did.json"),
        ("did:web:example.org#key-1", "https://example.org/.well-known/did.json"),
        (DID, "https://badges.example.org/issuers/1/did.json"),
        ("did:web:example.org%3A8443", "https://example.org:8443/.well-known/did.json"),
        ("did:web:Example.org%3a8443:u:a", "https://example.org:8443/u/a/did.json"),
        ("did:web:127.0.0.1%3A8000:issuers:1", "https://127.0.0.1:8000/issuers/1/did.json"),
        ("did:web:xn--caf-dma.example:a%20b", "https://xn--caf-dma.example/a%20b/did.json"),
    ],
)
def test_a_did_says_where_its_document_is(did: str, url: str) -> None:
    assert did_web_url(did) == url


@pytest.mark.parametrize(
    "did",
    [
        "did:web:",
        "did:web::a",
        "did:web:example.org:",
        "did:web:example.org::a",
        "did:web:example.org:..:a",
        "did:web:example.org:.",
        "did:web:example.org:%2e%2e:a",
        "did:web:example.org:.%2E",
        "did:web:example.org:a%2Fb",
        "did:web:example.org:a%5cb",
        "did:web:example.org:a%252e",
        "did:web:example.org:a%00",
        "did:web:example.org:a%0d%0aHost",
        "did:web:example.org:a/b",
        "did:web:example.org:a?b",
        "did:web:example.org?a",
        "did:web:example.org/a",
        "did:web:example.org:a\\b",
        "did:web:example.org:a b",
        "did:web:example.org:a%2",
        "did:web:example.org:é",
        "did:web:user@example.org",
        "did:web:user%40example.org",
        "did:web:example.org%3A",
        "did:web:example.org%3A0",
        "did:web:example.org%3A99999",
        "did:web:example.org%3A80%3A90",
        "did:web:example.org%3Ax",
        "did:web:example.org%2Fa",
        "did:web:exa mple.org",
        "did:web:-a.org",
        "did:web:a..org",
        "did:web:example.org.",
        "did:web:" + "a" * 64 + ".org",
        "did:web:" + "a." * 130 + "org",
        "did:web:example.org:" + "a" * 1000,
        "did:web:8.8.8.8",
        "did:web:10.0.0.1",
        "did:web:2130706433",
        "did:web:127.1",
        "did:web:0x7f.1",
        "did:web:127.0.0.0x1",
        "did:web:0177.0.0.1",
        "did:web:example.0x7f",
        "did:web:1.2.3.4.5",
        "did:web:[::1]",
        "did:web:%5B::1%5D",
        "did:web:例.jp",
        "did:web:example.org\n",
    ],
)
def test_a_did_that_plays_tricks_names_no_address(did: str) -> None:
    with pytest.raises(BadDid) as refused:
        did_web_url(did)
    assert refused.value.reason == Reason.DID_MALFORMED


@pytest.mark.parametrize("did", ["", "did:ion:abc", "https://example.org", "DID:web:example.org"])
def test_another_method_is_unknown(did: str) -> None:
    with pytest.raises(BadDid) as refused:
        did_web_url(did)
    assert refused.value.reason == Reason.DID_UNKNOWN


@given(st.text(max_size=60))
def test_any_did_is_an_https_address_or_a_refusal(text: str) -> None:
    try:
        url = did_web_url("did:web:" + text)
    except BadDid:
        return
    assert url.startswith("https://")
    assert url.endswith("/did.json")
    assert {"..", "//", "@", "\\", " ", "\n"} & {url[8:][i : i + 2] for i in range(len(url))} == (
        set()
    )


@given(st.uuids(), st.sampled_from(["https://a.fr", "http://localhost:8000", "https://a.fr/b"]))
def test_our_own_dids_lead_back_to_our_addresses(id: Any, base_url: str) -> None:
    url = did_web_url(did_web(base_url, "issuers", str(id)))
    assert url.split("://")[1] == f"{base_url}/issuers/{id}/did.json".split("://")[1]


def test_a_did_key_is_its_key() -> None:
    did = "did:key:" + multikey_of(ED25519)
    assert key_of_did_key(did) == ED25519
    assert key_of_did_key(f"{did}#{multikey_of(ED25519)}") == ED25519


@pytest.mark.parametrize(
    ("did", "reason"),
    [
        ("did:web:example.org", Reason.DID_UNKNOWN),
        (f"did:key:{multikey_of(ED25519)}#{multikey_of(OTHER)}", Reason.DID_MALFORMED),
        ("did:key:", Reason.KEY_MALFORMED),
        ("did:key:abc", Reason.KEY_MALFORMED),
        ("did:key:z" + "9" * 100_000, Reason.KEY_MALFORMED),
    ],
)
def test_a_did_key_that_is_none_is_refused(did: str, reason: Reason) -> None:
    with pytest.raises(Rejected) as refused:
        key_of_did_key(did)
    assert refused.value.reason == reason


KEYS = [DocumentKey("one", ED25519), DocumentKey("two", RSA), DocumentKey("three", P256)]


def document(**members: Any) -> dict[str, Any]:
    return did_document(DID, KEYS) | members


def key(of: dict[str, Any], method: str = f"{DID}#one", did: str = DID) -> Any:
    return verification_key(of, method, did=did)


def refusal(of: dict[str, Any], method: str = f"{DID}#one", did: str = DID) -> Reason:
    with pytest.raises(Rejected) as refused:
        key(of, method, did)
    return refused.value.reason


def test_a_document_gives_back_each_of_its_keys() -> None:
    assert [key(document(), f"{DID}#{each.id}") for each in KEYS] == [ED25519, RSA, P256]


def test_a_document_says_all_in_terms_that_are_defined() -> None:
    assert canonicalise(document()).count(b"verificationMethod") == 3


def test_rsa_keys_are_written_as_json_web_keys_and_the_others_as_multikeys() -> None:
    methods = document()["verificationMethod"]
    assert [each["type"] for each in methods] == ["Multikey", "JsonWebKey", "Multikey"]
    assert methods[0] == {
        "id": f"{DID}#one",
        "type": "Multikey",
        "controller": DID,
        "publicKeyMultibase": multikey_of(ED25519),
    }
    assert methods[1]["publicKeyJwk"].keys() == {"kid", "kty", "n", "e"}


def test_the_document_of_someone_else_says_nothing() -> None:
    assert refusal(document(id="did:web:other.example")) == Reason.DID_MISMATCH
    assert refusal(document(id=None)) == Reason.DID_MISMATCH
    assert refusal(document(), "did:web:other.example#one") == Reason.KEY_FOREIGN
    assert refusal(document(), f"{DID}0#one") == Reason.KEY_FOREIGN
    assert refusal(document(), DID) == Reason.KEY_FOREIGN


def test_a_key_that_is_not_listed_to_issue_does_not_count() -> None:
    assert refusal(document(), f"{DID}#four") == Reason.KEY_ABSENT
    assert refusal(document(assertionMethod=[])) == Reason.KEY_PURPOSE
    assert refusal(document(assertionMethod=None)) == Reason.KEY_PURPOSE
    assert refusal(document(assertionMethod=[f"{DID}#two"])) == Reason.KEY_PURPOSE
    assert refusal(document(assertionMethod=[], authentication=[f"{DID}#one"])) == (
        Reason.KEY_PURPOSE
    )
    assert refusal(document(verificationMethod=[])) == Reason.KEY_ABSENT


def test_a_key_may_be_written_out_where_it_is_listed() -> None:
    method = document()["verificationMethod"][0]
    assert key(document(verificationMethod=[], assertionMethod=[method])) == ED25519
    assert key(document(verificationMethod=None, assertionMethod=method)) == ED25519


def test_names_within_a_document_may_be_relative() -> None:
    method = document()["verificationMethod"][0] | {"id": "#one"}
    assert key(document(verificationMethod=[method], assertionMethod=["#one"])) == ED25519


@pytest.mark.parametrize("controller", ["did:web:other.example", None, [DID], "", DID + "#"])
def test_a_key_that_another_controls_does_not_count(controller: Any) -> None:
    method = document()["verificationMethod"][0] | {"controller": controller}
    assert refusal(document(verificationMethod=[method])) == Reason.KEY_FOREIGN


@pytest.mark.parametrize("revoked", ["2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z", None])
def test_a_revoked_key_does_not_count(revoked: Any) -> None:
    method = document()["verificationMethod"][0]
    assert refusal(document(verificationMethod=[method | {"revoked": revoked}])) == (
        Reason.KEY_REVOKED
    )
    expired = method | {"expires": "2020-01-01T00:00:00Z"}
    assert key(document(verificationMethod=[expired])) == ED25519


def test_two_keys_of_one_name_are_none() -> None:
    method = document()["verificationMethod"][0]
    other = method | {"publicKeyMultibase": multikey_of(OTHER)}
    assert refusal(document(verificationMethod=[method, other])) == Reason.KEY_MALFORMED
    assert refusal(document(assertionMethod=[method, other])) == Reason.KEY_MALFORMED
    # What is written out where keys to issue are listed goes before what is only named.
    assert key(document(verificationMethod=[other], assertionMethod=[method])) == ED25519


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"publicKeyMultibase": None}, Reason.KEY_UNKNOWN),
        ({"publicKeyMultibase": 5}, Reason.KEY_UNKNOWN),
        ({"publicKeyMultibase": "zz"}, Reason.KEY_UNKNOWN),
        ({"publicKeyMultibase": "x"}, Reason.KEY_MALFORMED),
        ({"publicKeyJwk": {"kty": "OKP"}}, Reason.KEY_UNKNOWN),  # two keys in one
        ({"publicKeyMultibase": None, "publicKeyJwk": {"kty": "oct"}}, Reason.KEY_UNKNOWN),
        ({"publicKeyMultibase": None, "publicKeyJwk": "x"}, Reason.KEY_UNKNOWN),
        ({"publicKeyMultibase": None, "publicKeyPem": "x"}, Reason.KEY_UNKNOWN),
    ],
)
def test_a_method_without_a_key_we_read_is_refused(members: Any, reason: Reason) -> None:
    method = document()["verificationMethod"][0] | members
    assert refusal(document(verificationMethod=[method])) == reason


@pytest.mark.parametrize("odd", [None, 5, "x", [5], [None], {"id": 5}, [[]], {}])
def test_a_document_of_any_shape_gives_a_refusal(odd: Any) -> None:
    for name in ("verificationMethod", "assertionMethod"):
        with pytest.raises(BadKey):
            key(document(**{name: odd}))
    with pytest.raises(BadDid):
        key({"id": odd})
