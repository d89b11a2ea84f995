"""Whom a badge names: only the right address is recognised, however it is written."""

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from recognition.openbadges.identity import Identity, fresh_salt, hashed

addresses = st.emails()
salts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(addresses, addresses, salts)
def test_a_hashed_name_is_of_that_address_and_of_no_other(
    address: str, other: str, salt: str
) -> None:
    assume(address.lower() != other.lower())
    named = Identity("email", hashed(address, salt), is_hashed=True, salt=salt)
    assert named.is_of(address)
    assert named.is_of(address.lower())
    assert named.is_of(address.upper())
    assert not named.is_of(other)


@given(addresses, addresses)
def test_a_name_in_clear_is_of_that_address_and_of_no_other(address: str, other: str) -> None:
    assume(address.lower() != other.lower())
    for written in (address, address.upper(), "mailto:" + address):
        assert Identity("email", written).is_of(address)
        assert not Identity("email", written).is_of(other)


@given(addresses, salts, salts)
def test_another_salt_names_somebody_else(address: str, salt: str, other: str) -> None:
    assume(salt != other)
    named = Identity("email", hashed(address, salt), is_hashed=True, salt=other)
    assert not named.is_of(address)


def test_a_foreign_badge_hashed_as_it_was_typed_with_either_algorithm() -> None:
    typed = "Anna.Martin@Example.org"
    for algorithm in ("sha256", "md5"):
        digest = hashlib.new(algorithm, (typed + "sel").encode()).hexdigest()
        for written in (digest, digest.upper()):
            named = Identity("email", f"{algorithm}${written}", is_hashed=True, salt="sel")
            assert named.is_of(typed)
            assert not named.is_of(typed.lower())  # what was typed cannot be known from it


def test_the_recipient_of_the_examples_of_1edtech_is_recognised() -> None:
    value = "sha256$ecf5409f3f4b91ab60cc5ef4c02aef7032354375e70cf4d8e43f6a1d29891942"
    named = Identity("email", value, is_hashed=True, salt="deadsea")
    assert hashed("nobody@example.org", "deadsea") == value
    assert named.is_of("Nobody@example.org")
    assert not named.is_of("somebody@example.org")


@pytest.mark.parametrize(
    "value",
    ["", "$", "sha256$", "sha1$" + "0" * 40, "sha256", "é$é", "anna@example.org", "shake_128$00"],
)
def test_what_is_no_hash_that_we_know_names_nobody(value: str) -> None:
    assert not Identity("email", value, is_hashed=True).is_of("anna@example.org")


def test_an_identifier_of_another_kind_is_no_address() -> None:
    assert not Identity("url", "anna@example.org").is_of("anna@example.org")
    assert not Identity("telephone", hashed("anna@example.org", ""), is_hashed=True).is_of(
        "anna@example.org"
    )


def test_two_salts_are_never_the_same_and_have_128_bits() -> None:
    drawn = {fresh_salt() for _ in range(100)}
    assert len(drawn) == 100
    assert {len(bytes.fromhex(each)) for each in drawn} == {16}
    assert hashed("Anna@example.org", "s") == hashed("anna@example.org", "s")
    assert hashed("anna@example.org", "s").startswith("sha256$")
