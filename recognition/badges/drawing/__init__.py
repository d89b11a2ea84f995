"""The picture of a badge: its parts, its PNG, its SVG, and the threads around it."""

from recognition.badges.drawing.icons import DEFAULT_CHOICE, ICONS, Icon, icon_path, search_icons
from recognition.badges.drawing.palette import DYES, Dye
from recognition.badges.drawing.picture import WORD_MAX_LENGTH, Picture, digest
from recognition.badges.drawing.raster import draw
from recognition.badges.drawing.shapes import SHAPES, Shape, shape_path
from recognition.badges.drawing.threads import Place, thread_places
from recognition.badges.drawing.vector import svg

__all__ = [
    "DEFAULT_CHOICE",
    "DYES",
    "ICONS",
    "SHAPES",
    "WORD_MAX_LENGTH",
    "Dye",
    "Icon",
    "Picture",
    "Place",
    "Shape",
    "digest",
    "draw",
    "icon_path",
    "search_icons",
    "shape_path",
    "svg",
    "thread_places",
]
