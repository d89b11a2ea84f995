"""A graph that stays: edges come and go, and every value it tells is the exact one.

Nothing here knows where edges come from. Whoever holds a `LiveGraph` tells it what was added
and removed; it forgets the scores these may have changed and computes them when asked, or all
at once by `drain`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from recognition.trust import reach
from recognition.trust.bulk import scored
from recognition.trust.columns import Columns, columns_of
from recognition.trust.edges import (
    Endorsement,
    Holding,
    Inheritance,
    Person,
    TrustEdges,
    Use,
)
from recognition.trust.explain import Raises, raises
from recognition.trust.known import Known
from recognition.trust.network import Network, check_qualities
from recognition.trust.scoring import NOTHING, Score, score
from recognition.trust.value import Standing, standing

Act = Holding | Endorsement | Use | Inheritance
STRANGER = Person()
TOGETHER = 0.25  # of all voices: with more to hear again, all badges at once are quicker


@dataclass(frozen=True, slots=True)
class EdgeChange:
    """What became different. Acts are counted: one added twice stays until removed twice.

    `people` replaces who somebody is; None forgets them, which leaves a stranger (no circle,
    not confirmed) as long as acts of theirs remain.
    """

    added: tuple[Act, ...] = ()
    removed: tuple[Act, ...] = ()
    people: dict[str, Person | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scores:
    """Every badge that is held or endorsed, in order of id, in numbers; see `Standing`."""

    badges: tuple[str, ...]
    value: NDArray[np.float64]
    voices: NDArray[np.int64]
    independent: NDArray[np.int64]
    circles: NDArray[np.int64]


class LiveGraph:
    """Not safe for two threads at once."""

    def __init__(self, edges: TrustEdges) -> None:
        self._start(columns_of(edges))

    @classmethod
    def from_columns(cls, columns: Columns) -> "LiveGraph":
        """The fast way in: costs little more than reading the columns from wherever they are."""
        graph = cls.__new__(cls)
        graph._start(columns)
        return graph

    def _start(self, columns: Columns) -> None:
        self._network = Network(columns)
        self._known = Known()
        self._standings: dict[int, Standing] = {}  # as they are now, since the last change

    @property
    def network(self) -> Network:
        """As it now is and goes on being: it changes with the graph."""
        return self._network

    def edges(self) -> TrustEdges:
        """Everything it now stands for, repeated acts as often as they are there."""
        return self._network.edges()

    def standing(self, badge_id: str) -> Standing | None:
        """What stands behind a badge now; None when nobody holds or endorses it.

        Cost: the badge is scored afresh after each change of the graph, so that causes and
        bottleneck are those of this moment too.
        """
        at = self._shown(badge_id)
        if at is None:
            return None
        if at not in self._standings:
            self._standings[at] = self._standing(at)
        return self._standings[at]

    def standings(self) -> Iterator[tuple[str, Standing]]:
        """Of every badge somebody holds or endorses, in order of id; none is kept."""
        for at in self._network.shown:
            yield self._network.badges[at], self._standing(at)

    def score(self, badge_id: str) -> Score:
        """All 0 for a badge nobody holds or endorses. Costs nothing when no change touched it."""
        at = self._shown(badge_id)
        if at is None:
            return NOTHING
        return self._known.score(at) or self._score_again(at)

    def value(self, badge_id: str) -> float:
        """0 for a badge nobody holds or endorses."""
        return self.score(badge_id).value

    def raises(self, badge_id: str) -> Raises | None:
        """What would raise the value of a badge; None for one the graph does not know."""
        at = self._network.position(badge_id)
        if at is None or not self._network.is_known(at):
            return None
        return raises(self._network, badge_id)

    def scores(self) -> Scores:
        """Every badge, all computed at once whatever is known: a full scoring."""
        network = self._network
        shown = np.array(network.shown, np.int64)
        result = scored(network, shown)
        self._known = Known()
        self._known.keep_all(result, everything=True)
        return Scores(
            badges=tuple(network.badges[at] for at in shown.tolist()),
            value=result.value,
            voices=result.voices,
            independent=result.independent,
            circles=result.circles,
        )

    @property
    def forgotten(self) -> tuple[str, ...]:
        """Badges whose score was known and may have changed since, in order of id."""
        names = self._network.badge_names
        return tuple(names.ids[at] for at in names.ordered(self._known.forgotten))

    def drain(self) -> tuple[str, ...]:
        """Compute all that was known and forgotten, and say what that was.

        Never costs much more than a full scoring.
        """
        told = self.forgotten
        network, todo = self._network, sorted(self._known.forgotten)
        heard = sum(network.endorsements.tail_count(at) for at in todo)
        if heard > TOGETHER * len(network.endorsements):
            badges = np.array(todo, np.int64)
            self._known.keep_all(scored(network, badges), everything=False)
        else:
            for badge in todo:
                self._score_again(badge)
        return told

    def apply(self, change: EdgeChange) -> None:
        """Raises KeyError for the removal of an act that is not there, ValueError for a quality
        that is none; nothing is changed then.
        """
        for act, count in Counter(change.removed).items():
            if self._count(act) < count:
                raise KeyError(act)
        said = [act.quality for act in change.added if isinstance(act, Endorsement)]
        check_qualities(np.array(said, np.float64))
        self._standings.clear()
        for act in change.removed:
            self._remove(act)
        for act in change.added:
            self._add(act)
        for name, person in change.people.items():
            self._become(name, person)

    def _standing(self, badge: int) -> Standing:
        return standing(self._network, badge, chains=self._chains(badge))

    def _chains(self, badge: int) -> list[list[int]]:
        """Those the badge had, as far as they are still there."""
        chains = self._known.chains(badge)
        if self._known.is_broken(badge):
            return [chain for chain in chains if self._network.is_chain(chain)]
        return chains

    def _score_again(self, badge: int) -> Score:
        return self._known.keep(badge, *score(self._network, badge, self._chains(badge)))

    def _shown(self, badge_id: str) -> int | None:
        at = self._network.position(badge_id)
        return at if at is not None and self._network.is_shown(at) else None

    def _count(self, act: Act) -> int:
        network = self._network
        badges, people = network.badge_names, network.person_names
        if isinstance(act, Inheritance):
            source, target = badges.find(act.source), badges.find(act.target)
            if source is None or target is None:
                return 0
            return network.inheritances.count(source, target, act.factor)
        person, badge = people.find(act.person), badges.find(act.badge)
        if person is None or badge is None:
            return 0
        if isinstance(act, Endorsement):
            return network.endorsements.count(person, badge, act.quality)
        relation = network.holdings if isinstance(act, Holding) else network.uses
        return relation.count(person, badge, 1.0)

    def _add(self, act: Act) -> None:
        network, known = self._network, self._known
        if isinstance(act, Inheritance):
            source = network.badge_names.ensure(act.source)
            target = network.badge_names.ensure(act.target)
            network.inheritances.add(source, target, act.factor)
            known.forget([target])
            return
        person, badge = network.ensure_person(act.person), network.badge_names.ensure(act.badge)
        if isinstance(act, Use):
            network.uses.add(person, badge)
            known.forget([badge])
        elif isinstance(act, Holding):
            network.holdings.add(person, badge)
            known.forget([badge])
            known.forget(known.region(person))
            if not network.reached.isdisjoint(network.endorsements.tails(badge)):
                self._reach_gained(reach.gain(network, [person]))
        else:
            network.endorsements.add(person, badge, act.quality)
            known.forget([badge, *network.inheritances.heads(badge)])
            holders = network.holdings.tails(badge)
            for holder in holders:
                known.forget(known.region(holder))
            if person in network.reached:
                self._reach_gained(reach.gain(network, holders))

    def _remove(self, act: Act) -> None:
        network, known = self._network, self._known
        if isinstance(act, Inheritance):
            source = network.badge_names.ensure(act.source)
            target = network.badge_names.ensure(act.target)
            network.inheritances.remove(source, target, act.factor)
            known.forget([target])
            return
        person, badge = network.ensure_person(act.person), network.badge_names.ensure(act.badge)
        if isinstance(act, Use):
            network.uses.remove(person, badge)
            known.forget([badge])
        elif isinstance(act, Holding):
            network.holdings.remove(person, badge)
            known.forget([badge])
            self._arcs_lost(person, known.served(person))
            reach.lose(network, [person])
        else:
            network.endorsements.remove(person, badge, act.quality)
            known.forget([badge, *network.inheritances.heads(badge)])
            holders = network.holdings.tails(badge)
            served = known.served(person)
            for holder in holders:
                self._arcs_lost(holder, served & known.served(holder))
            reach.lose(network, holders)

    def _become(self, name: str, person: Person | None) -> None:
        network, known = self._network, self._known
        if person is None and network.person_names.find(name) is None:
            return
        at = network.ensure_person(name)
        network.listed[at] = person is not None
        new = person or STRANGER
        was_confirmed = at in network.confirmed
        if (network.circles[at], was_confirmed) != (new.circle, new.confirmed):
            known.forget(self._heard(at))
        network.circles[at] = new.circle
        if new.confirmed and not was_confirmed:
            network.confirmed.add(at)
            known.forget(known.region(at))
            self._reach_gained(reach.gain(network, [at]))
        elif was_confirmed and not new.confirmed:
            network.confirmed.discard(at)
            known.forget(known.served(at))
            for badge in network.endorsements.heads(at):
                for holder in network.holdings.tails(badge):
                    self._count_again(holder)
            reach.lose(network, [at])

    def _arcs_lost(self, person: int, through: Iterable[int]) -> None:
        """Fewer arcs lead to `person`; chains to the badges `through` may have used them.

        People reached no more on that account need no further care: a chain of theirs was
        among those broken, or a failed search had met `person` on the way to them.
        """
        self._known.forget(through, broken=True)
        self._known.forget(self._known.region(person))
        self._count_again(person)

    def _count_again(self, person: int) -> None:
        """Whether `person` still has the confirmed vouchers some badges counted on."""
        need = self._known.need(person)
        if need:
            network = self._network
            vouchers: set[int] = set()
            for badge in network.holdings.heads(person):
                vouchers.update(network.endorsements.tails(badge))
            if len((vouchers & network.confirmed) - {person}) < need:
                self._known.forget(self._heard(person))

    def _reach_gained(self, people: Iterable[int]) -> None:
        for person in people:
            self._known.forget(self._heard(person))

    def _heard(self, person: int) -> set[int]:
        """Badges on which this person may be heard."""
        network = self._network
        said = network.endorsements.heads(person)
        inherited = (target for badge in said for target in network.inheritances.heads(badge))
        return {*said, *inherited, *network.uses.heads(person)}
