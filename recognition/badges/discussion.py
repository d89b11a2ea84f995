"""Reading a proposal and what people say of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from recognition.badges.models import (
    Badge,
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


def stances(session: Session, proposal: Proposal) -> list[str]:
    """The stances that count: those of people who are members of the collective today. One who
    left could no longer lift an objection, so it goes with them."""
    return list(
        session.exec(
            select(Position.stance)
            .join(Badge, col(Badge.id) == proposal.badge_id)
            .join(
                Membership,
                (col(Membership.person_id) == Position.person_id)
                & (col(Membership.collective_id) == Badge.collective_id),
            )
            .where(
                Position.proposal_id == proposal.id, Membership.state == MembershipState.ACCEPTED
            )
        )
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
