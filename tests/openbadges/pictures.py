"""Small pictures and PNG chunks, sound and unsound, for the tests of what carries a badge."""

import io
import struct
import zlib
from pathlib import Path

from PIL import Image

from recognition.openbadges.png import SIGNATURE

CORPUS = Path(__file__).parent / "corpus"
FILES = CORPUS / "files"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>É</title><path d="M0 0h9"/></svg>'


def png(side: int = 8, *, level: int = 6) -> bytes:
    """A PNG of many colours."""
    image = Image.new("RGB", (side, side))
    image.putdata([(x * 30 % 256, y * 30 % 256, 90) for y in range(side) for x in range(side)])
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=level)
    return file.getvalue()


def chunk(kind: bytes, data: bytes, *, length: int | None = None, crc: int | None = None) -> bytes:
    """A chunk, with another length or checksum than it has if so asked."""
    return b"".join(
        (
            struct.pack(">I", len(data) if length is None else length),
            kind,
            data,
            struct.pack(">I", zlib.crc32(kind + data) if crc is None else crc),
        )
    )


def with_chunks(*chunks: bytes, picture: bytes | None = None) -> bytes:
    """A PNG with these right after its IHDR."""
    base = picture or png()
    at = len(SIGNATURE) + 25
    return base[:at] + b"".join(chunks) + base[at:]


def itxt(
    text: bytes, *, keyword: bytes = b"openbadges", flag: bytes = b"\0", method: bytes = b"\0"
) -> bytes:
    return chunk(b"iTXt", keyword + b"\0" + flag + method + b"\0\0" + text)


def pixels(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as image:
        return image.convert("RGBA").tobytes()
