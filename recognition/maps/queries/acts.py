"""The acts of a scope with their days: what `trust.queries` counts as edges, and nothing more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import Session, col

from recognition.awards.models import Award
from recognition.awards.queries import Holder
from recognition.badges.models import Badge
from recognition.clock import day_of
from recognition.collectives.models import (
    Collective,
    Membership,
    MembershipRole,
    MembershipState,
    Organisation,
    Representative,
)
from recognition.endorsements.models import Endorsement, EndorsementState
from recognition.maps.fabric import Arc, Thread, ThreadKind, arcs_by_day, by_day
from recognition.people.models import Issuer, IssuerKind, Person
from recognition.trust.queries import Scope


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody did something on a day. `badge_id` is None for words about an issuer, `holder_id`
    the person whose award it went through, `vouched_ids` those whom it vouches for."""

    person_id: UUID
    badge_id: UUID | None
    kind: ThreadKind
    on: date
    holder_id: UUID | None = None
    vouched_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Woven:
    """What acts weave among some badges: threads and arcs by day, and the day on which each
    person first was at an end of one."""

    threads: tuple[Thread, ...]
    arcs: tuple[Arc, ...]
    first_days: Mapping[UUID, date]


def woven_of(
    session: Session, scope: Scope, badge_ids: frozenset[UUID], *, only_badges: bool = False
) -> Woven:
    """What the acts that these eyes may see weave among these badges, and by words about issuers
    unless `only_badges`. Six queries; linear."""
    acts = [
        act
        for act in _acts_of(session, scope)
        if (not only_badges if act.badge_id is None else act.badge_id in badge_ids)
    ]
    return Woven(tuple(_threads(acts)), tuple(_arcs(acts)), _first_days(acts))


def _acts_of(session: Session, scope: Scope) -> Iterable[Act]:
    yield from _awards(session, scope)
    yield from _words_on_badges(session, scope)
    yield from _words_on_awards(session, scope)
    yield from _words_on_issuers(session, scope)


def _awards(session: Session, scope: Scope) -> Iterable[Act]:
    rows = session.execute(
        select(
            col(Award.badge_id),
            col(Award.holder_id),
            col(Award.giver_id),
            col(Award.decided_at),
            col(Award.awarded_at),
        )
        .join(Holder, col(Holder.id) == col(Award.holder_id))
        .join(Badge, col(Badge.id) == col(Award.badge_id))
        .where(scope.award_shown(), scope.badge_shown())
    )
    for badge_id, holder_id, giver_id, decided_at, awarded_at in rows:
        on = day_of(decided_at or awarded_at)
        yield Act(holder_id, badge_id, ThreadKind.CARRIED, on)
        if giver_id != holder_id:
            met = frozenset({holder_id})
            yield Act(giver_id, badge_id, ThreadKind.GIVEN, on, holder_id, met)


def _words_on_badges(session: Session, scope: Scope) -> Iterable[Act]:
    rows = session.execute(
        select(
            col(Endorsement.endorser_id),
            col(Endorsement.badge_id),
            col(Badge.proposer_id),
            col(Endorsement.decided_at),
            col(Endorsement.given_at),
        )
        .join(Badge, col(Badge.id) == col(Endorsement.badge_id))
        .where(col(Endorsement.state) == EndorsementState.ACCEPTED, scope.badge_shown())
    )
    for person_id, badge_id, author_id, decided_at, given_at in rows:
        on = day_of(decided_at or given_at)
        met = frozenset({author_id} - {person_id})
        yield Act(person_id, badge_id, ThreadKind.ENDORSED, on, None, met)


def _words_on_awards(session: Session, scope: Scope) -> Iterable[Act]:
    rows = session.execute(
        select(
            col(Endorsement.endorser_id),
            col(Award.badge_id),
            col(Award.holder_id),
            col(Endorsement.decided_at),
            col(Endorsement.given_at),
        )
        .join(Award, col(Award.id) == col(Endorsement.award_id))
        .join(Holder, col(Holder.id) == col(Award.holder_id))
        .join(Badge, col(Badge.id) == col(Award.badge_id))
        .where(
            col(Endorsement.state) == EndorsementState.ACCEPTED,
            scope.award_shown(),
            scope.badge_shown(),
        )
    )
    for person_id, badge_id, holder_id, decided_at, given_at in rows:
        on = day_of(decided_at or given_at)
        met = frozenset({holder_id} - {person_id})
        yield Act(person_id, badge_id, ThreadKind.ENDORSED, on, holder_id, met)


def _words_on_issuers(session: Session, scope: Scope) -> Iterable[Act]:
    """An issuer is held by the person themselves, coordination, representatives."""
    speakers: dict[UUID, set[UUID]] = {}
    coordination = session.execute(
        select(col(Membership.collective_id), col(Membership.person_id)).where(
            col(Membership.state) == MembershipState.ACCEPTED,
            col(Membership.role) == MembershipRole.COORDINATOR,
        )
    )
    representatives = session.execute(
        select(col(Representative.organisation_id), col(Representative.person_id)).where(
            col(Representative.accepted_at).is_not(None), col(Representative.ended_at).is_(None)
        )
    )
    for issuer_id, person_id in (*coordination, *representatives):
        speakers.setdefault(issuer_id, set()).add(person_id)
    rows = session.execute(
        select(
            col(Endorsement.endorser_id),
            col(Endorsement.issuer_id),
            col(Issuer.kind),
            col(Endorsement.decided_at),
            col(Endorsement.given_at),
        )
        .join(Issuer, col(Issuer.id) == col(Endorsement.issuer_id))
        .where(
            col(Endorsement.state) == EndorsementState.ACCEPTED,
            or_(
                col(Endorsement.issuer_id).in_(select(col(Collective.id))),
                col(Endorsement.issuer_id).in_(select(col(Organisation.id))),
                col(Endorsement.issuer_id).in_(select(col(Person.id)).where(scope.person_shown())),
            ),
        )
    )
    for person_id, issuer_id, kind, decided_at, given_at in rows:
        on = day_of(decided_at or given_at)
        answering = {issuer_id} if kind == IssuerKind.PERSON else speakers.get(issuer_id, set())
        met = frozenset(answering - {person_id})
        yield Act(person_id, None, ThreadKind.ENDORSED, on, None, met)


def _threads(acts: Iterable[Act]) -> list[Thread]:
    """One thread for all the acts of a kind, since the first of them."""
    first: dict[tuple[UUID, UUID, ThreadKind], date] = {}
    holders: dict[tuple[UUID, UUID, ThreadKind], set[UUID]] = {}
    for act in acts:
        if act.badge_id is not None:
            key = (act.person_id, act.badge_id, act.kind)
            first[key] = min(first.get(key, act.on), act.on)
            if act.holder_id is not None:
                holders.setdefault(key, set()).add(act.holder_id)
    return by_day(Thread(*key, on, frozenset(holders.get(key, ()))) for key, on in first.items())


def _arcs(acts: Iterable[Act]) -> list[Arc]:
    """Who vouched for whom, since the first time."""
    first: dict[tuple[UUID, UUID], date] = {}
    for act in acts:
        for target_id in act.vouched_ids:
            key = (act.person_id, target_id)
            first[key] = min(first.get(key, act.on), act.on)
    return arcs_by_day(Arc(*key, on) for key, on in first.items())


def _first_days(acts: Iterable[Act]) -> dict[UUID, date]:
    first: dict[UUID, date] = {}
    for act in acts:
        if act.badge_id is not None or act.vouched_ids:
            for person_id in (act.person_id, *act.vouched_ids):
                first[person_id] = min(first.get(person_id, act.on), act.on)
    return first
