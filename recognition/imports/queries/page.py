"""One badge from elsewhere as its page shows it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from recognition.collectives.queries import accents_of, collectives_of
from recognition.errors import NotFound
from recognition.imports.models import Belonging, ImportedBadge
from recognition.imports.queries.shown import Importer
from recognition.imports.rules import ImportedSubject, Standing, standing_of, step_of
from recognition.openbadges.verdict import Step
from recognition.people.rules import ProfileSubject
from recognition.people.sessions import initials
from recognition.permissions import Action, Actor, may


@dataclass(frozen=True)
class HolderView:
    """Who brought the badge. `handle` is None when the visitor may not see their page."""

    id: UUID
    name: str
    handle: str | None
    initials: str
    accent: str


@dataclass(frozen=True)
class ImportedView:
    """All that the page of a badge from elsewhere shows, but its evidence and endorsements.

    Title, words and issuer are a stranger's text. `issuer_host` is who answered for the issuer,
    empty when nobody did. `width` is how widely it is really shown: the narrower of its holder's
    choice and of their profile.
    """

    id: UUID
    title: str
    description: str
    criteria: str
    narrative: str
    issuer_name: str
    issuer_url: str
    issuer_host: str
    version: str
    form: str
    issued_at: datetime | None
    expires_at: datetime | None
    imported_at: datetime
    checked_at: datetime
    standing: Standing
    steps: tuple[Step, ...]
    picture_key: str
    is_mine: bool
    holder: HolderView
    is_holder: bool
    visibility: str
    width: str
    profile_visibility: str
    subject: ImportedSubject


def imported_page(session: Session, actor: Actor, imported_id: UUID) -> ImportedView:
    """The badge, found and authorised at once. Three queries. Raises NotFound for what is absent
    or removed, and for what `actor` may not see, alike."""
    row = session.exec(
        select(ImportedBadge, Importer)
        .join(Importer, col(Importer.id) == ImportedBadge.holder_id)
        .where(ImportedBadge.id == imported_id)
    ).first()
    if row is None:
        raise NotFound
    imported, holder = row
    collectives = collectives_of(session, holder.id)
    subject = ImportedSubject(
        holder_id=holder.id,
        belonging=imported.belonging,
        visibility=imported.visibility,
        profile_visibility=holder.profile_visibility,
        holder_collectives=collectives,
        is_removed=imported.removed_at is not None,
    )
    if not may(actor, Action.SEE, subject):
        raise NotFound
    page = ProfileSubject(holder.id, holder.profile_visibility, collectives)
    steps = tuple(step_of(each) for each in imported.steps)
    return ImportedView(
        id=imported.id,
        title=imported.title,
        description=imported.description,
        criteria=imported.criteria,
        narrative=imported.narrative,
        issuer_name=imported.issuer_name,
        issuer_url=imported.issuer_url,
        issuer_host=imported.issuer_host,
        version=imported.version,
        form=imported.form,
        issued_at=imported.issued_at,
        expires_at=imported.expires_at,
        imported_at=imported.imported_at,
        checked_at=imported.checked_at,
        standing=standing_of(imported.outcome, steps),
        steps=steps,
        picture_key=imported.picture_key,
        is_mine=imported.belonging == Belonging.MINE,
        holder=HolderView(
            id=holder.id,
            name=holder.display_name,
            handle=holder.handle if may(actor, Action.SEE, page) else None,
            initials=initials(holder.display_name),
            accent=accents_of(session, [holder.id])[holder.id],
        ),
        is_holder=actor.is_person(holder.id),
        visibility=imported.visibility,
        width=subject.width,
        profile_visibility=holder.profile_visibility,
        subject=subject,
    )
