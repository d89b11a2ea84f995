"""Asking to join, being welcomed, changing role, leaving."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from recognition.collectives.commands.journal import note_act
from recognition.collectives.models import Membership, MembershipRole, MembershipState
from recognition.collectives.queries import (
    locked_coordinators,
    open_membership,
    other_coordinator_exists,
)
from recognition.collectives.rules import Act, objection_to_asking
from recognition.errors import NotFound, Refused
from recognition.people.sessions import guard_sessions


def request_membership(
    session: Session, collective_id: UUID, person_id: UUID, sentence: str, *, at: datetime
) -> Membership:
    """Ask to join, with a sentence for the coordination. Raises Refused when one has already."""
    already = open_membership(session, collective_id, person_id)
    if objection := objection_to_asking(already.state if already else None):
        raise Refused(objection)
    membership = Membership(
        collective_id=collective_id, person_id=person_id, sentence=sentence, requested_at=at
    )
    session.add(membership)
    try:
        session.flush()
    except IntegrityError as race:  # two clicks at once
        raise Refused("membership.asked_already") from race
    return membership


def accept_member(
    session: Session, collective_id: UUID, membership_id: UUID, *, by: UUID, at: datetime
) -> Membership:
    """Welcome who asked. Raises NotFound, or Refused when it was answered already."""
    membership = _answer(session, collective_id, membership_id, MembershipState.ACCEPTED, by, at)
    _note(session, membership, Act.MEMBERSHIP_ACCEPTED, by=by, at=at)
    return membership


def decline_member(
    session: Session,
    collective_id: UUID,
    membership_id: UUID,
    *,
    by: UUID,
    reason: str = "",
    at: datetime,
) -> Membership:
    """Not welcome them for now; they may ask again. Raises as `accept_member`."""
    membership = _answer(session, collective_id, membership_id, MembershipState.DECLINED, by, at)
    _note(session, membership, Act.MEMBERSHIP_DECLINED, by=by, reason=reason, at=at)
    return membership


def _answer(
    session: Session,
    collective_id: UUID,
    membership_id: UUID,
    state: MembershipState,
    by: UUID,
    at: datetime,
) -> Membership:
    membership = _of_collective(session, collective_id, membership_id)
    if membership.state != MembershipState.REQUESTED:
        raise Refused("membership.answered_already")
    membership.state = state
    membership.decided_at, membership.decided_by_id = at, by
    session.add(membership)
    session.flush()
    return membership


def change_role(
    session: Session,
    collective_id: UUID,
    membership_id: UUID,
    role: MembershipRole,
    *,
    by: UUID,
    at: datetime,
) -> Membership:
    """Make a member a coordinator, or a coordinator a member. Raises NotFound, and Refused for
    the last coordinator. The role one has already changes nothing."""
    membership = _standing(session, collective_id, membership_id)
    if membership.role == role:
        return membership
    if role == MembershipRole.MEMBER:
        _require_another_coordinator(session, membership)
    membership.role = role
    session.add(membership)
    act = Act.ROLE_TAKEN
    if role == MembershipRole.COORDINATOR:
        act = Act.ROLE_GIVEN
        guard_sessions(session, membership.person_id)
    _note(session, membership, act, by=by, at=at)
    return membership


def end_membership(
    session: Session,
    collective_id: UUID,
    membership_id: UUID,
    *,
    by: UUID,
    reason: str,
    at: datetime,
) -> Membership:
    """Part with a member, saying why to them. Raises as `change_role`."""
    membership = _standing(session, collective_id, membership_id)
    _part(session, membership, by=by, at=at)
    _note(session, membership, Act.MEMBERSHIP_ENDED, by=by, reason=reason, at=at)
    return membership


def leave(session: Session, collective_id: UUID, person_id: UUID, *, at: datetime) -> None:
    """Leave a collective, or take back one's asking. Raises NotFound for who is not in it,
    Refused for the last coordinator."""
    locked_coordinators(session, collective_id)
    membership = open_membership(session, collective_id, person_id)
    if membership is None:
        raise NotFound
    _part(session, membership, by=person_id, at=at)


def _part(session: Session, membership: Membership, *, by: UUID, at: datetime) -> None:
    if membership.role == MembershipRole.COORDINATOR:
        _require_another_coordinator(session, membership)
    membership.state = MembershipState.LEFT
    membership.decided_at, membership.decided_by_id = at, by
    session.add(membership)


def _require_another_coordinator(session: Session, membership: Membership) -> None:
    if not other_coordinator_exists(session, membership):
        raise Refused("membership.last_coordinator")


def _standing(session: Session, collective_id: UUID, membership_id: UUID) -> Membership:
    locked_coordinators(session, collective_id)
    membership = _of_collective(session, collective_id, membership_id)
    if membership.state != MembershipState.ACCEPTED:
        raise NotFound
    return membership


def _of_collective(session: Session, collective_id: UUID, membership_id: UUID) -> Membership:
    membership = session.exec(
        select(Membership)
        .where(col(Membership.id) == membership_id, col(Membership.collective_id) == collective_id)
        .with_for_update()
    ).first()
    if membership is None:
        raise NotFound
    return membership


def _note(
    session: Session, membership: Membership, act: Act, *, by: UUID, reason: str = "", at: datetime
) -> None:
    note_act(
        session,
        membership.collective_id,
        act,
        membership.id,
        by=by,
        owner=membership.person_id,
        reason=reason,
        at=at,
    )
