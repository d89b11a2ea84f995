"""The definition of the value, read literally: slow, and sharing no code with the scorer.

Linkable sets are found by `networkx.maximum_flow_value` on the network in which every person
is split in two, the best seats by trying every count of people per circle.
"""

from dataclasses import dataclass
from functools import cache
from itertools import product

import networkx as nx

from recognition.trust.edges import Person, TrustEdges


@dataclass(frozen=True)
class Truth:
    value: float
    voices: int
    independent: int


def truth(edges: TrustEdges, badge: str) -> Truth:
    strengths = voice_strengths(edges, badge)
    flow = _Flow(edges, badge)
    total = 0.0
    for level, weight in ((1.0, 0.5), (0.5, 0.25), (0.25, 0.125), (0.125, 0.125)):
        able = frozenset(p for p, strength in strengths.items() if strength >= level)
        total += weight * _best_seats(edges, flow, able)
    return Truth(total, len(strengths), flow.linkable_count(frozenset(strengths)))


def badges(edges: TrustEdges) -> set[str]:
    return {h.badge for h in edges.holdings} | {e.badge for e in edges.endorsements}


def holders(edges: TrustEdges, badge: str) -> set[str]:
    return {h.person for h in edges.holdings if h.badge == badge}


def confirmed(edges: TrustEdges) -> set[str]:
    return {name for name, person in edges.people.items() if person.confirmed}


def arcs(edges: TrustEdges) -> set[tuple[str, str]]:
    return {
        (said.person, held.person)
        for said in edges.endorsements
        for held in edges.holdings
        if said.badge == held.badge and said.person != held.person
    }


def voice_strengths(edges: TrustEdges, badge: str) -> dict[str, float]:
    """Strength of every endorser who is no holder, rounded down to a level."""
    heard = [(said.person, said.quality) for said in edges.endorsements if said.badge == badge]
    heard += [(use.person, 0.25) for use in edges.uses if use.badge == badge]
    heard += [
        (said.person, said.quality * link.factor)
        for link in edges.inheritances
        if link.target == badge
        for said in edges.endorsements
        if said.badge == link.source
    ]
    met, barred = confirmed(edges), holders(edges, badge)
    best: dict[str, float] = {}
    for person, quality in heard:
        if person not in barred:
            strength = quality if person in met else quality / 2
            best[person] = max(best.get(person, 0.0), strength)
    return {
        person: max(level for level in (1, 0.5, 0.25, 0.125) if level <= strength)
        for person, strength in best.items()
        if strength >= 0.125
    }


def linkable(edges: TrustEdges, badge: str, people: frozenset[str]) -> int:
    """The greatest number of `people` with chains that share nobody."""
    return _Flow(edges, badge).linkable_count(people)


class _Flow:
    """The split network of one badge, without its holders."""

    def __init__(self, edges: TrustEdges, badge: str) -> None:
        barred = holders(edges, badge)
        self._edges = edges
        self._graph = nx.DiGraph()
        self._graph.add_nodes_from(["start", "end"])
        for person in confirmed(edges) - barred:
            self._graph.add_edge("start", ("in", person), capacity=1)
        for giver, taker in arcs(edges):
            if giver not in barred and taker not in barred:
                self._graph.add_edge(("out", giver), ("in", taker), capacity=1)
        self._people = set(edges.people) | {p for arc in arcs(edges) for p in arc}
        self._people -= barred
        for person in self._people:
            self._graph.add_edge(("in", person), ("out", person), capacity=1)
        self.feasible = cache(self._feasible)

    def linkable_count(self, people: frozenset[str]) -> int:
        graph = self._graph.copy()
        for person in people & self._people:
            graph.add_edge(("out", person), "end", capacity=1)
        return int(nx.maximum_flow_value(graph, "start", "end"))

    def _feasible(self, able: frozenset[str], counts: tuple[tuple[str, int], ...]) -> bool:
        """Whether some linkable set of `able` has just these counts of people by circle."""
        graph = self._graph.copy()
        for person in able & self._people:
            graph.add_edge(("out", person), ("circle", circle_of(self._edges, person)), capacity=1)
        for circle, count in counts:
            graph.add_edge(("circle", circle), "end", capacity=count)
        flow = nx.maximum_flow_value(graph, "start", "end")
        return bool(flow == sum(count for _, count in counts))


def circle_of(edges: TrustEdges, person: str) -> str:
    return edges.people.get(person, Person()).circle


def harmonic(count: int) -> float:
    return sum(1 / place for place in range(1, count + 1))


def _best_seats(edges: TrustEdges, flow: _Flow, able: frozenset[str]) -> float:
    sizes: dict[str, int] = {}
    for person in able:
        circle = circle_of(edges, person)
        sizes[circle] = sizes.get(circle, 0) + 1
    circles = sorted(sizes)
    options = sorted(
        product(*(range(sizes[circle] + 1) for circle in circles)),
        key=lambda counts: -sum(map(harmonic, counts)),
    )
    for counts in options:
        if flow.feasible(able, tuple(zip(circles, counts, strict=True))):
            return sum(map(harmonic, counts))
    raise AssertionError("the empty set is always linkable")


def reachable(edges: TrustEdges, badge: str, removed: frozenset[str]) -> set[str]:
    """People at the end of some chain that meets neither a holder nor anybody removed."""
    gone = holders(edges, badge) | removed
    found = confirmed(edges) - gone
    while True:
        more = {taker for giver, taker in arcs(edges) if giver in found} - gone - found
        if not more:
            return found
        found |= more
