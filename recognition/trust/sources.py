"""Where the voices of one thing were given, with their first words and their days."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlmodel import Session, col

from recognition.awards.models import Award, AwardMode
from recognition.awards.queries import Holder
from recognition.badges.models import Badge, BadgeVersion
from recognition.clock import HERE
from recognition.collectives.queries import issuer_names, profile_seen_by
from recognition.endorsements.models import EndorsedCriterion, Endorsement, EndorsementState
from recognition.evidence.models import Evidence
from recognition.people.models import Person
from recognition.permissions import Actor
from recognition.trust.history import Days, Moment
from recognition.trust.queries import Scope, award_node, badge_node, issuer_node
from recognition.trust.queries.reading import IN_WORDS, IN_WORDS_AND_SHOWN
from recognition.trust.queries.scope import AWARD
from recognition.trust.told import Named, Source

EXCERPT_LENGTH = 140  # characters


@dataclass(frozen=True)
class _Act:
    """What a person did to a node. `lifts`: evidence on it raises the quality to a whole one."""

    person: str
    node: str
    on: date
    quality: float
    kind: str  # of `history.Event`
    lifts: bool


@dataclass(frozen=True)
class Sources:
    """By node what it is, by (person, node) what that person said or gave there, and when."""

    nodes: Mapping[str, Source]
    said: Mapping[tuple[str, str], Source]
    since: Mapping[str, date]
    holders: Mapping[str, str]  # of awards
    acts: tuple[_Act, ...]

    def of(self, person: str, node: str, *, carries: bool) -> Source:
        """Where a person's voice was given; without words for who only carries a badge."""
        said = None if carries else self.said.get((person, node))
        return said or self.nodes[node]

    def days(self, nodes: Collection[str], shown_on: Mapping[str, date]) -> Days:
        """The days of these nodes alone, for eyes that have seen evidence since `shown_on`."""
        moments: defaultdict[tuple[str, str], list[Moment]] = defaultdict(list)
        for act in self.acts:
            if act.node in nodes:
                moments[act.person, act.node] += _moments(act, shown_on.get(act.node))
        carried: dict[str, date] = {}
        for node, holder in self.holders.items():
            if node in nodes:
                carried[holder] = min(self.since[node], carried.get(holder, date.max))
        return Days(
            moments={key: tuple(sorted(them, key=_by_day)) for key, them in moments.items()},
            carried=carried,
            since={node: on for node, on in self.since.items() if node in nodes},
        )


def _moments(act: _Act, shown_on: date | None) -> list[Moment]:
    """The act, and its rise on the day of a first evidence when that lifts it."""
    if shown_on is None or not act.lifts:
        return [Moment(act.on, act.quality, act.kind)]
    if shown_on <= act.on:
        return [Moment(act.on, IN_WORDS_AND_SHOWN, act.kind)]
    rise = Moment(shown_on, IN_WORDS_AND_SHOWN, "evidence")
    return [Moment(act.on, act.quality, act.kind), rise]


def people_named(session: Session, actor: Actor, people: Iterable[str]) -> dict[str, Named]:
    """Name and (when the actor may see the page) handle, by id in the graph. One query."""
    rows = session.execute(
        select(
            col(Person.id),
            col(Person.display_name),
            col(Person.handle),
            profile_seen_by(actor),
        ).where(col(Person.id).in_({UUID(person) for person in people}))
    )
    return {str(i): Named(name, handle if seen else None) for i, name, handle, seen in rows}


def sources_of(session: Session, nodes: Iterable[str]) -> Sources:
    """What is said and given on these nodes of a graph, which are all that is read: the caller
    names only what the visitor may see. A fixed number of queries, at most six."""
    reading = _Reading(session)
    for node in nodes:
        kind, _, text = node.partition("/")
        reading.ids[kind].add(UUID(text))
    reading.badges()
    reading.awards()
    reading.issuers()
    reading.endorsements()
    return Sources(reading.nodes, reading.said, reading.since, reading.holders, tuple(reading.acts))


def evidence_days(session: Session, scope: Scope, nodes: Iterable[str]) -> dict[str, date]:
    """The day of the first evidence that a scope sees, by the node of its award. One query."""
    awards = {UUID(node.removeprefix(AWARD)) for node in nodes if node.startswith(AWARD)}
    rows = session.execute(
        select(col(Evidence.award_id), func.min(col(Evidence.added_at)))
        .join(Award, col(Award.id) == col(Evidence.award_id))
        .join(Holder, col(Holder.id) == col(Award.holder_id))
        .where(col(Award.id).in_(awards), scope.evidence_shown())
        .group_by(col(Evidence.award_id))
    )
    return {award_node(award_id): _day(at) for award_id, at in rows}


def _by_day(moment: Moment) -> tuple[date, float]:
    return (moment.on, moment.quality)


def _day(at: datetime) -> date:
    return at.astimezone(HERE).date()


def _excerpt(words: str) -> str:
    line = " ".join(words.split())
    if len(line) <= EXCERPT_LENGTH:
        return line
    return line[: EXCERPT_LENGTH - 1].rsplit(" ", 1)[0] + "…"


class _Reading:
    """Rows as they come in."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.ids: dict[str, set[UUID]] = {"badge": set(), "award": set(), "issuer": set()}
        self.nodes: dict[str, Source] = {}
        self.said: dict[tuple[str, str], Source] = {}
        self.since: dict[str, date] = {}
        self.holders: dict[str, str] = {}
        self.acts: list[_Act] = []

    def badges(self) -> None:
        rows = self.session.execute(
            select(
                col(Badge.id),
                col(Badge.slug),
                col(BadgeVersion.title),
                func.coalesce(col(Badge.adopted_at), col(Badge.proposed_at)),
            )
            .join(BadgeVersion, col(BadgeVersion.badge_id) == col(Badge.id))
            .where(
                col(Badge.id).in_(self.ids["badge"]),
                col(BadgeVersion.number) == col(Badge.current_version),
            )
        )
        for badge_id, slug, title, at in rows:
            node = badge_node(badge_id)
            self.nodes[node] = Source("badge", slug, title)
            self.since[node] = _day(at)

    def awards(self) -> None:
        rows = self.session.execute(
            select(
                col(Award.id),
                col(Holder.id),
                col(Holder.display_name),
                col(Award.giver_id),
                col(Award.sentence),
                col(Award.mode),
                col(Award.awarded_at),
            )
            .join(Holder, col(Holder.id) == col(Award.holder_id))
            .where(col(Award.id).in_(self.ids["award"]))
        )
        for award_id, holder_id, holder, giver_id, sentence, mode, at in rows:
            node, on = award_node(award_id), _day(at)
            self.nodes[node] = Source("award", str(award_id), holder, on=on)
            self.since[node] = on
            self.holders[node] = str(holder_id)
            if giver_id != holder_id:
                giver = str(giver_id)
                self.said[giver, node] = replace(self.nodes[node], words=_excerpt(sentence))
                lifts = bool(sentence) and mode != AwardMode.EVENT
                self.acts.append(_Act(giver, node, on, IN_WORDS, "gave", lifts))

    def issuers(self) -> None:
        for issuer_id, issuer in issuer_names(self.session, self.ids["issuer"]).items():
            self.nodes[issuer_node(issuer_id)] = Source(issuer.kind, issuer.slug, issuer.name)

    def endorsements(self) -> None:
        rows = self.session.execute(
            select(
                col(Endorsement.id),
                col(Endorsement.endorser_id),
                col(Endorsement.badge_id),
                col(Endorsement.award_id),
                col(Endorsement.issuer_id),
                col(Endorsement.statement),
                col(Endorsement.given_at),
                exists().where(col(EndorsedCriterion.endorsement_id) == col(Endorsement.id)),
            ).where(
                col(Endorsement.state) == EndorsementState.ACCEPTED,
                col(Endorsement.badge_id).in_(self.ids["badge"])
                | col(Endorsement.award_id).in_(self.ids["award"])
                | col(Endorsement.issuer_id).in_(self.ids["issuer"]),
            )
        )
        for i, endorser_id, badge_id, award_id, issuer_id, statement, at, vouched in rows:
            if badge_id:
                node = badge_node(badge_id)
            else:
                node = award_node(award_id) if award_id else issuer_node(issuer_id)
            endorser, on = str(endorser_id), _day(at)
            self.said[endorser, node] = replace(
                self.nodes[node],
                endorsement_id=i,
                words=_excerpt(statement),
                vouched=vouched,
                on=on,
            )
            whole = vouched or award_id is None
            quality = IN_WORDS_AND_SHOWN if whole else IN_WORDS
            self.acts.append(_Act(endorser, node, on, quality, "endorsed", lifts=not whole))
