"""What the arcs between people look like as a whole: on whom much hangs, closed groups, and
groups that hold together across circles. Pure, always the same for the same fabric."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import networkx as nx

from recognition.maps.fabric import Fabric

FEWEST_LOOSE = 2  # people who hang on one; a newcomer always hangs on somebody
MOST_NAMED = 12  # of those who hang on one
MOST_IN_LOOP = 12  # people; a larger group has ways out that arcs do not show
FEW_OUTSIDE = 1  # people who vouch for a closed group from outside
FEWEST_TOGETHER = 5  # people of a community that is worth a word
MOST_OF_ONE = 0.7  # of a community in one circle: beyond, it is that circle
MOST_COMPARED = 5_000  # people; beyond, to look for communities takes longer than a page may
SEED = 20_240_914


@dataclass(frozen=True)
class Hinge:
    """Without this person, `loose_count` others would no longer be tied to the rest; those named
    are the nearest of them."""

    person_id: UUID
    loose_ids: tuple[UUID, ...]
    loose_count: int


@dataclass(frozen=True)
class Loop:
    """People who vouch for one another, and hardly anybody else for them. `returned` is the share
    of the arcs inside that are answered by one back, 0 to 1."""

    person_ids: tuple[UUID, ...]
    outside_ids: tuple[UUID, ...]
    returned: float


@dataclass(frozen=True)
class Community:
    """People whom arcs hold together although they are of several circles."""

    person_ids: tuple[UUID, ...]
    circle_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class Shape:
    """Everything in order of name. `returned` is the share of all arcs that are answered by one
    back, None without arcs."""

    hinges: tuple[Hinge, ...]
    loops: tuple[Loop, ...]
    communities: tuple[Community, ...]
    returned: float | None


def shape_of(fabric: Fabric) -> Shape:
    """About a second, for 5,000 people (most of it for the communities) as for 20,000."""
    people = [person.id for person in fabric.people]
    number = {person_id: n for n, person_id in enumerate(people)}
    arcs = nx.DiGraph()
    arcs.add_nodes_from(range(len(people)))
    arcs.add_edges_from((number[arc.source_id], number[arc.target_id]) for arc in fabric.arcs)
    both = nx.Graph()
    both.add_nodes_from(arcs)
    for one, other in arcs.edges:
        both.add_edge(one, other, weight=2 if arcs.has_edge(other, one) else 1)
    return Shape(
        hinges=tuple(_hinges(both, people)),
        loops=tuple(_loops(arcs, people)),
        communities=tuple(_communities(both, fabric)),
        returned=_returned(arcs, arcs) if arcs.size() else None,
    )


def _returned(arcs: nx.DiGraph, group: Iterable[int]) -> float:
    inside = [(one, other) for one, other in arcs.subgraph(group).edges]
    answered = sum(1 for one, other in inside if arcs.has_edge(other, one))
    return answered / max(len(inside), 1)


def _hinges(graph: nx.Graph, people: Sequence[UUID]) -> list[Hinge]:
    seen: set[int] = set()
    cuts: list[_Cut] = []
    for root in graph:
        if root not in seen:
            walk = _walk(graph, root)
            seen.update(walk.order)
            cuts.extend(walk.cuts())
    return [
        Hinge(people[cut.node], tuple(people[n] for n in sorted(cut.nearest)), cut.loose_count)
        for cut in sorted(cuts, key=lambda it: it.node)
        if cut.loose_count >= FEWEST_LOOSE
    ]


@dataclass(frozen=True)
class _Cut:
    node: int
    nearest: list[int]
    loose_count: int


@dataclass(frozen=True)
class _Walk:
    """A walk in depth through one component. `pieces` are, for a node, the stretches of `order`
    that have no way past it."""

    order: list[int]
    entered: dict[int, int]
    pieces: dict[int, list[range]]

    def cuts(self) -> Iterator[_Cut]:
        """The articulation points (Hopcroft and Tarjan, CACM 16(6), 1973). Loose is everything
        but the largest part that remains."""
        for node, pieces in self.pieces.items():
            rest = len(self.order) - 1 - sum(map(len, pieces))
            largest = max([rest, *map(len, pieces)])
            loose = len(self.order) - 1 - largest
            kept = -1 if rest == largest else [len(it) for it in pieces].index(largest)
            nearest: list[int] = []
            for number, piece in enumerate(pieces):
                if number != kept:
                    nearest += self.order[piece.start : min(piece.stop, piece.start + MOST_NAMED)]
            if kept >= 0:
                nearest += self._around(node, pieces)
            yield _Cut(node, nearest[:MOST_NAMED], loose)

    def _around(self, node: int, pieces: Sequence[range]) -> list[int]:
        """Those whom the walk met just before a node, and after it outside of its pieces."""
        place = self.entered[node]
        met = self.order[max(0, place - MOST_NAMED) : place]
        at = place + 1
        ends = {piece.start: piece.stop for piece in pieces}
        while at < len(self.order) and len(met) < MOST_NAMED:
            if at in ends:
                at = ends[at]
            else:
                met.append(self.order[at])
                at += 1
        return met


def _walk(graph: nx.Graph, root: int) -> _Walk:
    walk = _Walk([root], {root: 0}, defaultdict(list))
    lowest = {root: 0}
    path = [(root, root, iter(graph[root]))]
    while path:
        node, parent, ahead = path[-1]
        following = next(ahead, None)
        if following is None:
            path.pop()
            if node == root:
                break
            lowest[parent] = min(lowest[parent], lowest[node])
            if lowest[node] >= walk.entered[parent]:
                walk.pieces[parent].append(range(walk.entered[node], len(walk.order)))
        elif following not in walk.entered:
            walk.entered[following] = lowest[following] = len(walk.order)
            walk.order.append(following)
            path.append((following, node, iter(graph[following])))
        elif following != parent:
            lowest[node] = min(lowest[node], walk.entered[following])
    return walk


def _loops(arcs: nx.DiGraph, people: Sequence[UUID]) -> Iterator[Loop]:
    """Among those who reach one another, and among those who answered one another."""
    answered = nx.Graph((a, b) for a, b in arcs.edges if arcs.has_edge(b, a))
    groups = [
        frozenset(group)
        for group in (
            *nx.strongly_connected_components(arcs),
            *nx.connected_components(answered),
        )
        if 2 <= len(group) <= MOST_IN_LOOP
    ]
    found: dict[frozenset[int], set[int]] = {}
    for group in groups:
        outside = {voucher for member in group for voucher in arcs.pred[member]} - group
        if len(outside) <= FEW_OUTSIDE:
            found[group] = outside
    for group in sorted(found, key=sorted):
        if not any(group < other for other in found):
            yield Loop(
                person_ids=tuple(people[n] for n in sorted(group)),
                outside_ids=tuple(people[n] for n in sorted(found[group])),
                returned=_returned(arcs, group),
            )


def _communities(graph: nx.Graph, fabric: Fabric) -> Iterator[Community]:
    """Groups by modularity (Louvain: Blondel et al., J. Stat. Mech. P10008, 2008) of which no
    circle is nearly all; none looked for among too many."""
    tied = graph.subgraph([n for n in graph if graph.degree(n)]).copy()  # a view is slow to walk
    if len(tied) > MOST_COMPARED:
        return
    groups = [sorted(group) for group in nx.community.louvain_communities(tied, seed=SEED)]
    order = {circle.id: n for n, circle in enumerate(fabric.circles)}
    for group in sorted(groups):
        circles = Counter(fabric.people[n].circle_id for n in group)
        known = {circle: count for circle, count in circles.items() if circle is not None}
        shared = [circle for circle, count in known.items() if count > 1]
        if (
            len(group) >= FEWEST_TOGETHER
            and len(shared) > 1
            and max(known.values()) <= MOST_OF_ONE * len(group)
        ):
            yield Community(
                person_ids=tuple(fabric.people[n].id for n in group),
                circle_ids=tuple(sorted(shared, key=order.__getitem__)),
            )
