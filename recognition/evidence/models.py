"""Evidence: what shows that an award, or a badge from elsewhere, means what it says."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel, Text

from recognition.awards.models import Visibility
from recognition.db import UtcDateTime


class EvidenceKind(StrEnum):
    TEXT = "text"
    TESTIMONY = "testimony"
    LINK = "link"
    PHOTO = "photo"
    DOCUMENT = "document"
    AUDIO = "audio"
    VIDEO = "video"


class Evidence(SQLModel, table=True):
    """A text, a link or a file on an award or on a badge from elsewhere (exactly one of the two),
    shown as widely as its holder says and never more widely than that. `file_key` is the storage
    name of our own re-encoding."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("(award_id IS NULL) <> (imported_id IS NULL)", name="one_subject"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    award_id: UUID | None = Field(default=None, foreign_key="award.id", index=True)
    imported_id: UUID | None = Field(default=None, foreign_key="imported_badge.id", index=True)
    added_by_id: UUID = Field(foreign_key="person.id")
    kind: str = Field(max_length=12)
    title: str = Field(max_length=120)
    description: str = Field(default="", sa_type=Text)
    url: str = Field(default="", max_length=500)
    file_key: str = Field(default="", max_length=80)
    file_name: str = Field(default="", max_length=120)  # as its owner called it: text, not a path
    media_type: str = Field(default="", max_length=40)
    byte_count: int = 0
    alt_text: str = Field(default="", max_length=200)
    visibility: str = Field(default=Visibility.PRIVATE, max_length=12)
    added_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
