"""The picture of a badge from elsewhere, drawn anew (requirements C1 to C4).

Pure: bytes in, bytes out. What strangers sent is never served; a picture that cannot be decoded
within bounds is left out, and the badge has none.
"""

import warnings
from io import BytesIO
from threading import Lock

from PIL import Image

MOST_BYTES = 5 << 20
MOST_PIXELS = 16_000_000
LONGEST_SIDE = 8000  # pixels, as sent
KEPT_SIDE = 512  # pixels, as kept: the size of our own

# One takes 150 MiB while it is drawn; all threads at once would take the memory of the process
# beyond its bound (requirement A8).
_drawing = Lock()

# Pillow's own bound, below which it does not even warn: it stands behind the one we check.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


def redrawn(content: bytes | None, side: int = KEPT_SIDE) -> bytes | None:
    """The picture as a PNG of at most `side` pixels a side, without anything that was written
    beside its pixels; None for none, and for what is no still PNG, JPEG or WebP within bounds.
    Threads draw one after the other: up to 0.6 s each."""
    if not content or len(content) > MOST_BYTES:
        return None
    with _drawing:
        return _drawn(content, side)


def _drawn(content: bytes, side: int) -> bytes | None:
    try:
        with Image.open(BytesIO(content), formats=["PNG", "JPEG", "WEBP"]) as opened:
            if not _is_usable(opened):
                return None
            opened.load()
            # Made small before it is copied, wherever its pixels can be averaged as they are.
            pixels = opened if _is_plain(opened) else opened.convert("RGBA")
            pixels.thumbnail((side, side), Image.Resampling.LANCZOS)
            pixels = pixels.convert("RGBA")
    except Exception:  # decoders raise whatever a broken file makes them meet
        return None
    clean = Image.new("RGBA", pixels.size)
    clean.paste(pixels)
    drawn = BytesIO()
    clean.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def _is_plain(opened: Image.Image) -> bool:
    return opened.mode in {"L", "RGB", "RGBA"} and "transparency" not in opened.info


def _is_usable(opened: Image.Image) -> bool:
    """Told before any pixel is decoded."""
    width, height = opened.size
    return (
        width > 0
        and height > 0
        and width * height <= MOST_PIXELS
        and max(width, height) <= LONGEST_SIDE
        and getattr(opened, "n_frames", 1) == 1
    )
