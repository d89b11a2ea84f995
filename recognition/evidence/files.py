"""Files that people send as evidence: what they really are, whatever they are called.

Pure: bytes in, bytes out (requirements C1 to C4). A picture is always drawn anew, so that nothing
its sender did not mean to show comes along; a document or a sound is kept as it is, and only ever
served under a type that we chose.
"""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from recognition.evidence.models import EvidenceKind

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 16_000_000
LONGEST_SIDE = 8000  # pixels, as sent
KEPT_SIDE = 2400  # pixels, as kept
JPEG_QUALITY = 85

# Pillow's own bound, below which it does not even warn: it stands behind the one we check.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


class Unusable(Exception):
    """A file that is refused; `code` is one of `FIELD_FAULTS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class KeptFile:
    """What is stored: `suffix` and `media_type` are ours."""

    content: bytes
    suffix: str
    media_type: str


def kept_file(kind: EvidenceKind, content: bytes) -> KeptFile:
    """What to keep of a file sent as `kind`: a photo, a document or a sound. Raises Unusable."""
    if not content:
        raise Unusable("evidence.empty_file")
    if len(content) > MOST_BYTES:
        raise Unusable("evidence.too_heavy")
    if kind == EvidenceKind.PHOTO:
        return KeptFile(photo(content), ".jpg", "image/jpeg")
    return document(content) if kind == EvidenceKind.DOCUMENT else sound(content)


def photo(content: bytes) -> bytes:
    """A picture drawn anew as a JPEG: upright, on white, without anything its sender's device
    wrote beside it. At most KEPT_SIDE on a side."""
    try:
        with Image.open(BytesIO(content), formats=["PNG", "JPEG", "WEBP"]) as opened:
            _check_size(opened)
            return _drawn_anew(opened)
    except Unusable:
        raise
    except UnidentifiedImageError as unknown:
        raise Unusable("evidence.not_a_photo") from unknown
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Unusable("evidence.too_many_pixels") from bomb
    except Exception as broken:  # decoders raise whatever a broken file makes them meet
        raise Unusable("evidence.broken_photo") from broken


def _check_size(opened: Image.Image) -> None:
    """Refuse before any pixel is decoded."""
    width, height = opened.size
    if width <= 0 or height <= 0:
        raise Unusable("evidence.broken_photo")
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Unusable("evidence.too_many_pixels")
    # A camera's JPEG may carry a second view after the first; it is not an animation.
    if opened.format in {"PNG", "WEBP"} and getattr(opened, "n_frames", 1) > 1:
        raise Unusable("evidence.animated")


def _drawn_anew(opened: Image.Image) -> bytes:
    opened.load()
    has_depth = opened.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in opened.info
    pixels = opened.convert("RGBA" if has_depth else "RGB")
    pixels.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
    upright = ImageOps.exif_transpose(pixels)
    clean = Image.new("RGB", upright.size, "white")
    clean.paste(upright, mask=upright.getchannel("A") if has_depth else None)
    drawn = BytesIO()
    clean.save(drawn, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return drawn.getvalue()


def document(content: bytes) -> KeptFile:
    """A PDF, by its first and last words (ISO 32000-1, 7.5.2 and 7.5.5)."""
    if not content.startswith(b"%PDF-"):
        raise Unusable("evidence.not_a_document")
    if b"%%EOF" not in content[-2048:]:
        raise Unusable("evidence.broken_document")
    return KeptFile(content, ".pdf", "application/pdf")


def sound(content: bytes) -> KeptFile:
    """A sound, by how it begins: MP3, Ogg, WAV or M4A."""
    head = content[:12]
    if head[:4] == b"OggS":
        return KeptFile(content, ".ogg", "audio/ogg")
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return KeptFile(content, ".wav", "audio/wav")
    if head[4:8] == b"ftyp" and head[8:12] in _M4A_BRANDS:
        return KeptFile(content, ".m4a", "audio/mp4")
    if head[:3] == b"ID3" or _is_mpeg_frame(head):
        return KeptFile(content, ".mp3", "audio/mpeg")
    raise Unusable("evidence.not_a_sound")


_M4A_BRANDS = {b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2"}


def _is_mpeg_frame(head: bytes) -> bool:
    """Whether `head` is that of an MPEG audio frame of layer III (ISO/IEC 11172-3, 2.4.2.3):
    eleven bits of synchronisation, a known version, a real bit rate and sampling rate."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 0b11, head[1] >> 1 & 0b11
    bit_rate, sampling_rate = head[2] >> 4, head[2] >> 2 & 0b11
    return version != 0b01 and layer == 0b01 and bit_rate not in {0, 15} and sampling_rate != 0b11


def one_range(header: str, length: int) -> tuple[int, int] | None:
    """The first and last byte that a ``Range`` header asks for, of a file of `length` bytes;
    None for the whole file (RFC 9110, section 14.2). Several ranges, or an unknown unit, count as
    none. Raises ValueError for a range outside the file, to be answered by 416."""
    unit, _, asked = header.partition("=")
    first, dash, last = asked.strip().partition("-")
    digits = all(part == "" or (part.isdecimal() and len(part) < 16) for part in (first, last))
    if unit.strip().lower() != "bytes" or not dash or not digits or first == last == "":
        return None
    if first == "":
        start, end = max(0, length - int(last)), length - 1
    else:
        start, end = int(first), min(int(last or length - 1), length - 1)
    if start >= length or end < start:
        raise ValueError("outside the file")
    return start, end
