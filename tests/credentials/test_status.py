"""Lists that say which credentials no longer hold, and nothing else."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import Engine, delete
from sqlmodel import Session, col, select

import recognition.credentials.status as room
from recognition.awards.models import Award, AwardState
from recognition.credentials.changes import watch_credentials
from recognition.credentials.models import Credential, CredentialKind, StatusList
from recognition.credentials.status import (
    FULLEST,
    KeptList,
    build_due,
    ended,
    give_entries,
    kept_list,
    mark_due,
)
from recognition.db import writing
from recognition.endorsements.models import EndorsementState
from recognition.openbadges.facts import StatusEntry
from recognition.openbadges.statuslist import LENGTH, encode, is_set
from tests.factories import AT, make_award, make_badge, make_endorsement, make_person

LATER = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def _watching() -> None:
    watch_credentials()


def hold(session: Session, entries: list[StatusEntry]) -> None:
    """Credentials of nothing at these places."""
    session.add_all(
        Credential(
            id=uuid4(),
            kind=CredentialKind.AWARD,
            status_list=entry.list_number,
            status_index=entry.index,
            changed_at=AT,
        )
        for entry in entries
    )
    session.flush()


def lists(session: Session) -> list[int]:
    return list(session.exec(select(StatusList.number).order_by(col(StatusList.number))).all())


def test_places_are_free_and_of_the_newest_list(session: Session) -> None:
    given = give_entries(session, 1200, at=AT)
    hold(session, given)
    assert {entry.list_number for entry in given} == {1}
    assert len({entry.index for entry in given}) == 1200
    assert all(0 <= entry.index < LENGTH for entry in given)
    hold(session, give_entries(session, 300, at=AT))  # the constraint would refuse one twice
    assert lists(session) == [1]


def test_where_a_place_lies_tells_nothing_of_when_it_was_given(session: Session) -> None:
    given = [entry.index for entry in give_entries(session, 4000, at=AT)]
    eighths = Counter(index * 8 // LENGTH for index in given)
    assert len(eighths) == 8
    assert max(eighths.values()) < 620  # 500 each, give or take five deviations
    assert sum(a < b for a, b in pairwise(given)) in range(1850, 2150)
    twos = [give_entries(session, 2, at=AT) for _ in range(100)]
    assert sum(first.index < second.index for first, second in twos) in range(20, 80)


def test_a_list_ends_half_full_and_another_begins(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "FULLEST", 40)
    monkeypatch.setattr(room, "MOST_IN_ONE", 15)
    hold(session, give_entries(session, 30, at=AT))
    given = give_entries(session, 95, at=AT)
    assert Counter(entry.list_number for entry in given) == {1: 10, 2: 40, 3: 40, 4: 5}
    hold(session, given)
    assert {entry.list_number for entry in give_entries(session, 3, at=AT)} == {4}
    assert lists(session) == [1, 2, 3, 4]
    assert FULLEST * 2 == LENGTH


def test_those_who_accept_at_once_get_places_of_their_own(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "FULLEST", 50)
    together = Barrier(4)

    def accept(_number: int) -> None:
        together.wait()
        for _ in range(4):
            with writing(engine) as session:
                hold(session, give_entries(session, 10, at=AT))
                session.commit()

    with ThreadPoolExecutor(4) as people:
        list(people.map(accept, range(4)))
    with writing(engine) as session:
        numbers = session.exec(select(Credential.status_list)).all()
        assert lists(session) == [1, 2, 3, 4]
    assert Counter(numbers) == {1: 50, 2: 50, 3: 50, 4: 10}


def place_of(session: Session, subject_id: UUID) -> tuple[int, int]:
    found = session.get_one(Credential, subject_id)
    return found.status_list, found.status_index


def test_what_ended_is_set_and_what_holds_again_is_cleared(session: Session) -> None:
    award, standing = make_award(session), make_award(session)
    endorsement = make_endorsement(session, award=standing)
    number, place = place_of(session, award.id)
    _, beside = place_of(session, endorsement.id)
    assert ended(session, number) == set()
    award.state, endorsement.state = AwardState.REVOKED, EndorsementState.ENDED
    session.flush()
    assert ended(session, number) == {place, beside}
    endorsement.state = EndorsementState.ACCEPTED
    session.flush()
    assert ended(session, number) == {place}


@pytest.mark.parametrize(
    ("state", "is_ended"),
    [(AwardState.ACCEPTED, False), (AwardState.REVOKED, True), (AwardState.REMOVED, True)],
)
def test_an_award_ends_with_its_giver_or_its_holder(
    session: Session, state: AwardState, is_ended: bool
) -> None:
    award = make_award(session)
    number, place = place_of(session, award.id)
    award.state = state
    session.flush()
    assert (place in ended(session, number)) is is_ended


@pytest.mark.parametrize(
    ("state", "is_ended"),
    [
        (EndorsementState.ACCEPTED, False),
        (EndorsementState.WITHDRAWN, True),
        (EndorsementState.ENDED, True),
    ],
)
def test_an_endorsement_ends_with_either_side(
    session: Session, state: EndorsementState, is_ended: bool
) -> None:
    endorsement = make_endorsement(session, badge=make_badge(session))
    number, place = place_of(session, endorsement.id)
    endorsement.state = state
    session.flush()
    assert (place in ended(session, number)) is is_ended


def test_what_is_gone_with_its_account_is_ended(session: Session) -> None:
    award = make_award(session)
    number, place = place_of(session, award.id)
    session.connection().execute(delete(Award).where(col(Award.id) == award.id))
    assert ended(session, number) == {place}


@pytest.fixture
def six(session: Session) -> list[Award]:
    """Awards of six badges to one person."""
    holder, giver = make_person(session), make_person(session)
    return [
        make_award(session, badge=make_badge(session), holder=holder, giver=giver) for _ in range(6)
    ]


@examples(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(states=st.lists(st.sampled_from(AwardState), min_size=6, max_size=6))
def test_exactly_the_ended_ones_are_set(
    session: Session, six: list[Award], states: list[AwardState]
) -> None:
    for award, state in zip(six, states, strict=True):
        award.state = state
    session.flush()
    session.expire_all()
    build_due(session)
    over = [award for award in six if award.state != AwardState.ACCEPTED]
    places = {place_of(session, award.id)[1] for award in over}
    (row,) = session.exec(select(StatusList)).all()
    assert row.bits == encode(places)
    assert kept_list(session, row.number) == KeptList(row.number, row.changed_at, row.bits)


def test_a_list_is_made_anew_when_something_in_it_ends_and_not_before(session: Session) -> None:
    award, other = make_award(session), make_award(session)
    number, place = place_of(session, award.id)
    assert build_due(session) == 1
    assert build_due(session) == 0
    before = session.get_one(StatusList, number).bits
    other.visibility = "private"
    session.flush()
    assert build_due(session) == 0
    award.state = AwardState.REVOKED
    session.flush()
    session.expire_all()
    assert session.get_one(StatusList, number).bits == ""
    shown = kept_list(session, number)
    assert build_due(session) == 1
    kept = kept_list(session, number)
    assert kept == shown
    assert kept is not None
    assert is_set(kept.bits, place)
    assert not is_set(before, place)


def test_a_list_never_says_that_it_is_older_than_it_was(session: Session) -> None:
    (entry,) = give_entries(session, 1, at=LATER)
    hold(session, [entry])
    credential = session.exec(select(Credential)).one()
    mark_due(session, [credential.id], at=AT)
    session.expire_all()
    assert session.get_one(StatusList, 1).changed_at == LATER


def test_there_is_no_list_before_something_is_issued(session: Session) -> None:
    assert kept_list(session, 1) is None
    assert build_due(session) == 0
