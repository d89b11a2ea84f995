"""Compact tokens: ours, those of others, and every one that requirement C9 refuses."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition.openbadges.jose import (
    TOKEN_BYTES,
    check_compact,
    check_times,
    read_compact,
    sign_compact,
)
from recognition.openbadges.jwk import jwk_of
from recognition.openbadges.reasons import BadKey, BadToken, Reason, Rejected

ED25519 = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
P256 = generate_private_key(SECP256R1())
RSA = generate_rsa(65537, 2048)
PAYLOAD = {"iss": "did:web:a.example", "name": "Accueil d’un habitant", "nbf": 1_700_000_000}
KEYS = [RSA, P256, ED25519]
NAMES = ["RS256", "ES256", "EdDSA"]


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def token_of(header: Any, payload: Any = PAYLOAD, *, key: Any = RSA) -> str:
    """A token signed with RS256 by hand, whatever its header says."""
    parts = [
        each if isinstance(each, bytes) else json.dumps(each).encode() for each in (header, payload)
    ]
    text = ".".join(encoded(each) for each in parts)
    return f"{text}.{encoded(key.sign(text.encode(), PKCS1v15(), SHA256()))}"


def refusal(token: Any, key: Any = None) -> Reason:
    with pytest.raises(Rejected) as refused:
        check_compact(token, key or RSA.public_key())
    return refused.value.reason


def signed(key: Any = RSA) -> str:
    return sign_compact(PAYLOAD, key, kid="did:web:a.example#k", typ="vc+jwt")


@pytest.mark.parametrize(("key", "name"), list(zip(KEYS, NAMES, strict=True)), ids=NAMES)
def test_what_is_signed_is_verified(key: Any, name: str) -> None:
    token = check_compact(signed(key), key.public_key())
    assert token.payload == PAYLOAD
    assert token.header == {"alg": name, "kid": "did:web:a.example#k", "typ": "vc+jwt"}
    assert token.kid == "did:web:a.example#k"
    assert check_compact(signed(key), jwk_of(key.public_key())) == token or name == "ES256"


def test_a_token_made_by_hand_is_verified_too() -> None:
    """So that not only what joserfc wrote is read by joserfc."""
    header = {"alg": "RS256", "typ": "JWT", "kid": "a", "iss": "unregistered", "x": {"y": 1}}
    assert check_compact(token_of(header), RSA.public_key()).payload == PAYLOAD
    assert check_compact(token_of(header | {"long": "x" * 3000}), RSA.public_key()).kid == "a"


# RFC 7515, A.2.
RFC_MODULUS = (
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJ"
    "PMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0"
    "LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uD"
    "Zlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2"
    "PAcDTW9gb54h4FRWyuXpoQ"
)
RFC_TOKEN = (
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9"
    "leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2Vt"
    "Qgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKB"
    "YNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN"
    "9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI"
    "8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
)


def test_the_example_of_the_rfc_holds() -> None:
    """Its `exp` is in 2011: times are for the caller."""
    key = {"kty": "RSA", "n": RFC_MODULUS, "e": "AQAB"}
    assert check_compact(RFC_TOKEN, key).payload["iss"] == "joe"
    assert refusal(RFC_TOKEN, RSA.public_key()) == Reason.SIGNATURE_BROKEN


def test_ed25519_and_rsa_sign_the_same_each_time() -> None:
    assert [signed(key) == signed(key) for key in (RSA, ED25519)] == [True, True]


def test_another_key_does_not_verify() -> None:
    assert refusal(signed(), generate_rsa(65537, 2048).public_key()) == Reason.SIGNATURE_BROKEN
    assert refusal(signed(ED25519), P256.public_key()) == Reason.TOKEN_KEY
    assert refusal(signed(P256), generate_private_key(SECP256R1()).public_key()) == (
        Reason.SIGNATURE_BROKEN
    )


@given(st.integers(min_value=0), st.sampled_from(range(3)), st.data())
@settings(max_examples=120, deadline=None)
def test_any_changed_letter_is_seen(place: int, which: int, data: st.DataObject) -> None:
    token = signed(KEYS[which])
    place %= len(token)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ "
    letter = data.draw(st.sampled_from(letters.replace(token[place], "")))
    changed = token[:place] + letter + token[place + 1 :]
    with pytest.raises(Rejected):
        check_compact(changed, KEYS[which].public_key())


OTHER_ALGORITHMS = [
    "none",
    "None",
    "HS256",
    "HS512",
    "PS256",
    "RS512",
    "RS1",
    "ES384",
    "rs256",
    "dir",
    "A128KW",
]


@pytest.mark.parametrize("alg", [*OTHER_ALGORITHMS, "", None, 5, ["RS256"], {"a": 1}])
def test_the_algorithm_is_one_of_ours(alg: Any) -> None:
    assert refusal(token_of({"alg": alg})) == Reason.TOKEN_ALGORITHM


def test_a_token_without_algorithm_or_signature_is_read_and_refused() -> None:
    assert refusal(token_of({})) == Reason.TOKEN_ALGORITHM
    bare = f"{encoded(json.dumps({'alg': 'none'}).encode())}.{encoded(b'{}')}."
    assert read_compact(bare).payload == {}
    assert refusal(bare) == Reason.TOKEN_ALGORITHM
    assert refusal(signed().rpartition(".")[0] + ".") == Reason.SIGNATURE_BROKEN


def test_a_public_key_is_never_a_shared_secret() -> None:
    public = RSA.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    text = f"{encoded(json.dumps({'alg': 'HS256'}).encode())}.{encoded(b'{}')}"
    forged = f"{text}.{encoded(hmac.new(pem, text.encode(), hashlib.sha256).digest())}"
    assert refusal(forged, public) == Reason.TOKEN_ALGORITHM
    secret = {"kty": "oct", "k": encoded(pem)}
    assert refusal(signed(), secret) == Reason.KEY_UNKNOWN


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("jwk", jwk_of(RSA.public_key())),
        ("jwk", None),
        ("jku", "https://example.org/keys.json"),
        ("x5c", ["MIIB"]),
        ("x5u", "https://example.org/key.pem"),
        ("x5t", "abc"),
        ("x5t#S256", "abc"),
        ("crit", ["exp"]),
        ("crit", []),
        ("b64", False),
        ("b64", True),
        ("enc", "A128GCM"),
        ("zip", "DEF"),
        ("kid", 5),
        ("typ", ["JWT"]),
        ("cty", {}),
    ],
)
def test_a_header_that_brings_a_key_or_changes_the_rules_is_refused(name: str, value: Any) -> None:
    assert refusal(token_of({"alg": "RS256", name: value})) == Reason.TOKEN_HEADER


def test_encrypted_tokens_are_not_read() -> None:
    with pytest.raises(BadToken) as refused:
        read_compact("a.b.c.d.e")
    assert refused.value.reason == Reason.TOKEN_ENCRYPTED


@pytest.mark.parametrize("value", ["1700000000", None, True, [], {}, "", "now"])
@pytest.mark.parametrize("name", ["exp", "nbf", "iat"])
def test_times_are_numbers(name: str, value: Any) -> None:
    assert refusal(token_of({"alg": "RS256"}, PAYLOAD | {name: value})) == Reason.TOKEN_TIME


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000])
def test_times_are_finite(text: str) -> None:
    payload = f'{{"exp": {text}}}'.encode()
    assert refusal(token_of({"alg": "RS256"}, payload)) == Reason.TOKEN_MALFORMED


def test_times_are_checked_at_a_moment() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    now = at.timestamp()
    check_times({}, at)
    check_times({"nbf": now, "exp": now + 0.5}, at)
    for payload, reason in (
        ({"exp": now}, Reason.TOKEN_EXPIRED),
        ({"nbf": now + 1}, Reason.TOKEN_EARLY),
        ({"exp": "later"}, Reason.TOKEN_TIME),
        ({"exp": float("nan")}, Reason.TOKEN_TIME),
    ):
        with pytest.raises(BadToken) as refused:
            check_times(payload, at)
        assert refused.value.reason == reason
    check_times({"exp": 2**63}, at)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a",
        "a.b",
        ".....",
        "..",
        "a.b.c.d",
        "é.b.c",
        b"\xff.b.c",
        f" {signed()}",
        f"{signed()}\n",
        f"{signed()}=",
        signed().replace(".", "=.", 1),
        signed().replace(".", "..", 1),
        token_of(b"[]"),
        token_of(b'"x"'),
        token_of(b"{"),
        token_of(b"\xff"),
        token_of({"alg": "RS256"}, b"[]"),
        token_of({"alg": "RS256"}, b"text"),
        token_of(b'{"alg": "none", "alg": "RS256"}'),
        token_of({"alg": "RS256"}, b'{"iss": "a", "iss": "b"}'),
        token_of({"alg": "RS256"}, b'{"a": ' + b"[" * 100 + b"]" * 100 + b"}"),
    ],
)
def test_what_is_no_token_is_refused(token: Any) -> None:
    with pytest.raises(BadToken) as refused:
        read_compact(token)
    assert refused.value.reason == Reason.TOKEN_MALFORMED


def test_base64_has_one_form_only() -> None:
    """The last letter holds bits that no byte needs: another one would decode to the same."""
    header, payload, signature = signed().split(".")
    assert len(signature) % 4 == 2  # 256 bytes: 4 bits left over
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = letters[letters.index(signature[-1]) + 1]
    twin = f"{signature[:-1]}{other}"
    assert base64.urlsafe_b64decode(twin + "==") == base64.urlsafe_b64decode(signature + "==")
    assert refusal(f"{header}.{payload}.{twin}") == Reason.TOKEN_MALFORMED


def test_the_size_is_bounded_both_ways() -> None:
    assert refusal("a" * (TOKEN_BYTES + 1)) == Reason.TOKEN_TOO_LARGE
    with pytest.raises(BadToken) as refused:
        sign_compact({"a": "x" * TOKEN_BYTES}, RSA, kid="a", typ="JWT")
    assert refused.value.reason == Reason.TOKEN_TOO_LARGE
    large = sign_compact({"a": "x" * 48_000}, RSA, kid="a", typ="JWT")
    assert check_compact(large, RSA.public_key()).payload == {"a": "x" * 48_000}


def test_a_weak_key_verifies_nothing() -> None:
    weak = generate_rsa(65537, 1024)
    with pytest.raises(BadKey) as refused:
        check_compact(token_of({"alg": "RS256"}, key=weak), weak.public_key())
    assert refused.value.reason == Reason.KEY_WEAK


@given(
    st.text(max_size=60)
    | st.lists(st.binary(max_size=40), min_size=3, max_size=3).map(
        lambda parts: ".".join(encoded(each) for each in parts)
    )
)
def test_any_text_is_a_token_or_a_refusal(text: str) -> None:
    try:
        check_compact(text, RSA.public_key())
    except Rejected:
        return
    raise AssertionError(text)
