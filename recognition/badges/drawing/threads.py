"""The threads around a badge: one for each endorsement, in the dye of the collective."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from recognition.badges.drawing.palette import DYES

PLACES = 36
"""Places around a badge; a dot marks one without a thread. Beyond, threads tighten."""

MOST_THREADS = 180
"""Drawn at most: beyond, one cannot tell them apart, and a page of badges grows heavy."""

VIEW_BOX = "-22 -22 244 244"

_CENTRE = 100.0
_INNER, _OUTER, _DOT = 103.0, 118.0, 108.0  # units from the centre
_THREAD_WIDTH, _DOT_WIDTH = 6.5, 3.6
_FULLNESS = 0.62
"""Of the room between tightened threads, what the thread takes."""


@dataclass(frozen=True)
class Place:
    """A thread from (x1, y1) to (x2, y2) when `dye` is set, otherwise a dot where they are equal.

    Units of VIEW_BOX, rounded to a tenth; `width` is a thread's stroke or a dot's diameter, and
    caps are round. Places go clockwise from the top.
    """

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    dye: str | None


def thread_places(colours: Sequence[str]) -> list[Place]:
    """The ring for endorsements of these dyes, in their order, spread evenly.

    Up to 36 threads lie on 36 places, the others being dots; beyond, there are threads only.
    Beyond MOST_THREADS, an even sample of them. Raises ValueError for an unknown dye.
    """
    for colour in colours:
        if colour not in DYES:
            raise ValueError(f"unknown dye {colour!r}")
    shown = _sample(colours)
    count = len(shown)
    if count > PLACES:
        return [_thread(index / count, _width(count), dye) for index, dye in enumerate(shown)]
    threads = {_nearest(index, count): dye for index, dye in enumerate(shown)}
    return [
        _thread(place / PLACES, _THREAD_WIDTH, threads[place])
        if place in threads
        else _dot(place / PLACES)
        for place in range(PLACES)
    ]


def _sample(colours: Sequence[str]) -> Sequence[str]:
    count = len(colours)
    if count <= MOST_THREADS:
        return colours
    return [colours[index * count // MOST_THREADS] for index in range(MOST_THREADS)]


def _nearest(index: int, count: int) -> int:
    # In whole numbers, so that halves always round the same way.
    return (2 * index * PLACES + count) // (2 * count)


def _width(count: int) -> float:
    room = math.tau * _INNER / count
    return round(min(_THREAD_WIDTH, _FULLNESS * room), 2)


def _thread(turn: float, width: float, dye: str) -> Place:
    return Place(*_at(turn, _INNER), *_at(turn, _OUTER), width, dye)


def _dot(turn: float) -> Place:
    return Place(*_at(turn, _DOT), *_at(turn, _DOT), _DOT_WIDTH, None)


def _at(turn: float, distance: float) -> tuple[float, float]:
    angle = turn * math.tau
    x, y = _CENTRE + distance * math.sin(angle), _CENTRE - distance * math.cos(angle)
    return round(x, 1), round(y, 1)
