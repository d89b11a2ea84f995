"""« Rencontré·e en personne »: a collective says that it met someone."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from recognition.collectives.commands.journal import note_act
from recognition.collectives.models import Meeting, MeetingWitness
from recognition.collectives.queries import collectives_of
from recognition.collectives.rules import Act, objection_to_meeting
from recognition.errors import Refused


def record_meeting(
    session: Session,
    collective_id: UUID,
    person_id: UUID,
    *,
    met_on: date,
    occasion: str,
    by: UUID,
    at: datetime,
) -> Meeting:
    """Say that a collective met a person; the coordinator who says so is its witness.

    Raises Refused with the objection of the rules, or when the collective has said so already.
    """
    objection = objection_to_meeting(
        is_oneself=by == person_id,
        has_collective=bool(collectives_of(session, person_id)),
        met_on=met_on,
        at=at,
    )
    if objection:
        raise Refused(objection)
    meeting = Meeting(
        collective_id=collective_id,
        person_id=person_id,
        met_on=met_on,
        occasion=occasion,
        basis="coordinator",
        recorded_at=at,
    )
    session.add(meeting)
    try:
        session.flush()
    except IntegrityError as already:
        raise Refused("meeting.recorded_already") from already
    session.add(MeetingWitness(meeting_id=meeting.id, person_id=by))
    _note(session, meeting, Act.MEETING_RECORDED, by=by, at=at)
    return meeting


def take_back_meeting(
    session: Session, meeting: Meeting, *, by: UUID, reason: str, at: datetime
) -> None:
    """Say that a meeting should not have been recorded; the row and its reason stay."""
    meeting.taken_back_at, meeting.taken_back_reason = at, reason
    session.add(meeting)
    _note(session, meeting, Act.MEETING_TAKEN_BACK, by=by, reason=reason, at=at)


def _note(
    session: Session, meeting: Meeting, act: Act, *, by: UUID, reason: str = "", at: datetime
) -> None:
    note_act(
        session,
        meeting.collective_id,
        act,
        meeting.id,
        by=by,
        owner=meeting.person_id,
        reason=reason,
        at=at,
    )
