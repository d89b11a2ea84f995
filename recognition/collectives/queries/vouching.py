"""Who may vouch for a collective, so that what it says of people counts for all."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from recognition.collectives.models import (
    Collective,
    Meeting,
    Membership,
    MembershipRole,
    MembershipState,
)
from recognition.collectives.rules import VOUCHINGS_COUNT_FOR, CollectiveSubject

_VOUCHED = select(Collective.id).where(col(Collective.vouched_at).is_not(None))


def vouching_subject(
    session: Session, collective_id: UUID, person_id: UUID | None
) -> CollectiveSubject:
    """A collective as `permissions.may` sees it when this person asks to vouch for it. At most
    one query."""
    if person_id is None:
        return CollectiveSubject(collective_id)
    met = exists().where(
        col(Meeting.person_id) == person_id,
        col(Meeting.taken_back_at).is_(None),
        col(Meeting.collective_id).in_(_VOUCHED),
    )
    elsewhere = _coordinated(person_id).where(Membership.collective_id != collective_id, met)
    is_neighbour = session.exec(elsewhere.limit(1)).first() is not None
    neighbours = frozenset({person_id}) if is_neighbour else frozenset()
    return CollectiveSubject(collective_id, neighbours=neighbours)


def vouching_collectives(session: Session, person_id: UUID) -> list[UUID]:
    """The collectives that somebody vouches for and that this person coordinates. One query."""
    return list(session.exec(_coordinated(person_id)))


def vouching_count(session: Session, person_id: UUID, *, at: datetime) -> int:
    """For how many collectives this person has vouched in VOUCHINGS_COUNT_FOR. One query."""
    return session.exec(
        select(func.count())
        .select_from(Collective)
        .where(
            Collective.vouched_by_id == person_id,
            col(Collective.vouched_at) > at - VOUCHINGS_COUNT_FOR,
        )
    ).one()


def first_coordinator(session: Session, collective_id: UUID) -> UUID | None:
    """Who has coordinated a collective longest, among those who do. One query."""
    return session.exec(
        select(Membership.person_id)
        .where(
            Membership.collective_id == collective_id,
            Membership.state == MembershipState.ACCEPTED,
            Membership.role == MembershipRole.COORDINATOR,
        )
        .order_by(col(Membership.decided_at), col(Membership.id))
        .limit(1)
    ).first()


def _coordinated(person_id: UUID) -> SelectOfScalar[UUID]:
    return select(Membership.collective_id).where(
        Membership.person_id == person_id,
        Membership.state == MembershipState.ACCEPTED,
        Membership.role == MembershipRole.COORDINATOR,
        col(Membership.collective_id).in_(_VOUCHED),
    )
