"""Badges in PNG: one text chunk is set in or read; the pixels are never touched.

Open Badges 3.0, section 5.3.1; Badge Baking for 2.0 and 1.x; PNG (third edition), 5 and 11.3.3.
Written: one uncompressed iTXt right after IHDR, where readers that stop at the pixels find it.
Read: whatever text chunk ever carried a badge.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from recognition.openbadges.carrying import KEYWORDS, TEXT_BYTES, Baked, NotABadge

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHUNKS = 1 << 16  # a picture of 5 MiB holds a few hundred

_AFTER_IHDR = len(SIGNATURE) + 25
_FRAME = struct.Struct(">I4s")  # length of the data, type
_CHECKSUM = struct.Struct(">I")
_FRAME_BYTES = 12  # length, type and checksum
_TEXT_TYPES = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_HEAD = SIGNATURE + b"\0\0\0\rIHDR"
_MARKS = tuple(keyword.encode() + b"\0" for keyword in KEYWORDS)


@dataclass(frozen=True, slots=True)
class _Lead:
    """What stands before the text in a chunk of ours, its type included; its CRC, to go on from."""

    content: bytes
    checksum: int


def _lead(keyword: str) -> _Lead:
    content = b"iTXt" + keyword.encode() + b"\0\0\0\0\0"
    return _Lead(content, zlib.crc32(content))


_LEADS = {keyword: _lead(keyword) for keyword in KEYWORDS}


def bake(png: bytes, keyword: str, text: str) -> bytes:
    """The picture with this text under this keyword of `KEYWORDS`, and no other badge.

    Raises NotABadge when it is no PNG. Linear in the bytes, which are copied once; nothing is
    checked but bounds, since the pictures we bake are our own.
    """
    lead, said = _LEADS[keyword], text.encode()
    if len(said) > TEXT_BYTES:
        raise NotABadge("png.text_too_large")
    if not png.startswith(_HEAD):
        raise NotABadge("png.not_png")
    checksum = zlib.crc32(said, lead.checksum)
    length = _CHECKSUM.pack(len(lead.content) + len(said) - len(b"iTXt"))
    pieces: list[bytes | memoryview]
    pieces = [png[:_AFTER_IHDR], length, lead.content, said, _CHECKSUM.pack(checksum)]
    view = memoryview(png)
    since = at = _AFTER_IHDR
    last = len(png) - _FRAME_BYTES
    kind = b""
    while kind != b"IEND":
        if at > last:
            raise NotABadge("png.cut_short")
        size, kind = _FRAME.unpack_from(png, at)
        end = at + size + _FRAME_BYTES
        if kind in _TEXT_TYPES and png.startswith(_MARKS, at + 8, end):
            pieces.append(view[since:at])  # the older badge is left out
            since = end
        at = end
    if at > len(png):
        raise NotABadge("png.cut_short")
    pieces.append(view[since:at])
    return b"".join(pieces)


def unbake(png: bytes) -> Baked | None:
    """The badge that it carries; None when it carries none.

    Every chunk is checked, bounds and checksum, before anything in it is believed. Raises
    NotABadge with ``png.not_png``, ``png.cut_short`` (a length beyond the end, or no IEND),
    ``png.chunk`` (no type, IHDR not first, too many), ``png.checksum``, ``png.twice`` (more than
    one badge), ``png.compression`` (a method that PNG does not know), ``png.text`` (broken or
    not UTF-8), ``png.text_too_large``.
    """
    found: Baked | None = None
    view = memoryview(png)
    for kind, start, end in _chunks(png):
        if zlib.crc32(view[start - 4 : end]) != _CHECKSUM.unpack_from(png, end)[0]:
            raise NotABadge("png.checksum")
        if kind in _TEXT_TYPES and png.startswith(_MARKS, start, end):
            if found:
                raise NotABadge("png.twice")
            found = _READERS[kind](png[start:end])
    return found


def carry_over(old: bytes, new: bytes) -> bytes:
    """`new` with the badge of `old`, of which it is a copy drawn anew: a picture that is saved
    again keeps its badge. `new` as it is when `old` carries none. Raises NotABadge."""
    baked = unbake(old)
    return bake(new, baked.keyword, baked.text) if baked else new


def _chunks(png: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The type of each chunk, where its data begins and where they end; IHDR first, IEND last.
    What stands after IEND is not looked at."""
    if not png.startswith(SIGNATURE):
        raise NotABadge("png.not_png")
    at, size = len(SIGNATURE), len(png)
    for number in range(CHUNKS):
        if at + _FRAME_BYTES > size:
            raise NotABadge("png.cut_short")
        length, kind = _FRAME.unpack_from(png, at)
        start = at + 8
        end = start + length
        if end + 4 > size:
            raise NotABadge("png.cut_short")
        if not kind.isalpha() or (number == 0) != (kind == b"IHDR") or not (number or length == 13):
            raise NotABadge("png.chunk")
        yield kind, start, end
        if kind == b"IEND":
            return
        at = end + 4
    raise NotABadge("png.chunk")


def _text(data: bytes) -> Baked:
    """tEXt: Latin-1 by the standard, but JSON was always put there as UTF-8."""
    keyword, _, text = data.partition(b"\0")
    try:
        return _baked(keyword, _bounded(text).decode())
    except UnicodeDecodeError:
        return _baked(keyword, text.decode("latin-1"))


def _compressed_text(data: bytes) -> Baked:
    keyword, _, rest = data.partition(b"\0")
    if rest[:1] != b"\0":
        raise NotABadge("png.compression")
    return _baked(keyword, _utf8(_inflated(rest[1:])))


def _international_text(data: bytes) -> Baked:
    keyword, _, rest = data.partition(b"\0")
    compressed, method = rest[:1], rest[1:2]
    if compressed not in {b"\0", b"\1"} or method != b"\0":
        raise NotABadge("png.compression")
    fields = rest[2:].split(b"\0", 2)  # language, translated keyword, text
    if len(fields) != 3:
        raise NotABadge("png.text")
    text = fields[2]
    return _baked(keyword, _utf8(_inflated(text) if compressed == b"\1" else _bounded(text)))


_READERS = {b"tEXt": _text, b"zTXt": _compressed_text, b"iTXt": _international_text}


def _baked(keyword: bytes, text: str) -> Baked:
    return Baked(keyword=keyword.decode("ascii"), text=text)


def _bounded(text: bytes) -> bytes:
    if len(text) > TEXT_BYTES:
        raise NotABadge("png.text_too_large")
    return text


def _inflated(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(data, TEXT_BYTES + 1)
    except zlib.error as error:
        raise NotABadge("png.text") from error
    _bounded(text)
    if not inflater.eof:
        raise NotABadge("png.text")
    return text


def _utf8(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        raise NotABadge("png.text") from error
