"""What a graph is read in: pieces that can be read again one by one.

Every edge belongs to exactly one unit, so a unit's edges can be replaced by what it brings now.

- a **person** brings who they are: circle, confirmed;
- a **badge** (definition): its author's holding, its tie to its collective, the words about it;
- an **award**: its holder, its use, its giver's word, its three ties, the words about it;
- an **issuer**: who speaks for it, the words about it.

Who they are and how they are shown decides on all that is theirs, and a badge on its awards:
`widened` adds what hangs on a unit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from recognition.awards.models import Award
from recognition.trust.queries.scope import award_node, badge_node, issuer_node

CHUNK = 500  # ids in one statement


@dataclass(frozen=True)
class Units:
    """Pieces of a graph, by kind."""

    people: frozenset[UUID] = frozenset()
    badges: frozenset[UUID] = frozenset()
    awards: frozenset[UUID] = frozenset()
    issuers: frozenset[UUID] = frozenset()

    def __len__(self) -> int:
        return len(self.people) + len(self.badges) + len(self.awards) + len(self.issuers)

    def nodes(self) -> Iterator[str]:
        """The ids of the units in the graph, people aside: they bring no act."""
        yield from map(badge_node, self.badges)
        yield from map(award_node, self.awards)
        yield from map(issuer_node, self.issuers)


def chunks(ids: frozenset[UUID]) -> Iterator[list[UUID]]:
    """The ids in parts that fit into one statement."""
    rest = iter(ids)
    while part := list(islice(rest, CHUNK)):
        yield part


def widened(session: Session, units: Units) -> Units:
    """The units with all that hangs on them: of people their awards and their issuers, of badges
    their awards. Two statements at most (for up to CHUNK people and badges)."""
    awards = set(units.awards)
    for column, ids in ((col(Award.holder_id), units.people), (col(Award.badge_id), units.badges)):
        for part in chunks(ids):
            awards.update(session.scalars(select(col(Award.id)).where(column.in_(part))))
    return Units(
        people=units.people,
        badges=units.badges,
        awards=frozenset(awards),
        issuers=units.issuers | units.people,
    )
