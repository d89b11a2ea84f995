"""Two people who say, decline or count a meeting at the same moment, on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from recognition.clock import now
from recognition.collectives.commands import (
    Heard,
    MonthIsFull,
    decline_report,
    record_meeting,
    report_meeting,
)
from recognition.collectives.models import Meeting, MeetingReport, MeetingWitness
from recognition.collectives.queries import report_by_id
from recognition.collectives.rules import MOST_OF_A_MEMBER
from recognition.db import writing
from recognition.errors import Refused
from recognition.people.models import Person
from tests.collectives.conftest import Circle
from tests.factories import join, make_collective, make_meeting, make_person, make_report

Act = Callable[[Session], object]


def at_once(engine: Engine, *acts: Act) -> list[object]:
    """What each act answered, or the refusal it met; each in a transaction of its own."""
    ready = Barrier(len(acts))

    def done(act: Act) -> object:
        ready.wait(timeout=10)
        with writing(engine) as session:
            try:
                answer = act(session)
            except Refused as refused:
                return refused
            session.commit()
            return answer

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(done, acts))


def _confirmed(circle: Circle) -> Person:
    person = make_person(circle.session)
    join(circle.session, person, circle.collective)
    make_meeting(circle.session, person, circle.collective)
    return person


def _saying(collective_id: UUID, speaker: Person, person: Person) -> Act:
    person_id, by = person.id, speaker.id

    def say(session: Session) -> object:
        at = now()
        return report_meeting(
            session, collective_id, person_id, met_on=at.date(), occasion="Atelier", by=by, at=at
        )

    return say


def _count(circle: Circle, person_id: UUID) -> int:
    count = circle.session.exec(
        select(func.count()).select_from(Meeting).where(Meeting.person_id == person_id)
    ).one()
    circle.session.commit()
    return count


def test_two_who_speak_at_once_make_one_meeting(circle: Circle, engine: Engine) -> None:
    speakers = [_confirmed(circle) for _ in range(2)]
    circle.session.commit()

    heard = at_once(
        engine, *(_saying(circle.collective.id, one, circle.member) for one in speakers)
    )

    assert sorted(map(str, heard)) == sorted([Heard.REPORTED, Heard.WITNESSED])
    assert _count(circle, circle.member.id) == 1
    witnesses = circle.session.exec(select(MeetingWitness.person_id)).all()
    assert set(witnesses) == {speaker.id for speaker in speakers}


def test_two_clicks_at_once_are_one_word(circle: Circle, engine: Engine) -> None:
    speaker = _confirmed(circle)
    circle.session.commit()

    heard = at_once(engine, *[_saying(circle.collective.id, speaker, circle.member)] * 2)

    assert sorted(map(str, heard)) == sorted([Heard.REPORTED, Heard.REPORTED_ALREADY])
    assert len(circle.session.exec(select(MeetingReport)).all()) == 1


def test_two_who_say_each_other_at_once_do_not_wait_for_each_other(
    circle: Circle, engine: Engine
) -> None:
    """Each was met by one collective, and says of the other that they met, to that one."""
    there = make_collective(circle.session)
    one, two = (make_person(circle.session) for _ in range(2))
    for person in (one, two):
        join(circle.session, person, circle.collective)
        join(circle.session, person, there)
    make_meeting(circle.session, one, circle.collective)
    make_meeting(circle.session, two, there)
    circle.session.commit()

    for _ in range(5):
        answers = at_once(
            engine,
            _saying(circle.collective.id, one, two),
            _saying(there.id, two, one),
        )
        assert {str(answer)[:16] for answer in answers} == {"meeting.reported"}


def test_the_last_place_of_a_month_is_taken_once(circle: Circle, engine: Engine) -> None:
    speaker = _confirmed(circle)
    for _ in range(MOST_OF_A_MEMBER - 1):
        person = make_person(circle.session)
        make_report(circle.session, person, circle.collective, speaker, reported_at=now())
    other = make_person(circle.session)
    join(circle.session, other, circle.collective)
    circle.session.commit()

    answers = at_once(
        engine,
        _saying(circle.collective.id, speaker, circle.member),
        _saying(circle.collective.id, speaker, other),
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["Heard", "MonthIsFull"]
    refusal = next(answer for answer in answers if isinstance(answer, MonthIsFull))
    assert refusal.left_count == 0
    assert len(circle.session.exec(select(MeetingReport)).all()) == MOST_OF_A_MEMBER


@pytest.mark.usefixtures("met")
def test_a_coordinator_and_a_second_word_at_once_make_one_meeting(
    circle: Circle, engine: Engine
) -> None:
    first, second = _confirmed(circle), _confirmed(circle)
    make_report(circle.session, circle.member, circle.collective, first, reported_at=now())
    circle.session.commit()
    ids = circle.collective.id, circle.member.id

    def record(session: Session) -> object:
        at = now()
        by = circle.coordinator.id
        meeting = record_meeting(session, *ids, met_on=at.date(), occasion="Atelier", by=by, at=at)
        return meeting.basis

    answers = at_once(engine, record, _saying(circle.collective.id, second, circle.member))

    [refusal] = [answer for answer in answers if isinstance(answer, Refused)]
    assert refusal.reason == "meeting.recorded_already"
    assert _count(circle, circle.member.id) == 1
    assert all(word.closed_at for word in circle.session.exec(select(MeetingReport)))


def test_declined_and_witnessed_at_once_is_one_or_the_other(circle: Circle, engine: Engine) -> None:
    first, second = _confirmed(circle), _confirmed(circle)
    word = make_report(circle.session, circle.member, circle.collective, first, reported_at=now())
    circle.session.commit()
    word_id = word.id

    def decline(session: Session) -> object:
        decline_report(session, report_by_id(session, word_id), at=now())
        return None

    declined, heard = at_once(engine, decline, _saying(circle.collective.id, second, circle.member))

    if isinstance(declined, Refused):
        assert (declined.reason, heard) == ("meeting.said_no_more", Heard.WITNESSED)
    else:
        assert (declined, heard) == (None, Heard.REPORTED)
    assert _count(circle, circle.member.id) == (heard == Heard.WITNESSED)
