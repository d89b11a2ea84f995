"""Badges from elsewhere as lists show them. Each query here is one statement."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from recognition.awards.rules import narrower, profile_width
from recognition.imports.models import Belonging, ImportedBadge
from recognition.imports.queries.shown import Importer, imported_seen_by
from recognition.imports.rules import Standing, standing_of, step_of
from recognition.permissions import Actor


@dataclass(frozen=True)
class ImportedLine:
    """A badge from elsewhere on a card. `visibility` is how widely it is really shown."""

    id: UUID
    title: str
    issuer_name: str
    issuer_host: str
    issued_at: datetime | None
    checked_at: datetime
    standing: Standing
    has_picture: bool
    is_mine: bool
    visibility: str


def imported_of_person(session: Session, actor: Actor, person_id: UUID) -> list[ImportedLine]:
    """What of a person's badges from elsewhere `actor` may see, and names that person; the latest
    first."""
    return _lines(session, actor, person_id, col(ImportedBadge.belonging) == Belonging.MINE)


def my_imported(session: Session, actor: Actor, person_id: UUID) -> list[ImportedLine]:
    """All that a person brought, also what names somebody else; the latest first."""
    return _lines(session, actor, person_id)


def _lines(
    session: Session, actor: Actor, person_id: UUID, *narrowed: ColumnElement[bool]
) -> list[ImportedLine]:
    rows = session.exec(
        select(ImportedBadge, Importer.profile_visibility)
        .join(Importer, col(Importer.id) == ImportedBadge.holder_id)
        .where(ImportedBadge.holder_id == person_id, imported_seen_by(actor), *narrowed)
        .order_by(col(ImportedBadge.imported_at).desc(), col(ImportedBadge.id))
        .options(defer(ImportedBadge.document), defer(ImportedBadge.narrative))  # type: ignore[arg-type]
    )
    return [
        ImportedLine(
            id=imported.id,
            title=imported.title,
            issuer_name=imported.issuer_name,
            issuer_host=imported.issuer_host,
            issued_at=imported.issued_at,
            checked_at=imported.checked_at,
            standing=standing_of(imported.outcome, [step_of(each) for each in imported.steps]),
            has_picture=bool(imported.picture_key),
            is_mine=imported.belonging == Belonging.MINE,
            visibility=narrower(imported.visibility, profile_width(profile_visibility)),
        )
        for imported, profile_visibility in rows
    ]
