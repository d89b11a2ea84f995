"""The towns of France with a thousand people or more: where they are, and finding one by name.

Data: GeoNames (CC BY 4.0) for places, Etalab (Licence Ouverte 2.0) for names and codes; see
`data/README.md`. A smaller place is looked for by its nearest town: nobody is shown nearer.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from recognition.places.france import france
from recognition.places.projection import Point, on_mainland
from recognition.texts import fold

MOST_FOUND = 8
_SHORT = {"st": "saint", "ste": "sainte"}


@dataclass(frozen=True, slots=True)
class Department:
    """A department, or an overseas territory. Codes of INSEE."""

    code: str
    name: str
    region_code: str
    region_name: str

    @property
    def mark(self) -> str:
        """What tells two towns of one name apart: a number, or the name of an island."""
        return self.code if len(self.code) == 2 else self.name


@dataclass(frozen=True, slots=True)
class Town:
    """A commune by its INSEE code; degrees of WGS 84."""

    code: str
    name: str
    department: Department
    lat: float
    lon: float

    @property
    def label(self) -> str:
        """« Saint-Denis (93) », « Saint-Denis (La Réunion) »."""
        return f"{self.name} ({self.department.mark})"

    @property
    def region_code(self) -> str:
        return self.department.region_code

    @property
    def point(self) -> Point:
        """Where it is on the drawing of France."""
        box = france().boxes.get(self.region_code)
        return box.at(self.lat, self.lon) if box else on_mainland(self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A town as it is searched: the words of its name, then those of where it is."""

    town: Town
    name: str
    words: tuple[str, ...]
    around: tuple[str, ...]


def town(code: str) -> Town | None:
    """The town of an INSEE code; None for a code that is none of them, as "" is."""
    return _towns().get(code)


def find_towns(text: str, limit: int = MOST_FOUND) -> list[Town]:
    """The towns whose name begins as `text` does, or whose words do, the exact name first, then
    the most peopled. A department or region may follow: « saint-denis 93 », « Saint-Denis
    (La Réunion) »; a whole label finds that town alone. Reads all the towns: some 15 ms.
    """
    words = _words(text)
    if not words:
        return []
    if labelled := _by_label().get(words):
        return [labelled]
    typed = " ".join(words)
    ranked: list[tuple[int, int, Town]] = []
    for place, entry in enumerate(_entries()):
        rank = _rank(entry, words, typed)
        if rank is not None:
            ranked.append((rank, place, entry.town))
    ranked.sort(key=lambda found: found[:2])
    return [found[2] for found in ranked[:limit]]


def is_named(town: Town, text: str) -> bool:
    """Whether `text` is the whole name of a town, whatever its accents and hyphens."""
    return _words(town.name) == _words(text)


def _rank(entry: _Entry, words: tuple[str, ...], typed: str) -> int | None:
    """How near a town is to what was typed, 0 the nearest; None when it is not meant."""
    if entry.name == typed:
        return 0
    if entry.name.startswith(typed):
        return 1
    if not entry.name.startswith(words[0]) and not _begins(words[0], entry.words):
        return None
    own = 0
    while own < len(words) and _begins(words[own], entry.words):
        own += 1
    if not all(_begins(word, entry.around) for word in words[own:]):
        return None
    return 0 if words[:own] == entry.words else 2


def _begins(start: str, words: tuple[str, ...]) -> bool:
    return any(word.startswith(start) for word in words)


def _words(text: str) -> tuple[str, ...]:
    found = re.findall(r"[a-z0-9]+", fold(text))
    return tuple(_SHORT.get(word, word) for word in found)


def _rows(name: str) -> list[list[str]]:
    text = files("recognition.places").joinpath("data", name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()]


@cache
def _towns() -> Mapping[str, Town]:
    """By code, the most peopled first. Read once: 30 ms and 4 MB."""
    departments = {row[0]: Department(*row) for row in _rows("departments.tsv")}
    return MappingProxyType(
        {
            code: Town(code, name, departments[department], float(lat), float(lon))
            for code, name, department, lat, lon in _rows("towns.tsv")
        }
    )


@cache
def _entries() -> tuple[_Entry, ...]:
    entries = []
    for each in _towns().values():
        words, department = _words(each.name), each.department
        around = _words(f"{department.code} {department.name} {department.region_name}")
        entries.append(_Entry(each, " ".join(words), words, around))
    return tuple(entries)


@cache
def _by_label() -> Mapping[tuple[str, ...], Town]:
    return {_words(each.label): each for each in _towns().values()}
