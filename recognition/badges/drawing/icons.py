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

_SMALL_WORDS = frozenset(
    [
        "a",
        "au",
        "aux",
        "avec",
        "ce",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "ou",
        "par",
        "pour",
        "sans",
        "sur",
        "un",
        "une",
    ]
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

    Case, accents, plurals and small words ("de", "la") do not count, and the beginning of a word
    is enough. Each word of the query must be answered. A query without words gives
    DEFAULT_CHOICE.
    """
    asked = [word for word in _plain_words(query) if word not in _SMALL_WORDS]
    if not asked:
        return list(DEFAULT_CHOICE)
    found: list[tuple[int, str]] = []
    for name, known in _index().items():
        ranks = [rank for word in asked if (rank := _rank(word, known)) is not None]
        if len(ranks) == len(asked):
            found.append((sum(ranks), name))
    return [name for _, name in sorted(found)]


@cache
def _index() -> Mapping[str, tuple[str, ...]]:
    return {
        name: tuple(w for text in (*icon.words, icon.label) for w in _plain_words(text))
        for name, icon in ICONS.items()
    }


_WHOLE_WORD_LEAD = 100
"""A whole word found anywhere goes before the beginning of one; no pictogram has as many words."""


def _rank(asked: str, known: tuple[str, ...]) -> int | None:
    """0 for the best answer, None for no answer."""
    stems = _singulars(asked)
    whole = [i for i, word in enumerate(known) if stems & _singulars(word)]
    if whole:
        return whole[0]
    begun = [i for i, word in enumerate(known) if any(word.startswith(s) for s in stems)]
    return _WHOLE_WORD_LEAD + begun[0] if begun else None


def _plain_words(text: str) -> list[str]:
    unligatured = text.casefold().replace("œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFD", unligatured)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    # An apostrophe parts words: "l’eau" is "l" and "eau".
    return re.findall(r"[a-z0-9]+", bare)


def _singulars(word: str) -> frozenset[str]:
    """What the word may be in the singular: "oiseaux" is "oiseau", "journaux" also "journal"."""
    forms = {word}
    if len(word) > 3 and word[-1] in "sx":
        forms.add(word[:-1])
    if len(word) > 4 and word.endswith("aux"):
        forms.add(word[:-3] + "al")
    return frozenset(forms)
