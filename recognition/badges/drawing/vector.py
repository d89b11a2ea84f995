"""The picture as an SVG of our own writing, for pages."""

import re
from html import escape

from recognition.badges.drawing.layout import (
    STITCH_OPACITY,
    STITCH_WIDTH,
    PlacedWord,
    cut_for,
    placed_icon,
    placed_word,
    stitch_pattern,
)
from recognition.badges.drawing.palette import DYES
from recognition.badges.drawing.paths import data
from recognition.badges.drawing.picture import Picture
from recognition.badges.drawing.shapes import STITCHING_SCALE, shape_path

_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def svg(picture: Picture, title: str, size: int = 512) -> str:
    """An `<svg>` element, also a whole file; `title` is its alternative text, any characters.

    An empty title makes it decorative. `size` is the number of pixels at which it is to be shown:
    it chooses what is drawn, as in `draw`, and sets no width. No style, script or reference: the
    element suits a page under a strict content security policy, whose stylesheet gives
    `Bricolage`.
    """
    dye, cut = DYES[picture.dye], cut_for(size)
    name = escape(_NOT_XML.sub("", title))
    naming = f'role="img" aria-label="{name}"' if name else 'aria-hidden="true"'
    icon = placed_icon(picture, cut)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" {naming}>'
        f'<path d="{shape_path(picture.shape)}" fill="{dye.colour}"/>'
        f"{_stitching(picture.shape, dye.ink) if cut.stitching else ''}"
        f'<path d="{data(icon.segments)}" fill="none" stroke="{dye.ink}"'
        f' stroke-width="{icon.stroke:g}" stroke-linecap="round" stroke-linejoin="round"/>'
        f"{_word(placed_word(picture, cut), dye.ink)}</svg>"
    )


def _stitching(shape: str, ink: str) -> str:
    stitch, gap = stitch_pattern(shape)
    return (
        f'<path d="{shape_path(shape, STITCHING_SCALE)}" fill="none" stroke="{ink}"'
        f' stroke-opacity="{STITCH_OPACITY}" stroke-width="{STITCH_WIDTH}"'
        f' stroke-dasharray="{stitch:.3f} {gap:.3f}" stroke-dashoffset="{stitch + gap / 2:.3f}"'
        ' stroke-linecap="round"/>'
    )


def _word(word: PlacedWord | None, ink: str) -> str:
    if word is None:
        return ""
    # textLength holds the word inside the shape even where another font replaces Bricolage.
    return (
        f'<text x="{word.middle:g}" y="{word.baseline:g}" text-anchor="middle"'
        ' font-family="Bricolage, Bricolage Grotesque, sans-serif" font-weight="700"'
        f' font-size="{word.size:g}" textLength="{word.width:.2f}"'
        f' lengthAdjust="spacingAndGlyphs" fill="{ink}">{escape(word.text)}</text>'
    )
