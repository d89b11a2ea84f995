"""Adding evidence, choosing who sees it, removing it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session, col, func, select

from recognition.awards.models import Award, Visibility
from recognition.awards.rules import narrower
from recognition.errors import Refused
from recognition.evidence.files import KeptFile
from recognition.evidence.models import Evidence, EvidenceKind
from recognition.evidence.rules import MOST_A_PIECE
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
    award: Award,
    new: NewEvidence,
    *,
    added_by_id: UUID,
    at: datetime,
) -> Evidence:
    """Put a piece of evidence on an award, shown at most as widely as the award. Whether the
    visitor may is asked before. Raises Refused beyond MOST_A_PIECE.

    A file gets a name of its own, never shared: removing one piece cannot take another's file.
    """
    count = session.exec(
        select(func.count())
        .select_from(Evidence)
        .where(Evidence.award_id == award.id, col(Evidence.removed_at).is_(None))
    ).one()
    if count >= MOST_A_PIECE:
        raise Refused("evidence.too_many")
    evidence = Evidence(
        award_id=award.id,
        added_by_id=added_by_id,
        kind=new.kind,
        title=new.title,
        description=new.description,
        url=new.url,
        alt_text=new.alt_text,
        visibility=narrower(new.visibility, award.visibility),
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
    session: Session, evidence: Evidence, award: Award, visibility: Visibility
) -> None:
    """Change who may see a piece of evidence: never more people than see the award."""
    evidence.visibility = narrower(visibility, award.visibility)
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
