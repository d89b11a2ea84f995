"""Reading evidence."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from recognition.awards.models import Award, Visibility
from recognition.awards.queries import (
    Holder,
    award_for,
    award_subject,
    shown_in_collective,
    shown_publicly,
)
from recognition.awards.rules import AwardSubject, narrower, profile_width
from recognition.collectives.queries import shares_collective
from recognition.errors import NotFound
from recognition.evidence.models import Evidence
from recognition.evidence.rules import EvidenceSubject, host_of
from recognition.imports.models import ImportedBadge
from recognition.imports.queries.shown import (
    Importer,
    imported_for,
    imported_in_collective,
    imported_publicly,
    imported_subject,
)
from recognition.imports.rules import ImportedSubject
from recognition.permissions import Actor

Bearer = Award | ImportedBadge
"""What evidence is on."""


def with_bearers(statement: Select[*tuple[Any, ...]]) -> Select[Any]:
    """`statement`, which selects from `Evidence`, joined to what it is on."""
    return (
        statement.outerjoin(Award, col(Award.id) == col(Evidence.award_id))
        .outerjoin(Holder, col(Holder.id) == col(Award.holder_id))
        .outerjoin(ImportedBadge, col(ImportedBadge.id) == col(Evidence.imported_id))
        .outerjoin(Importer, col(Importer.id) == col(ImportedBadge.holder_id))
    )


def award_evidence_public() -> ColumnElement[bool]:
    """SQL on `Evidence` joined to `Award` and `Holder`: anyone may see it."""
    return and_(_shown_to_anyone(), shown_publicly())


def award_evidence_in_collective() -> ColumnElement[bool]:
    """SQL on `Evidence` joined to `Award` and `Holder`: the holder's collectives may see it."""
    return and_(_shown_to_collectives(), shown_in_collective())


def evidence_public() -> ColumnElement[bool]:
    """SQL on `Evidence` joined by `with_bearers`: anyone may see it."""
    return and_(_shown_to_anyone(), or_(shown_publicly(), imported_publicly()))


def evidence_in_collective(actor: Actor) -> ColumnElement[bool]:
    """SQL on `Evidence` joined by `with_bearers`: it is shown to the collectives of `actor`, and
    perhaps no further."""
    return and_(
        _shown_to_collectives(),
        or_(
            and_(shown_in_collective(), shares_collective(actor, col(Award.holder_id))),
            and_(imported_in_collective(), shares_collective(actor, col(ImportedBadge.holder_id))),
        ),
    )


def evidence_seen_by(actor: Actor) -> ColumnElement[bool]:
    """SQL on `Evidence` joined by `with_bearers`: the rows of ``SEE`` for "evidence"."""
    if actor.person_id is None:
        return evidence_public()
    mine = or_(
        col(Award.holder_id) == actor.person_id,
        and_(
            col(ImportedBadge.holder_id) == actor.person_id,
            col(ImportedBadge.removed_at).is_(None),
        ),
    )
    return or_(
        evidence_public(),
        evidence_in_collective(actor),
        and_(col(Evidence.removed_at).is_(None), mine),
    )


def _shown_to_anyone() -> ColumnElement[bool]:
    return and_(col(Evidence.removed_at).is_(None), col(Evidence.visibility) == Visibility.PUBLIC)


def _shown_to_collectives() -> ColumnElement[bool]:
    return and_(
        col(Evidence.removed_at).is_(None),
        col(Evidence.visibility).in_((Visibility.PUBLIC, Visibility.COLLECTIVE)),
    )


@dataclass(frozen=True)
class EvidenceLine:
    """A piece of evidence as the page of its badge shows it.

    `visibility` is what the holder chose, `width` how widely it is really shown: never more than
    what it is on. `host` is whom a link leads to.
    """

    id: UUID
    kind: str
    title: str
    description: str
    url: str
    host: str
    file_name: str
    byte_count: int
    alt_text: str
    visibility: str
    width: str
    added_at: datetime

    @property
    def kilobytes(self) -> int:
        """The size of its file, in units of 1000 bytes, rounded up."""
        return -(-self.byte_count // 1000)


def evidence_of_award(session: Session, actor: Actor, award_id: UUID) -> list[EvidenceLine]:
    """What `actor` may see of the evidence on an award, in the order in which it came. One
    query."""
    return _lines(session, actor, col(Evidence.award_id) == award_id)


def evidence_of_imported(session: Session, actor: Actor, imported_id: UUID) -> list[EvidenceLine]:
    """The same, of a badge from elsewhere."""
    return _lines(session, actor, col(Evidence.imported_id) == imported_id)


def evidence_to_read(session: Session, actor: Actor, evidence_id: UUID) -> Evidence:
    """The piece of evidence, found and authorised at once. Raises NotFound for what is absent,
    removed, or hidden from `actor`, alike."""
    evidence: Evidence | None = session.scalar(
        with_bearers(columns(Evidence)).where(
            col(Evidence.id) == evidence_id, evidence_seen_by(actor)
        )
    )
    if evidence is None:
        raise NotFound
    return evidence


def evidence_for(session: Session, evidence_id: UUID) -> tuple[Evidence, Bearer]:
    """The piece of evidence and what it is on, to be written: that one is held first, as by
    whoever adds to it or lets it go. Raises NotFound."""
    named = session.execute(
        columns(col(Evidence.award_id), col(Evidence.imported_id)).where(
            col(Evidence.id) == evidence_id
        )
    ).first()
    if named is None:
        raise NotFound
    award_id, imported_id = named
    bearer: Bearer
    bearer = award_for(session, award_id) if award_id else imported_for(session, imported_id)
    evidence = session.exec(
        select(Evidence)
        .where(Evidence.id == evidence_id, col(Evidence.removed_at).is_(None))
        .with_for_update()
    ).first()
    if evidence is None:
        raise NotFound
    return evidence, bearer


def evidence_subject(session: Session, evidence: Evidence, bearer: Bearer) -> EvidenceSubject:
    """The evidence as `permissions.may` wants it. Two queries."""
    return EvidenceSubject(evidence.visibility, bearer_subject(session, bearer))


def bearer_subject(session: Session, bearer: Bearer) -> AwardSubject | ImportedSubject:
    """What evidence is on, as `permissions.may` wants it. Two queries."""
    if isinstance(bearer, Award):
        return award_subject(session, bearer)
    return imported_subject(session, bearer)


def _lines(session: Session, actor: Actor, which: ColumnElement[bool]) -> list[EvidenceLine]:
    rows = session.execute(
        with_bearers(
            columns(
                Evidence,
                func.coalesce(col(Award.visibility), col(ImportedBadge.visibility)),
                func.coalesce(col(Holder.profile_visibility), col(Importer.profile_visibility)),
            )
        )
        .where(which, evidence_seen_by(actor))
        .order_by(col(Evidence.added_at), col(Evidence.id))
    )
    return [_line(*row) for row in rows]


def _line(evidence: Evidence, visibility: str, profile_visibility: str) -> EvidenceLine:
    bearer_width = narrower(visibility, profile_width(profile_visibility))
    return EvidenceLine(
        id=evidence.id,
        kind=evidence.kind,
        title=evidence.title,
        description=evidence.description,
        url=evidence.url,
        host=host_of(evidence.url),
        file_name=evidence.file_name,
        byte_count=evidence.byte_count,
        alt_text=evidence.alt_text,
        visibility=evidence.visibility,
        width=narrower(evidence.visibility, bearer_width),
        added_at=evidence.added_at,
    )
