"""A value as a page tells it: circle by circle, voice by voice, down to the words it comes from."""

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, replace
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
from recognition.trust.amounts import hundredths
from recognition.trust.enriching import Enriching
from recognition.trust.history import Event, History, history, ways_to
from recognition.trust.memory import SeenGraph, live_graph
from recognition.trust.queries import EVERYWHERE, Scope, award_node, badge_node
from recognition.trust.sources import Sources, people_named, sources_of
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
    everywhere, *here = (
        _Telling(
            session, actor, scope, live_graph(session, memory, scope), node, thing, circles
        ).panel()
        for scope in scopes
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
class _Telling:
    """One standing on its way to a page. `circles` are those of the platform, by id."""

    session: Session
    actor: Actor
    scope: Scope
    graph: SeenGraph
    node: str
    thing: _Thing
    circles: Mapping[str, Circle]

    def panel(self) -> ValuePanel:
        collective = self._circle(str(self.scope.collective_id)).name
        with self.graph.held() as graph:
            standing, raises = graph.standing(self.node), graph.raises(self.node)
            ways = ways_to(graph.network, self.node)
        if standing is None or raises is None:
            return ValuePanel(collective)
        heard: list[Voice] = [*standing.contributions, *standing.unseated]
        people = {*ways.people, *standing.bottleneck, *(voice.person for voice in heard)}
        people.update(person for voice in standing.unseated for person in voice.through)
        known = people_named(self.session, self.actor, people)
        sources = sources_of(self.session, self.scope, ways.nodes)
        with self.graph.held() as graph:
            past = history(graph.network, self.node, sources.days)
        enriching = Enriching(
            self.thing.kind,
            self.actor,
            known,
            {voice.person: voice.circle for voice in heard},
            self.circles,
        )
        rows = {voice.person: self._row(voice, known, sources) for voice in heard}
        shares = self._shared(standing.contributions, rows)
        effective = effective_circles(circle.amount for circle in shares)
        return ValuePanel(
            collective=collective,
            value=standing.value,
            shown=round(sum(circle.shown for circle in shares), 2),
            voice_count=standing.voices,
            independent=standing.independent,
            circle_count=standing.circles,
            effective_circles=effective,
            variety=variety(effective),
            parts=_parts([rows[voice.person] for voice in standing.contributions]),
            circles=shares,
            silent=tuple(rows[voice.person] for voice in standing.unseated),
            enrichments=enriching.told(raises),
            timeline=_timeline(past, known, sources),
            bottleneck=self._bottleneck(standing, known),
            is_known=True,
        )

    def _circle(self, circle: str) -> Circle:
        return self.circles.get(circle, _NO_CIRCLE)

    def _row(self, voice: Voice, known: Mapping[str, Named], sources: Sources) -> VoiceRow:
        who = known[voice.person]
        return VoiceRow(
            name=who.name,
            handle=who.handle,
            initials=initials(who.name),
            accent=self._circle(voice.circle).dye,
            circle=self._circle(voice.circle).name,
            kind=_part_kind(voice),
            source=sources.of(voice.person, voice.source, carries=voice.kind == "use"),
            confirmed=voice.confirmed,
            quality=voice.quality,
            amount=voice.amount if isinstance(voice, Contribution) else 0.0,
            seat=voice.seat if isinstance(voice, Contribution) else 0,
            cause=_cause(voice),
            through=tuple(known[person] for person in voice.through)
            if isinstance(voice, Unseated)
            else (),
        )

    def _shared(
        self, contributions: Iterable[Contribution], rows: Mapping[str, VoiceRow]
    ) -> tuple[CircleRows, ...]:
        """Circles by name, and in each the voices by place, with figures that add up."""

        def by_circle(voice: Contribution) -> tuple[str, str]:
            return (self._circle(voice.circle).name, voice.circle)

        circles = []
        for (name, circle), group in groupby(sorted(contributions, key=by_circle), by_circle):
            inside = sorted((rows[voice.person] for voice in group), key=_by_seat)
            amount = sum(row.amount for row in inside)
            circles.append(CircleRows(name, self._circle(circle).dye, amount, 0.0, tuple(inside)))
        totals = hundredths([circle.amount for circle in circles])
        return tuple(_figured(circle, total) for circle, total in zip(circles, totals, strict=True))

    def _bottleneck(self, standing: Standing, known: Mapping[str, Named]) -> tuple[Named, ...]:
        """For coordination alone (trust metric, section 6)."""
        if not self.thing.is_coordinated:
            return ()
        return tuple(sorted((known[person] for person in standing.bottleneck), key=_by_name))


def _by_seat(row: VoiceRow) -> tuple[int, str]:
    return (row.seat, row.name)


def _by_name(person: Named) -> str:
    return person.name


def _figured(circle: CircleRows, total: int) -> CircleRows:
    figures = hundredths([row.amount for row in circle.rows], total)
    rows = (
        replace(row, shown=figure / 100) for row, figure in zip(circle.rows, figures, strict=True)
    )
    return replace(circle, shown=total / 100, rows=tuple(rows))


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


def _timeline(told: History, known: Mapping[str, Named], sources: Sources) -> Timeline:
    carried = sources.days.carried
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
