"""Who stands at the end of a trust chain from somebody confirmed, all at once and as it changes.

A trust arc leads from whoever endorses a thing to whoever holds it.
"""

from collections import deque
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from recognition.trust.relation import Pairs

if TYPE_CHECKING:
    from recognition.trust.network import Network


def reached_from(
    confirmed: AbstractSet[int], said: Pairs, held: Pairs, people_count: int
) -> set[int]:
    """Breadth first from the confirmed, themselves included: linear in the acts met."""
    reached = np.zeros(people_count, bool)
    reached[list(confirmed)] = True
    badge_count = 1 + max(said.heads.max(initial=-1), held.heads.max(initial=-1))
    order = np.argsort(said.tails, kind="stable")
    vouched = said.heads[order]
    vouched_starts = np.searchsorted(said.tails[order], np.arange(people_count + 1))
    held_starts = np.searchsorted(held.heads, np.arange(badge_count + 1))
    opened = np.zeros(badge_count, bool)
    frontier = np.flatnonzero(reached)
    while len(frontier):
        badges = vouched[spans(vouched_starts[frontier], vouched_starts[frontier + 1])]
        badges = np.unique(badges[~opened[badges]])
        opened[badges] = True
        met = held.tails[spans(held_starts[badges], held_starts[badges + 1])]
        frontier = np.unique(met[~reached[met]])
        reached[frontier] = True
    return set(np.flatnonzero(reached).tolist())


def spans(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """All integers of the ranges [start, end), range after range."""
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))


def gain(network: "Network", met: Iterable[int]) -> set[int]:
    """Note people reached now and whoever that reaches; returns those who were not before."""
    queue = deque(set(met) - network.reached)
    gained = set(queue)
    network.reached |= gained
    while queue:
        for badge in network.endorsements.heads(queue.popleft()):
            for person in network.holdings.tails(badge):
                if person not in network.reached:
                    network.reached.add(person)
                    gained.add(person)
                    queue.append(person)
    return gained


def lose(network: "Network", doubtful: Iterable[int]) -> set[int]:
    """Forget people reached no more among the doubtful and behind them; returns all of these.

    Cost: one search backward a doubtful person, which ends at the first confirmed one met.
    """
    lost: set[int] = set()
    queue = deque(doubtful)
    while queue:
        person = queue.popleft()
        if person not in network.reached:
            continue
        gone = _cut_off(network, person)
        lost |= gone
        network.reached -= gone
        for unreached in gone:
            for badge in network.endorsements.heads(unreached):
                queue.extend(network.holdings.tails(badge))
    return lost


def _cut_off(network: "Network", person: int) -> set[int]:
    """Everybody with a trust path to `person`, or nobody when one of them is confirmed."""
    confirmed, reached = network.confirmed, network.reached
    if person in confirmed:
        return set()
    seen, queue = {person}, deque([person])
    opened: set[int] = set()
    while queue:
        for badge in network.holdings.heads(queue.popleft()):
            if badge in opened:
                continue
            opened.add(badge)
            vouchers = network.endorsements.tails(badge)
            if not confirmed.isdisjoint(vouchers):
                return set()
            for voucher in vouchers:
                if voucher not in seen and voucher in reached:
                    seen.add(voucher)
                    queue.append(voucher)
    return seen
