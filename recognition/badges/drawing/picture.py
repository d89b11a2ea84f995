"""What the picture of a badge is made of, and the name under which it is stored."""

import hashlib
import json
import unicodedata
from dataclasses import dataclass

from recognition.badges.drawing import lettering
from recognition.badges.drawing.icons import ICONS
from recognition.badges.drawing.palette import DYES
from recognition.badges.drawing.shapes import SHAPES

WORD_MAX_LENGTH = 10  # characters

DRAWING_VERSION = 1
"""To be raised when the same picture is drawn otherwise, so that stored files are made again."""


@dataclass(frozen=True)
class Picture:
    """The choices of the person who proposes a badge: names of a shape, a dye and a pictogram,
    and at most WORD_MAX_LENGTH characters written below the pictogram.

    The word loses its outer and repeated spaces. Raises ValueError, whose message begins with the
    field's name ("word: …"), for an unknown name, or a word too long or that the font of the
    drawing cannot write.
    """

    shape: str
    dye: str
    icon: str
    word: str = ""

    def __post_init__(self) -> None:
        known = (("shape", self.shape, SHAPES), ("dye", self.dye, DYES), ("icon", self.icon, ICONS))
        for field, name, names in known:
            if name not in names:
                raise ValueError(f"{field}: unknown name {name!r}")
        word = unicodedata.normalize("NFC", " ".join(self.word.split()))
        if len(word) > WORD_MAX_LENGTH:
            raise ValueError(f"word: longer than {WORD_MAX_LENGTH} characters")
        if not lettering.can_write(word):
            raise ValueError("word: holds a character that cannot be drawn")
        object.__setattr__(self, "word", word)


def digest(picture: Picture) -> str:
    """64 hexadecimal digits, equal for equal pictures drawn by the same version of this code."""
    inputs = [DRAWING_VERSION, picture.shape, picture.dye, picture.icon, picture.word]
    return hashlib.sha256(json.dumps(inputs).encode("ascii")).hexdigest()
