"""The edges as columns: what a database hands over fastest, and what arrays are made from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from recognition.trust.edges import Endorsement, Holding, Inheritance, Person, TrustEdges, Use


class Picked(Sequence[str]):
    """A long column of few ids: each entry by its place in a list of distinct ids. Who counts in
    integers takes the places, and looks up each id once."""

    def __init__(self, ids: Sequence[str], places: NDArray[np.int32]) -> None:
        self.ids, self.places = ids, places

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return Picked(self.ids, self.places[at])
        return self.ids[int(self.places[at])]

    def __iter__(self) -> Iterator[str]:
        return map(self.ids.__getitem__, self.places.tolist())

    def distinct(self) -> set[str]:
        return {self.ids[place] for place in np.unique(self.places).tolist()}


def distinct(column: Sequence[str]) -> set[str]:
    """The ids that occur in a column."""
    return column.distinct() if isinstance(column, Picked) else set(column)


@dataclass(frozen=True, slots=True)
class Columns:
    """The same as TrustEdges, column by column: the entries of one row stand at one place.

    - `people`, `circles`, `confirmed`: who is known, each once;
    - `holders`, `held`; `endorsers`, `endorsed`, `qualities`; `users`, `used`: people and badges;
    - `sources`, `targets`, `factors`: badges whose endorsements count for others.

    Any sequences will do (tuples of a query, lists, arrays, `Picked`); ids are text, in any
    order. An act listed twice is there twice: it stays until it is removed twice.
    """

    people: Sequence[str] = ()
    circles: Sequence[str] = ()
    confirmed: Sequence[bool] = ()
    holders: Sequence[str] = ()
    held: Sequence[str] = ()
    endorsers: Sequence[str] = ()
    endorsed: Sequence[str] = ()
    qualities: Sequence[float] = ()
    users: Sequence[str] = ()
    used: Sequence[str] = ()
    sources: Sequence[str] = ()
    targets: Sequence[str] = ()
    factors: Sequence[float] = ()


def columns_of(edges: TrustEdges) -> Columns:
    return Columns(
        people=list(edges.people),
        circles=[person.circle for person in edges.people.values()],
        confirmed=[person.confirmed for person in edges.people.values()],
        holders=[act.person for act in edges.holdings],
        held=[act.badge for act in edges.holdings],
        endorsers=[act.person for act in edges.endorsements],
        endorsed=[act.badge for act in edges.endorsements],
        qualities=[act.quality for act in edges.endorsements],
        users=[act.person for act in edges.uses],
        used=[act.badge for act in edges.uses],
        sources=[link.source for link in edges.inheritances],
        targets=[link.target for link in edges.inheritances],
        factors=[link.factor for link in edges.inheritances],
    )


def edges_of_columns(columns: Columns) -> TrustEdges:
    return TrustEdges(
        people=dict(zip(columns.people, _people(columns), strict=True)),
        holdings=tuple(map(Holding, columns.holders, columns.held)),
        endorsements=tuple(
            map(Endorsement, columns.endorsers, columns.endorsed, columns.qualities)
        ),
        uses=tuple(map(Use, columns.users, columns.used)),
        inheritances=tuple(map(Inheritance, columns.sources, columns.targets, columns.factors)),
    )


def _people(columns: Columns) -> Iterator[Person]:
    return map(Person, columns.circles, columns.confirmed)
