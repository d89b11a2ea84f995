"""Reading a proposal and what people say of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from recognition.badges.models import (
    Badge,
    BadgeState,
    BadgeVersion,
    Contribution,
    ContributionKind,
    Position,
    Proposal,
    ProposalState,
    Stance,
)
from recognition.badges.queries import BadgeView, PersonLine, VersionWords, version_by_number
from recognition.badges.rules import Outcome, outcome
from recognition.collectives.models import Membership, MembershipState
from recognition.collectives.queries import profile_seen_by
from recognition.people.models import Person
from recognition.permissions import Actor


@dataclass(frozen=True)
class ContributionLine:
    """A word in the discussion; `field` names the part it is about, or is empty."""

    id: UUID
    author: PersonLine
    kind: str
    field: str
    text: str
    written_at: datetime


@dataclass(frozen=True)
class PositionLine:
    """Where a member stands. `counts` is false once they have left the collective, `before_change`
    is true when the text has changed since."""

    person: PersonLine
    stance: str
    reason: str
    stated_at: datetime
    counts: bool
    before_change: bool


@dataclass(frozen=True)
class Discussion:
    """The latest proposal of a badge, as its page shows it."""

    version: VersionWords
    state: str
    opened_at: datetime
    closes_at: datetime
    ended_at: datetime | None
    outcome: Outcome
    contributions: tuple[ContributionLine, ...]
    positions: tuple[PositionLine, ...]

    @property
    def is_open(self) -> bool:
        return self.state == ProposalState.OPEN

    @property
    def objections(self) -> tuple[PositionLine, ...]:
        """The objections that hold adoption back."""
        return tuple(
            line for line in self.positions if line.stance == Stance.OBJECTION and line.counts
        )

    def position_of(self, person_id: UUID | None) -> PositionLine | None:
        """Where this person stands; None when they have not said."""
        return next((line for line in self.positions if line.person.id == person_id), None)


def discussion_of(
    session: Session, actor: Actor, badge: BadgeView, *, at: datetime
) -> Discussion | None:
    """The latest proposal of a badge; None when there never was one (an imported badge).

    At most six statements, however many people take part.
    """
    proposal = session.exec(
        select(Proposal)
        .where(Proposal.badge_id == badge.id)
        .order_by(col(Proposal.opened_at).desc(), col(Proposal.version_number).desc())
    ).first()
    if proposal is None:
        return None
    version = badge.version
    if proposal.version_number != version.number:
        version = version_by_number(session, badge.id, proposal.version_number)
    contributions = _contributions(session, actor, proposal.id)
    changed_at = max(
        (
            line.written_at
            for line in contributions
            if line.kind == ContributionKind.CHANGE and not line.field
        ),
        default=proposal.opened_at,
    )
    positions = _positions(session, actor, proposal.id, badge.collective.id, changed_at)
    counted = (line.stance for line in positions if line.counts)
    return Discussion(
        version=version,
        state=proposal.state,
        opened_at=proposal.opened_at,
        closes_at=proposal.closes_at,
        ended_at=proposal.ended_at,
        outcome=outcome(proposal, counted, at=at),
        contributions=contributions,
        positions=positions,
    )


def _contributions(
    session: Session, actor: Actor, proposal_id: UUID
) -> tuple[ContributionLine, ...]:
    rows = session.execute(
        select_columns(Contribution, Person, profile_seen_by(actor))
        .join(Person, col(Person.id) == Contribution.author_id)
        .where(col(Contribution.proposal_id) == proposal_id)
        .order_by(col(Contribution.written_at), col(Contribution.id))
    )
    return tuple(
        ContributionLine(row.id, _line(person, seen), row.kind, row.field, row.text, row.written_at)
        for row, person, seen in rows.all()
    )


def _positions(
    session: Session,
    actor: Actor,
    proposal_id: UUID,
    collective_id: UUID,
    changed_at: datetime,
) -> tuple[PositionLine, ...]:
    is_member = exists().where(
        and_(
            col(Membership.person_id) == Position.person_id,
            col(Membership.collective_id) == collective_id,
            col(Membership.state) == MembershipState.ACCEPTED,
        )
    )
    rows = session.execute(
        select_columns(Position, Person, profile_seen_by(actor), is_member)
        .join(Person, col(Person.id) == Position.person_id)
        .where(col(Position.proposal_id) == proposal_id)
        .order_by(col(Position.stated_at), col(Position.id))
    )
    return tuple(
        PositionLine(
            _line(person, seen),
            row.stance,
            row.reason,
            row.stated_at,
            counts,
            row.stated_at < changed_at,
        )
        for row, person, seen, counts in rows.all()
    )


def _line(person: Person, profile_is_seen: bool) -> PersonLine:
    return PersonLine(person.id, person.display_name, person.handle if profile_is_seen else None)


@dataclass(frozen=True)
class OpenProposal:
    """A badge being discussed, as a line of a list."""

    slug: str
    version_id: UUID
    version_number: int
    title: str
    alt_text: str
    closes_at: datetime


def open_proposals(
    session: Session, actor: Actor, collective_id: UUID | None = None
) -> list[OpenProposal]:
    """What is under discussion, in one collective or in all, the nearest date first. Discussions
    are for members: a visitor gets none. One statement."""
    if actor.person_id is None:
        return []
    query = (
        select_columns(
            col(Badge.slug),
            col(BadgeVersion.id),
            col(BadgeVersion.number),
            col(BadgeVersion.title),
            col(BadgeVersion.alt_text),
            col(Proposal.closes_at),
        )
        .join(Proposal, col(Proposal.badge_id) == Badge.id)
        .join(
            BadgeVersion,
            and_(
                col(BadgeVersion.badge_id) == Badge.id,
                col(BadgeVersion.number) == Proposal.version_number,
            ),
        )
        .where(
            col(Proposal.state) == ProposalState.OPEN,
            col(Badge.state).in_((BadgeState.DISCUSSION, BadgeState.ADOPTED)),
        )
        .order_by(col(Proposal.closes_at), col(Badge.slug))
    )
    if collective_id is not None:
        query = query.where(col(Badge.collective_id) == collective_id)
    return [OpenProposal(*row) for row in session.execute(query).all()]


def titles_in_use(session: Session, *, but: str = "") -> list[str]:
    """The titles of badges adopted or under discussion, but for the one of that slug: to compare a
    new one with. One statement, as many rows as there are badges."""
    query = (
        select(BadgeVersion.title)
        .join(Badge, col(Badge.id) == BadgeVersion.badge_id)
        .where(
            BadgeVersion.number == Badge.current_version,
            col(Badge.state).in_((BadgeState.DISCUSSION, BadgeState.ADOPTED)),
            Badge.slug != but,
        )
    )
    return list(session.exec(query))


@dataclass(frozen=True)
class DiscussionDate:
    """The latest discussion of a badge, as its page mentions it."""

    is_open: bool
    version_number: int
    closes_at: datetime


def discussion_date(session: Session, badge_id: UUID) -> DiscussionDate | None:
    """The latest discussion of a badge; None when there never was one. One statement."""
    row = session.exec(
        select(Proposal.state, Proposal.version_number, Proposal.closes_at)
        .where(Proposal.badge_id == badge_id)
        .order_by(col(Proposal.opened_at).desc(), col(Proposal.version_number).desc())
    ).first()
    return DiscussionDate(row[0] == ProposalState.OPEN, row[1], row[2]) if row else None
