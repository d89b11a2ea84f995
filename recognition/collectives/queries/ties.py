"""A person's ties: to a collective, to an organisation."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from recognition.collectives.models import (
    Membership,
    MembershipRole,
    MembershipState,
    Representative,
)
from recognition.permissions import Actor


def open_membership(session: Session, collective_id: UUID, person_id: UUID) -> Membership | None:
    """The membership that waits or stands, locked for writing; None when there is none."""
    return session.exec(
        select(Membership)
        .where(
            Membership.collective_id == collective_id,
            Membership.person_id == person_id,
            col(Membership.state).in_((MembershipState.REQUESTED, MembershipState.ACCEPTED)),
        )
        .with_for_update()
    ).first()


def membership_state(session: Session, collective_id: UUID, actor: Actor) -> str | None:
    """``requested``, ``accepted``, or None. No query for a visitor without account."""
    if actor.person_id is None:
        return None
    return session.exec(
        select(Membership.state).where(
            Membership.collective_id == collective_id,
            Membership.person_id == actor.person_id,
            col(Membership.state).in_((MembershipState.REQUESTED, MembershipState.ACCEPTED)),
        )
    ).first()


def locked_coordinators(session: Session, collective_id: UUID) -> Sequence[UUID]:
    """Who coordinates a collective, locked in one order: whoever will lock the membership of one
    of them asks this first, or two would wait for each other."""
    return session.exec(
        select(Membership.person_id)
        .where(
            Membership.collective_id == collective_id,
            Membership.role == MembershipRole.COORDINATOR,
            Membership.state == MembershipState.ACCEPTED,
        )
        .order_by(col(Membership.id))
        .with_for_update()
    ).all()


def other_coordinator_exists(session: Session, membership: Membership) -> bool:
    """Whether the collective has a coordinator besides this one. Locks them all, so that two
    who leave at once do not each count on the other."""
    coordinators = locked_coordinators(session, membership.collective_id)
    return any(person_id != membership.person_id for person_id in coordinators)


def coordinator_exists(session: Session, collective_id: UUID | None) -> bool:
    """Whether anyone coordinates this collective; False for none."""
    found = select(Membership.id).where(
        Membership.collective_id == collective_id,
        Membership.role == MembershipRole.COORDINATOR,
        Membership.state == MembershipState.ACCEPTED,
    )
    return collective_id is not None and session.exec(found).first() is not None


def speakers(session: Session, organisation_id: UUID) -> set[UUID]:
    """Who speaks for an organisation, locked: two who leave at once do not each count on the
    other."""
    return set(
        session.exec(
            select(Representative.person_id)
            .where(
                Representative.organisation_id == organisation_id,
                col(Representative.accepted_at).is_not(None),
                col(Representative.ended_at).is_(None),
            )
            .order_by(col(Representative.id))
            .with_for_update()
        )
    )
