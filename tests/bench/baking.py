"""Badges set into PNG and read out again, against the bare work on the same bytes."""

import io
import random
import struct
import zlib

from PIL import Image

from recognition.openbadges import png
from recognition.openbadges.carrying import OB3_KEYWORD
from tests.bench.clock import cpu_ms

SIZES = (12_000, 1_018_000)  # bytes of pixels
TEXT = '{"@context":"' + "x" * 3_000 + '"}'
_AFTER_IHDR = 33


def picture(size: int) -> bytes:
    """A PNG of about that size, of noise kept as it is."""
    side = int((size / 3) ** 0.5)
    noise = random.Random(1).randbytes(side * side * 3)
    file = io.BytesIO()
    Image.frombytes("RGB", (side, side), noise).save(file, "PNG", compress_level=0)
    return file.getvalue()


def spliced(content: bytes) -> bytes:
    """The least that baking can be: one chunk set in where it is known to belong."""
    chunk = b"iTXt" + OB3_KEYWORD.encode() + b"\0\0\0\0\0" + TEXT.encode()
    return b"".join(
        (
            content[:_AFTER_IHDR],
            struct.pack(">I", len(chunk) - 4),
            chunk,
            struct.pack(">I", zlib.crc32(chunk)),
            content[_AFTER_IHDR:],
        )
    )


def report() -> None:
    print(
        "Baking: one chunk set in, against the bare splice; read out, against one CRC of the file"
    )
    print(
        f"{'bytes':>12} {'splice us':>10} {'bake us':>10} {'share':>6}"
        f" {'crc us':>10} {'unbake us':>10} {'share':>6}"
    )
    for size in SIZES:
        plain = picture(size)
        baked = png.bake(plain, OB3_KEYWORD, TEXT)
        times = 20_000_000 // size
        splice, bake, crc, unbake = (
            1000 * cpu_ms(work, times=times, warm=50)
            for work in (
                lambda plain=plain: spliced(plain),  # type: ignore[misc]
                lambda plain=plain: png.bake(plain, OB3_KEYWORD, TEXT),  # type: ignore[misc]
                lambda baked=baked: zlib.crc32(baked),  # type: ignore[misc]
                lambda baked=baked: png.unbake(baked),  # type: ignore[misc]
            )
        )
        print(
            f"{len(plain):12,} {splice:10.2f} {bake:10.2f} {splice / bake:6.0%}"
            f" {crc:10.2f} {unbake:10.2f} {crc / unbake:6.0%}"
        )
    print()
