"""A value as a page tells it: circle by circle, voice by voice, down to the words it comes from."""

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from recognition.awards.models import Award
from recognition.badges.models import Badge
from recognition.collectives.models import Collective
from recognition.collectives.queries import NO_CIRCLE, shares_collective
from recognition.errors import NotFound
from recognition.people.sessions import initials
from recognition.permissions import Actor
from recognition.trust.amounts import hundredths, rounded
from recognition.trust.enriching import Enriching
from recognition.trust.explain import Raises
from recognition.trust.history import Days, Event, History, Ways, history, ways_to
from recognition.trust.memory import SeenGraph, live_graph
from recognition.trust.queries import EVERYWHERE, Scope, award_node, badge_node
from recognition.trust.sources import Sources, evidence_days, people_named, sources_of
from recognition.trust.told import (
    PART_KINDS,
    Circle,
    CircleRows,
    Happening,
    Moment,
    Named,
    Part,
    Timeline,
    ValuePanel,
    ValuePanels,
    VoiceRow,
)
from recognition.trust.value import Contribution, Standing, Unseated, Voice
from recognition.trust.variety import effective_circles, variety

_NO_CIRCLE = Circle("", NO_CIRCLE)


def badge_value(
    session: Session, memory: MutableMapping[str, object], actor: Actor, badge_id: UUID
) -> ValuePanels:
    """The value of a definition, for this visitor. The caller has checked that they may see it."""
    row = session.execute(
        select(
            col(Badge.slug),
            col(Collective.id),
            col(Collective.slug),
            col(Collective.shows_value),
        )
        .join(Collective, col(Collective.id) == col(Badge.collective_id))
        .where(col(Badge.id) == badge_id)
    ).first()
    if row is None:
        raise NotFound
    badge, collective_id, collective, shows_value = row
    thing = _Thing("badge", badge, collective, shows_value, collective_id in actor.coordinates)
    return _panels(session, memory, actor, badge_node(badge_id), thing)


def award_value(
    session: Session, memory: MutableMapping[str, object], actor: Actor, award_id: UUID
) -> ValuePanels:
    """The value of an award, for this visitor. The caller has checked that they may see it.

    Its number is shown or not by the collective of the badge it is of."""
    coordination = Actor(collectives=actor.coordinates)
    row = session.execute(
        select(
            col(Badge.slug),
            col(Collective.slug),
            col(Collective.shows_value),
            shares_collective(coordination, col(Award.holder_id)),
        )
        .select_from(Award)
        .join(Badge, col(Badge.id) == col(Award.badge_id))
        .join(Collective, col(Collective.id) == col(Badge.collective_id))
        .where(col(Award.id) == award_id)
    ).first()
    if row is None:
        raise NotFound
    thing = _Thing("award", *row)
    return _panels(session, memory, actor, award_node(award_id), thing)


@dataclass(frozen=True)
class _Thing:
    """What is told of; the fields of `ValuePanels`. `is_coordinated`: the visitor coordinates the
    collective of the badge, or one of the holder's."""

    kind: str
    badge: str
    collective: str
    shows_value: bool
    is_coordinated: bool


def _panels(
    session: Session,
    memory: MutableMapping[str, object],
    actor: Actor,
    node: str,
    thing: _Thing,
) -> ValuePanels:
    circles = {
        str(collective_id): Circle(short_name, accent, slug)
        for collective_id, short_name, accent, slug in session.execute(
            select(
                col(Collective.id),
                col(Collective.short_name),
                col(Collective.accent),
                col(Collective.slug),
            )
        )
    }
    scopes = [EVERYWHERE, *(Scope(i) for i in sorted(actor.collectives, key=str))]
    seen = [_seen(live_graph(session, memory, scope), scope, node) for scope in scopes]
    known = people_named(session, actor, {person for one in seen for person in one.people})
    sources = sources_of(session, {node for one in seen for node in one.ways.nodes})
    everywhere, *here = (
        _Telling(session, actor, one, node, thing, circles, known, sources).panel() for one in seen
    )
    return ValuePanels(
        thing=thing.kind,
        badge=thing.badge,
        collective=thing.collective,
        shows_value=thing.shows_value,
        everywhere=everywhere,
        here=tuple(here),
    )


@dataclass(frozen=True)
class _Seen:
    """What one graph says of a node; `standing` and `raises` are None when it is not in it."""

    scope: Scope
    graph: SeenGraph
    standing: Standing | None
    raises: Raises | None
    ways: Ways

    @property
    def people(self) -> set[str]:
        """Everyone who may be named."""
        if self.standing is None:
            return set()
        heard = (*self.standing.contributions, *self.standing.unseated)
        through = (person for voice in self.standing.unseated for person in voice.through)
        voices = (voice.person for voice in heard)
        return {*voices, *through, *self.standing.bottleneck, *self.ways.people}


def _seen(graph: SeenGraph, scope: Scope, node: str) -> _Seen:
    with graph.held() as held:
        ways = ways_to(held.network, node)
        return _Seen(scope, graph, held.standing(node), held.raises(node), ways)


@dataclass(frozen=True)
class _Telling:
    """One standing on its way to a page. `circles` are those of the platform, by id; `known` and
    `sources` are of all that this visitor sees, by whichever graph."""

    session: Session
    actor: Actor
    seen: _Seen
    node: str
    thing: _Thing
    circles: Mapping[str, Circle]
    known: Mapping[str, Named]
    sources: Sources

    def panel(self) -> ValuePanel:
        scope, standing, raises = self.seen.scope, self.seen.standing, self.seen.raises
        collective = self._circle(str(scope.collective_id)).name
        if standing is None or raises is None:
            return ValuePanel(collective)
        known, sources, nodes = self.known, self.sources, self.seen.ways.nodes
        days = sources.days(nodes, evidence_days(self.session, scope, nodes))
        with self.seen.graph.held() as graph:
            past = history(graph.network, self.node, days)
        heard: list[Voice] = [*standing.contributions, *standing.unseated]
        enriching = Enriching(
            self.thing.kind,
            self.actor,
            known,
            {voice.person: self._told_circle(voice) for voice in heard},
            self.circles,
        )
        rows = {voice.person: self._row(voice) for voice in heard}
        shares = self._shared(standing.contributions, rows)
        effective = effective_circles(circle.amount for circle in shares)
        return ValuePanel(
            collective=collective,
            value=standing.value,
            shown=rounded(standing.value),
            voice_count=standing.voices,
            independent=standing.independent,
            circle_count=standing.circles,
            effective_circles=effective,
            variety=variety(effective),
            parts=_parts([rows[voice.person] for voice in standing.contributions]),
            circles=shares,
            silent=tuple(rows[voice.person] for voice in standing.unseated),
            enrichments=enriching.told(raises),
            timeline=_timeline(past, known, sources, days),
            bottleneck=self._bottleneck(standing),
            is_known=True,
        )

    def _circle(self, circle: str) -> Circle:
        return self.circles.get(circle, _NO_CIRCLE)

    def _told_circle(self, voice: Voice) -> str:
        """The circle of somebody, kept back with their page: who hides that hides where they are a
        member, and only their words and their name stand here (decision 2)."""
        own = {str(collective_id) for collective_id in self.actor.collectives}
        is_told = self.known[voice.person].handle is not None or voice.circle in own
        return voice.circle if is_told else ""

    def _row(self, voice: Voice) -> VoiceRow:
        who = self.known[voice.person]
        circle = self._circle(self._told_circle(voice))
        return VoiceRow(
            name=who.name,
            handle=who.handle,
            initials=initials(who.name),
            accent=circle.dye,
            circle=circle.name,
            kind=_part_kind(voice),
            source=self.sources.of(voice.person, voice.source, carries=voice.kind == "use"),
            confirmed=voice.confirmed,
            quality=voice.quality,
            amount=voice.amount if isinstance(voice, Contribution) else 0.0,
            shown=rounded(voice.amount) if isinstance(voice, Contribution) else 0.0,
            seat=voice.seat if isinstance(voice, Contribution) else 0,
            cause=_cause(voice),
            through=tuple(self.known[person] for person in voice.through)
            if isinstance(voice, Unseated)
            else (),
        )

    def _shared(
        self, contributions: Iterable[Contribution], rows: Mapping[str, VoiceRow]
    ) -> tuple[CircleRows, ...]:
        """Circles by name, and in each the voices by place, whose figures add up to its own."""

        def by_circle(voice: Contribution) -> tuple[str, str]:
            circle = self._told_circle(voice)
            return (self._circle(circle).name, circle)

        circles = []
        for (name, circle), group in groupby(sorted(contributions, key=by_circle), by_circle):
            inside = sorted((rows[voice.person] for voice in group), key=_by_seat)
            amount = sum(row.amount for row in inside)
            shown = round(sum(row.shown for row in inside), 2)
            dye = self._circle(circle).dye
            circles.append(CircleRows(name, dye, amount, shown, tuple(inside)))
        return tuple(circles)

    def _bottleneck(self, standing: Standing) -> tuple[Named, ...]:
        """For coordination alone (trust metric, section 6)."""
        if not self.thing.is_coordinated:
            return ()
        return tuple(sorted((self.known[person] for person in standing.bottleneck), key=_by_name))


def _by_seat(row: VoiceRow) -> tuple[int, str]:
    return (row.seat, row.name)


def _by_name(person: Named) -> str:
    return person.name


def _parts(rows: Iterable[VoiceRow]) -> tuple[Part, ...]:
    amounts = dict.fromkeys(PART_KINDS, 0.0)
    for row in rows:
        amounts[row.kind] += row.amount
    parts = [(kind, amount) for kind, amount in amounts.items() if amount > 0]
    figures = hundredths([amount for _, amount in parts])
    return tuple(
        Part(kind, amount, figure / 100)
        for (kind, amount), figure in zip(parts, figures, strict=True)
    )


def _timeline(told: History, known: Mapping[str, Named], sources: Sources, days: Days) -> Timeline:
    carried = days.carried
    first = min(carried, key=lambda person: (carried[person], person), default="")

    def happening(event: Event) -> Happening:
        return Happening(
            event.on,
            event.kind,
            known.get(event.person),
            sources.nodes[event.source],
            is_first=event.kind == "carried" and event.person == first,
        )

    return Timeline(
        told.grain,
        tuple(
            Moment(step.on, step.value, tuple(sorted(map(happening, step.events), key=_by_day)))
            for step in told.steps
        ),
    )


def _by_day(happening: Happening) -> tuple[date, str]:
    return (happening.on, happening.who.name if happening.who else "")


def _cause(voice: Voice) -> str:
    if not isinstance(voice, Unseated):
        return ""
    return "linking" if voice.through == (voice.person,) else voice.cause


def _part_kind(voice: Voice) -> str:
    if voice.kind == "use":
        return "use"
    return "direct" if voice.kind == "endorse" else voice.source.partition("/")[0]
