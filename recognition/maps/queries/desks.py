"""What coordination alone may know beside the fabric, and the telling with it."""

from collections.abc import Collection, MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlmodel import Session, col

from recognition.badges.models import (
    Badge,
    BadgeVersion,
    Contribution,
    Position,
    Proposal,
    ProposalState,
)
from recognition.clock import day_of
from recognition.collectives.models import (
    Collective,
    Meeting,
    Membership,
    MembershipRole,
    MembershipState,
)
from recognition.collectives.queries import circles
from recognition.maps.fabric import Fabric, MapPerson
from recognition.maps.findings import Desk, Finding, Waiting, WaitingKind, findings
from recognition.maps.queries.kept import drawn_from
from recognition.maps.shape import shape_of
from recognition.people.models import Person
from recognition.people.sessions import initials
from recognition.texts import fold

PATIENCE = timedelta(days=7)


def desk_of(session: Session, collective_ids: Collection[UUID], at: datetime) -> Desk:
    """The desk of these collectives, for who coordinates all of them: the caller has checked.
    Five queries."""
    rows = _members(session, collective_ids)
    waiting = [
        *_unanswered_requests(session, collective_ids, at - PATIENCE),
        *_silent_proposals(session, collective_ids, at - PATIENCE),
    ]
    return Desk(
        collective_ids=frozenset(collective_ids),
        members=tuple(
            sorted({row.person for row in rows}, key=lambda it: (fold(it.name), it.id.int))
        ),
        coordinator_ids=frozenset(row.person.id for row in rows if row.coordinates),
        minor_ids=frozenset(row.person.id for row in rows if row.is_minor),
        waiting=tuple(sorted(waiting, key=lambda it: (it.since, it.kind, it.name))),
    )


@dataclass(frozen=True)
class _Member:
    person: MapPerson
    coordinates: bool
    is_minor: bool


def _members(session: Session, collective_ids: Collection[UUID]) -> list[_Member]:
    met = exists().where(
        col(Meeting.person_id) == col(Person.id),
        col(Meeting.collective_id).in_(collective_ids),
        col(Meeting.taken_back_at).is_(None),
    )
    rows = session.execute(
        select(
            col(Person.id),
            col(Person.display_name),
            col(Person.handle),
            col(Person.joined_at),
            col(Person.is_minor),
            col(Membership.role),
            met,
        )
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            col(Membership.state) == MembershipState.ACCEPTED,
            col(Membership.collective_id).in_(collective_ids),
        )
    )
    circle_of = circles(session)
    return [
        _Member(
            MapPerson(
                id=person_id,
                name=name,
                handle=handle,
                initials=initials(name),
                circle_id=circle_of.get(person_id),
                confirmed=is_met,
                town_code="",
                since=day_of(joined_at),
            ),
            role == MembershipRole.COORDINATOR,
            is_minor,
        )
        for person_id, name, handle, joined_at, is_minor, role, is_met in rows
    ]


def _unanswered_requests(
    session: Session, collective_ids: Collection[UUID], before: datetime
) -> list[Waiting]:
    rows = session.execute(
        select(col(Person.display_name), col(Collective.slug), col(Membership.requested_at))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .join(Collective, col(Collective.id) == col(Membership.collective_id))
        .where(
            col(Membership.state) == MembershipState.REQUESTED,
            col(Membership.collective_id).in_(collective_ids),
            col(Membership.requested_at) < before,
        )
    )
    return [Waiting(WaitingKind.MEMBERSHIP, name, slug, day_of(at)) for name, slug, at in rows]


def _silent_proposals(
    session: Session, collective_ids: Collection[UUID], before: datetime
) -> list[Waiting]:
    """Open for longer than that, and nobody but the author said anything."""
    said = exists().where(
        col(Contribution.proposal_id) == col(Proposal.id),
        col(Contribution.author_id) != col(Badge.proposer_id),
    )
    stood = exists().where(
        col(Position.proposal_id) == col(Proposal.id),
        col(Position.person_id) != col(Badge.proposer_id),
    )
    rows = session.execute(
        select(col(BadgeVersion.title), col(Badge.slug), col(Proposal.opened_at))
        .join(Badge, col(Badge.id) == col(Proposal.badge_id))
        .join(BadgeVersion, col(BadgeVersion.badge_id) == col(Badge.id))
        .where(
            col(Proposal.state) == ProposalState.OPEN,
            col(BadgeVersion.number) == col(Proposal.version_number),
            col(Badge.collective_id).in_(collective_ids),
            col(Proposal.opened_at) < before,
            ~said,
            ~stood,
        )
    )
    return [Waiting(WaitingKind.PROPOSAL, title, slug, day_of(at)) for title, slug, at in rows]


def told(
    memory: MutableMapping[str, object], fabric: Fabric, desk: Desk | None = None
) -> tuple[Finding, ...]:
    """What a whole, unfiltered fabric tells these eyes. It and the shape of the fabric are kept
    in `memory` as long as the fabric itself is."""

    def look() -> tuple[Finding, ...]:
        shape = drawn_from(memory, fabric, "shape", lambda: shape_of(fabric))
        return findings(fabric, shape, desk)

    return drawn_from(memory, fabric, ("told", desk), look)
