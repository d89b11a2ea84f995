"""The rules of meetings, without a database."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.collectives.rules import (
    HERE,
    MOST_OF_A_COORDINATOR,
    MOST_OF_A_MEMBER,
    REPORT_COUNTS_FOR,
    Act,
    Word,
    can_be_reversed,
    meetings_left,
    month_of,
    objection_to_meeting,
    objection_to_word,
    report_state,
    word_beside,
    word_kept,
)

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
PEOPLE = st.integers(0, 3).map(lambda number: UUID(int=number))
TIMES = st.timedeltas(timedelta(-9999), timedelta(9999)).map(lambda after: AT + after)


@st.composite
def words(draw: st.DrawFn) -> Word:
    """What one of four people may have said, some of it too long ago, or shaken since."""
    ago = draw(st.timedeltas(timedelta(0), 2 * REPORT_COUNTS_FOR))
    met_on = AT.date() - timedelta(days=draw(st.integers(0, 400)))
    return Word(draw(PEOPLE), met_on, "Atelier", AT - ago, draw(st.booleans()))


@given(words(), st.lists(words(), max_size=6))
def test_two_different_confirmed_people_are_needed_and_enough(own: Word, said: list[Word]) -> None:
    beside = word_beside(own, said, at=AT)

    counting = [
        word
        for word in said
        if word.is_confirmed
        and word.reporter_id != own.reporter_id
        and AT - word.reported_at < REPORT_COUNTS_FOR
    ]
    assert (beside is not None) == (own.is_confirmed and bool(counting))
    if beside is not None:
        assert beside in counting
        assert beside.reported_at == min(word.reported_at for word in counting)


@given(words(), st.permutations([UUID(int=number) for number in range(4)]))
def test_the_order_of_the_rows_chooses_nobody(own: Word, order: list[UUID]) -> None:
    said = [Word(person, AT.date(), "", AT) for person in order]

    assert word_beside(own, said, at=AT) == word_beside(own, said[::-1], at=AT)


@given(words(), words())
def test_a_meeting_keeps_the_earlier_day_with_its_own_occasion(one: Word, two: Word) -> None:
    kept = word_kept(one, two)

    assert kept in (one, two)
    assert kept.met_on == min(one.met_on, two.met_on)


@given(TIMES)
def test_a_month_holds_its_moment_and_the_next_begins_where_it_ends(at: datetime) -> None:
    month = month_of(at)

    assert month.begins_at <= at < month.ends_at
    assert month_of(month.ends_at).begins_at == month.ends_at
    assert month_of(month.ends_at - timedelta(microseconds=1)) == month
    assert month.next_begins_on.day == 1
    assert month.begins_at.astimezone(HERE).month == at.astimezone(HERE).month


def test_a_month_begins_when_it_does_in_paris() -> None:
    new_year = month_of(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))

    assert new_year.begins_at == datetime(2026, 12, 31, 23, tzinfo=UTC)
    assert new_year.next_begins_on == date(2027, 2, 1)


@pytest.mark.parametrize("coordinates", [True, False])
@given(said=st.integers(0, 100))
def test_what_is_left_of_a_month_is_never_below_nothing(coordinates: bool, said: int) -> None:
    most = MOST_OF_A_COORDINATOR if coordinates else MOST_OF_A_MEMBER
    left = meetings_left(said, coordinates=coordinates)

    assert left == most - said if said <= most else left == 0


@given(
    is_oneself=st.booleans(),
    is_recorder_met=st.booleans(),
    has_collective=st.booleans(),
    met_on=st.dates(),
)
def test_nobody_is_met_by_who_was_met_by_nobody(
    is_oneself: bool, is_recorder_met: bool, has_collective: bool, met_on: date
) -> None:
    objection = objection_to_meeting(
        is_oneself=is_oneself,
        is_recorder_met=is_recorder_met,
        has_collective=has_collective,
        met_on=met_on,
        at=AT,
    )

    assert (objection == "meeting.not_met_yourself") == (not is_oneself and not is_recorder_met)
    if objection is None:
        assert is_recorder_met


def test_a_word_is_open_until_its_ninetieth_day_or_until_it_is_closed() -> None:
    almost = AT - REPORT_COUNTS_FOR + timedelta(seconds=1)

    assert report_state(None, almost, at=AT) == "open"
    assert report_state(AT, almost, at=AT) == "closed"
    assert report_state(None, AT - REPORT_COUNTS_FOR, at=AT) == "closed"


@pytest.mark.parametrize(
    ("has_met_already", "was_declined", "objection"),
    [
        (False, False, None),
        (False, True, "meeting.declined"),
        (True, False, "meeting.recorded_already"),
        (True, True, "meeting.recorded_already"),
    ],
)
def test_a_word_too_many_is_told_which_it_is(
    has_met_already: bool, was_declined: bool, objection: str | None
) -> None:
    found = objection_to_word(has_met_already=has_met_already, was_declined=was_declined)

    assert found == objection


def test_the_word_of_another_is_given_back_by_nobody() -> None:
    def reversible(act: Act) -> bool:
        return can_be_reversed(act, AT, None, at=AT)

    assert reversible(Act.MEETING_WITNESSED)
    assert not reversible(Act.WORD_TAKEN_BACK)
    assert not reversible(Act.WORD_DECLINED)
