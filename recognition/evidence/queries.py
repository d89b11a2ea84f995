"""Reading evidence."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from recognition.awards.models import Award, Visibility
from recognition.awards.queries import (
    Holder,
    award_subject,
    shown_in_collective,
    shown_publicly,
)
from recognition.awards.rules import narrower, profile_width
from recognition.collectives.queries import shares_collective
from recognition.errors import NotFound
from recognition.evidence.models import Evidence
from recognition.evidence.rules import EvidenceSubject, host_of
from recognition.people.models import Person
from recognition.permissions import Actor


def evidence_public() -> ColumnElement[bool]:
    """SQL on `Evidence` joined to `Award` and `Holder`: anyone may see it."""
    return and_(
        col(Evidence.removed_at).is_(None),
        col(Evidence.visibility) == Visibility.PUBLIC,
        shown_publicly(),
    )


def evidence_in_collective() -> ColumnElement[bool]:
    """SQL on `Evidence` joined to `Award` and `Holder`: the holder's collectives may see it."""
    return and_(
        col(Evidence.removed_at).is_(None),
        col(Evidence.visibility).in_((Visibility.PUBLIC, Visibility.COLLECTIVE)),
        shown_in_collective(),
    )


def evidence_seen_by(actor: Actor) -> ColumnElement[bool]:
    """SQL on `Evidence` joined to `Award` and (outer) `Holder`: the rows of ``SEE`` for
    "evidence"."""
    if actor.person_id is None:
        return evidence_public()
    return or_(
        evidence_public(),
        and_(evidence_in_collective(), shares_collective(actor, col(Award.holder_id))),
        and_(col(Evidence.removed_at).is_(None), col(Award.holder_id) == actor.person_id),
    )


@dataclass(frozen=True)
class EvidenceLine:
    """A piece of evidence as the page of its award shows it.

    `visibility` is what the holder chose, `width` how widely it is really shown: never more than
    the award. `host` is whom a link leads to.
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
    rows = session.execute(
        _with_award()
        .where(col(Evidence.award_id) == award_id, evidence_seen_by(actor))
        .order_by(col(Evidence.added_at), col(Evidence.id))
    )
    return [_line(*row) for row in rows]


def evidence_to_read(session: Session, actor: Actor, evidence_id: UUID) -> Evidence:
    """The piece of evidence, found and authorised at once. Raises NotFound for what is absent,
    removed, or hidden from `actor`, alike."""
    row = session.execute(
        _with_award().where(col(Evidence.id) == evidence_id, evidence_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    evidence: Evidence = row[0]
    return evidence


def evidence_for(session: Session, evidence_id: UUID) -> Evidence:
    """The piece of evidence, to be written. Raises NotFound."""
    evidence = session.exec(
        select(Evidence)
        .where(Evidence.id == evidence_id, col(Evidence.removed_at).is_(None))
        .with_for_update()
    ).first()
    if evidence is None:
        raise NotFound
    return evidence


def evidence_subject(session: Session, evidence: Evidence) -> EvidenceSubject:
    """The evidence as `permissions.may` wants it. Two or three queries."""
    award = session.get(Award, evidence.award_id)
    if award is None:
        raise NotFound
    return EvidenceSubject(evidence.visibility, award_subject(session, award))


def _with_award() -> Select[Evidence, Award, Person]:
    return (
        columns(Evidence, Award, Holder)
        .join(Award, col(Award.id) == col(Evidence.award_id))
        .outerjoin(Holder, col(Holder.id) == col(Award.holder_id))
    )


def _line(evidence: Evidence, award: Award, holder: Person) -> EvidenceLine:
    award_width = narrower(award.visibility, profile_width(holder.profile_visibility))
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
        width=narrower(evidence.visibility, award_width),
        added_at=evidence.added_at,
    )
