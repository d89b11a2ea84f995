"""The acts the metric sees, and the CSV file that carries them between tools.

One row an act, header `kind,a,b,x`, rows in any order (trust metric, section 5).
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TextIO

QUALITIES = (1.0, 0.5, 0.25)  # of an endorsement, strongest first
USE_QUALITY = 0.25  # carrying a badge says something, less than any sentence
HEADER = ["kind", "a", "b", "x"]

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Person:
    """`circle` is the collective that accepted them, "" for none.

    `confirmed` says that a collective met them in person: a real, distinct human being.
    """

    circle: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """An award's holder, a definition's author, one of an issuer's owners."""

    person: str
    badge: str


@dataclass(frozen=True, slots=True)
class Endorsement:
    """`quality` is one of QUALITIES."""

    person: str
    badge: str
    quality: float


@dataclass(frozen=True, slots=True)
class Use:
    """A holder of an award who carries and shows it: a faint voice for its definition."""

    person: str
    badge: str


@dataclass(frozen=True, slots=True)
class Inheritance:
    """Direct endorsements of `source` count for `target` too, times `factor` in (0, 1]."""

    source: str
    target: str
    factor: float


@dataclass(frozen=True, slots=True)
class TrustEdges:
    """Everything the metric is given; ids are opaque text, order carries no meaning.

    A person who acts without being listed in `people` has no circle and is not confirmed:
    an unknown identity can then add nothing that somebody known does not vouch for.
    Repeated acts are harmless, the strongest of a kind counts once.
    """

    people: Mapping[str, Person] = field(default_factory=dict)
    holdings: tuple[Holding, ...] = ()
    endorsements: tuple[Endorsement, ...] = ()
    uses: tuple[Use, ...] = ()
    inheritances: tuple[Inheritance, ...] = ()


class EdgesError(ValueError):
    """A file that is not a list of edges; `line` counts from 1, 0 when no line can be named."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


def read_csv(source: str | PathLike[str] | TextIO) -> TrustEdges:
    """Edges of a UTF-8 file (a path) or of an open text file.

    Raises EdgesError for content that breaks the contract, OSError for an unreadable path.
    """
    try:
        if isinstance(source, str | PathLike):
            return parse_csv(Path(source).read_bytes().decode("utf-8"))
        return parse_csv(source.read())
    except UnicodeDecodeError as undecodable:
        raise EdgesError(0, "not UTF-8 text") from undecodable


def parse_csv(text: str) -> TrustEdges:
    """Edges of the text of a CSV file; a byte-order mark and CRLF are allowed (RFC 4180).

    Blank lines are skipped. Raises EdgesError, naming the first line that is wrong.
    """
    reading = _Reading()
    for line, row in _rows(text.removeprefix("\ufeff")):
        if len(row) != len(HEADER):
            raise EdgesError(line, f"{len(row)} columns instead of {len(HEADER)}")
        read = reading.readers.get(row[0])
        if read is None:
            raise EdgesError(line, f"unknown kind {row[0][:40]!r}")
        if any("," in cell for cell in row):
            raise EdgesError(line, "an id holds a comma")
        read(line, *row[1:])
    return reading.edges()


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows after the header, each with the number of its last line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if header != HEADER:
            raise EdgesError(1, f"the header is not {','.join(HEADER)}")
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error as malformed:
        raise EdgesError(reader.line_num, f"not CSV: {malformed}") from malformed


class _Reading:
    """Rows gathered so far, one reader a kind of row."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.holdings: list[Holding] = []
        self.endorsements: list[Endorsement] = []
        self.uses: list[Use] = []
        self.inheritances: list[Inheritance] = []
        self.readers: dict[str, Callable[[int, str, str, str], None]] = {
            "person": self._person,
            "holds": self._holding,
            "endorse": self._endorsement,
            "use": self._use,
            "inherit": self._inheritance,
        }

    def edges(self) -> TrustEdges:
        return TrustEdges(
            people=self.people,
            holdings=tuple(self.holdings),
            endorsements=tuple(self.endorsements),
            uses=tuple(self.uses),
            inheritances=tuple(self.inheritances),
        )

    def _person(self, line: int, a: str, b: str, x: str) -> None:
        if x not in {"0", "1"}:
            raise EdgesError(line, "confirmed is neither 1 nor 0")
        person_id, person = _id(line, a), Person(circle=b, confirmed=x == "1")
        if self.people.setdefault(person_id, person) != person:
            raise EdgesError(line, f"person {a[:40]!r} is declared twice, differently")

    def _holding(self, line: int, a: str, b: str, x: str) -> None:
        if x:
            raise EdgesError(line, "holds takes no fourth value")
        self.holdings.append(Holding(_id(line, a), _id(line, b)))

    def _endorsement(self, line: int, a: str, b: str, x: str) -> None:
        quality = _number(x)
        if quality not in QUALITIES:
            raise EdgesError(line, "quality is not 1, 0.5 or 0.25")
        self.endorsements.append(Endorsement(_id(line, a), _id(line, b), quality))

    def _use(self, line: int, a: str, b: str, x: str) -> None:
        if _number(x) != USE_QUALITY:
            raise EdgesError(line, "quality of a use is not 0.25")
        self.uses.append(Use(_id(line, a), _id(line, b)))

    def _inheritance(self, line: int, a: str, b: str, x: str) -> None:
        factor = _number(x)
        if not 0 < factor <= 1:
            raise EdgesError(line, "factor is not a number above 0 and at most 1")
        self.inheritances.append(Inheritance(_id(line, a), _id(line, b), factor))


def _id(line: int, text: str) -> str:
    if not text:
        raise EdgesError(line, "an id is empty")
    return text


def _number(text: str) -> float:
    """A plain decimal number; 0, which no column allows, for anything else."""
    return float(text) if _NUMBER.fullmatch(text) else 0.0


def write_csv(edges: TrustEdges, target: str | PathLike[str] | TextIO) -> None:
    """The file `read_csv` reads back: people, holdings, endorsements, uses, inheritances."""
    if isinstance(target, str | PathLike):
        with Path(target).open("w", encoding="utf-8", newline="") as opened:
            opened.writelines(csv_lines(edges))
    else:
        target.writelines(csv_lines(edges))


def csv_lines(edges: TrustEdges) -> Iterator[str]:
    yield _line(HEADER)
    for person_id, person in edges.people.items():
        yield _line(("person", person_id, person.circle, "1" if person.confirmed else "0"))
    for holding in edges.holdings:
        yield _line(("holds", holding.person, holding.badge, ""))
    for said in edges.endorsements:
        yield _line(("endorse", said.person, said.badge, f"{said.quality:g}"))
    for use in edges.uses:
        yield _line(("use", use.person, use.badge, f"{USE_QUALITY:g}"))
    for link in edges.inheritances:
        yield _line(("inherit", link.source, link.target, repr(link.factor)))


def _line(cells: Iterable[str]) -> str:
    # csv.writer ends lines with CRLF or forgets to quote a lone carriage return
    return ",".join(map(_quoted, cells)) + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if re.search('[",\r\n]', cell) else cell
