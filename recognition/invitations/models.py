"""Invitations: what a coordinator proposes to members of the collective, and what they answer."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlmodel import Field, SQLModel, Text

from recognition.db import UtcDateTime


class InvitationKind(StrEnum):
    WORD = "word"  # a few words to somebody, nothing to answer
    MEETING = "meeting"  # two people, or more, who could meet
    ROUND = "round"  # a few badges that wait for a first endorsement
    WORKSHOP = "workshop"  # a date and a place


class Answer(StrEnum):
    """What a guest said. The two last also say « no further mail of this kind from them »."""

    NONE = ""
    YES = "yes"
    NO = "no"
    LAST = "last"  # yes, and no further
    STOP = "stop"  # not this one, and no further


class Invitation(SQLModel, table=True):
    """Seen by its author, the coordination of its collective and those invited; a workshop by
    every member of the collective too; by nobody else."""

    __tablename__ = "invitation"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    collective_id: UUID = Field(foreign_key="collective.id", index=True)
    author_id: UUID = Field(foreign_key="person.id", index=True)
    kind: str = Field(max_length=12)
    title: str = Field(default="", max_length=120)
    words: str = Field(sa_type=Text)
    starts_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    place: str = Field(default="", max_length=160)
    sent_at: datetime = Field(sa_type=UtcDateTime)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class InvitationGuest(SQLModel, table=True):
    """A person invited. An unanswered invitation is nobody's fault and says nothing."""

    __tablename__ = "invitation_guest"

    invitation_id: UUID = Field(foreign_key="invitation.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    answer: str = Field(default=Answer.NONE, max_length=4)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class InvitationBadge(SQLModel, table=True):
    """A badge a round is about."""

    __tablename__ = "invitation_badge"

    invitation_id: UUID = Field(foreign_key="invitation.id", primary_key=True)
    badge_id: UUID = Field(foreign_key="badge.id", primary_key=True)
