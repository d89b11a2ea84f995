"""The outbox: a mail is a row written in the transaction of its cause (requirement J3)."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, SQLModel, Text

from recognition.db import UtcDateTime


class Mail(SQLModel, table=True):
    """A mail to send. `due_at` moves away after each failure; `given_up_at` ends the tries."""

    __tablename__ = "mail"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    recipient: str = Field(max_length=254, index=True)
    subject: str = Field(max_length=200)
    body: str = Field(sa_type=Text)
    queued_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime, index=True)
    attempt_count: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    given_up_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
