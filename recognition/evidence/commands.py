"""Adding evidence, choosing who sees it, removing it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from recognition.awards.models import Award, Visibility
from recognition.awards.rules import narrower
from recognition.errors import Refused
from recognition.evidence.files import KeptFile
from recognition.evidence.models import Evidence, EvidenceKind
from recognition.evidence.queries import Bearer
from recognition.evidence.rules import MOST_A_PIECE
from recognition.imports.models import ImportedBadge
from recognition.storage import Storage


@dataclass(frozen=True)
class NewEvidence:
    """What the holder tells and shows. `file_name` is what its sender called the file: a text."""

    kind: EvidenceKind
    title: str
    description: str = ""
    url: str = ""
    alt_text: str = ""
    visibility: Visibility = Visibility.PRIVATE
    file: KeptFile | None = None
    file_name: str = ""


def add_evidence(
    session: Session,
    storage: Storage,
    bearer: Bearer,
    new: NewEvidence,
    *,
    added_by_id: UUID,
    at: datetime,
) -> Evidence:
    """Put a piece of evidence on an award or on a badge from elsewhere, shown at most as widely.
    Whether the visitor may is asked before. Raises Refused beyond MOST_A_PIECE.

    A file gets a name of its own, never shared: removing one piece cannot take another's file.
    """
    count = session.exec(
        select(func.count())
        .select_from(Evidence)
        .where(_on(bearer), col(Evidence.removed_at).is_(None))
    ).one()
    if count >= MOST_A_PIECE:
        raise Refused("evidence.too_many")
    evidence = Evidence(
        award_id=bearer.id if isinstance(bearer, Award) else None,
        imported_id=bearer.id if isinstance(bearer, ImportedBadge) else None,
        added_by_id=added_by_id,
        kind=new.kind,
        title=new.title,
        description=new.description,
        url=new.url,
        alt_text=new.alt_text,
        visibility=narrower(new.visibility, bearer.visibility),
        added_at=at,
    )
    if new.file is not None:
        evidence.file_key = f"{uuid4().hex}{new.file.suffix}"
        evidence.file_name = new.file_name
        evidence.media_type = new.file.media_type
        evidence.byte_count = len(new.file.content)
        storage.put(evidence.file_key, new.file.content)
    session.add(evidence)
    session.flush()
    return evidence


def show_evidence_to(
    session: Session, evidence: Evidence, bearer: Bearer, visibility: Visibility
) -> None:
    """Change who may see a piece of evidence: never more people than see what it is on."""
    evidence.visibility = narrower(visibility, bearer.visibility)
    session.add(evidence)


def remove_evidence(session: Session, evidence: Evidence, *, at: datetime) -> str:
    """Take a piece of evidence away, its words and its link with it. Returns the name of its file,
    for the caller to delete once this is committed; empty when it has none."""
    file_key = evidence.file_key
    evidence.removed_at = at
    evidence.title = ""
    evidence.description = ""
    evidence.url = ""
    evidence.alt_text = ""
    evidence.file_name = ""
    evidence.file_key = ""
    evidence.byte_count = 0
    session.add(evidence)
    return file_key


def remove_all_evidence(session: Session, bearer: Bearer, *, at: datetime) -> list[str]:
    """Take all of it away, for a badge that goes for good. Returns the names of its files: see
    `remove_evidence`."""
    pieces = session.exec(
        select(Evidence).where(_on(bearer), col(Evidence.removed_at).is_(None)).with_for_update()
    )
    file_keys = [remove_evidence(session, evidence, at=at) for evidence in pieces.all()]
    return [file_key for file_key in file_keys if file_key]


def _on(bearer: Bearer) -> ColumnElement[bool]:
    column = Evidence.award_id if isinstance(bearer, Award) else Evidence.imported_id
    return col(column) == bearer.id
