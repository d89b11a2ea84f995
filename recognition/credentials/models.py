"""What is signed: public keys, credentials, the lists that say which no longer hold."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel, Text

from recognition.db import UtcDateTime


class PublicKey(SQLModel, table=True):
    """The public half of a key of this platform. Its private half is a file; this row outlives
    it, so that what it signed goes on verifying. `id` is the fragment of its DID URL."""

    __tablename__ = "public_key"

    id: str = Field(max_length=40, primary_key=True)
    algorithm: str = Field(max_length=10)  # EdDSA or RS256
    jwk: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    made_at: datetime = Field(sa_type=UtcDateTime)
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CredentialKind(StrEnum):
    AWARD = "award"
    ENDORSEMENT = "endorsement"


class Credential(SQLModel, table=True):
    """An award or an endorsement in its signed forms; `id` is that of what it says.

    There is one from the moment of acceptance on. `document` (embedded proof), `token` (VC-JWT)
    and `hosted` (Open Badges 2.0) are the bytes that are served; all are empty while what they
    say has changed and they were not signed anew. `changed_at` is when that was: the `validFrom`
    of the next ones, so that whoever signs them, and however often, writes the same bytes.
    `revision` counts the changes: what was read before one is not kept after it. `salt` hides the
    recipient of an award (requirement G4).
    """

    __tablename__ = "credential"
    __table_args__ = (
        UniqueConstraint("status_list", "status_index"),
        Index(
            "ix_credential_due",
            "changed_at",
            sqlite_where=text("document = ''"),
            postgresql_where=text("document = ''"),
        ),
    )

    id: UUID = Field(primary_key=True)
    kind: str = Field(max_length=12)
    salt: str = Field(default="", max_length=32)
    status_list: int
    status_index: int
    changed_at: datetime = Field(sa_type=UtcDateTime)
    revision: int = 0
    document: str = Field(default="", sa_type=Text)
    token: str = Field(default="", sa_type=Text)
    hosted: str = Field(default="", sa_type=Text)


class StatusList(SQLModel, table=True):
    """Which credentials no longer hold (W3C Bitstring Status List). `bits` is its `encodedList`,
    empty while it is to be made anew; `changed_at` is when that was, the `validFrom` of the list
    as each issuer signs it."""

    __tablename__ = "status_list"

    number: int = Field(primary_key=True)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    bits: str = Field(default="", sa_type=Text)
