"""JSON written by strangers, read within bounds (requirement A5; RFC 8259).

What `json` accepts beyond the standard, or cannot survive, is refused before or while it parses:
nothing here raises anything but `BadJson`, whatever the bytes.
"""

import json
import math
import re
from typing import Any, NoReturn

JSON_BYTES = 512 << 10
JSON_DEPTH = 32
NUMBER_CHARACTERS = 4300  # beyond, parsing a number takes more than linear time
_INTEGERS = range(-(1 << 63), 1 << 64)  # requirement A2: 64 bits, signed or not

_BOM = b"\xef\xbb\xbf"
# An open string runs to the end: matched once, so the time stays linear.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_DOUBTFUL_ESCAPE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")


class BadJson(Exception):
    """It is not JSON that we read. `reason` is a dotted code:

    ``json.too_large``, ``json.encoding`` (not UTF-8), ``json.syntax``, ``json.too_deep``,
    ``json.twice`` (one key twice in an object), ``json.number`` (not finite, or outside 64 bits),
    ``json.text`` (a lone surrogate or a NUL in a string).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def loads(content: bytes | str, *, limit: int = JSON_BYTES) -> Any:
    """What the JSON says. `limit` is in bytes. Raises BadJson; a byte order mark is passed over.

    Linear in the bytes: at most 0.1 s for 512 KiB, whatever they are.
    """
    raw = _utf8(content)
    if len(raw) > limit:
        raise BadJson("json.too_large")
    if _is_too_deep(raw):
        raise BadJson("json.too_deep")
    try:
        value = _DECODER.decode(raw.decode())
    except UnicodeDecodeError as error:
        raise BadJson("json.encoding") from error
    except json.JSONDecodeError as error:
        raise BadJson("json.syntax") from error
    if _DOUBTFUL_ESCAPE.search(raw):
        _refuse_text_that_cannot_be_kept(value)
    return value


def dumps(value: Any) -> str:
    """Compact, in UTF-8 characters, members in the order they stand in."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _utf8(content: bytes | str) -> bytes:
    if isinstance(content, bytes):
        return content.removeprefix(_BOM)
    try:
        return content.encode().removeprefix(_BOM)
    except UnicodeEncodeError as error:
        raise BadJson("json.encoding") from error


def _is_too_deep(raw: bytes) -> bool:
    """How deep its brackets nest, strings aside: known before a recursive parser meets them."""
    depth = 0
    for bracket in _STRING.sub(b"", raw).translate(None, _NOT_BRACKETS):
        if bracket in b"[{":
            depth += 1
            if depth > JSON_DEPTH:
                return True
        else:
            depth -= 1
    return False


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise BadJson("json.twice")
    return members


def _integer(digits: str) -> int:
    if len(digits) > NUMBER_CHARACTERS or (value := int(digits)) not in _INTEGERS:
        raise BadJson("json.number")
    return value


def _float(digits: str) -> float:
    if len(digits) > NUMBER_CHARACTERS or not math.isfinite(value := float(digits)):
        raise BadJson("json.number")
    return value


def _constant(name: str) -> NoReturn:
    raise BadJson("json.number")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_constant,
)


def _refuse_text_that_cannot_be_kept(value: Any) -> None:
    """No database and no UTF-8 file holds a lone surrogate; PostgreSQL holds no NUL."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting += each.keys()
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, str) and ("\0" in each or not _encodes(each)):
            raise BadJson("json.text")


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
