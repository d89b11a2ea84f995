"""JSON Web Keys: public halves only, and strong ones."""

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    SECP384R1,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa

from recognition.openbadges.jwk import jwk_of, key_of_jwk, strong
from recognition.openbadges.reasons import BadKey, Reason

ED25519 = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key()
P256 = generate_private_key(SECP256R1()).public_key()
RSA = generate_rsa(65537, 2048).public_key()
WEAK = generate_rsa(65537, 1024).public_key()


def refusal(jwk: Any) -> Reason:
    with pytest.raises(BadKey) as refused:
        key_of_jwk(jwk)
    return refused.value.reason


def number(value: int) -> str:
    content = value.to_bytes((value.bit_length() + 7) // 8)
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


@pytest.mark.parametrize("key", [ED25519, P256, RSA], ids=["Ed25519", "P-256", "RSA"])
def test_a_key_is_written_and_read_again(key: Any) -> None:
    assert key_of_jwk(jwk_of(key)) == key
    assert key_of_jwk(jwk_of(key) | {"kid": "a", "alg": "x", "use": "sig"}) == key


def test_a_key_of_an_rfc_is_read() -> None:
    """RFC 8037, A.2."""
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    assert jwk_of(key_of_jwk(jwk)) == jwk


def test_an_rsa_key_is_of_2048_bits_at_least() -> None:
    numbers = WEAK.public_numbers()
    assert refusal({"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e)}) == (
        Reason.KEY_WEAK
    )
    assert refusal({"kty": "RSA", "n": number(1 << 8200 | 1), "e": "AQAB"}) == Reason.KEY_WEAK
    with pytest.raises(BadKey):
        strong(WEAK)


def test_keys_of_other_kinds_are_unknown() -> None:
    p384 = generate_private_key(SECP384R1()).public_key()
    ed448 = Ed448PrivateKey.generate().public_key()
    for key in (p384, ed448, "key", None):
        with pytest.raises(BadKey) as refused:
            strong(key)
        assert refused.value.reason == Reason.KEY_UNKNOWN


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kty": "oct", "crv": None}, Reason.KEY_UNKNOWN),
        ({"kty": ["OKP"]}, Reason.KEY_UNKNOWN),
        ({"crv": "X25519"}, Reason.KEY_UNKNOWN),
        ({"crv": {}}, Reason.KEY_UNKNOWN),
        ({"kty": "EC", "crv": "secp256k1"}, Reason.KEY_UNKNOWN),
        ({"kty": "EC", "crv": "P-256"}, Reason.KEY_MALFORMED),  # without its y
        ({"d": "AAAA"}, Reason.KEY_MALFORMED),
        ({"k": "AAAA"}, Reason.KEY_MALFORMED),
        ({"use": "enc"}, Reason.KEY_MALFORMED),
        ({"x": None}, Reason.KEY_MALFORMED),
        ({"x": 5}, Reason.KEY_MALFORMED),
        ({"x": ""}, Reason.KEY_MALFORMED),
        ({"x": "AAAA"}, Reason.KEY_MALFORMED),
        ({"x": "é"}, Reason.KEY_MALFORMED),
        ({"x": "A" * 100_000}, Reason.KEY_MALFORMED),
    ],
)
def test_a_key_that_cannot_be_read_is_refused(change: dict[str, Any], reason: Reason) -> None:
    assert refusal(jwk_of(ED25519) | change) == reason


@pytest.mark.parametrize(
    "change",
    [
        {"n": ""},
        {"e": ""},
        {"e": "AQ"},
        {"e": "Ag"},
        {"n": "A"},
        {"n": number(2**2047)},
        {"n": "é"},
        {"n": "!" * 400},
        {"e": None},
    ],
)
def test_an_rsa_key_that_is_none_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadKey):
        key_of_jwk(jwk_of(RSA) | change)


def test_a_point_off_the_curve_is_refused() -> None:
    jwk = jwk_of(P256)
    assert refusal(jwk | {"y": jwk["x"]}) == Reason.KEY_MALFORMED
