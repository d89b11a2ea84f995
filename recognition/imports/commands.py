"""Keeping badges from elsewhere, and letting them go."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from recognition.awards.models import Visibility
from recognition.errors import Refused
from recognition.imports.checking import digest_of
from recognition.imports.models import Belonging, ImportedBadge
from recognition.imports.pictures import redrawn
from recognition.imports.rules import Standing, kept_step, standing_of, told_steps
from recognition.openbadges.verdict import Verdict
from recognition.storage import Storage
from recognition.texts import clean, clean_line

TITLE = 200  # characters
TEXT = 10_000
URL = 500
HOST = 253


@dataclass(frozen=True)
class Kept:
    """A badge that was brought; `is_new` unless it was there already."""

    imported: ImportedBadge
    is_new: bool


def keep_badge(
    session: Session,
    storage: Storage,
    holder_id: UUID,
    verdict: Verdict,
    *,
    belonging: Belonging,
    at: datetime,
    id: UUID | None = None,
) -> Kept:
    """Keep a badge that somebody brought, for them alone to see at first. The same badge brought
    again is the one that is there, with what was found out now. `id` is that of a new one.

    Leaves the commit to the caller. Raises Refused with ``busy`` for two at once.
    """
    picture = redrawn(verdict.picture)  # before others have to wait to write: it may take a while
    digest = digest_of(verdict)
    imported = session.exec(
        select(ImportedBadge)
        .where(
            ImportedBadge.holder_id == holder_id,
            ImportedBadge.digest == digest,
            col(ImportedBadge.removed_at).is_(None),
        )
        .with_for_update()
    ).first()
    is_new = imported is None
    if imported is None:
        imported = ImportedBadge(
            id=id or uuid4(),
            holder_id=holder_id,
            digest=digest,
            form=verdict.form,
            version=verdict.version,
            title="",
            outcome=verdict.outcome,
            imported_at=at,
            checked_at=at,
        )
    note_check(imported, verdict, is_theirs=belonging == Belonging.MINE, at=at)
    if picture is not None:
        imported.picture_key = f"{uuid4().hex}.png"
        storage.put(imported.picture_key, picture)
    session.add(imported)
    try:
        session.flush()
    except IntegrityError as race:
        raise Refused("busy") from race
    return Kept(imported, is_new)


def note_check(imported: ImportedBadge, verdict: Verdict, *, is_theirs: bool, at: datetime) -> None:
    """Write down what a verification found out.

    Whose it is is settled once: an address that somebody no longer reads does not take their
    badges away. The words of a badge that is no longer sound are left as they were.
    """
    steps = told_steps(verdict)
    imported.outcome = verdict.outcome
    imported.steps = [kept_step(step) for step in steps]
    imported.checked_at = at
    imported.issuer_host = verdict.issuer.host[:HOST]
    if is_theirs:
        imported.belonging = Belonging.MINE
    if standing_of(verdict.outcome, steps) not in (Standing.REVOKED, Standing.BROKEN):
        _note_words(imported, verdict)


def _note_words(imported: ImportedBadge, verdict: Verdict) -> None:
    """What the badge says; where it is silent because nobody answered, what it said before. What
    its issuer stands for is taken whole: words that came before it may be anybody's."""
    words = {
        "title": clean_line(verdict.name)[:TITLE],
        "description": clean(verdict.description)[:TEXT],
        "criteria": clean(verdict.criteria)[:TEXT],
        "narrative": clean(verdict.narrative)[:TEXT],
        "issuer_name": clean_line(verdict.issuer.name)[:TITLE],
        "issuer_url": clean_line(verdict.issuer.url)[:URL],
    }
    for member, said in words.items():
        if said or verdict.issuer.host:
            setattr(imported, member, said)
    imported.version = verdict.version or imported.version
    imported.issued_at = plausible(verdict.issued_at) or imported.issued_at
    imported.expires_at = plausible(verdict.expires_at)
    imported.document = verdict.document or imported.document


def plausible(moment: datetime | None) -> datetime | None:
    """A date that a stranger wrote; None for one that no calendar of ours can show."""
    return moment if moment is not None and 1900 <= moment.year < 3000 else None


def show_imported_to(session: Session, imported: ImportedBadge, visibility: Visibility) -> None:
    """Change who may see a badge from elsewhere."""
    imported.visibility = visibility
    session.add(imported)


def remove_imported(session: Session, imported: ImportedBadge, *, at: datetime) -> str:
    """Let a badge go, with all that it says. Returns the name of its picture, for the caller to
    delete once this is committed; empty when it has none."""
    picture_key = imported.picture_key
    imported.removed_at = at
    for member in ("title", "description", "criteria", "narrative", "document", "picture_key"):
        setattr(imported, member, "")
    for member in ("issuer_name", "issuer_url", "issuer_host"):
        setattr(imported, member, "")
    imported.steps = []
    imported.issued_at = imported.expires_at = None
    session.add(imported)
    return picture_key
