"""Badges that were issued elsewhere, in the hands of who brought them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field, SQLModel, Text

from recognition.awards.models import Visibility
from recognition.db import UtcDateTime


class Belonging(StrEnum):
    """Whether a badge names the person who brought it."""

    MINE = "mine"  # one of their confirmed addresses
    NOT_MINE = "not_mine"  # somebody, and not them: seen by nobody but them (requirement C8)


class ImportedBadge(SQLModel, table=True):
    """A badge from elsewhere, with what was found out about it when it was last checked.

    Title, words and issuer are what the badge says, and not ours. `issuer_host` is who really
    answered for that issuer, empty when nobody did. `outcome` and `steps` are those of a
    `Verdict`, a step being {check, state, reason, detail}. `document` is what was verified, JSON
    or a compact token; `picture_key` is our own redrawing of its picture, empty without one.
    """

    __tablename__ = "imported_badge"
    __table_args__ = (
        Index(
            "uq_imported_badge_kept",
            "holder_id",
            "digest",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    holder_id: UUID = Field(foreign_key="person.id", index=True)
    digest: str = Field(max_length=64)  # SHA-256 of its issuer and id: see `checking.digest_of`
    form: str = Field(max_length=8)
    version: str = Field(max_length=4)
    title: str = Field(max_length=200)
    description: str = Field(default="", sa_type=Text)
    criteria: str = Field(default="", sa_type=Text)
    narrative: str = Field(default="", sa_type=Text)
    issuer_name: str = Field(default="", max_length=200)
    issuer_url: str = Field(default="", max_length=500)
    issuer_host: str = Field(default="", max_length=253)
    issued_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    belonging: str = Field(default=Belonging.NOT_MINE, max_length=10)
    outcome: str = Field(max_length=12)
    steps: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    document: str = Field(default="", sa_type=Text)
    picture_key: str = Field(default="", max_length=80)
    visibility: str = Field(default=Visibility.PRIVATE, max_length=12)
    imported_at: datetime = Field(sa_type=UtcDateTime)
    checked_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
