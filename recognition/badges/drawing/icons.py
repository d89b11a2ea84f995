"""The pictograms: outlines from Lucide 1.62 (ISC, see LUCIDE-LICENSE.txt), words of our own.

`icons.json` holds one pictogram a line: its French `label`, the French words by which people
look for it, and its SVG elements in a square of 24 units. To add one, copy the elements from
Lucide's icon-nodes.json. Five keep the name they had before Lucide 1.x, known to stored badges:
building-2, history, music, music-2 and waves.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import Stemmer

from recognition.badges.drawing.elements import element
from recognition.badges.drawing.paths import Segment, data

ICON_SIDE = 24.0
"""Units: the side of the square in which a pictogram is drawn."""

DEFAULT_CHOICE = (
    "compass",
    "heart-handshake",
    "house",
    "baby",
    "sailboat",
    "map",
    "umbrella",
    "sun",
    "puzzle",
    "anchor",
    "sprout",
    "clock",
    "ear",
    "messages-square",
    "lightbulb",
    "wrench",
    "cooking-pot",
    "bike",
    "music",
    "book-open",
    "laptop",
    "palette",
    "mountain",
    "bird",
)
"""What is offered before a search: people, care, nature, tools, speech, food, travel, art."""

_SMALL_WORD = re.compile(
    "a|au|aux|avec|ce|d|de|des|du|en|et|l|la|le|les|ou|par|pour|sans|sur|un|une"
)


@dataclass(frozen=True)
class Icon:
    """A pictogram. `label` is a French noun with its article, fit for an alternative text."""

    name: str
    label: str
    words: tuple[str, ...]
    elements: tuple[tuple[str, Mapping[str, str]], ...]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The outline, to be stroked; read again each time, 0.1 ms."""
        return tuple(s for tag, attributes in self.elements for s in element(tag, attributes))


def _load() -> Mapping[str, Icon]:
    text = Path(__file__).with_name("icons.json").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            name: Icon(
                name,
                entry["label"],
                tuple(entry["words"]),
                tuple((tag, MappingProxyType(given)) for tag, given in entry["elements"]),
            )
            for name, entry in json.loads(text).items()
        }
    )


ICONS: Mapping[str, Icon] = _load()


def icon_path(name: str) -> str:
    """The pictogram as one SVG path for `viewBox="0 0 24 24"`, to be stroked, not filled.

    Raises KeyError for an unknown pictogram.
    """
    return data(ICONS[name].segments, decimals=3)


def search_icons(query: str) -> list[str]:
    """Names of the pictograms that answer French words, best first; none may answer.

    Case, accents, plurals, other endings ("aider" for "aide") and small words ("de", "la") do not
    count, and the beginning of a word is enough. Each word of the query must be answered. A query
    without words gives DEFAULT_CHOICE.
    """
    asked = _words(query)
    if not asked:
        return list(DEFAULT_CHOICE)
    found: list[tuple[int, str]] = []
    for name, known in _index().items():
        ranks = [rank for word in asked if (rank := _rank(word, known)) is not None]
        if len(ranks) == len(asked):
            found.append((sum(ranks), name))
    return [name for _, name in sorted(found)]


@dataclass(frozen=True)
class _Word:
    """A word without accents, and its stem: "aider" and "aide" have the same."""

    plain: str
    stem: str


@cache
def _index() -> Mapping[str, tuple[_Word, ...]]:
    """For each pictogram its words, then those of its label: the first are nearest in meaning."""
    return {name: _words(" ".join((*icon.words, icon.label))) for name, icon in ICONS.items()}


_LEAD = 100
"""A word itself goes before its relatives, and they before longer words; no pictogram has as
many words as that."""


def _rank(asked: _Word, known: tuple[_Word, ...]) -> int | None:
    """0 for the best answer, None for no answer."""
    for place, word in enumerate(known):
        if asked.plain == word.plain:
            return place
    for place, word in enumerate(known):
        if asked.stem == word.stem:
            return _LEAD + place
    for place, word in enumerate(known):
        if word.plain.startswith(asked.plain):
            return 2 * _LEAD + place
    return None


def _words(text: str) -> tuple[_Word, ...]:
    """The words that carry meaning: "l’œuf de Pâques" has "oeuf" and "paques"."""
    lower = unicodedata.normalize("NFC", text).casefold()
    # Small words go while accents are there: "des" says nothing, "dés" are dice.
    kept = [word for word in re.findall(r"\w+", lower) if not _SMALL_WORD.fullmatch(word)]
    plain = [bare for word in kept if (bare := _without_accents(word))]
    # A stemmer of its own for each call: it may not be shared between threads.
    stems = Stemmer.Stemmer("french").stemWords([_singular(word) for word in plain])
    return tuple(_Word(word, stem) for word, stem in zip(plain, stems, strict=True))


def _without_accents(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.replace("œ", "oe").replace("æ", "ae"))
    return re.sub(r"[^a-z0-9]", "", decomposed)


def _singular(word: str) -> str:
    # The stemmer knows "journaux" and "oiseaux", and leaves "vélos" and "jeux" as they are.
    if len(word) > 3 and word[-1] in "sx" and not word.endswith("aux"):
        return word[:-1]
    return word
