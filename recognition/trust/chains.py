"""Vertex-disjoint chains of people, grown one at a time (Ford and Fulkerson; Menger).

Every person has capacity one, so each is split into a way in and a way out. State `2v` is
the way out of person v, `2v + 1` the way in. The search runs backwards, from an endorser
to somebody who can start a chain, along the arcs of the residual network. Trust arcs are
never listed: from a person to the badges they hold to the endorsers of these, each badge
opened once a search, so a search is linear in the edges it meets.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from recognition.trust.network import Network

END = -1  # before the first person of a chain, after the last


class Chains:
    """A growing set of chains, from `sources`, avoiding `barred`, no person in two of them.

    `also` are sources too. `circles` gives the circle of each candidate that may leave its seat
    to another of the same circle; without it nobody who has a chain ever loses it.
    """

    def __init__(
        self,
        network: Network,
        sources: AbstractSet[int],
        barred: AbstractSet[int],
        circles: Mapping[int, Sequence[int]] | None = None,
        also: AbstractSet[int] = frozenset(),
    ) -> None:
        self._network = network
        self._sources = sources
        self._also = also
        self._barred = barred
        self._circles = circles or {}  # candidate → the candidates of its circle, a shared list
        self._onward: dict[int, int] = {}  # person on a chain → next one, END for the last
        self._before: dict[int, int] = {}  # person on a chain → previous one, END for the first
        # states, badges and circles from which a failed search showed there is no way to a
        # source: later chains never enter there, so it stays true
        self._dead: dict[int, int] = {}
        self._dead_badges: set[int] = set()
        self.kept = 0  # chains taken up as they were
        self.direct: list[tuple[int, int]] = []  # chains of two people made since
        self.moved = False  # whether others were made, or one that was there is another now
        self._dead_circles: set[int] = set()

    def ends_at(self, person: int) -> bool:
        return self._onward.get(person) == END

    def serves(self, person: int) -> bool:
        return person in self._onward

    def start_at(self, person: int) -> None:
        """Make a source that no chain uses yet a chain by itself."""
        self._onward[person] = self._before[person] = END

    def resume(self, chains: Iterable[Sequence[int]]) -> None:
        """Take up chains found before: each from the person it leads to back to its source.

        Nobody is in two of them, and every arc is there. A chain that meets a barred person, or
        none who is a source any more, is left out; one starts at the first source met, as a
        search never looks for somebody before a source.
        """
        onward, before = self._onward, self._before
        sources, also, barred = self._sources, self._also, self._barred
        for chain in chains:
            after = END
            for length, person in enumerate(chain, 1):
                if person in barred:
                    break
                if person in sources or person in also:
                    for each in chain[:length]:
                        onward[each] = after
                        before[each] = END
                        if after != END:
                            before[after] = each
                        after = each
                    self.kept += length == len(chain)
                    break

    def all(self) -> list[list[int]]:
        """Chains of two people and more, as `resume` takes them up."""
        found = []
        for person, after in self._onward.items():
            earlier = self._before[person]
            if after == END and earlier != END:
                chain = [person]
                while earlier != END:
                    chain.append(earlier)
                    earlier = self._before[earlier]
                found.append(chain)
        return found

    def contested(self, person: int) -> bool:
        """Whether a failed search met this person's way out: their seat is disputed."""
        return 2 * person in self._dead

    def narrows(self) -> set[int]:
        """People through whom all chains into the contested region pass, one chain each.

        Of all smallest cuts this is the one nearest the badge, hence the same whatever
        chains were found.
        """
        return {state >> 1 for state in self._dead if not state & 1 and state + 1 not in self._dead}

    def region(self) -> set[int]:
        """Everybody a failed search met: what they do and who does it to them may matter."""
        return {state >> 1 for state in self._dead}

    def link(self, person: int) -> bool:
        """Give `person` a chain, moving others' as needed; False when that is impossible."""
        if not self._circles and self._link_directly(person):
            return True
        search = _Search(self)
        source = search.run(person)
        if source is None:
            self._dead |= search.toward
            self._dead_badges |= search.badges
            self._dead_circles |= search.circles
            return False
        self._augment(source, search.toward)
        return True

    def _link_directly(self, person: int) -> bool:
        """By a source that no chain uses, as most are: no search needed."""
        onward, before = self._onward, self._before
        if person in onward or 2 * person + 1 in self._dead:
            return False
        network, sources, barred = self._network, self._sources, self._barred
        for badge in network.holdings.heads(person):
            for voucher in network.endorsements.tails(badge):
                if (
                    voucher in sources
                    and voucher not in onward
                    and voucher not in barred
                    and voucher != person
                ):
                    before[voucher] = onward[person] = END
                    onward[voucher], before[person] = person, voucher
                    self.direct.append((person, voucher))
                    return True
        return False

    def _augment(self, source: int, toward: Mapping[int, int]) -> None:
        onward, before = self._onward, self._before
        self.moved = True
        before[source] = END
        state = 2 * source
        while True:
            person, then = state >> 1, toward[state]
            if then == END:
                onward[person] = END
                return
            after = then >> 1
            if not then & 1:  # takes the seat of somebody of the same circle
                onward[person] = END
                state = then
            elif after == person:  # leaves its chain: whoever came before is free again
                del onward[person]
                state = 2 * before.pop(person)
            else:
                onward[person] = after
                freed = before.get(after)
                before[after] = person
                state = 2 * (after if freed is None else freed)


def entrances(
    network: Network, person: int, gates: AbstractSet[int], barred: AbstractSet[int]
) -> set[int]:
    """Those of `gates` that are the first met on some way back from `person` along trust arcs.

    Nobody in `barred` is passed. A person who is a gate is their own only entrance.
    """
    return {person} if person in gates else ancestors(network, person, barred, gates) & gates


def ancestors(
    network: Network,
    person: int,
    barred: AbstractSet[int],
    gates: AbstractSet[int] = frozenset(),
) -> set[int]:
    """Everybody met on the ways back from `person` along trust arcs, `person` included.

    Nobody in `barred` is passed, unless a gate; nobody behind one of `gates` is looked for.
    """
    seen, queue = {person}, deque([person])
    badges: set[int] = set()
    while queue:
        for badge in network.holdings.heads(queue.popleft()):
            if badge in badges:
                continue
            badges.add(badge)
            for voucher in network.endorsements.tails(badge):
                if voucher in seen:
                    continue
                if voucher in gates:
                    seen.add(voucher)
                elif voucher not in barred:
                    seen.add(voucher)
                    queue.append(voucher)
    return seen


class _Search:
    """One search; `toward` gives, for each state met, the next one towards the badge."""

    def __init__(self, chains: Chains) -> None:
        self._chains = chains
        self.toward: dict[int, int] = {}
        self.badges: set[int] = set()
        self.circles: set[int] = set()
        self._queue: deque[int] = deque()

    def run(self, person: int) -> int | None:
        """The source from which `person` can be reached, None when there is none."""
        if self._meet(person, END):
            return person
        while self._queue:
            state = self._queue.popleft()
            found = self._suppliers(state) if state & 1 else self._replacements(state)
            if found is not None:
                return found
        return None

    def _meet(self, person: int, then: int) -> bool:
        """Note the way out of `person`; True when this person can start a chain."""
        chains, state = self._chains, 2 * person
        if state in self.toward or state in chains._dead or person in chains._barred:
            return False
        self.toward[state] = then
        if person in chains._onward:
            self._queue.append(state)
            return False
        if person in chains._sources or person in chains._also:
            return True
        self.toward[state + 1] = state
        self._queue.append(state + 1)
        return False

    def _suppliers(self, state: int) -> int | None:
        """Who could hand on to the person of this way in."""
        chains, person = self._chains, state >> 1
        network, toward, queue, badges = chains._network, self.toward, self._queue, self.badges
        dead, barred, onward = chains._dead, chains._barred, chains._onward
        sources, also = chains._sources, chains._also
        self._meet(person, state)  # on a chain already: it may leave that chain instead
        for badge in network.holdings.heads(person):
            if badge in badges or badge in chains._dead_badges:
                continue
            badges.add(badge)
            for voucher in network.endorsements.tails(badge):
                out = 2 * voucher  # as `_meet`, which a call for each would make twice as slow
                if out in toward or out in dead or voucher in barred:
                    continue
                if voucher in onward:
                    toward[out] = state
                    queue.append(out)
                elif voucher == person:
                    continue
                else:
                    toward[out] = state
                    if voucher in sources or voucher in also:
                        return voucher
                    toward[out + 1] = out
                    queue.append(out + 1)
        return None

    def _replacements(self, state: int) -> int | None:
        """Who could take over what the person of this way out does in its chain."""
        chains, person = self._chains, state >> 1
        after = chains._onward[person]
        if after != END:
            way_in = 2 * after + 1
            if way_in not in self.toward and way_in not in chains._dead:
                self.toward[way_in] = state
                self._queue.append(way_in)
            return None
        mates = chains._circles.get(person, ())
        if not mates or mates[0] in self.circles or mates[0] in chains._dead_circles:
            return None
        self.circles.add(mates[0])
        for mate in mates:
            if not chains.ends_at(mate) and self._meet(mate, state):
                return mate
        return None
