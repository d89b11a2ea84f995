"""The value over time: what the voices of today amounted to on each day on which one arrived.

Every day is scored on the graph of today, with the people met and the circles of today. So what is
hidden now is in no point of the past either, and the last point is the value that is shown.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import itemgetter

from recognition.trust.edges import USE_QUALITY
from recognition.trust.network import LEVELS, UNCONFIRMED, Heard, Network, VoiceKind
from recognition.trust.seating import seated

MOST_STEPS = 40  # beyond, days are told by month, then by year


@dataclass(frozen=True)
class Event:
    """What made a voice arrive or rise. `kind`: endorsed, gave, carried, evidence.

    `person` is the id of who did it, "" for evidence; `source` the node it was done to.
    """

    on: date
    kind: str
    person: str
    source: str


@dataclass(frozen=True)
class Step:
    """The value from a day on, until the next step; `on` is the last day of its events."""

    on: date
    value: float
    events: tuple[Event, ...]


@dataclass(frozen=True)
class History:
    """Steps in order of time. `grain` is day, month or year: how many days a step may join."""

    grain: str = "day"
    steps: tuple[Step, ...] = ()


NO_HISTORY = History()


@dataclass(frozen=True)
class Moment:
    """From that day on, what a person did to a node had this quality."""

    on: date
    quality: float
    kind: str  # of Event


@dataclass(frozen=True)
class Days:
    """When things came to be, by node and by (person, node); ids are the graph's.

    `moments` are those of one act in order of time, `carried` the first day on which a person
    carried the badge, `since` the day of an award or of an adoption.
    """

    moments: Mapping[tuple[str, str], tuple[Moment, ...]]
    carried: Mapping[str, date]
    since: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class _Route:
    """A way by which a person is heard on a badge, as `voices` knows them."""

    person: int
    kind: VoiceKind
    source: int
    quality: float
    factor: float


@dataclass(frozen=True)
class Ways:
    """Who is heard on a badge, and the nodes where they may have been: those it inherits from."""

    people: frozenset[str]
    nodes: frozenset[str]


def ways_to(network: Network, node: str) -> Ways:
    """By what and by whom a node is told of; empty for one the network does not know."""
    badge = network.position(node)
    if badge is None:
        return Ways(frozenset(), frozenset())
    return Ways(
        people=frozenset(network.people[route.person] for route in _routes(network, badge)),
        nodes=frozenset(network.badges[link.source] for link in network.inherits[badge]) | {node},
    )


def _routes(network: Network, badge: int) -> list[_Route]:
    """All ways by which voices arrive at a badge; those of its holders, which add nothing, not."""
    direct = [
        _Route(person, "endorse", badge, quality, 1.0)
        for person, quality in network.endorsed[badge].items()
    ]
    inherited = [
        _Route(person, "inherit", link.source, quality, link.factor)
        for link in network.inherits[badge]
        for person, quality in network.endorsed[link.source].items()
    ]
    used = [_Route(person, "use", badge, USE_QUALITY, 1.0) for person in network.users[badge]]
    holders = set(network.holders[badge])
    return [route for route in direct + inherited + used if route.person not in holders]


@dataclass(frozen=True, slots=True)
class _Rise:
    """From that day on, a voice is heard by this route, this strong."""

    on: date
    heard: Heard
    kind: str  # of Event


def history(network: Network, node: str, days: Days) -> History:
    """How the value of a node came about; empty for one the network does not know.

    Cost: one seating a step, at most MOST_STEPS.
    """
    badge = network.position(node)
    if badge is None:
        return NO_HISTORY
    rises = sorted(
        (
            rise
            for route in _routes(network, badge)
            for rise in _rises(network, badge, route, days)
            if rise.heard.strength
        ),
        key=lambda rise: (rise.on, rise.heard.person, rise.heard.strength, rise.heard.source),
    )
    grain, periods = _periods([rise.on for rise in rises])
    best: dict[int, Heard] = {}
    steps = []
    for _, group in groupby(zip(periods, rises, strict=True), key=itemgetter(0)):
        events: dict[tuple[str, str, str], Event] = {}
        for _, rise in group:
            person = rise.heard.person
            if person not in best or rise.heard.strength > best[person].strength:
                best[person] = rise.heard
                event = _event(network, rise)
                events.setdefault((event.kind, event.person, event.source), event)
        if events:
            heard = [best[person] for person in sorted(best, key=network.people.__getitem__)]
            value = seated(network, badge, everyone=heard).value
            told = tuple(events.values())
            steps.append(Step(told[-1].on, value, told))
    return History(grain, tuple(steps))


def _rises(network: Network, badge: int, route: _Route, days: Days) -> Iterator[_Rise]:
    """One for each day on which this route grew stronger; the last is as strong as today."""
    person, source = network.people[route.person], network.badges[route.source]
    start = max(days.since[node] for node in (network.badges[badge], source) if node in days.since)
    if route.kind == "use":
        yield _Rise(days.carried.get(person, start), _heard(network, route), "carried")
        return
    on, reached = start, 0.0
    for moment in days.moments.get((person, source), ()):
        quality = min(moment.quality, route.quality)
        if quality > reached:
            on, reached = max(start, moment.on), quality
            yield _Rise(on, _heard(network, replace(route, quality=quality)), moment.kind)
    if reached < route.quality:
        yield _Rise(on, _heard(network, route), "endorsed")


def _heard(network: Network, route: _Route) -> Heard:
    confirmed = route.person in network.confirmed
    strength = route.quality * route.factor * (1.0 if confirmed else UNCONFIRMED)
    return Heard(
        person=route.person,
        circle=network.circles[route.person],
        confirmed=confirmed,
        kind=route.kind,
        source=route.source,
        quality=route.quality,
        factor=route.factor,
        strength=next((level for level in LEVELS if level <= strength), 0.0),
    )


def _periods(days: Sequence[date]) -> tuple[str, list[date]]:
    """The grain, and for each day the first day of its period."""
    grain = next(
        (grain for grain, first in _GRAINS.items() if len({*map(first, days)}) <= MOST_STEPS),
        "year",
    )
    return grain, [_GRAINS[grain](day) for day in days]


_GRAINS: Mapping[str, Callable[[date], date]] = {
    "day": lambda day: day,
    "month": lambda day: day.replace(day=1),
    "year": lambda day: day.replace(month=1, day=1),
}


def _event(network: Network, rise: _Rise) -> Event:
    person = "" if rise.kind == "evidence" else network.people[rise.heard.person]
    return Event(rise.on, rise.kind, person, network.badges[rise.heard.source])
