"""« Rencontré·e en personne »: a collective says that it met someone, and takes it back."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from recognition.collectives.commands.journal import note_act
from recognition.collectives.models import Meeting, MeetingBasis, MeetingReport, MeetingWitness
from recognition.collectives.queries import (
    collectives_of,
    is_met,
    meeting_subject,
    members_among,
    people_met,
    said_count,
)
from recognition.collectives.rules import Act, meetings_left, month_of, objection_to_meeting
from recognition.errors import Refused
from recognition.people.models import Issuer


class MonthIsFull(Refused):
    """One meeting more than a person may say in a month. `left_count` may still be said;
    `opens_on` is when the count begins anew."""

    def __init__(self, left_count: int, opens_on: date) -> None:
        super().__init__("meeting.month_is_full")
        self.left_count, self.opens_on = left_count, opens_on


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

    Raises Refused with the objection of the rules, when the collective has said so already, or
    MonthIsFull.
    """
    lock_people(session, (by, person_id))
    _check(
        by == person_id,
        is_recorder_met=is_met(session, by),
        has_collective=bool(collectives_of(session, person_id)),
        met_on=met_on,
        at=at,
    )
    if people_met(session, collective_id, [person_id]):
        raise Refused("meeting.recorded_already")
    count_meetings(session, by, 1, coordinates=True, at=at)
    return _recorded(session, collective_id, person_id, met_on, occasion, by=by, at=at)


def record_meetings(
    session: Session,
    collective_id: UUID,
    person_ids: Collection[UUID],
    *,
    met_on: date,
    occasion: str,
    by: UUID,
    at: datetime,
) -> None:
    """Say that a collective met these members of it on one occasion: all of them, or none.

    Whom it had met already stays met as they were. Raises as `record_meeting`, and Refused when
    one of them is not a member any more.
    """
    lock_people(session, (by, *person_ids))
    if members_among(session, collective_id, person_ids) != set(person_ids):
        raise Refused("meeting.not_a_member")
    _check(
        by in person_ids,
        is_recorder_met=is_met(session, by),
        has_collective=True,
        met_on=met_on,
        at=at,
    )
    new = sorted(set(person_ids) - people_met(session, collective_id, person_ids))
    count_meetings(session, by, len(new), coordinates=True, at=at)
    for person_id in new:
        _recorded(session, collective_id, person_id, met_on, occasion, by=by, at=at)


def record_first_meeting(
    session: Session, collective_id: UUID, person_id: UUID, *, occasion: str, at: datetime
) -> Meeting:
    """Say today, as who runs the platform, that a collective met a person: somebody has to be
    the first. It has no witness, and is in no journal, which tells what people did.

    Raises Refused when the collective has met them already, or they are in none.
    """
    lock_people(session, (person_id,))
    has_collective = bool(collectives_of(session, person_id))
    met_on = at.date()
    _check(False, is_recorder_met=True, has_collective=has_collective, met_on=met_on, at=at)
    meeting = Meeting(
        collective_id=collective_id,
        person_id=person_id,
        met_on=met_on,
        occasion=occasion,
        basis=MeetingBasis.OPERATOR,
        recorded_at=at,
    )
    return have_stand(session, meeting, (), Act.MEETING_RECORDED, by=person_id, at=at)


def take_back_meeting(
    session: Session, meeting: Meeting, *, by: UUID, reason: str, at: datetime
) -> None:
    """Say that a meeting should not have been recorded; the row and its reason stay. By one of
    two witnesses, it is their own word that they take back."""
    is_own_word = meeting_subject(session, meeting).rests_on_word_of(by)
    meeting.taken_back_at, meeting.taken_back_reason = at, reason
    session.add(meeting)
    act = Act.WORD_TAKEN_BACK if is_own_word else Act.MEETING_TAKEN_BACK
    _note(session, meeting, act, by=by, reason=reason, at=at)


def lock_people(session: Session, person_ids: Iterable[UUID]) -> None:
    """Have whoever else says, declines or counts a meeting of one of these people wait.

    In one order, so that two who name each other do not wait for each other. What is locked is
    their line among issuers: nobody writes it, so that a profile changed meanwhile cannot wait
    for us while we wait for it; nor does it hold up rows that merely refer to them.
    """
    session.exec(
        select(Issuer.id)
        .where(col(Issuer.id).in_(set(person_ids)))
        .order_by(col(Issuer.id))
        .with_for_update(key_share=True)
    ).all()


def count_meetings(
    session: Session, person_id: UUID, count: int, *, coordinates: bool, at: datetime
) -> None:
    """Raise MonthIsFull when this person may not say `count` meetings more this month. They are
    locked, so that two at once do not each take the last place."""
    month = month_of(at)
    left = meetings_left(said_count(session, person_id, month), coordinates=coordinates)
    if count > left:
        raise MonthIsFull(left, month.next_begins_on)


def have_stand(
    session: Session,
    meeting: Meeting,
    witness_ids: Iterable[UUID],
    act: Act,
    *,
    by: UUID,
    at: datetime,
) -> Meeting:
    """Have a meeting stand with its witnesses and its line in the journal; what members had said
    of it has served. Raises Refused when another stands already."""
    session.add(meeting)
    try:
        session.flush()
    except IntegrityError as already:
        raise Refused("meeting.recorded_already") from already
    session.add_all(MeetingWitness(meeting_id=meeting.id, person_id=id) for id in witness_ids)
    session.exec(
        update(MeetingReport)
        .where(
            col(MeetingReport.collective_id) == meeting.collective_id,
            col(MeetingReport.person_id) == meeting.person_id,
            col(MeetingReport.closed_at).is_(None),
        )
        .values(closed_at=at)
    )
    _note(session, meeting, act, by=by, at=at)
    return meeting


def _check(
    is_oneself: bool, *, is_recorder_met: bool, has_collective: bool, met_on: date, at: datetime
) -> None:
    objection = objection_to_meeting(
        is_oneself=is_oneself,
        is_recorder_met=is_recorder_met,
        has_collective=has_collective,
        met_on=met_on,
        at=at,
    )
    if objection:
        raise Refused(objection)


def _recorded(
    session: Session,
    collective_id: UUID,
    person_id: UUID,
    met_on: date,
    occasion: str,
    *,
    by: UUID,
    at: datetime,
) -> Meeting:
    meeting = Meeting(
        collective_id=collective_id,
        person_id=person_id,
        met_on=met_on,
        occasion=occasion,
        basis=MeetingBasis.COORDINATOR,
        recorded_at=at,
    )
    return have_stand(session, meeting, (by,), Act.MEETING_RECORDED, by=by, at=at)


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
