"""The journal of coordination: what was done to another's thing, and how it is undone (F4)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from recognition.collectives.models import (
    JournalEntry,
    Meeting,
    Membership,
    MembershipRole,
    MembershipState,
)
from recognition.collectives.queries import other_coordinator_exists
from recognition.collectives.rules import Act, can_be_reversed
from recognition.errors import NotFound, Refused
from recognition.people.sessions import guard_sessions


def note_act(
    session: Session,
    collective_id: UUID,
    act: Act,
    subject_id: UUID,
    *,
    by: UUID,
    owner: UUID,
    reason: str = "",
    at: datetime,
) -> None:
    """Note what `by` did, as a coordinator or a witness, with something of `owner`; nothing for
    one's own."""
    if by == owner:
        return
    session.add(
        JournalEntry(
            collective_id=collective_id,
            actor_id=by,
            owner_id=owner,
            act=act,
            subject_id=subject_id,
            reason=reason,
            done_at=at,
        )
    )


def reverse_act(
    session: Session, collective_id: UUID, entry_id: UUID, *, by: UUID, at: datetime
) -> None:
    """Put back what a coordinator's act changed.

    Raises NotFound for an entry of another collective, Refused when it is too late, was done
    already, is a meeting with oneself, or what it changed has changed again since.
    """
    entry = session.exec(
        select(JournalEntry)
        .where(JournalEntry.id == entry_id, JournalEntry.collective_id == collective_id)
        .with_for_update()
    ).first()
    if entry is None:
        raise NotFound
    if not can_be_reversed(entry.act, entry.done_at, entry.reversed_at, at=at):
        raise Refused("journal.too_late")
    if entry.act in _STEPS:
        _reverse_membership(session, entry, _STEPS[Act(entry.act)])
    else:
        if by == entry.owner_id:  # nobody confirms themself
            raise Refused("meeting.oneself")
        _reverse_meeting(session, entry, at=at)
    entry.reversed_at = at
    session.add(entry)
    try:
        session.flush()
    except IntegrityError as changed:  # they asked again, or were met again, in the meantime
        raise Refused("journal.changed_since") from changed


@dataclass(frozen=True)
class _Step:
    """What an act did to a membership. A role of None is whatever it was."""

    state: tuple[MembershipState, MembershipState]
    role: tuple[MembershipRole, MembershipRole] | None = None


_STEPS = {
    Act.MEMBERSHIP_ACCEPTED: _Step((MembershipState.REQUESTED, MembershipState.ACCEPTED)),
    Act.MEMBERSHIP_DECLINED: _Step((MembershipState.REQUESTED, MembershipState.DECLINED)),
    Act.MEMBERSHIP_ENDED: _Step((MembershipState.ACCEPTED, MembershipState.LEFT)),
    Act.ROLE_GIVEN: _Step(
        (MembershipState.ACCEPTED, MembershipState.ACCEPTED),
        (MembershipRole.MEMBER, MembershipRole.COORDINATOR),
    ),
    Act.ROLE_TAKEN: _Step(
        (MembershipState.ACCEPTED, MembershipState.ACCEPTED),
        (MembershipRole.COORDINATOR, MembershipRole.MEMBER),
    ),
}


def _reverse_membership(session: Session, entry: JournalEntry, step: _Step) -> None:
    membership = session.get(Membership, entry.subject_id)
    if membership is None or membership.state != step.state[1]:
        raise Refused("journal.changed_since")
    if step.role and membership.role != step.role[1]:
        raise Refused("journal.changed_since")
    was_coordinator = (membership.state, membership.role) == ("accepted", "coordinator")
    membership.state = step.state[0]
    membership.role = step.role[0] if step.role else membership.role
    if membership.state == MembershipState.REQUESTED:
        membership.role = MembershipRole.MEMBER  # a role given since goes with the membership
    is_coordinator = (membership.state, membership.role) == ("accepted", "coordinator")
    if was_coordinator and not is_coordinator and not other_coordinator_exists(session, membership):
        raise Refused("membership.last_coordinator")
    if is_coordinator:
        guard_sessions(session, membership.person_id)
    session.add(membership)


def _reverse_meeting(session: Session, entry: JournalEntry, *, at: datetime) -> None:
    meeting = session.get(Meeting, entry.subject_id)
    taken_back = entry.act == Act.MEETING_TAKEN_BACK
    if meeting is None or (meeting.taken_back_at is not None) != taken_back:
        raise Refused("journal.changed_since")
    meeting.taken_back_at = None if taken_back else at
    meeting.taken_back_reason = ""
    session.add(meeting)
