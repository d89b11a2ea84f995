"""Files that people could send: honest ones, and ones that are not what they say."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\x00" * 64
MP3_BARE = b"\xff\xfb\x90\x00" + b"\x00" * 64
OGG = b"OggS" + b"\x00" * 64
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 32
M4A = b"\x00\x00\x00\x20ftypM4A " + b"\x00" * 32
MP4_FILM = b"\x00\x00\x00\x20ftypavc1" + b"\x00" * 32


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **values: Any) -> bytes:
    """A picture, red on the left and blue on the right."""
    image = Image.new(values.pop("mode", "RGB"), size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    written = BytesIO()
    image.save(written, kind, **values)
    return written.getvalue()


def telling_jpeg() -> bytes:
    """A JPEG held sideways, which says where and with what it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter to the right
    exif[0x010F] = "Appareil secret"
    exif[0x8825] = {1: "N", 2: (43.0, 36.0, 16.0)}
    return picture(
        "JPEG", exif=exif.tobytes(), icc_profile=b"profil secret", comment=b"remarque secrete"
    )


def telling_png() -> bytes:
    notes = PngInfo()
    notes.add_text("Comment", "remarque secrete")
    notes.add_itxt("openbadges", "remarque secrete")
    return picture(pnginfo=notes)


def animated(kind: str) -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue", "green")]
    written = BytesIO()
    frames[0].save(written, kind, save_all=True, append_images=frames[1:], duration=100)
    return written.getvalue()


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that announces a size and holds hardly a pixel of it."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checked = name + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 10))
        + chunk(b"IEND", b"")
    )
