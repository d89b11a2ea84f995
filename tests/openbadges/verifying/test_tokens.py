"""A badge of 3.0 as a token: the algorithm is ours to choose, the key is the issuer's (C9)."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from recognition.openbadges.did import did_web_url
from recognition.openbadges.jose import sign_compact
from recognition.openbadges.jwk import jwk_of
from recognition.openbadges.verdict import Kind, Outcome
from recognition.openbadges.verifying.reasons import Reason
from tests.openbadges.verifying.issuers import (
    HOLDER,
    STATUS_URL,
    Folder,
    Issuer,
    award,
    status_entry,
    status_list,
    told,
    verified,
)

ISSUER = Issuer()
FOLDER = Folder()
ISSUER.publish(FOLDER)
TOKEN = ISSUER.token(award(ISSUER))
JWK = jwk_of(ISSUER.rsa.public_key())
KEYS = "https://ecole.example/keys.json"
NBF = 1793491200  # 2026-11-01


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def payload_of(token: str) -> dict[str, Any]:
    middle = token.split(".")[1]
    read: dict[str, Any] = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    return read


def signed(payload: dict[str, Any], kid: str) -> str:
    return sign_compact(payload, ISSUER.rsa, kid=kid, typ="vc+jwt")


def at_school(kid: str = f"{KEYS}#k1", issuer_id: str = "https://ecole.example/issuers/9") -> str:
    """A badge of an issuer that is known by its address."""
    return signed(award(Issuer(issuer_id)), kid)


def test_a_token_signed_by_its_issuer_is_verified() -> None:
    verdict = verified(TOKEN, FOLDER, HOLDER)
    assert verdict.outcome is Outcome.VERIFIED
    assert {state for state, _ in told(verdict).values()} == {"holds", "none"}
    assert (verdict.kind, verdict.name) == (Kind.AWARD, "Accueillir")
    assert (verdict.issuer.host, verdict.document) == ("atelier.example", TOKEN)


def test_no_letter_of_the_token_can_be_changed() -> None:
    head, body, _ = (len(each) for each in TOKEN.split("."))
    places = [2, head // 2, head + 3, head + body // 2, head + body, -2, -40, len(TOKEN) // 2]
    for place in places:
        if TOKEN[place] == ".":
            continue
        letter = "A" if TOKEN[place] != "A" else "B"
        other = TOKEN[:place] + letter + TOKEN[place % len(TOKEN) + 1 :]
        assert verified(other, FOLDER).outcome is not Outcome.VERIFIED


def test_another_payload_under_the_same_signature_is_invalid() -> None:
    head, _, signature = TOKEN.split(".")
    other = payload_of(TOKEN) | {"name": "Diriger"}
    verdict = verified(f"{head}.{part(other)}.{signature}", FOLDER)
    assert verdict.outcome is Outcome.INVALID
    assert told(verdict)["signature"] == ("fails", Reason.BROKEN)


@pytest.mark.parametrize("algorithm", ["none", "None", "nOnE", "HS256", "RS1", "PS256", "", None])
def test_the_algorithm_is_not_the_token_s_to_choose(algorithm: Any) -> None:
    _, body, signature = TOKEN.split(".")
    header = part({"alg": algorithm, "kid": f"{ISSUER.did}#rsa-1", "typ": "vc+jwt"})
    for end in (signature, ""):
        verdict = verified(f"{header}.{body}.{end}", FOLDER)
        assert verdict.outcome is Outcome.INVALID


def test_a_public_key_is_no_shared_secret() -> None:
    pem = ISSUER.rsa.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = part({"alg": "HS256", "kid": f"{ISSUER.did}#rsa-1"})
    body = TOKEN.split(".")[1]
    mac = hmac.new(pem, f"{head}.{body}".encode(), hashlib.sha256).digest()
    end = base64.urlsafe_b64encode(mac).decode().rstrip("=")
    verdict = verified(f"{head}.{body}.{end}", FOLDER)
    assert told(verdict)["signature"] == ("fails", Reason.REFUSED_TOKEN)


@pytest.mark.parametrize(
    "member",
    [
        {"jwk": JWK},
        {"jku": "https://atelier.example/keys"},
        {"x5c": []},
        {"x5u": "https://atelier.example/x"},
        {"crit": ["exp"]},
        {"b64": False},
    ],
    ids=lambda member: next(iter(member)),
)
def test_a_header_that_brings_its_own_key_or_asks_for_more_is_refused(
    member: dict[str, Any],
) -> None:
    _, body, signature = TOKEN.split(".")
    header = part({"alg": "RS256", "kid": f"{ISSUER.did}#rsa-1", **member})
    verdict = verified(f"{header}.{body}.{signature}", FOLDER)
    assert told(verdict)["signature"] == ("fails", Reason.REFUSED_TOKEN)


def test_a_key_that_only_the_token_brings_proves_nothing() -> None:
    _, body, signature = TOKEN.split(".")
    verdict = verified(f"{part({'alg': 'RS256', 'jwk': JWK})}.{body}.{signature}", FOLDER)
    assert verdict.outcome is Outcome.UNVERIFIED
    assert told(verdict)["signature"] == ("unknown", Reason.OWN_KEY)
    assert told(verdict)["issuer"] == ("unknown", Reason.NOT_CONFIRMED)


def test_an_encrypted_token_is_refused() -> None:
    verdict = verified(".".join([part({"alg": "RSA-OAEP", "enc": "A256GCM"}), *"abcd"]), FOLDER)
    assert verdict.outcome is Outcome.INVALID


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "did:web:ailleurs.example"),
        ("jti", "https://atelier.example/ob3/credentials/2"),
        ("sub", "did:web:ailleurs.example"),
        ("nbf", NBF - 1),
        ("exp", NBF + 3600 * 24 * 3650),
    ],
)
def test_a_claim_that_disagrees_with_the_badge_is_invalid(claim: str, value: Any) -> None:
    document = award(ISSUER, validUntil="2030-01-01T00:00:00Z")
    verdict = verified(ISSUER.token(document, **{claim: value}), FOLDER)
    assert verdict.outcome is Outcome.INVALID
    assert told(verdict)["signature"] == ("fails", Reason.CLAIMS_DIFFER)
    assert verdict.steps[2].detail == claim


def test_a_token_without_the_claims_of_a_token_is_still_the_badge() -> None:
    bare = ISSUER.token(award(ISSUER), iss=None, jti=None, nbf=None, sub=None)
    assert verified(bare, FOLDER).outcome is Outcome.VERIFIED


def test_the_end_that_only_the_token_says_counts() -> None:
    verdict = verified(ISSUER.token(award(ISSUER), exp=NBF + 3600), FOLDER)
    assert told(verdict)["dates"] == ("fails", Reason.EXPIRED)


@pytest.mark.parametrize("value", ["1793491200", True, [1], {"a": 1}, 1e300])
def test_a_time_of_another_type_is_refused(value: Any) -> None:
    verdict = verified(ISSUER.token(award(ISSUER), exp=value), FOLDER)
    assert verdict.outcome is Outcome.INVALID


def test_the_form_of_the_first_data_model_is_read_from_its_claim() -> None:
    document = award(ISSUER)
    inside = {k: v for k, v in document.items() if k not in ("id", "issuer", "validFrom")}
    inside["@context"] = [
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
    ]
    inside["issuer"] = ISSUER.profile
    claims = {"iss": ISSUER.did, "jti": document["id"], "nbf": NBF, "vc": inside}
    verdict = verified(signed(claims, f"{ISSUER.did}#rsa-1"), FOLDER)
    assert told(verdict)["readable"] == ("holds", Reason.OLDER_FORM)
    assert (verdict.outcome, verdict.id) == (Outcome.VERIFIED, document["id"])


def test_two_badges_in_one_token_are_refused() -> None:
    document = award(ISSUER)
    verdict = verified(ISSUER.token(document, vc={**document, "name": "Autre"}), FOLDER)
    assert verdict.outcome is Outcome.INVALID
    assert told(verdict) == {"readable": ("fails", Reason.TOKEN)}


def test_a_token_signed_with_the_key_of_somebody_else_is_invalid() -> None:
    stranger = Issuer("did:web:ailleurs.example").publish(folder := Folder(dict(FOLDER.pages)))
    verdict = verified(signed(award(ISSUER), f"{stranger.did}#rsa-1"), folder)
    assert told(verdict)["issuer"] == ("fails", Reason.OTHER_KEY)
    assert verdict.outcome is Outcome.INVALID


@pytest.mark.parametrize(
    "page",
    [{"keys": [{**JWK, "kid": "k1"}, {"kty": "oct", "kid": "k2"}]}, JWK, {"keys": [JWK]}],
    ids=["a set", "a key", "a set of one"],
)
def test_a_key_at_an_address_of_the_issuer_s_host_is_the_issuer_s(page: Any) -> None:
    named = "'kid'" in str(page)  # the letters alone may stand in a modulus
    verdict = verified(at_school(f"{KEYS}#k1" if named else KEYS), Folder({KEYS: page}))
    assert verdict.outcome is Outcome.VERIFIED
    assert verdict.issuer.host == "ecole.example"


def test_a_key_at_an_address_of_another_host_is_not_the_issuer_s() -> None:
    elsewhere = "https://ailleurs.example/keys.json"
    verdict = verified(at_school(elsewhere), Folder({elsewhere: JWK}))
    assert told(verdict)["issuer"] == ("fails", Reason.OTHER_KEY)


def test_a_set_of_keys_counts_for_a_did_only_when_its_document_lists_the_key() -> None:
    token = signed(award(ISSUER), "https://atelier.example/keys.json#k1")
    keys = {"https://atelier.example/keys.json": {"keys": [{**JWK, "kid": "k1"}]}}
    assert verified(token, Folder({**keys, **FOLDER.pages})).outcome is Outcome.VERIFIED
    other = Issuer(rsa=ISSUER.rsa)
    document = other.document()
    document["assertionMethod"] = [other.method]
    folder = Folder({**keys, did_web_url(ISSUER.did): document})
    assert told(verified(token, folder))["issuer"] == ("fails", Reason.KEY_NOT_LISTED)
    assert verified(token, Folder(dict(keys))).outcome is Outcome.UNVERIFIED


def test_a_key_that_is_not_named_among_several_is_not_guessed() -> None:
    page = {"keys": [{**JWK, "kid": "a"}, {**JWK, "kid": "b"}]}
    verdict = verified(at_school(KEYS), Folder({KEYS: page}))
    assert verdict.outcome is Outcome.INVALID


def test_a_key_of_another_kind_than_the_algorithm_does_not_verify() -> None:
    curve = jwk_of(generate_private_key(SECP256R1()).public_key())
    verdict = verified(at_school(KEYS), Folder({KEYS: curve}))
    assert verdict.outcome is not Outcome.VERIFIED


def test_an_address_in_plain_http_confirms_nobody() -> None:
    insecure = KEYS.replace("https:", "http:")
    token = at_school(insecure, "http://ecole.example/issuers/9")
    verdict = verified(token, Folder({insecure: JWK}))
    assert told(verdict)["issuer"] == ("unknown", Reason.NOT_CONFIRMED)


def test_a_revoked_badge_in_a_token_is_invalid() -> None:
    document = award(ISSUER, credentialStatus=status_entry(3))
    folder = Folder({**FOLDER.pages, STATUS_URL: status_list(ISSUER, 3)})
    assert told(verified(ISSUER.token(document), folder))["revocation"][0] == "fails"
