"""Collectives and their members, organisations and who speaks for them, meetings in person, and
the journal of what coordination did."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field, SQLModel, Text

from recognition.db import UtcDateTime


class Collective(SQLModel, table=True):
    """A regional or local group that brings recognition to life. It is an issuer."""

    __tablename__ = "collective"

    id: UUID = Field(primary_key=True, foreign_key="issuer.id")
    slug: str = Field(max_length=60, unique=True)
    name: str = Field(max_length=120)
    short_name: str = Field(max_length=30)
    region_code: str = Field(max_length=3)  # INSEE code of the region
    founded_on: date
    accent: str = Field(max_length=12)  # a dye
    tagline: str = Field(default="", max_length=160)
    description: str = Field(default="", sa_type=Text)
    charter: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    rhythm: str = Field(default="", max_length=120)
    town_code: str = Field(default="", max_length=12)  # where its dot stands on the map
    public_map: bool = False  # whether anyone may see a reduced map of it
    shows_value: bool = True  # else threads and words stand without the number
    # Since when somebody from outside vouches for it: what it says counts for itself only before
    # (trust-metric, property 7). By nobody when who runs the platform did.
    vouched_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    vouched_by_id: UUID | None = Field(default=None, foreign_key="person.id")


class MembershipRole(StrEnum):
    MEMBER = "member"
    COORDINATOR = "coordinator"


class MembershipState(StrEnum):
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LEFT = "left"


_OPEN = "state IN ('requested', 'accepted')"


class Membership(SQLModel, table=True):
    """A person's tie to a collective, from the sentence that asks to the day they leave."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_open",
            "collective_id",
            "person_id",
            unique=True,
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    collective_id: UUID = Field(foreign_key="collective.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    role: str = Field(default=MembershipRole.MEMBER, max_length=12)
    state: str = Field(default=MembershipState.REQUESTED, max_length=12)
    sentence: str = Field(default="", max_length=400)
    requested_at: datetime = Field(sa_type=UtcDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by_id: UUID | None = Field(default=None, foreign_key="person.id")


class Organisation(SQLModel, table=True):
    """A structure (association, school, company) that issues through named representatives."""

    __tablename__ = "organisation"

    id: UUID = Field(primary_key=True, foreign_key="issuer.id")
    slug: str = Field(max_length=60, unique=True)
    name: str = Field(max_length=120)
    kind: str = Field(default="", max_length=60)
    city: str = Field(default="", max_length=80)
    description: str = Field(default="", sa_type=Text)
    collective_id: UUID | None = Field(default=None, foreign_key="collective.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)


class Representative(SQLModel, table=True):
    """A person who speaks for an organisation, from `named_at` until `ended_at`.

    A naming counts once the person has accepted it (requirement G1: being named is consented to).
    """

    __tablename__ = "representative"
    __table_args__ = (
        Index(
            "uq_representative_open",
            "organisation_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    named_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    named_at: datetime = Field(sa_type=UtcDateTime)
    accepted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class MeetingBasis(StrEnum):
    """On whose word a collective says that it met someone."""

    COORDINATOR = "coordinator"
    TWO_MEMBERS = "two_members"  # two members that it had met itself
    OPERATOR = "operator"  # who runs the platform, for the first people of it


class Meeting(SQLModel, table=True):
    """« Rencontré·e en personne »: a collective met this person. It confirms that they are a
    real and distinct person, nothing about skill. Taking it back keeps the row."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index(
            "uq_meeting_standing",
            "collective_id",
            "person_id",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    collective_id: UUID = Field(foreign_key="collective.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    met_on: date
    occasion: str = Field(max_length=160)
    basis: str = Field(max_length=20)  # a MeetingBasis
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    taken_back_reason: str = Field(default="", max_length=600)


class MeetingReport(SQLModel, table=True):
    """One confirmed member says that they met somebody; the word of a second makes a `Meeting`.

    `closed_at` is when it became one, was taken back, or grew too old to count.
    """

    __tablename__ = "meeting_report"
    __table_args__ = (
        Index(
            "uq_meeting_report_open",
            "collective_id",
            "person_id",
            "reporter_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    collective_id: UUID = Field(foreign_key="collective.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    reporter_id: UUID = Field(foreign_key="person.id", index=True)
    met_on: date
    occasion: str = Field(max_length=160)
    reported_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class MeetingWitness(SQLModel, table=True):
    """A person who says that a meeting took place."""

    __tablename__ = "meeting_witness"

    meeting_id: UUID = Field(foreign_key="meeting.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)


class JournalEntry(SQLModel, table=True):
    """What a coordinator did with something of somebody else's, shown to its owner (F4)."""

    __tablename__ = "journal_entry"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    collective_id: UUID = Field(foreign_key="collective.id", index=True)
    actor_id: UUID = Field(foreign_key="person.id")
    owner_id: UUID = Field(foreign_key="person.id", index=True)
    act: str = Field(max_length=60)  # a dotted code: membership.accepted
    subject_id: UUID
    reason: str = Field(default="", max_length=600)
    done_at: datetime = Field(sa_type=UtcDateTime, index=True)
    reversed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
