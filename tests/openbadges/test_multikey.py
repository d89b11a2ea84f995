"""Multikeys: the short texts of public keys."""

import time

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    SECP384R1,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from recognition.openbadges.multikey import (
    base58_decode,
    base58_encode,
    key_of_multikey,
    multibase_decode,
    multikey_of,
)
from recognition.openbadges.reasons import BadKey, Reason
from tests.openbadges.vectors import vector_json, vector_key

# did:key method specification, 7.1 and 7.3
ED25519 = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
P256 = "zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def refusal(text: str) -> Reason:
    with pytest.raises(BadKey) as refused:
        key_of_multikey(text)
    return refused.value.reason


@given(st.binary(max_size=100))
def test_what_is_written_in_base58_is_read_again(content: bytes) -> None:
    assert base58_decode(base58_encode(content)) == content


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", ""),
        (b"\0", "1"),
        (b"\0\0\x01", "112"),
        (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
        (bytes.fromhex("0000287fb4cd"), "11233QC4"),
    ],
)
def test_base58_is_that_of_its_draft(content: bytes, text: str) -> None:
    assert (base58_encode(content), base58_decode(text)) == (text, content)


@pytest.mark.parametrize("text", [ED25519, P256])
def test_published_keys_are_read_and_written_again(text: str) -> None:
    assert multikey_of(key_of_multikey(text)) == text


def test_the_key_of_the_vectors_is_written_as_published() -> None:
    pair = vector_json("keyPair.json")
    assert multikey_of(vector_key().public_key()) == pair["publicKeyMultibase"]
    assert multibase_decode(pair["privateKeyMultibase"])[:2] == b"\x80\x26"


def test_new_keys_are_read_again() -> None:
    ed25519 = Ed25519PrivateKey.generate().public_key()
    p256 = generate_private_key(SECP256R1()).public_key()
    assert key_of_multikey(multikey_of(ed25519)) == ed25519
    assert key_of_multikey(multikey_of(p256)) == p256
    assert multikey_of(ed25519).startswith("z6Mk")
    assert multikey_of(p256).startswith("zDn")


def test_another_curve_has_no_multikey_of_ours() -> None:
    with pytest.raises(BadKey) as refused:
        multikey_of(generate_private_key(SECP384R1()).public_key())
    assert refused.value.reason == Reason.KEY_UNKNOWN


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.KEY_MALFORMED),
        ("z", Reason.KEY_UNKNOWN),
        (ED25519[1:], Reason.KEY_MALFORMED),
        ("u" + ED25519[1:], Reason.KEY_MALFORMED),
        (ED25519 + "0", Reason.KEY_MALFORMED),
        (ED25519 + "é", Reason.KEY_MALFORMED),
        (ED25519 + " ", Reason.KEY_MALFORMED),
        ("z" + base58_encode(b"\xed\x01" + bytes(31)), Reason.KEY_MALFORMED),
        ("z" + base58_encode(b"\xed\x01" + bytes(33)), Reason.KEY_MALFORMED),
        ("z" + base58_encode(b"\x80\x24" + b"\x02" + b"\xff" * 32), Reason.KEY_MALFORMED),
        ("z" + base58_encode(b"\x80\x24" + b"\x04" + bytes(64)), Reason.KEY_MALFORMED),
        ("z" + base58_encode(b"\x80\x26" + bytes(32)), Reason.KEY_UNKNOWN),  # a private key
        ("z" + base58_encode(b"\xe7\x01" + bytes(33)), Reason.KEY_UNKNOWN),  # secp256k1
    ],
)
def test_what_is_no_key_of_ours_is_refused(text: str, reason: Reason) -> None:
    assert refusal(text) == reason


@given(st.text(max_size=80) | st.text(BASE58, max_size=80).map(lambda text: "z" + text))
def test_any_text_is_a_key_or_a_refusal(text: str) -> None:
    try:
        key = key_of_multikey(text)
    except BadKey:
        return
    assert multikey_of(key) == text


def test_a_long_text_costs_nothing() -> None:
    started = time.process_time()
    assert refusal("z" + "9" * 5_000_000) == Reason.KEY_MALFORMED
    assert time.process_time() - started < 0.2
