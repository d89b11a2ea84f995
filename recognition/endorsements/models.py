"""Endorsements: a name and words behind a badge, an award, an issuer or a badge from elsewhere."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel, Text

from recognition.db import UtcDateTime


class EndorsementState(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # by the endorser: a dated trace stays
    ENDED = "ended"  # by the other side


_LIVE = "state IN ('offered', 'accepted')"


def _one_live(target: str) -> Index:
    where = text(f"{_LIVE} AND {target} IS NOT NULL")
    return Index(
        f"uq_endorsement_live_{target}",
        target,
        "endorser_id",
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


class Endorsement(SQLModel, table=True):
    """One person's words for exactly one of: a badge, an award, an issuer, a badge from elsewhere.
    Withdrawn, never deleted.

    `version_id` is the version of the badge it is about (for a badge and for an award).
    `on_behalf_of_id` is the collective or organisation the person spoke for, or None: whoever it
    was said for, it is the voice of the person who signed.
    """

    __tablename__ = "endorsement"
    __table_args__ = (
        Index("ix_endorsement_state_decided_at", "state", "decided_at"),
        CheckConstraint(
            "(CASE WHEN badge_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN award_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN issuer_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN imported_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_target",
        ),
        _one_live("badge_id"),
        _one_live("award_id"),
        _one_live("issuer_id"),
        _one_live("imported_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    badge_id: UUID | None = Field(default=None, foreign_key="badge.id", index=True)
    award_id: UUID | None = Field(default=None, foreign_key="award.id", index=True)
    issuer_id: UUID | None = Field(default=None, foreign_key="issuer.id", index=True)
    imported_id: UUID | None = Field(default=None, foreign_key="imported_badge.id", index=True)
    version_id: UUID | None = Field(default=None, foreign_key="badge_version.id")
    endorser_id: UUID = Field(foreign_key="person.id", index=True)
    on_behalf_of_id: UUID | None = Field(default=None, foreign_key="issuer.id")
    relation: str = Field(default="", max_length=120)
    statement: str = Field(sa_type=Text)
    state: str = Field(default=EndorsementState.OFFERED, max_length=12)
    given_at: datetime = Field(sa_type=UtcDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_reason: str = Field(default="", max_length=600)


class EndorsedCriterion(SQLModel, table=True):
    """A criterion the endorser vouches for, one by one."""

    __tablename__ = "endorsed_criterion"

    endorsement_id: UUID = Field(foreign_key="endorsement.id", primary_key=True)
    criterion_id: UUID = Field(foreign_key="criterion.id", primary_key=True)
