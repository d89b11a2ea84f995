"""JSON of strangers: what is refused, and that nothing but a refusal comes of it."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.openbadges.safejson import JSON_BYTES, JSON_DEPTH, BadJson, dumps, loads

plain_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | plain_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain_text, inner, max_size=4),
    max_leaves=12,
)


def refusal(content: bytes | str) -> str:
    with pytest.raises(BadJson) as refused:
        loads(content)
    return refused.value.reason


@given(values)
def test_what_is_written_is_read_again(value: Any) -> None:
    assert loads(dumps(value)) == value
    assert loads(dumps(value).encode()) == value


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_whatever_is_sent_nothing_but_a_refusal_comes_of_it(content: bytes | str) -> None:
    try:
        read = loads(content)
    except BadJson:
        return
    plain = content.removeprefix("\ufeff") if isinstance(content, str) else content
    assert read == json.loads(plain)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "json.syntax"),
        (b"{", "json.syntax"),
        (b"{'a': 1}", "json.syntax"),
        (b'{"a": 1} {"b": 2}', "json.syntax"),
        (b'{"a": "line\nline"}', "json.syntax"),
        (b'{"a": 1, "b": {"c": 1, "c": 2}}', "json.twice"),
        (b'{"a": 1, "\\u0061": 2}', "json.twice"),
        (b'{"a": NaN}', "json.number"),
        (b'{"a": -Infinity}', "json.number"),
        (b'{"a": 1e400}', "json.number"),
        (b'{"a": 18446744073709551616}', "json.number"),
        (b'{"a": -9223372036854775809}', "json.number"),
        (b"1" * 4301, "json.number"),
        (b"0." + b"1" * 4301, "json.number"),
        (b'{"a": "\xff"}', "json.encoding"),
        ('{"a": 1}'.encode("utf-16"), "json.encoding"),
        ('"\ud800"', "json.encoding"),
        (b'{"a": ["\\uD800"]}', "json.text"),
        (b'{"\\udfff": 1}', "json.text"),
        (b'{"a": "\\u0000"}', "json.text"),
        (b'"' + b"x" * JSON_BYTES + b'"', "json.too_large"),
        (b"[" * 33 + b"]" * 33, "json.too_deep"),
        (b'{"a":' * 33 + b"1" + b"}" * 33, "json.too_deep"),
        (b"[" * 100_000, "json.too_deep"),
    ],
)
def test_what_is_beyond_bounds_is_refused_by_name(content: bytes | str, reason: str) -> None:
    assert refusal(content) == reason


def test_the_bounds_themselves_are_within() -> None:
    deepest = b"[" * JSON_DEPTH + b"]" * JSON_DEPTH
    assert loads(deepest) == json.loads(deepest)
    assert loads(b'"' + b"x" * (JSON_BYTES - 2) + b'"') == "x" * (JSON_BYTES - 2)
    assert loads("18446744073709551615") == 2**64 - 1
    assert loads("-9223372036854775808") == -(2**63)


def test_brackets_in_strings_are_no_depth() -> None:
    assert loads('{"a":"' + "[" * 1000 + '\\"[{"}') == {"a": "[" * 1000 + '"[{'}


def test_a_byte_order_mark_is_passed_over_and_pairs_of_surrogates_are_characters() -> None:
    assert loads(b'\xef\xbb\xbf{"a":"\\ud83d\\ude00"}') == {"a": "😀"}
    assert loads('\ufeff{"a":"\\\\u0000"}') == {"a": "\\u0000"}


@pytest.mark.parametrize("piece", [b'"\\', b'\\"', b"[[", b"{}", b'"', b"{},", b"9", b'"a":'])
def test_time_grows_with_the_bytes_and_no_faster(piece: bytes) -> None:
    started = time.process_time()
    for head in (b"", b"[", b'{"a":'):
        try:
            loads(head + piece * ((JSON_BYTES - 8) // len(piece)))
        except BadJson:
            continue
    assert time.process_time() - started < 1.5


def test_what_cannot_be_written_in_json_is_not_written() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        dumps(float("nan"))
    assert dumps({"é": [1, "]]>"]}) == '{"é":[1,"]]>"]}'
