"""Which endorsements stand inside an award: the newest ones of its version and of its issuer."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session, col

from recognition.credentials.models import Credential
from recognition.credentials.rules import MOST_WORDS
from recognition.endorsements.models import Endorsement
from recognition.endorsements.visibility import endorsement_public, with_targets


@dataclass(frozen=True)
class KeptWord:
    """An endorsement with its signed forms, both empty while they are to be signed anew."""

    id: UUID
    document: str
    token: str


@dataclass(frozen=True)
class KeptWords:
    """Of each version of a badge and of each issuer, the newest endorsements that anyone may
    read, the newest first and at most MOST_WORDS each."""

    of_versions: dict[UUID, list[KeptWord]] = field(default_factory=lambda: defaultdict(list))
    of_issuers: dict[UUID, list[KeptWord]] = field(default_factory=lambda: defaultdict(list))

    def due(self) -> set[UUID]:
        """Those that are to be signed first."""
        lists = (*self.of_versions.values(), *self.of_issuers.values())
        return {word.id for words in lists for word in words if not word.document}


def words_about(
    session: Session, version_ids: Collection[UUID], issuer_ids: Collection[UUID]
) -> KeptWords:
    """One statement."""
    subject = func.coalesce(col(Endorsement.issuer_id), col(Endorsement.version_id))
    rank = func.row_number().over(
        partition_by=subject,
        order_by=(col(Endorsement.given_at).desc(), col(Endorsement.id)),
    )
    ranked = (
        with_targets(
            select(
                col(Endorsement.id).label("id"),
                col(Endorsement.issuer_id).label("issuer_id"),
                col(Endorsement.version_id).label("version_id"),
                rank.label("rank"),
            ).select_from(Endorsement)
        )
        .where(_about(version_ids, issuer_ids), endorsement_public())
        .subquery()
    )
    rows = session.execute(
        select(
            ranked.c.id,
            ranked.c.issuer_id,
            ranked.c.version_id,
            col(Credential.document),
            col(Credential.token),
        )
        .join(Credential, col(Credential.id) == ranked.c.id)
        .where(ranked.c.rank <= MOST_WORDS)
        .order_by(ranked.c.rank)
    )
    found = KeptWords()
    for row in rows:
        word = KeptWord(row.id, row.document, row.token)
        if row.issuer_id is not None:
            found.of_issuers[row.issuer_id].append(word)
        else:
            found.of_versions[row.version_id].append(word)
    return found


def _about(version_ids: Collection[UUID], issuer_ids: Collection[UUID]) -> ColumnElement[bool]:
    """Those of an award itself are not among them: they would be about the document they are in,
    which several verifiers refuse."""
    return or_(
        and_(col(Endorsement.badge_id).is_not(None), col(Endorsement.version_id).in_(version_ids)),
        col(Endorsement.issuer_id).in_(issuer_ids),
    )
