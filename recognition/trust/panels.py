"""A value as a page tells it: circle by circle, voice by voice, down to the words it comes from."""

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from recognition.awards.models import Award
from recognition.awards.queries import Holder
from recognition.badges.models import Badge, BadgeVersion
from recognition.collectives.models import Collective
from recognition.collectives.queries import issuer_names, profile_seen_by
from recognition.endorsements.models import Endorsement, EndorsementState
from recognition.people.models import Person
from recognition.people.sessions import initials
from recognition.permissions import Actor
from recognition.trust.live import LiveGraph
from recognition.trust.memory import live_graph
from recognition.trust.queries import (
    EVERYWHERE,
    Scope,
    award_node,
    badge_node,
)
from recognition.trust.value import Contribution, Standing, Unseated, Voice

EXCERPT_LENGTH = 140  # characters
MOST_ENRICHMENTS = 4
FEWEST_VOICES = 2  # below, the page invites instead of counting
NO_CIRCLE_DYE = "noyer"
PART_KINDS = ("direct", "award", "badge", "issuer", "use")


@dataclass(frozen=True)
class Source:
    """Where a voice was given: `kind` is badge, award, person, collective or organisation;
    `key` is what its address is made of (a slug, a handle, an award's id)."""

    kind: str
    key: str
    name: str
    endorsement_id: UUID | None = None
    words: str = ""


@dataclass(frozen=True)
class VoiceRow:
    """One person's voice. `handle` is None when the visitor may not see their page.

    `kind` is how it arrives, one of PART_KINDS; `seat` its place in the circle, 0 for a voice
    that adds nothing, whose `cause` says why (those of `Unseated`, and "linking" for someone
    who already links another voice) and `through` through whom it would have to come.
    """

    name: str
    handle: str | None
    initials: str
    accent: str
    kind: str
    source: Source
    confirmed: bool
    quality: float
    amount: float
    seat: int = 0
    cause: str = ""
    through: tuple[str, ...] = ()


@dataclass(frozen=True)
class CircleRows:
    """The voices of one circle, the first ones first. `name` is empty for people without one."""

    name: str
    accent: str
    amount: float
    rows: tuple[VoiceRow, ...]


@dataclass(frozen=True)
class Part:
    """What arrives by one route; `kind` is one of PART_KINDS."""

    kind: str
    amount: float


@dataclass(frozen=True)
class Enrichment:
    """Something that would raise the value, and by how much (the difference of two scorings).

    `kind`: circle (a first voice from `name`), evidence (a first trace that everyone may see),
    proof (a bare endorsement of `name` is given something to look at), meeting (`name` is met
    in person), tie (`name` is vouched for by someone else too).
    """

    kind: str
    name: str
    amount: float


@dataclass(frozen=True)
class ValuePanel:
    """The value of one thing, seen by one pair of eyes. `collective` is empty for everyone's."""

    collective: str
    value: float
    voice_count: int
    independent: int
    circle_count: int
    parts: tuple[Part, ...]
    circles: tuple[CircleRows, ...]
    silent: tuple[VoiceRow, ...]
    enrichments: tuple[Enrichment, ...]

    @property
    def is_shown(self) -> bool:
        """Whether there are voices enough to speak of a value."""
        return self.voice_count >= FEWEST_VOICES and self.value > 0


@dataclass(frozen=True)
class ValuePanels:
    """Seen from everywhere, and beside it from each collective of the visitor. `thing` is badge
    (a definition) or award."""

    thing: str
    everywhere: ValuePanel
    here: tuple[ValuePanel, ...]

    def is_same(self, panel: ValuePanel) -> bool:
        """Whether a collective's panel says nothing that everyone's does not."""
        return replace(panel, collective="") == self.everywhere


def badge_value(
    session: Session, memory: MutableMapping[str, object], actor: Actor, badge_id: UUID
) -> ValuePanels:
    """The value of a definition, for this visitor. The caller has checked that they may see it."""
    return _panels(session, memory, actor, badge_node(badge_id))


def award_value(
    session: Session, memory: MutableMapping[str, object], actor: Actor, award_id: UUID
) -> ValuePanels:
    """The value of an award, for this visitor. The caller has checked that they may see it."""
    return _panels(session, memory, actor, award_node(award_id))


def _panels(
    session: Session, memory: MutableMapping[str, object], actor: Actor, node: str
) -> ValuePanels:
    collectives = {
        str(collective_id): (short_name, accent)
        for collective_id, short_name, accent in session.execute(
            select(col(Collective.id), col(Collective.short_name), col(Collective.accent))
        )
    }
    everywhere = live_graph(session, memory, EVERYWHERE)
    panels = [_Telling(session, actor, EVERYWHERE, everywhere, node, collectives).panel("")]
    for collective_id in sorted(actor.collectives, key=str):
        scope = Scope(collective_id)
        graph = live_graph(session, memory, scope)
        telling = _Telling(session, actor, scope, graph, node, collectives)
        panels.append(telling.panel(collectives[str(collective_id)][0]))
    return ValuePanels(node.partition("/")[0], panels[0], tuple(panels[1:]))


@dataclass(frozen=True)
class _Telling:
    """One standing on its way to a page. `collectives` maps an id to (short name, dye)."""

    session: Session
    actor: Actor
    scope: Scope
    graph: LiveGraph
    node: str
    collectives: Mapping[str, tuple[str, str]]

    def panel(self, collective: str) -> ValuePanel:
        standing = self.graph.standing(self.node)
        if standing is None:
            return ValuePanel(collective, 0.0, 0, 0, 0, (), (), (), self._enrichments({}))
        voices: list[Voice] = [*standing.contributions, *standing.unseated]
        names = self._names(standing)
        sources = self._sources(voices)
        rows = {voice.person: self._row(voice, names, sources) for voice in standing.contributions}
        return ValuePanel(
            collective=collective,
            value=standing.value,
            voice_count=standing.voices,
            independent=standing.independent,
            circle_count=standing.circles,
            parts=_parts(rows.values()),
            circles=self._circles(standing.contributions, rows),
            silent=tuple(self._row(voice, names, sources) for voice in standing.unseated),
            enrichments=self._enrichments(names),
        )

    def _circles(
        self, contributions: Iterable[Contribution], rows: Mapping[str, VoiceRow]
    ) -> tuple[CircleRows, ...]:
        def by_circle(voice: Contribution) -> tuple[str, str]:
            return (self._circle(voice.circle)[0], voice.circle)

        told = []
        for (name, circle), group in groupby(sorted(contributions, key=by_circle), by_circle):
            inside = sorted((rows[voice.person] for voice in group), key=lambda row: row.seat)
            total = sum(row.amount for row in inside)
            told.append(CircleRows(name, self._circle(circle)[1], total, tuple(inside)))
        return tuple(told)

    def _circle(self, circle: str) -> tuple[str, str]:
        return self.collectives.get(circle, ("", NO_CIRCLE_DYE))

    def _row(
        self,
        voice: Voice,
        names: Mapping[str, tuple[str, str | None]],
        sources: Mapping[tuple[str, str], Source],
    ) -> VoiceRow:
        name, handle = names[voice.person]
        return VoiceRow(
            name=name,
            handle=handle,
            initials=initials(name),
            accent=self._circle(voice.circle)[1],
            kind=_part_kind(voice),
            source=sources[voice.person, voice.source],
            confirmed=voice.confirmed,
            quality=voice.quality,
            amount=voice.amount if isinstance(voice, Contribution) else 0.0,
            seat=voice.seat if isinstance(voice, Contribution) else 0,
            cause=_cause(voice),
            through=tuple(names[person][0] for person in voice.through)
            if isinstance(voice, Unseated)
            else (),
        )

    def _names(self, standing: Standing) -> dict[str, tuple[str, str | None]]:
        """Name and (when the visitor may see the page) handle of everyone who is told of."""
        people = {voice.person for voice in (*standing.contributions, *standing.unseated)}
        people |= {person for voice in standing.unseated for person in voice.through}
        rows = self.session.execute(
            select(
                col(Person.id),
                col(Person.display_name),
                col(Person.handle),
                profile_seen_by(self.actor),
            ).where(col(Person.id).in_([UUID(person) for person in people]))
        )
        return {str(i): (name, handle if seen else None) for i, name, handle, seen in rows}

    def _sources(self, voices: Iterable[Voice]) -> dict[tuple[str, str], Source]:
        """By person and node: what they endorsed, gave or carry, with the first of their words."""
        ids: dict[str, set[UUID]] = {"badge": set(), "award": set(), "issuer": set()}
        heard = list(voices)
        for voice in heard:
            kind, _, text = voice.source.partition("/")
            ids[kind].add(UUID(text))
        people = [UUID(voice.person) for voice in heard]
        named = {
            **self._badges(ids["badge"]),
            **self._awards(ids["award"]),
            **self._issuers(ids["issuer"]),
        }
        said = self._said(people, ids)
        return {
            (voice.person, voice.source): _source(named[voice.source], said, voice)
            for voice in heard
        }

    def _badges(self, ids: set[UUID]) -> dict[str, Source]:
        rows = self.session.execute(
            select(col(Badge.id), col(Badge.slug), col(BadgeVersion.title))
            .join(BadgeVersion, col(BadgeVersion.badge_id) == col(Badge.id))
            .where(col(Badge.id).in_(ids), col(BadgeVersion.number) == col(Badge.current_version))
        )
        return {badge_node(i): Source("badge", slug, title) for i, slug, title in rows}

    def _awards(self, ids: set[UUID]) -> dict[str, Source]:
        rows = self.session.execute(
            select(col(Award.id), col(Holder.display_name), col(Award.sentence))
            .join(Holder, col(Holder.id) == col(Award.holder_id))
            .where(col(Award.id).in_(ids))
        )
        return {
            award_node(i): Source("award", str(i), holder, words=sentence)
            for i, holder, sentence in rows
        }

    def _issuers(self, ids: set[UUID]) -> dict[str, Source]:
        return {
            f"issuer/{i}": Source(issuer.kind, issuer.slug, issuer.name)
            for i, issuer in issuer_names(self.session, ids).items()
        }

    def _said(
        self, people: list[UUID], ids: Mapping[str, set[UUID]]
    ) -> dict[tuple[str, str], tuple[UUID, str]]:
        rows = self.session.execute(
            select(
                col(Endorsement.id),
                col(Endorsement.endorser_id),
                col(Endorsement.badge_id),
                col(Endorsement.award_id),
                col(Endorsement.issuer_id),
                col(Endorsement.statement),
            ).where(
                col(Endorsement.state) == EndorsementState.ACCEPTED,
                col(Endorsement.endorser_id).in_(people),
                col(Endorsement.badge_id).in_(ids["badge"])
                | col(Endorsement.award_id).in_(ids["award"])
                | col(Endorsement.issuer_id).in_(ids["issuer"]),
            )
        )
        return {
            (
                str(endorser_id),
                badge_node(badge_id)
                if badge_id
                else award_node(award_id)
                if award_id
                else f"issuer/{issuer_id}",
            ): (i, statement)
            for i, endorser_id, badge_id, award_id, issuer_id, statement in rows
        }

    def _enrichments(self, names: Mapping[str, tuple[str, str | None]]) -> tuple[Enrichment, ...]:
        """What would raise the value, the greatest gains first; at most a handful."""
        found = self.graph.raises(self.node)
        if found is None:
            return ()
        kind = "evidence" if self.node.startswith("award/") else "proof"
        told = [
            *(
                Enrichment("circle", self._circle(voice.circle)[0], voice.met)
                for voice in found.first_voices
            ),
            *([Enrichment(kind, "", found.evidence)] if found.evidence > 0 else []),
            *(Enrichment("meeting", names[it.person][0], it.amount) for it in found.meetings),
            *(Enrichment("tie", names[it.person][0], it.amount) for it in found.ties),
        ]
        return tuple(sorted(told, key=lambda it: (-it.amount, it.kind, it.name))[:MOST_ENRICHMENTS])


def _cause(voice: Voice) -> str:
    if not isinstance(voice, Unseated):
        return ""
    return "linking" if voice.through == (voice.person,) else voice.cause


def _part_kind(voice: Voice) -> str:
    if voice.kind == "use":
        return "use"
    return "direct" if voice.kind == "endorse" else voice.source.partition("/")[0]


def _parts(rows: Iterable[VoiceRow]) -> tuple[Part, ...]:
    amounts = dict.fromkeys(PART_KINDS, 0.0)
    for row in rows:
        amounts[row.kind] += row.amount
    return tuple(Part(kind, amount) for kind, amount in amounts.items() if amount > 0)


def _source(
    named: Source, said: Mapping[tuple[str, str], tuple[UUID, str]], voice: Voice
) -> Source:
    endorsement_id, words = said.get((voice.person, voice.source), (None, ""))
    if endorsement_id is None and voice.kind != "use" and named.kind == "award":
        words = named.words  # the giver's sentence
    return Source(named.kind, named.key, named.name, endorsement_id, _excerpt(words))


def _excerpt(words: str) -> str:
    line = " ".join(words.split())
    if len(line) <= EXCERPT_LENGTH:
        return line
    return line[: EXCERPT_LENGTH - 1].rsplit(" ", 1)[0] + "…"
