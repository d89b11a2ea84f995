"""The clause of the lists says what the table of permissions says, whoever looks."""

from itertools import product

from sqlmodel import Session, col, select

from recognition.awards.models import Visibility
from recognition.collectives.queries import standing_of
from recognition.imports.models import Belonging, ImportedBadge
from recognition.imports.queries import Importer, imported_seen_by, imported_subject
from recognition.people.models import ProfileVisibility
from recognition.permissions import ANYONE, Action, may
from tests.factories import AT, join, make_collective, make_imported, make_person


def test_the_clause_agrees_with_the_table_for_every_badge_and_every_pair_of_eyes(
    session: Session,
) -> None:
    collective, elsewhere = make_collective(session), make_collective(session)
    colleague, coordinator, stranger = (make_person(session) for _ in range(3))
    join(session, colleague, collective)
    join(session, coordinator, collective, coordinator=True)
    join(session, stranger, elsewhere, coordinator=True)
    holders = []
    for profile in ProfileVisibility:
        holder = make_person(session, profile_visibility=profile)
        join(session, holder, collective)
        holders.append(holder)
        for belonging, visibility, removed in product(Belonging, Visibility, (None, AT)):
            make_imported(
                session, holder, belonging=belonging, visibility=visibility, removed_at=removed
            )
    people = [colleague, coordinator, stranger, *holders]
    actors = [ANYONE, *(standing_of(session, person.id).actor for person in people)]
    rows = session.exec(select(ImportedBadge)).all()
    assert len(rows) == 4 * 2 * 3 * 2
    seen_counts = []
    for actor in actors:
        found = set(
            session.exec(
                select(ImportedBadge.id)
                .join(Importer, col(Importer.id) == ImportedBadge.holder_id)
                .where(imported_seen_by(actor))
            )
        )
        allowed = {
            each.id for each in rows if may(actor, Action.SEE, imported_subject(session, each))
        }
        assert found == allowed
        seen_counts.append(len(found))
    assert seen_counts[0] == 2  # public, by the two profiles that are shown to all
    assert len(set(seen_counts)) > 3
