"""Awards: a badge given to someone, or recognised by oneself."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel, Text

from recognition.db import UtcDateTime


class AwardMode(StrEnum):
    """How it came about."""

    SELF = "self"
    PEER = "peer"
    CLAIM = "claim"
    EVENT = "event"
    COORDINATOR = "coordinator"


class AwardState(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVOKED = "revoked"  # by its giver, with a reason
    REMOVED = "removed"  # by its holder


class Visibility(StrEnum):
    """How widely the holder shows a thing, narrowest first."""

    PRIVATE = "private"
    COLLECTIVE = "collective"
    PUBLIC = "public"


_LIVE = "state IN ('offered', 'accepted')"


class Award(SQLModel, table=True):
    """A badge in the hands of one person, in the version of that day.

    `issuer_id` is in whose name it was given, `giver_id` the person who signed. Before someone
    with that mailbox signs in, `holder_id` is None and `recipient_address` (lower case) says whom
    it waits for. Nobody but the two sees it before it is accepted.
    """

    __tablename__ = "award"
    __table_args__ = (
        Index("ix_award_state_decided_at", "state", "decided_at"),
        Index(
            "uq_award_live_holder",
            "badge_id",
            "holder_id",
            "giver_id",
            unique=True,
            sqlite_where=text(f"{_LIVE} AND holder_id IS NOT NULL"),
            postgresql_where=text(f"{_LIVE} AND holder_id IS NOT NULL"),
        ),
        Index(
            "uq_award_live_address",
            "badge_id",
            "recipient_address",
            "giver_id",
            unique=True,
            sqlite_where=text(f"{_LIVE} AND holder_id IS NULL"),
            postgresql_where=text(f"{_LIVE} AND holder_id IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    badge_id: UUID = Field(foreign_key="badge.id", index=True)
    version_id: UUID = Field(foreign_key="badge_version.id", index=True)
    holder_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    recipient_address: str = Field(default="", max_length=254, index=True)
    issuer_id: UUID = Field(foreign_key="issuer.id", index=True)
    giver_id: UUID = Field(foreign_key="person.id", index=True)
    mode: str = Field(max_length=12)
    state: str = Field(default=AwardState.OFFERED, max_length=12)
    visibility: str = Field(default=Visibility.PRIVATE, max_length=12)
    sentence: str = Field(default="", max_length=600)
    narrative: str = Field(default="", sa_type=Text)
    awarded_at: datetime = Field(sa_type=UtcDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_reason: str = Field(default="", max_length=600)

    @property
    def is_self(self) -> bool:
        """Whether its holder signed it, be it in the name of a collective they coordinate."""
        return self.giver_id == self.holder_id


class CriterionNarrative(SQLModel, table=True):
    """What the holder tells about one criterion."""

    __tablename__ = "criterion_narrative"

    award_id: UUID = Field(foreign_key="award.id", primary_key=True)
    criterion_id: UUID = Field(foreign_key="criterion.id", primary_key=True)
    text: str = Field(sa_type=Text)
