"""What trust keeps: how often what it reads has changed, and where."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from recognition.db import UtcDateTime


class TrustRevision(SQLModel, table=True):
    """A single row. `number` grows with each transaction that may change a value. Whoever raises
    it holds the row until commit, so revisions become visible in their order, without a gap."""

    __tablename__ = "trust_revision"

    id: int = Field(default=1, primary_key=True)
    number: int = 0


class TrustChange(SQLModel, table=True):
    """Something a revision may have changed: what a resident graph reads again to catch up.

    `kind` is person, badge, award, issuer, or everything (then `subject_id` is None).
    """

    __tablename__ = "trust_change"

    id: int | None = Field(default=None, primary_key=True)
    revision: int = Field(index=True)
    kind: str = Field(max_length=12)
    subject_id: UUID | None = None
    noted_at: datetime = Field(sa_type=UtcDateTime, index=True)
