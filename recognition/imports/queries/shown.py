"""Who is shown a badge from elsewhere. `Importer` is the person of `ImportedBadge.holder_id` in
every query."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from recognition.awards.models import Visibility
from recognition.collectives.queries import collectives_of, shares_collective
from recognition.errors import NotFound
from recognition.imports.models import Belonging, ImportedBadge
from recognition.imports.rules import ImportedSubject
from recognition.people.models import Person, ProfileVisibility
from recognition.people.rules import SHOWN_TO_ALL
from recognition.permissions import Actor

Importer = aliased(Person, name="importer")


def imported_publicly() -> ColumnElement[bool]:
    """SQL on `ImportedBadge` joined to `Importer`: anyone at all may see it."""
    return and_(
        col(ImportedBadge.removed_at).is_(None),
        col(ImportedBadge.belonging) == Belonging.MINE,
        col(ImportedBadge.visibility) == Visibility.PUBLIC,
        col(Importer.profile_visibility).in_(SHOWN_TO_ALL),
    )


def imported_in_collective() -> ColumnElement[bool]:
    """SQL on `ImportedBadge` joined to `Importer`: at least its holder's collectives may see
    it."""
    return and_(
        col(ImportedBadge.removed_at).is_(None),
        col(ImportedBadge.belonging) == Belonging.MINE,
        col(ImportedBadge.visibility).in_((Visibility.PUBLIC, Visibility.COLLECTIVE)),
        col(Importer.profile_visibility) != ProfileVisibility.PRIVATE,
    )


def imported_seen_by(actor: Actor) -> ColumnElement[bool]:
    """SQL on `ImportedBadge` joined to `Importer`: the rows of ``SEE`` for "imported"."""
    if actor.person_id is None:
        return imported_publicly()
    return or_(
        imported_publicly(),
        and_(imported_in_collective(), shares_collective(actor, col(ImportedBadge.holder_id))),
        and_(
            col(ImportedBadge.removed_at).is_(None),
            col(ImportedBadge.holder_id) == actor.person_id,
        ),
    )


def imported_for(session: Session, imported_id: UUID) -> ImportedBadge:
    """The badge from elsewhere, to be written: its row is held until the transaction ends. Raises
    NotFound, also for a removed one."""
    imported = session.exec(
        select(ImportedBadge)
        .where(ImportedBadge.id == imported_id, col(ImportedBadge.removed_at).is_(None))
        .with_for_update()
    ).first()
    if imported is None:
        raise NotFound
    return imported


def imported_subject(session: Session, imported: ImportedBadge) -> ImportedSubject:
    """The badge as `permissions.may` wants it. Two queries."""
    holder = session.get_one(Person, imported.holder_id)
    return ImportedSubject(
        holder_id=holder.id,
        belonging=imported.belonging,
        visibility=imported.visibility,
        profile_visibility=holder.profile_visibility,
        holder_collectives=collectives_of(session, holder.id),
        is_removed=imported.removed_at is not None,
    )
