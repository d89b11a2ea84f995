"""Where everything of a fabric stands: circles first, then people and badges among their own.

Distances are in units of the space a person takes. The same fabric always gives the same places,
and what stood before stays: a new node finds its place among its neighbours, who make room.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from recognition.maps.fabric import Fabric, ThreadKind
from recognition.maps.forces import Bodies, Floats, Ints, balance, settle
from recognition.maps.seeding import begin
from recognition.maps.spacing import Box, box_of, shelves, spaced, to_scale

PERSON_RADIUS = 0.4
BADGE_RADIUS = 0.75
HOLD = {ThreadKind.ENDORSED: 1.0, ThreadKind.GIVEN: 1.0, ThreadKind.CARRIED: 0.6}
ARC_HOLD = 0.15  # an arc repeats what its threads say
WORTH_MOVING = 0.8  # of the usual length of a tie: so much shorter and everybody moves
FAR = 2.5  # times the usual way to the middle of one's ties, from which on one was left behind
FEWEST_TURNED = 3  # who stood before: fewer say nothing about a direction
ROUNDS = 160
REST_ROUNDS = 8
_NOWHERE = Box(np.zeros(2), np.zeros(2))


class Place(NamedTuple):
    """Where a node stands."""

    x: float
    y: float


def lay_out(fabric: Fabric, stood: Mapping[str, Place] | None = None) -> dict[str, Place]:
    """A place for each node and for the middle of each circle.

    `stood` is where they stood the last time. If nothing changed since, nothing moves; if little
    did, hardly anything; only a map that its ties have outgrown is drawn anew, turned so that
    as much as possible stays where it was. About linear; some seconds for 20,000 nodes.
    """
    nodes = _nodes(fabric)
    if not nodes:
        return {}
    picture = _Picture(nodes, _bodies(fabric, nodes), _radii(fabric))
    known = stood or {}
    at = picture.fresh(known)
    if any(node in known for node in nodes):
        kept = picture.kept(known, _changed(nodes, known))
        if picture.stretch(at) > WORTH_MOVING * picture.stretch(kept):
            at = kept
    return _places(fabric, nodes, at)


def beside(fabric: Fabric, stood: Mapping[str, Place]) -> dict[str, Place]:
    """The places of those who stood, and for the others one near their neighbours. Cheap: nobody
    moves, so a newcomer may overlap somebody until the next layout."""
    nodes = _nodes(fabric)
    if not nodes:
        return {}
    picture = _Picture(nodes, _bodies(fabric, nodes), _radii(fabric))
    return _places(fabric, nodes, picture.begun(stood))


def _nodes(fabric: Fabric) -> list[str]:
    return [person.node for person in fabric.people] + [badge.node for badge in fabric.badges]


def _radii(fabric: Fabric) -> Floats:
    people, badges = len(fabric.people), len(fabric.badges)
    return np.array([PERSON_RADIUS] * people + [BADGE_RADIUS] * badges)


def _changed(nodes: list[str], known: Mapping[str, Place]) -> int:
    """How many came or went."""
    came = sum(node not in known for node in nodes)
    now = set(nodes)
    return came + sum(node not in now for node in known if not node.startswith("circle/"))


def _bodies(fabric: Fabric, nodes: list[str]) -> Bodies:
    position = {node: n for n, node in enumerate(nodes)}
    person = {it.id: position[it.node] for it in fabric.people}
    badge = {it.id: position[it.node] for it in fabric.badges}
    one, other, hold = [], [], []
    for thread in fabric.threads:
        one.append(person[thread.person_id])
        other.append(badge[thread.badge_id])
        hold.append(HOLD[thread.kind])
    for arc in fabric.arcs:
        one.append(person[arc.source_id])
        other.append(person[arc.target_id])
        hold.append(ARC_HOLD)
    size = (len(nodes), len(nodes))
    half = coo_array((hold, (one, other)), shape=size).tocsr()
    circle = {it.id: n for n, it in enumerate(fabric.circles)}
    of = [circle.get(it.circle_id, -1) if it.circle_id else -1 for it in fabric.people]
    of += [circle.get(it.circle_id, -1) for it in fabric.badges]
    return Bodies(csr_array(half + half.T), np.array(of, dtype=np.int64))


def _places(fabric: Fabric, nodes: list[str], at: Floats) -> dict[str, Place]:
    """Rounded, so that what is stored reads back the same everywhere."""
    places = {
        node: Place(round(float(x), 4), round(float(y), 4))
        for node, (x, y) in zip(nodes, at, strict=True)
    }
    for circle in fabric.circles:
        own = [places[it.node] for it in fabric.people if it.circle_id == circle.id]
        own += [places[it.node] for it in fabric.badges if it.circle_id == circle.id]
        if own:
            places[f"circle/{circle.id}"] = Place(
                round(sum(it.x for it in own) / len(own), 4),
                round(sum(it.y for it in own) / len(own), 4),
            )
    return places


@dataclass(frozen=True)
class _Picture:
    nodes: list[str]
    bodies: Bodies
    radius: Floats

    def fresh(self, known: Mapping[str, Place]) -> Floats:
        """Drawn anew, turned towards where they stood."""
        groups = self._groups()
        main = self._turned(self._woven(groups[0]), groups[0], known)
        return self._at_rest(self._side_by_side(groups, main))

    def _turned(self, at: Floats, group: Ints, known: Mapping[str, Place]) -> Floats:
        """The turn or mirror image that brings them nearest to where they stood (Schönemann,
        Psychometrika 31(1), 1966)."""
        stood = [n for n, node in enumerate(group) if self.nodes[node] in known]
        if len(stood) < FEWEST_TURNED:
            return at
        there = np.array([known[self.nodes[group[n]]] for n in stood], dtype=np.float64)
        here, middle = at[stood].mean(axis=0), there.mean(axis=0)
        left, _, right = np.linalg.svd((at[stood] - here).T @ (there - middle))
        return np.asarray((at - here) @ (left @ right) + middle)

    def stretch(self, at: Floats) -> float:
        """The mean length of what holds them together."""
        ties = self.bodies.ties.tocoo()
        length = np.linalg.norm(at[ties.row] - at[ties.col], axis=1)
        return float((length * ties.data).sum() / max(ties.data.sum(), 1e-9))

    def kept(self, known: Mapping[str, Place], changed: int) -> Floats:
        """Little is new: newcomers settle, the others give way a little, the more the more
        changed; whoever was left behind by their own ties follows them."""
        at = self.begun(known)
        new = np.array([node not in known for node in self.nodes])
        if changed:
            main = self._groups()[0]
            part = self.bodies.of(main)
            leash = np.where(new, 6.0, min(1.0, 5 * changed / len(self.nodes)))[main]
            push = balance(part, at[main])
            at[main] = settle(part, at[main], rounds=30, heat=1.0, leash=leash, push=push)
        return self._at_rest(at, new)

    def begun(self, known: Mapping[str, Place]) -> Floats:
        """Where all stood, newcomers in the middle of those whom they are tied to, or under
        everything when they are tied to nobody who stood."""
        at = np.zeros((len(self.nodes), 2))
        placed = np.array([node in known for node in self.nodes])
        for n in np.flatnonzero(placed):
            place = known[self.nodes[n]]
            at[n] = place.x, place.y
        while True:
            hold = self.bodies.ties @ placed.astype(np.float64)
            ready = ~placed & (hold > 0)
            if not ready.any():
                break
            middle = (self.bodies.ties @ (at * placed[:, None]))[ready] / hold[ready, None]
            at[ready] = middle + self._jitter()[ready]
            placed |= ready
        apart = [group for group in self._groups() if not placed[group[0]]]
        if apart:
            stood = box_of(at[placed], self.radius[placed]) if placed.any() else _NOWHERE
            self._shelve(at, apart, stood)
        return at

    def _groups(self) -> list[Ints]:
        """Those who hang together, the largest first."""
        _, label = connected_components(self.bodies.ties, directed=False)
        order = np.argsort(label, kind="stable")
        groups = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
        return sorted(groups, key=lambda g: (-len(g), self.bodies.circle[g[0]], g[0]))

    def _side_by_side(self, groups: list[Ints], main: Floats) -> Floats:
        at = np.zeros((len(self.nodes), 2))
        at[groups[0]] = main
        self._shelve(at, groups[1:], box_of(main, self.radius[groups[0]]))
        return at

    def _shelve(self, at: Floats, groups: list[Ints], under: Box) -> None:
        pieces = [self._woven(group) for group in groups]
        boxes = [box_of(piece, self.radius[g]) for g, piece in zip(groups, pieces, strict=True)]
        for group, piece, move in zip(groups, pieces, shelves(boxes, under), strict=True):
            at[group] = piece + move

    def _woven(self, group: Ints) -> Floats:
        """One group that hangs together, around the origin."""
        if len(group) == 1:
            return np.zeros((1, 2))
        part = self.bodies.of(group)
        at = begin(part)
        at = settle(
            part, at, rounds=ROUNDS, heat=1 + 0.05 * len(group) ** 0.5, push=balance(part, at)
        )
        return self._roomy(at, group)

    def _roomy(self, at: Floats, group: Ints) -> Floats:
        radius = self.radius[group]
        return spaced(to_scale(at, radius), radius, np.ones(len(group)))

    def _at_rest(self, at: Floats, new: NDArray[np.bool_] | None = None) -> Floats:
        """Until nobody is left behind by their ties and nobody stands on anyone: so the next
        layout of the same finds nothing to do."""
        mobile = np.ones(len(at)) if new is None else np.where(new, 1.0, 0.1)
        for _ in range(REST_ROUNDS):
            at, followed = self._following(at)
            at = spaced(at, self.radius, np.maximum(mobile, followed))
            if not followed.any():
                break
        return at

    def _following(self, at: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        """Move those whose ties are all far away to the middle of them, and tell who moved."""
        ties, held = self.bodies.ties, np.maximum(self.bodies.held, 1e-9)
        middle = (ties @ at) / held[:, None]
        spread = np.maximum(
            (ties @ (at * at)).sum(axis=1) / held - (middle * middle).sum(axis=1), 0
        )
        lag = ((at - middle) ** 2).sum(axis=1)
        tied = np.diff(ties.indptr) > 0
        usual = float(np.median(lag[tied])) if tied.any() else 0.0
        behind = tied & (lag > FAR**2 * max(usual, 1.0)) & (lag > spread)
        moving = np.zeros(len(at), dtype=bool)
        at = at.copy()
        for n in np.flatnonzero(behind):
            if not moving[ties.indices[ties.indptr[n] : ties.indptr[n + 1]]].any():
                at[n] = middle[n] + self._jitter()[n]
                moving[n] = True
        return at, moving

    def _jitter(self) -> Floats:
        """A small step of one's own: two with the same ties do not start on the same spot."""
        angle = np.arange(len(self.nodes)) * 2.399963
        return 0.3 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
