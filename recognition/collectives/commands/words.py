"""A member's word that they met somebody: said, made a meeting by a second, declined, withdrawn."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, update

from recognition.collectives.commands.journal import note_act
from recognition.collectives.commands.meetings import count_meetings, have_stand, lock_people
from recognition.collectives.models import Meeting, MeetingBasis, MeetingReport
from recognition.collectives.queries import (
    collectives_of,
    is_confirmed_in,
    people_met,
    was_declined,
    words_on,
)
from recognition.collectives.rules import (
    REPORT_COUNTS_FOR,
    Act,
    Word,
    objection_to_meeting,
    objection_to_word,
    word_beside,
    word_kept,
)
from recognition.errors import NotAllowed, Refused


class Heard(StrEnum):
    """What became of a word; each is a code of what is answered."""

    REPORTED = "meeting.reported"
    REPORTED_ALREADY = "meeting.reported_already"
    WITNESSED = "meeting.witnessed"  # a second says so: the meeting stands


def report_meeting(
    session: Session,
    collective_id: UUID,
    person_id: UUID,
    *,
    met_on: date,
    occasion: str,
    by: UUID,
    at: datetime,
) -> Heard:
    """Say that one met a person, as a member whom the collective has met. When another such
    member says so too, the meeting stands with both as witnesses, on the earlier of their days.

    Raises NotAllowed for who is not confirmed by the collective, Refused with the objection of
    the rules, MonthIsFull for one word too many. What one said already is not said again.
    """
    lock_people(session, (by, person_id))
    if not is_confirmed_in(session, collective_id, by):
        raise NotAllowed("not_allowed")
    objection = objection_to_meeting(
        is_oneself=by == person_id,
        is_recorder_met=True,  # by this very collective
        has_collective=bool(collectives_of(session, person_id)),
        met_on=met_on,
        at=at,
    ) or objection_to_word(
        has_met_already=bool(people_met(session, collective_id, [person_id])),
        was_declined=was_declined(session, collective_id, person_id, by, at=at),
    )
    if objection:
        raise Refused(objection)
    words = words_on(session, collective_id, person_id, at=at)
    own = next((word for word in words if word.reporter_id == by), None)
    heard = Heard.REPORTED_ALREADY
    if own is None:
        count_meetings(session, by, 1, coordinates=False, at=at)
        own = Word(by, met_on, occasion, at)
        _say(session, collective_id, person_id, own)
        heard = Heard.REPORTED
    other = word_beside(own, words, at=at)
    if other is None:
        return heard
    kept = word_kept(other, own)
    meeting = Meeting(
        collective_id=collective_id,
        person_id=person_id,
        met_on=kept.met_on,
        occasion=kept.occasion,
        basis=MeetingBasis.TWO_MEMBERS,
        recorded_at=at,
    )
    witnesses = (other.reporter_id, own.reporter_id)
    have_stand(session, meeting, witnesses, Act.MEETING_WITNESSED, by=by, at=at)
    return Heard.WITNESSED


def _say(session: Session, collective_id: UUID, person_id: UUID, word: Word) -> None:
    """Keep a word; one of the same member that grew too old makes room for it."""
    session.exec(
        update(MeetingReport)
        .where(
            col(MeetingReport.collective_id) == collective_id,
            col(MeetingReport.person_id) == person_id,
            col(MeetingReport.reporter_id) == word.reporter_id,
            col(MeetingReport.closed_at).is_(None),
        )
        .values(closed_at=word.reported_at)
    )
    session.add(
        MeetingReport(
            collective_id=collective_id,
            person_id=person_id,
            reporter_id=word.reporter_id,
            met_on=word.met_on,
            occasion=word.occasion,
            reported_at=word.reported_at,
        )
    )
    session.flush()


def decline_report(session: Session, report: MeetingReport, *, at: datetime) -> None:
    """Say, as whom it is about, that a word is not exact. As long as a word counts, its author
    does not say it again. Raises Refused when it does not wait any more."""
    _close(session, report, at=at)
    note_act(
        session,
        report.collective_id,
        Act.WORD_DECLINED,
        report.id,
        by=report.person_id,
        owner=report.reporter_id,
        at=at,
    )


def withdraw_report(session: Session, report: MeetingReport, *, at: datetime) -> None:
    """Take back one's word before a second is there. Raises Refused as `decline_report`."""
    _close(session, report, at=at)


def _close(session: Session, report: MeetingReport, *, at: datetime) -> None:
    lock_people(session, (report.person_id,))
    session.refresh(report)  # a second may have spoken while we waited
    if report.closed_at is not None:
        raise Refused("meeting.said_no_more")
    report.closed_at = at
    session.add(report)


def close_old_reports(session: Session, *, at: datetime) -> None:
    """Close the words that grew too old to count. For the sweep; they count no more anyway."""
    session.exec(
        update(MeetingReport)
        .where(
            col(MeetingReport.closed_at).is_(None),
            col(MeetingReport.reported_at) <= at - REPORT_COUNTS_FOR,
        )
        .values(closed_at=at)
    )
