"""Status lists: the order of bits, and bounds on what is inflated."""

import base64
import gzip
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition.openbadges.reasons import BadStatusList, Reason
from recognition.openbadges.statuslist import INFLATED_BYTES, LENGTH, encode, is_set

# Bitstring Status List v1.0, example 6: 131,072 entries, none set.
OF_THE_STANDARD = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"


def packed(bits: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits)).decode().rstrip("=")


def refusal(encoded: str, index: int = 0) -> Reason:
    with pytest.raises(BadStatusList) as refused:
        is_set(encoded, index)
    return refused.value.reason


@given(
    st.sets(st.integers(0, LENGTH - 1), max_size=30),
    st.integers(0, LENGTH - 1),
)
@settings(max_examples=40, deadline=None)
def test_exactly_what_was_set_is_set(indices: set[int], other: int) -> None:
    encoded = encode(indices)
    assert [is_set(encoded, index) for index in (*indices, other)] == [
        *(True for _ in indices),
        other in indices,
    ]


def test_the_list_of_the_standard_is_read() -> None:
    assert [is_set(OF_THE_STANDARD, index) for index in (0, 94_567, LENGTH - 1)] == [False] * 3


def test_entry_zero_is_the_most_significant_bit_of_the_first_byte() -> None:
    bits = bytearray(LENGTH // 8)
    bits[0], bits[2] = 0b1000_0001, 0b0010_0000
    encoded = packed(bytes(bits))
    assert [index for index in range(100) if is_set(encoded, index)] == [0, 7, 18]
    inflated = gzip.decompress(base64.urlsafe_b64decode(encode([0, 7, 18])[1:] + "=="))
    assert inflated == bytes(bits)


def test_the_same_entries_give_the_same_text_in_any_order() -> None:
    assert encode([5, 3, 5]) == encode([3, 5])
    assert encode([3]) != encode([5])
    assert encode([]).startswith("uH4s")


def test_the_multibase_letter_and_the_padding_may_be_missing_or_there() -> None:
    encoded = encode([9])
    padded = encoded + "=" * (-(len(encoded) - 1) % 4)
    assert [is_set(each, 9) for each in (encoded, encoded[1:], padded)] == [True] * 3


def test_a_longer_list_is_written_and_read() -> None:
    encoded = encode([LENGTH, 2 * LENGTH - 1], 2 * LENGTH)
    assert is_set(encoded, LENGTH)
    assert not is_set(encoded, 0)
    assert is_set(encoded, 2 * LENGTH - 1)


@pytest.mark.parametrize("length", [0, 8, LENGTH - 8, LENGTH + 1])
def test_we_write_no_list_that_is_too_short_or_ragged(length: int) -> None:
    with pytest.raises(ValueError):
        encode([], length)


@pytest.mark.parametrize("index", [-1, LENGTH, 10**30])
def test_an_entry_outside_is_refused(index: int) -> None:
    assert refusal(encode([]), index) == Reason.STATUS_INDEX
    with pytest.raises(ValueError):
        encode([index])


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "u",
        "z" + encode([])[1:],
        encode([]) + "!",
        encode([]) + "\n",
        encode([])[:-8],
        "u" + encode([]),
        "é",
        "uAAAA",
        "u" + base64.urlsafe_b64encode(zlib.compress(bytes(16384))).decode().rstrip("="),
        "u" + base64.urlsafe_b64encode(gzip.compress(bytes(16384)) * 2).decode().rstrip("="),
        "u" + base64.urlsafe_b64encode(gzip.compress(bytes(16384)) + b"x").decode().rstrip("="),
        "u" + base64.urlsafe_b64encode(gzip.compress(bytes(16384))[:-5]).decode().rstrip("="),
    ],
)
def test_what_is_no_list_is_refused(encoded: str) -> None:
    assert refusal(encoded) == Reason.STATUS_MALFORMED


def test_a_changed_list_fails_its_checksum() -> None:
    content = bytearray(gzip.compress(bytes(16384)))
    content[-6] ^= 1
    text = "u" + base64.urlsafe_b64encode(bytes(content)).decode().rstrip("=")
    assert refusal(text) == Reason.STATUS_MALFORMED


def test_a_list_too_short_to_hide_in_is_refused() -> None:
    assert refusal(packed(bytes(LENGTH // 8 - 1))) == Reason.STATUS_TOO_SHORT
    assert not is_set(packed(bytes(LENGTH // 8)), 0)


def test_inflating_stops_at_its_bound() -> None:
    bomb = packed(bytes(INFLATED_BYTES + 1))
    huge = packed(bytes(32 << 20))
    assert len(bomb) < 40_000 < len(huge)
    started = time.process_time()
    assert (refusal(bomb), refusal(huge)) == (Reason.STATUS_TOO_LARGE, Reason.STATUS_TOO_LARGE)
    assert time.process_time() - started < 1
    assert not is_set(packed(bytes(INFLATED_BYTES)), 8 * INFLATED_BYTES - 1)
    assert refusal("u" + "A" * (9 << 20)) == Reason.STATUS_TOO_LARGE


@given(st.text(max_size=50) | st.binary(max_size=50).map(lambda b: packed(b)))
def test_any_text_is_a_refusal(text: str) -> None:
    with pytest.raises(BadStatusList):
        is_set(text, 0)
