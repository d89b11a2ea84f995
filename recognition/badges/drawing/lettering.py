"""The font of the word on a badge: what it can write, and how wide."""

from functools import cache, lru_cache

from PIL import ImageFont

from recognition import paths

_MEASURING_SIZE = 200.0  # pixels, large enough for widths to be exact to half a percent

CAPITAL_HEIGHT = 0.92
"""Of the font size: an accented capital above the baseline."""

DESCENT = 0.22
"""Of the font size: what hangs below the baseline."""


def font(size: float) -> ImageFont.FreeTypeFont:
    """Bricolage Grotesque 700 at `size` pixels.

    Basic layout, so that pixels do not depend on a shaping library being installed.
    """
    file = paths.root() / "static" / "fonts" / "bricolage-700.ttf"
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=1024)
def width(word: str) -> float:
    """Of the word written at size 1."""
    return font(_MEASURING_SIZE).getlength(word) / _MEASURING_SIZE


def can_write(word: str) -> bool:
    """Whether the font has a glyph for every character."""
    return all(character == " " or _has_glyph(character) for character in word)


@cache
def _unknown_glyph() -> bytes:
    return _drawn("\uffff")


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    # Pillow does not tell which characters a font covers: it draws the same box for all others.
    return character.isprintable() and _drawn(character) not in (b"", _unknown_glyph())


def _drawn(character: str) -> bytes:
    return bytes(font(40.0).getmask(character))
