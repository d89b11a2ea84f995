"""Bitstring status lists: one bit a credential, set when it no longer counts.

Bitstring Status List v1.0, 3.1 and 3.4: GZIP, then base64url without padding after the multibase
letter ``u``; bit 0 is the most significant of the first byte.
"""

import base64
import gzip
import re
import zlib
from collections.abc import Iterable

from recognition.openbadges.reasons import BadStatusList, Reason

LENGTH = 131_072  # entries, the least that the standard allows: a reader learns of a herd
INFLATED_BYTES = 16 << 20
ENCODED_CHARACTERS = 8 << 20
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+={0,2}\Z")


def encode(indices: Iterable[int], length: int = LENGTH) -> str:
    """The list of `length` entries of which these are set. The same entries give the same text.

    Raises ValueError for a length that is no multiple of 8 or under LENGTH, and for an index
    outside.
    """
    if length < LENGTH or length % 8:
        raise ValueError(f"a list of {length}")
    bits = bytearray(length // 8)
    for index in indices:
        if not 0 <= index < length:
            raise ValueError(f"entry {index} of {length}")
        bits[index >> 3] |= 0x80 >> (index & 7)
    packed = gzip.compress(bits, compresslevel=9, mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def is_set(encoded: str, index: int) -> bool:
    """Whether the entry is set, in a list with or without its multibase letter.

    Raises BadStatusList: `status.malformed`, `status.too_large` (over 16 MiB inflated),
    `status.too_short` (under LENGTH entries), `status.index` (outside the list).
    """
    bits = _inflate(_packed(encoded))
    if len(bits) * 8 < LENGTH:
        raise BadStatusList(Reason.STATUS_TOO_SHORT, str(len(bits) * 8))
    if not 0 <= index < len(bits) * 8:
        raise BadStatusList(Reason.STATUS_INDEX, str(index))
    return bool(bits[index >> 3] & (0x80 >> (index & 7)))


def _packed(encoded: str) -> bytes:
    if len(encoded) > ENCODED_CHARACTERS:
        raise BadStatusList(Reason.STATUS_TOO_LARGE)
    # A GZIP stream begins with 0x1f 0x8b, so bare base64 begins with ``H4s`` and never with ``u``.
    text = encoded.removeprefix("u")
    if not _BASE64URL.match(text):
        raise BadStatusList(Reason.STATUS_MALFORMED, "base64url")
    text = text.rstrip("=")
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise BadStatusList(Reason.STATUS_MALFORMED, "base64url") from error


def _inflate(packed: bytes) -> bytes:
    """One GZIP member, whole, its checksum right, in memory that is bounded."""
    stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        bits = stream.decompress(packed, INFLATED_BYTES + 1)
    except zlib.error as error:
        raise BadStatusList(Reason.STATUS_MALFORMED, "gzip") from error
    if len(bits) > INFLATED_BYTES:
        raise BadStatusList(Reason.STATUS_TOO_LARGE)
    if not stream.eof or stream.unused_data:
        raise BadStatusList(Reason.STATUS_MALFORMED, "gzip")
    return bits
