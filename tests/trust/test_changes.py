"""What a transaction says about the trust graph: a number, and the units that may differ."""

from datetime import timedelta

from sqlalchemy import Engine, delete, update
from sqlmodel import Session, col, select

from recognition.awards.models import Award, Visibility
from recognition.clock import now
from recognition.collectives.models import Membership, Representative
from recognition.db import reading
from recognition.endorsements.models import Endorsement, EndorsementState
from recognition.people.models import Person, ProfileVisibility
from recognition.settings import Settings
from recognition.trust.changes import watch_changes
from recognition.trust.models import TrustChange
from recognition.trust.queries import Units, revision, units_changed
from recognition.trust.queries.log import MOST_CHANGES
from recognition.worker import make_worker
from tests.factories import (
    join,
    make_award,
    make_collective,
    make_endorsement,
    make_evidence,
    make_organisation,
    make_person,
    make_representative,
)

watch_changes()


def said(session: Session, after: int) -> list[tuple[int, str, object]]:
    """What was noted after a revision: its number counted from there, kind, id."""
    rows = session.exec(select(TrustChange).where(col(TrustChange.revision) > after))
    return sorted(((row.revision - after, row.kind, row.subject_id) for row in rows), key=str)


def test_a_transaction_raises_the_number_once_and_names_each_unit_once(session: Session) -> None:
    award = make_award(session)
    session.commit()
    before = revision(session)

    award.visibility = Visibility.PRIVATE
    session.flush()
    make_evidence(session, award)
    make_endorsement(session, award=award, endorser=session.get_one(Person, award.giver_id))

    assert revision(session) == before + 1
    assert said(session, before) == [(1, "award", award.id)]


def test_nothing_is_said_when_nothing_is_written_or_all_is_taken_back(
    session: Session, engine: Engine
) -> None:
    person = make_person(session, "Ada")
    session.commit()
    before = revision(session)

    session.refresh(person)
    person.display_name = "Ada"
    session.flush()
    assert said(session, before) == []
    person.display_name = "Bo"
    session.flush()
    assert said(session, before) == [(1, "person", person.id)]
    session.rollback()

    with reading(engine) as reader:
        assert (revision(reader), said(reader, before)) == (before, [])


def test_a_savepoint_taken_back_takes_back_what_was_said_in_it_only(session: Session) -> None:
    ada, bo = make_person(session), make_person(session)
    session.commit()
    before = revision(session)

    savepoint = session.begin_nested()
    ada.profile_visibility = ProfileVisibility.PRIVATE
    session.flush()
    savepoint.rollback()
    assert said(session, before) == []

    bo.profile_visibility = ProfileVisibility.PRIVATE
    session.flush()
    savepoint = session.begin_nested()
    ada.profile_visibility = ProfileVisibility.PRIVATE
    session.flush()
    savepoint.rollback()
    ada.profile_visibility = ProfileVisibility.COLLECTIVE
    session.flush()

    assert said(session, before) == [(1, "person", bo.id), (2, "person", ada.id)]


def test_a_row_that_moves_names_where_it_was_and_where_it_is(session: Session) -> None:
    speaker = make_person(session)
    first, second = make_organisation(session), make_organisation(session)
    role = make_representative(session, speaker, first)
    session.commit()  # from here on its values are not in memory
    before = revision(session)

    session.get_one(Representative, role.id)
    session.expire(role)
    role.organisation_id = second.id
    session.flush()

    assert {(kind, unit) for _, kind, unit in said(session, before)} == {
        ("issuer", first.id),
        ("issuer", second.id),
    }


def test_a_row_that_goes_names_what_it_was_about(session: Session) -> None:
    person, collective = make_person(session), make_collective(session)
    membership_id = join(session, person, collective).id
    session.commit()
    before = revision(session)

    session.delete(session.get_one(Membership, membership_id))
    session.flush()

    assert {(kind, unit) for _, kind, unit in said(session, before)} == {
        ("issuer", collective.id),
        ("person", person.id),
    }


def test_a_bulk_statement_names_the_rows_it_meets_where_that_says_enough(session: Session) -> None:
    mine, other = make_award(session), make_award(session)
    session.commit()
    before = revision(session)

    session.exec(
        update(Award).where(col(Award.id) == mine.id).values(visibility=Visibility.PRIVATE)
    )
    assert said(session, before) == [(1, "award", mine.id)]
    session.exec(update(Award).where(col(Award.giver_id) == mine.id).values(sentence=""))
    assert said(session, before) == [(1, "award", mine.id)]
    assert other.visibility == Visibility.PUBLIC


def test_any_other_bulk_statement_names_everything(session: Session) -> None:
    make_endorsement(session, award=make_award(session))
    session.commit()
    before = revision(session)

    session.exec(update(Endorsement).values(state=EndorsementState.ENDED))

    assert said(session, before) == [(1, "everything", None)]
    assert units_changed(session, after=before, until=before + 1) is None


def test_what_changed_is_told_by_kind(session: Session) -> None:
    before = revision(session)
    award, person = make_award(session), make_person(session)
    session.commit()
    since = units_changed(session, after=before, until=revision(session))

    assert since is not None
    assert since.awards == {award.id}
    assert since.badges == {award.badge_id}
    assert {person.id, award.holder_id, award.giver_id} <= since.people
    assert units_changed(session, after=revision(session), until=revision(session)) == Units()


def test_a_log_with_a_gap_says_nothing(session: Session) -> None:
    """A session that looks too late, or not long enough, must read everything."""
    person = make_person(session)
    session.commit()
    before = revision(session)
    for visibility in (ProfileVisibility.PRIVATE, ProfileVisibility.PUBLIC):
        person.profile_visibility = visibility
        session.commit()
    known = units_changed(session, after=before, until=before + 2)
    session.exec(delete(TrustChange).where(col(TrustChange.revision) == before + 1))
    session.commit()

    assert known == Units(people=frozenset({person.id}))
    assert units_changed(session, after=before, until=before + 2) is None
    assert units_changed(session, after=before + 1, until=before + 2) == known


def test_more_changes_than_are_worth_reading_one_by_one_are_everything(session: Session) -> None:
    before = revision(session)
    session.add_all(
        TrustChange(revision=before + 1, kind="person", subject_id=None, noted_at=now())
        for _ in range(MOST_CHANGES + 1)
    )
    session.flush()

    assert units_changed(session, after=before, until=before + 1) is None


def test_the_worker_forgets_changes_after_a_day(
    session: Session, engine: Engine, settings: Settings
) -> None:
    old, new = make_person(session), make_person(session)
    session.commit()
    session.exec(
        update(TrustChange)
        .where(col(TrustChange.subject_id) == old.id)
        .values(noted_at=now() - timedelta(days=1, minutes=1))
    )
    session.commit()
    make_worker(engine, settings).sweep()

    with reading(engine) as reader:
        kept = set(reader.exec(select(TrustChange.subject_id)))
    assert new.id in kept
    assert old.id not in kept
