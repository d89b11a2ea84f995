"""A graph that stays: edges come and go, and every value it tells is the exact one.

Nothing here knows where edges come from. Whoever holds a `LiveGraph` tells it what was added
and removed; it forgets the standings these may have changed and computes them when asked.
"""

from collections import Counter
from dataclasses import dataclass, field

from recognition.trust.columns import Columns, edges_of_columns
from recognition.trust.edges import (
    Endorsement,
    Holding,
    Inheritance,
    Person,
    TrustEdges,
    Use,
)
from recognition.trust.explain import Raises, raises
from recognition.trust.network import Network, network_of
from recognition.trust.value import Standing, standing

Act = Holding | Endorsement | Use | Inheritance


@dataclass(frozen=True, slots=True)
class EdgeChange:
    """What became different. Acts are counted: one added twice stays until removed twice.

    `people` replaces who somebody is; None forgets them, which leaves a stranger (no circle,
    not confirmed) as long as acts of theirs remain.
    """

    added: tuple[Act, ...] = ()
    removed: tuple[Act, ...] = ()
    people: dict[str, Person | None] = field(default_factory=dict)


class LiveGraph:
    """Not safe for two threads at once."""

    def __init__(self, edges: TrustEdges) -> None:
        self._people = dict(edges.people)
        self._acts: Counter[Act] = Counter(
            (*edges.holdings, *edges.endorsements, *edges.uses, *edges.inheritances)
        )
        self._network: Network | None = None
        self._standings: dict[str, Standing] = {}

    @classmethod
    def from_columns(cls, columns: Columns) -> "LiveGraph":
        """The fast way in: costs little more than reading the columns from wherever they are."""
        return cls(edges_of_columns(columns))

    def apply(self, change: EdgeChange) -> None:
        """Raises KeyError for the removal of an act that is not there."""
        for act in change.removed:
            if not self._acts[act]:
                raise KeyError(act)
            self._acts[act] -= 1
        self._acts.update(change.added)
        for name, person in change.people.items():
            if person is None:
                self._people.pop(name, None)
            else:
                self._people[name] = person
        self._network = None
        self._standings.clear()

    def edges(self) -> TrustEdges:
        """Everything it now stands for, each act once."""
        acts = list(+self._acts)
        return TrustEdges(
            people=self._people,
            holdings=tuple(act for act in acts if isinstance(act, Holding)),
            endorsements=tuple(act for act in acts if isinstance(act, Endorsement)),
            uses=tuple(act for act in acts if isinstance(act, Use)),
            inheritances=tuple(act for act in acts if isinstance(act, Inheritance)),
        )

    @property
    def network(self) -> Network:
        """As it now is, to be read at once and not kept."""
        if self._network is None:
            self._network = network_of(self.edges())
        return self._network

    def standing(self, badge_id: str) -> Standing | None:
        """What stands behind a badge now; None when nobody holds or endorses it."""
        if badge_id not in self._standings:
            network = self.network
            at = network.position(badge_id)
            if at is None or at not in network.shown:
                return None
            self._standings[badge_id] = standing(network, at)
        return self._standings[badge_id]

    def value(self, badge_id: str) -> float:
        """0 for a badge nobody holds or endorses."""
        found = self.standing(badge_id)
        return found.value if found else 0.0

    def raises(self, badge_id: str) -> Raises | None:
        """What would raise the value of a badge; None for one the graph does not know."""
        if self.network.position(badge_id) is None:
            return None
        return raises(self.network, badge_id)
