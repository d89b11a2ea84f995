"""What may be proposed to whom, how often, and what an answer becomes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.invitations.models import Answer, InvitationKind
from recognition.invitations.rules import (
    DAY,
    FARTHEST,
    MOST_MAILS_A_DAY,
    MOST_SENT_A_DAY,
    Sent,
    answered,
    objection_to_answering,
    objection_to_date,
    objection_to_guests,
    opens_again_at,
    resumed,
    starts_at_of,
    stopped,
)

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        (date(2026, 12, 3), time(18), datetime(2026, 12, 3, 17, tzinfo=UTC)),
        (date(2026, 7, 3), time(18), datetime(2026, 7, 3, 16, tzinfo=UTC)),
        (date(2027, 3, 28), time(1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(2, 30), None),
        (date(2027, 3, 28), time(3), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(3), datetime(2026, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_a_time_is_that_of_clocks_in_paris_and_none_for_one_they_jump_over(
    day: date, hour: time, expected: datetime | None
) -> None:
    assert starts_at_of(day, hour) == expected


@pytest.mark.parametrize(
    ("starts_at", "objection"),
    [
        (AT, "invitation.in_the_past"),
        (AT + timedelta(seconds=1), None),
        (AT + FARTHEST, None),
        (AT + FARTHEST + timedelta(seconds=1), "invitation.too_far"),
    ],
)
def test_one_meets_from_now_on_and_within_two_years(
    starts_at: datetime, objection: str | None
) -> None:
    assert objection_to_date(starts_at, at=AT) == objection


def _sent(*hours_and_mails: tuple[float, int]) -> list[Sent]:
    return [Sent(AT - timedelta(hours=hours), mails) for hours, mails in hours_and_mails]


def test_the_sixth_invitation_of_a_day_waits_for_the_first_to_be_a_day_old() -> None:
    four = _sent((20, 1), (9, 1), (8, 1), (7, 1))

    assert opens_again_at(four, 1, at=AT) is None
    assert opens_again_at([*four, *_sent((1, 1))], 1, at=AT) == AT + timedelta(hours=4)
    assert opens_again_at([*four, *_sent((24, 1))], 1, at=AT) is None


def test_two_hundred_mails_a_day_wait_for_enough_of_them_to_be_a_day_old() -> None:
    past = _sent((20, 50), (10, 100), (5, 40))

    assert opens_again_at(past, 10, at=AT) is None
    assert opens_again_at(past, 11, at=AT) == AT + timedelta(hours=4)
    assert opens_again_at(past, 150, at=AT) == AT + timedelta(hours=14)
    assert opens_again_at(past, 200, at=AT) == AT + timedelta(hours=19)


@given(
    st.lists(
        st.tuples(st.integers(1, 30 * 3600), st.integers(0, MOST_MAILS_A_DAY)).map(
            lambda one: Sent(AT - timedelta(seconds=one[0]), one[1])
        )
    ),
    st.integers(0, MOST_MAILS_A_DAY),
)
def test_when_it_opens_there_is_room_and_not_before(past: list[Sent], wanted: int) -> None:
    def has_room(at: datetime) -> bool:
        lately = [one for one in past if at - DAY < one.at]
        mails = sum(one.mail_count for one in lately)
        return len(lately) < MOST_SENT_A_DAY and mails + wanted <= MOST_MAILS_A_DAY

    opens = opens_again_at(past, wanted, at=AT)

    assert has_room(opens or AT)
    assert opens is None or not has_room(opens - timedelta(microseconds=1))


def test_a_meeting_of_a_minor_is_among_members_and_nobody_invites_themselves() -> None:
    def objection(kind: InvitationKind, **values: bool | int) -> str | None:
        usual = {
            "guest_count": 2,
            "with_author": False,
            "with_minor": False,
            "with_stranger": False,
        }
        return objection_to_guests(kind, **{**usual, **values})  # type: ignore[arg-type]

    assert objection(InvitationKind.MEETING) is None
    assert objection(InvitationKind.MEETING, with_minor=True) is None
    assert objection(InvitationKind.MEETING, with_stranger=True) is None
    both = objection(InvitationKind.MEETING, with_minor=True, with_stranger=True)
    assert both == "guests.minor"
    assert objection(InvitationKind.WORD, with_minor=True, with_stranger=True) is None
    assert objection(InvitationKind.WORD, with_author=True) == "guests.oneself"
    assert objection(InvitationKind.ROUND, guest_count=0) == "guests.none"
    assert objection(InvitationKind.WORKSHOP, guest_count=0) is None


@pytest.mark.parametrize(
    ("said", "kind", "starts_in", "cancelled", "objection"),
    [
        (Answer.YES, InvitationKind.WORKSHOP, 1, False, None),
        (Answer.NO, InvitationKind.WORKSHOP, 1, False, None),
        (Answer.NO, InvitationKind.MEETING, None, False, None),
        (Answer.YES, InvitationKind.WORD, None, False, None),
        (Answer.NO, InvitationKind.WORD, None, False, "invitation.nothing_to_decline"),
        (Answer.NO, InvitationKind.ROUND, None, False, "invitation.nothing_to_decline"),
        (Answer.YES, InvitationKind.WORKSHOP, 0, False, "invitation.over"),
        (Answer.YES, InvitationKind.WORKSHOP, 1, True, "invitation.cancelled"),
    ],
)
def test_what_can_be_answered(
    said: Answer,
    kind: InvitationKind,
    starts_in: int | None,
    cancelled: bool,
    objection: str | None,
) -> None:
    starts_at = None if starts_in is None else AT + timedelta(hours=starts_in)
    cancelled_at = AT if cancelled else None
    assert objection_to_answering(said, kind, starts_at, cancelled_at, at=AT) == objection


def test_wanting_no_further_mail_outlives_any_answer_and_is_taken_back_whole() -> None:
    assert stopped(Answer.YES) == Answer.LAST
    assert stopped(Answer.NONE) == stopped(Answer.NO) == Answer.STOP
    assert answered(Answer.LAST, Answer.NO) == Answer.STOP
    assert answered(Answer.STOP, Answer.YES) == Answer.LAST
    assert answered(Answer.NO, Answer.YES) == Answer.YES
    assert resumed(Answer.LAST) == Answer.YES
    assert resumed(Answer.STOP) == Answer.NONE
