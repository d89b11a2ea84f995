"""Which acts each unit of a graph brings, as last read: what a change is measured against."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from recognition.trust.columns import Picked
from recognition.trust.edges import Endorsement, Holding, Inheritance, Person, Use
from recognition.trust.live import Act
from recognition.trust.queries import Read
from recognition.trust.queries.scope import AWARD


class Ledger:
    """The columns of one reading, and over them what became different since.

    The first question costs a sort of the columns; then each costs what it answers.
    """

    def __init__(self, read: Read) -> None:
        told = read.columns
        self._columns = (
            _Column(Holding, told.held, told.holders, told.held),
            _Column(Endorsement, told.endorsed, told.endorsers, told.endorsed, told.qualities),
            _Column(Use, read.using, told.users, told.used),
            _Column(
                Inheritance,
                list(map(_owner, told.sources, told.targets)),
                told.sources,
                told.targets,
                told.factors,
            ),
        )
        self._told = told
        self._acts: dict[str, tuple[Act, ...]] = {}
        self._people: dict[str, Person | None] = {}

    def acts(self, unit: str) -> tuple[Act, ...]:
        """What a badge, an award or an issuer brings, by its id in the graph."""
        if unit in self._acts:
            return self._acts[unit]
        return tuple(act for column in self._columns for act in column.of(unit))

    def person(self, name: str) -> Person | None:
        """Who somebody is; None for somebody the platform does not know."""
        if name in self._people:
            return self._people[name]
        at = self._places.get(name)
        return None if at is None else Person(self._told.circles[at], self._told.confirmed[at])

    def write(
        self, acts: Mapping[str, tuple[Act, ...]], people: Mapping[str, Person | None]
    ) -> None:
        """Replace what these units bring and who these people are."""
        self._acts.update(acts)
        self._people.update(people)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(self._told.people)}


def _owner(source: str, target: str) -> str:
    """The unit that brings a tie: the award if it is one's, else the definition that leans on its
    collective."""
    return source if source.startswith(AWARD) else target


class _Column:
    """Acts of one kind, found by their unit."""

    def __init__(
        self, make: Callable[..., Act], units: Sequence[str], *values: Sequence[Any]
    ) -> None:
        self._make, self._units, self._values = make, units, values

    def of(self, unit: str) -> Iterator[Act]:
        number = self._numbers.get(unit)
        if number is not None:
            for at in self._order[self._starts[number] : self._starts[number + 1]]:
                yield self._make(*(column[at] for column in self._values))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        units = self._units
        ids = units.ids if isinstance(units, Picked) else dict.fromkeys(units)
        return {unit: number for number, unit in enumerate(ids)}

    @cached_property
    def _numbered(self) -> "np.ndarray[Any, np.dtype[np.int32]]":
        if isinstance(self._units, Picked):
            return self._units.places
        count = len(self._units)
        return np.fromiter(map(self._numbers.__getitem__, self._units), np.int32, count)

    @cached_property
    def _order(self) -> "np.ndarray[Any, np.dtype[np.int64]]":
        return np.argsort(self._numbered, kind="stable")

    @cached_property
    def _starts(self) -> "np.ndarray[Any, np.dtype[np.int64]]":
        counts = np.bincount(self._numbered, minlength=len(self._numbers))
        return np.concatenate(([0], np.cumsum(counts)))
