"""Badges, their versions and criteria, and the proposals by which a collective adopts them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel, Text

from recognition.db import UtcDateTime


class Family(StrEnum):
    """The kinds of recognition; labels and hints are in `families.py`."""

    SAVOIR_ETRE = "savoir-etre"
    SAVOIR_FAIRE = "savoir-faire"
    SAVOIR = "savoir"
    ENGAGEMENT = "engagement"
    ROLE = "role"
    PARTICIPATION = "participation"
    PROJET = "projet"
    APPARTENANCE = "appartenance"


class BadgeState(StrEnum):
    DISCUSSION = "discussion"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"  # by its author, before adoption
    RETIRED = "retired"  # adopted once, no longer awarded


class AwardRule(StrEnum):
    """Who may give a badge."""

    SELF = "self"  # anyone to themselves; holders, author and coordination to others
    HOLDERS = "holders"  # holders, author and coordination
    EVENT = "event"  # the people who run the event: author and coordination
    COORDINATOR = "coordinator"  # coordination of the collective


class Badge(SQLModel, table=True):
    """What can be recognised, as a collective holds it. Its words are those of
    `current_version`; awards and endorsements keep the version they were about."""

    __tablename__ = "badge"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    collective_id: UUID = Field(foreign_key="collective.id", index=True)
    proposer_id: UUID = Field(foreign_key="person.id", index=True)
    state: str = Field(default=BadgeState.DISCUSSION, max_length=12, index=True)
    award_rule: str = Field(default=AwardRule.HOLDERS, max_length=12)
    current_version: int = 1
    language: str = Field(default="fr", max_length=5)
    license: str = Field(default="CC BY-SA 4.0", max_length=40)
    based_on_id: UUID | None = Field(default=None, foreign_key="badge.id")
    proposed_at: datetime = Field(sa_type=UtcDateTime)
    adopted_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)


class BadgeVersion(SQLModel, table=True):
    """The words and the picture of a badge at one moment. Never changed once adopted."""

    __tablename__ = "badge_version"
    __table_args__ = (UniqueConstraint("badge_id", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    badge_id: UUID = Field(foreign_key="badge.id", index=True)
    number: int
    title: str = Field(max_length=80)
    definition: str = Field(max_length=400)
    family: str = Field(max_length=16, index=True)
    evidence_hint: str = Field(default="", max_length=240)
    shape: str = Field(max_length=12)
    dye: str = Field(max_length=12)
    icon: str = Field(max_length=40)
    word: str = Field(default="", max_length=10)
    alt_text: str = Field(max_length=200)
    change_note: str = Field(default="", max_length=400)
    author_id: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    adopted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Criterion(SQLModel, table=True):
    """One thing it takes to receive a badge, in one version of it; `position` counts from 1."""

    __tablename__ = "criterion"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    version_id: UUID = Field(foreign_key="badge_version.id", index=True)
    position: int
    text: str = Field(max_length=240)


class Skill(SQLModel, table=True):
    """A skill a version names, in free words; `folded` is what is compared."""

    __tablename__ = "skill"

    version_id: UUID = Field(foreign_key="badge_version.id", primary_key=True)
    folded: str = Field(max_length=60, primary_key=True, index=True)
    label: str = Field(max_length=60)
    position: int = 1


class ProposalState(StrEnum):
    OPEN = "open"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"


class Proposal(SQLModel, table=True):
    """A version put to the collective's consent until `closes_at`: it is adopted then when no
    objection stands, or later when the last one is lifted."""

    __tablename__ = "proposal"
    __table_args__ = (
        Index(
            "uq_proposal_open",
            "badge_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    badge_id: UUID = Field(foreign_key="badge.id", index=True)
    version_number: int
    state: str = Field(default=ProposalState.OPEN, max_length=12, index=True)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    closes_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ContributionKind(StrEnum):
    QUESTION = "question"
    REPLY = "reply"
    SUGGESTION = "suggestion"
    CONCERN = "concern"
    SUPPORT = "support"
    CHANGE = "change"


class Contribution(SQLModel, table=True):
    """A signed word in the discussion of a proposal; `field` names what it is about, or is
    empty."""

    __tablename__ = "contribution"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    proposal_id: UUID = Field(foreign_key="proposal.id", index=True)
    author_id: UUID = Field(foreign_key="person.id")
    kind: str = Field(max_length=12)
    field: str = Field(default="", max_length=40)
    text: str = Field(sa_type=Text)
    written_at: datetime = Field(sa_type=UtcDateTime)


class Stance(StrEnum):
    """A member's position on a proposal; only an objection holds adoption back."""

    SUPPORT = "support"
    CONCERN = "concern"
    QUESTION = "question"
    OBJECTION = "objection"


class Position(SQLModel, table=True):
    """One member's stance on a proposal; changing one's mind changes the row."""

    __tablename__ = "position"
    __table_args__ = (UniqueConstraint("proposal_id", "person_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    proposal_id: UUID = Field(foreign_key="proposal.id", index=True)
    person_id: UUID = Field(foreign_key="person.id")
    stance: str = Field(max_length=12)
    reason: str = Field(default="", max_length=600)
    stated_at: datetime = Field(sa_type=UtcDateTime)


class BadgeOfTheMonth(SQLModel, table=True):
    """A collective's editorial choice, with its reason; it has nothing to do with figures."""

    __tablename__ = "badge_of_the_month"

    collective_id: UUID = Field(foreign_key="collective.id", primary_key=True)
    badge_id: UUID = Field(foreign_key="badge.id")
    reason: str = Field(default="", max_length=400)
    chosen_at: datetime = Field(sa_type=UtcDateTime)
