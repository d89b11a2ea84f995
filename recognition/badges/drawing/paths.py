"""SVG path data: read, moved, scaled, and written again.

The grammar is that of SVG 2, section 9.3 (https://www.w3.org/TR/SVG2/paths.html), with one
difference: a browser draws a faulty path up to the fault, this module refuses it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

LARGEST_NUMBER = 1e6
"""Beyond it a number is refused: no drawing here needs it, and squares stay finite."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
BLANK = " \t\n\f\r"
_ARGUMENTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7, "z": 0}


class PathError(ValueError):
    """Path data, or an element's attributes, that cannot be read or drawn."""


class Point(NamedTuple):
    x: float
    y: float


@dataclass(frozen=True)
class Segment:
    """One absolute command among M, L, C, Q, A and Z, with its numbers in the order of SVG."""

    command: str
    numbers: tuple[float, ...] = ()


def parse(data: str) -> tuple[Segment, ...]:
    """The commands of `data`, made absolute; H, V, S and T become L, C and Q.

    Raises PathError. Empty data is an empty drawing.
    """
    reader = Reader(data)
    pen = _Pen()
    while (command := reader.command()) is not None:
        if not pen.segments and command not in "Mm":
            raise PathError(f"path data must begin with M, not {command!r}")
        count = _ARGUMENTS[command.lower()]
        pen.draw(command, reader.arguments(command, count))
        while count and reader.has_number():
            # More pairs after a move are lines (SVG 2, 9.3.3).
            command = {"M": "L", "m": "l"}.get(command, command)
            pen.draw(command, reader.arguments(command, count))
    return tuple(pen.segments)


def scaled(segments: Iterable[Segment], factor: float, centre: Point) -> tuple[Segment, ...]:
    """The same outline, enlarged `factor` times around `centre`."""
    return tuple(_scaled(segment, factor, centre) for segment in segments)


def moved(segments: Iterable[Segment], dx: float, dy: float) -> tuple[Segment, ...]:
    """The same outline, shifted by `dx` to the right and `dy` down."""
    return tuple(
        Segment("A", (*s.numbers[:5], s.numbers[5] + dx, s.numbers[6] + dy))
        if s.command == "A"
        else Segment(s.command, tuple(n + (dy if i % 2 else dx) for i, n in enumerate(s.numbers)))
        for s in segments
    )


def data(segments: Iterable[Segment], decimals: int = 2) -> str:
    """Path data that `parse` reads back, its numbers rounded to `decimals` places."""
    return "".join(
        segment.command + " ".join(_written(number, decimals) for number in segment.numbers)
        for segment in segments
    )


class Reader:
    """A cursor over path data. Every method raises PathError where the grammar refuses."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def command(self) -> str | None:
        self._skip_blank()
        if self.at == len(self.text):
            return None
        letter = self.text[self.at]
        if letter.lower() not in _ARGUMENTS or not letter.isascii():
            raise PathError(f"expected a command at character {self.at}, found {letter!r}")
        self.at += 1
        return letter

    def arguments(self, command: str, count: int) -> tuple[float, ...]:
        read = []
        for index in range(count):
            if index:
                self._skip_comma()
            flag = command in "Aa" and index in (3, 4)
            read.append(self._flag() if flag else self.number())
        return tuple(read)

    def has_number(self) -> bool:
        """Whether another number follows; a comma promises one."""
        return self._skip_comma() or (
            self.at < len(self.text) and self.text[self.at] in "+-.0123456789"
        )

    def number(self) -> float:
        self._skip_blank()
        match = _NUMBER.match(self.text, self.at)
        if match is None:
            raise PathError(f"expected a number at character {self.at}")
        value = float(match.group())
        if abs(value) > LARGEST_NUMBER:
            raise PathError(f"number out of range at character {self.at}")
        self.at = match.end()
        return value

    def _flag(self) -> float:
        # One character: "a1 1 0 00.5.5" holds the flags 0 and 0, then .5 and .5.
        self._skip_blank()
        flag = self.text[self.at : self.at + 1]
        if flag not in ("0", "1"):
            raise PathError(f"expected a flag, 0 or 1, at character {self.at}")
        self.at += 1
        return float(flag)

    def _skip_blank(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in BLANK:
            self.at += 1

    def _skip_comma(self) -> bool:
        self._skip_blank()
        if not self.text.startswith(",", self.at):
            return False
        self.at += 1
        return True


class _Pen:
    """The current point, and what S, T and Z need to remember."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self.here = Point(0.0, 0.0)
        self.start = Point(0.0, 0.0)
        self.handle = Point(0.0, 0.0)
        self.previous = ""

    def draw(self, command: str, numbers: tuple[float, ...]) -> None:
        kind = command.upper()
        absolute = self._absolute(kind, numbers) if command != kind else numbers
        segment = self._plain(kind, absolute)
        self.segments.append(segment)
        if kind == "Z":
            self.here = self.start
        else:
            self.here = Point(segment.numbers[-2], segment.numbers[-1])
        if kind == "M":
            self.start = self.here
        if segment.command in "CQ":
            self.handle = Point(segment.numbers[-4], segment.numbers[-3])
        self.previous = segment.command

    def _absolute(self, kind: str, numbers: tuple[float, ...]) -> tuple[float, ...]:
        x, y = self.here
        if kind == "A":
            return (*numbers[:5], numbers[5] + x, numbers[6] + y)
        if kind == "V":
            return (numbers[0] + y,)
        return tuple(n + (y if i % 2 else x) for i, n in enumerate(numbers))

    def _plain(self, kind: str, numbers: tuple[float, ...]) -> Segment:
        if kind == "H":
            return Segment("L", (numbers[0], self.here.y))
        if kind == "V":
            return Segment("L", (self.here.x, numbers[0]))
        if kind == "S":
            return Segment("C", (*self._reflected("C"), *numbers))
        if kind == "T":
            return Segment("Q", (*self._reflected("Q"), *numbers))
        return Segment(kind, numbers)

    def _reflected(self, family: str) -> Point:
        if self.previous != family:
            return self.here
        return Point(2 * self.here.x - self.handle.x, 2 * self.here.y - self.handle.y)


def _scaled(segment: Segment, factor: float, centre: Point) -> Segment:
    def place(number: float, index: int) -> float:
        origin = centre[index % 2]
        return origin + (number - origin) * factor

    numbers = segment.numbers
    if segment.command != "A":
        return Segment(segment.command, tuple(place(n, i) for i, n in enumerate(numbers)))
    radii = (numbers[0] * abs(factor), numbers[1] * abs(factor))
    return Segment("A", (*radii, *numbers[2:5], place(numbers[5], 0), place(numbers[6], 1)))


def _written(number: float, decimals: int) -> str:
    text = f"{number:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
