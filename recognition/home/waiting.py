"""What waits for a member's word, whatever room it comes from: the oldest first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import and_, case, exists, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from recognition.awards.queries import OfferLine, offers_waiting
from recognition.badges.models import (
    Badge,
    BadgeState,
    BadgeVersion,
    Position,
    Proposal,
    ProposalState,
    Stance,
)
from recognition.collectives.models import Membership, MembershipState
from recognition.collectives.queries import (
    NamingLine,
    RequestLine,
    membership_requests_for,
    namings_for,
    profile_seen_by,
)
from recognition.endorsements.lines import WaitingEndorsement
from recognition.endorsements.mine import waiting_for
from recognition.people.models import Person
from recognition.people.sessions import initials
from recognition.permissions import Actor

CLOSES_SOON = timedelta(days=3)


class WaitingKind(StrEnum):
    """What is asked of the member."""

    OFFER = "offer"  # an award to accept
    ENDORSEMENT = "endorsement"  # words to show or not
    REQUEST = "request"  # someone who asks to join
    NAMING = "naming"  # to speak for an organisation
    PROPOSAL = "proposal"  # a badge under discussion
    OBJECTION = "objection"  # to what the member proposed


@dataclass(frozen=True)
class ProposalWaiting:
    """A badge under discussion in one's collective. `stance` is the member's own, or empty;
    `is_overdue` tells that its date has passed and that an objection holds it."""

    slug: str
    version_id: UUID
    title: str
    opened_at: datetime
    closes_at: datetime
    stance: str
    closes_soon: bool
    is_overdue: bool


@dataclass(frozen=True)
class ObjectionWaiting:
    """An objection to what the member proposed. `handle` is None when the member may not see
    the page of who made it."""

    id: UUID
    slug: str
    title: str
    name: str
    handle: str | None
    reason: str
    stated_at: datetime

    @property
    def initials(self) -> str:
        return initials(self.name)


Thing = (
    OfferLine | WaitingEndorsement | RequestLine | NamingLine | ProposalWaiting | ObjectionWaiting
)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits, since when."""

    kind: WaitingKind
    since: datetime
    thing: Thing


def what_waits(session: Session, actor: Actor, *, at: datetime) -> list[Waiting]:
    """All that waits for `actor`, the oldest first. A fixed number of statements."""
    if actor.person_id is None:
        return []
    waiting = [
        Waiting(WaitingKind.OFFER, line.awarded_at, line)
        for line in offers_waiting(session, actor.person_id)
    ]
    waiting += [
        Waiting(WaitingKind.ENDORSEMENT, words.line.given_at, words)
        for words in waiting_for(session, actor)
    ]
    waiting += [
        Waiting(WaitingKind.REQUEST, asking.requested_at, asking)
        for asking in membership_requests_for(session, actor)
    ]
    waiting += [
        Waiting(WaitingKind.NAMING, naming.named_at, naming)
        for naming in namings_for(session, actor.person_id)
    ]
    waiting += [
        Waiting(WaitingKind.OBJECTION, objection.stated_at, objection)
        for objection in objections_to(session, actor)
    ]
    waiting += [
        Waiting(WaitingKind.PROPOSAL, proposal.opened_at, proposal)
        for proposal in proposals_for(session, actor, at=at)
    ]
    return sorted(waiting, key=lambda one: one.since)


def proposals_for(session: Session, actor: Actor, *, at: datetime) -> list[ProposalWaiting]:
    """What is discussed in the collectives of `actor` by somebody else, when they have not said
    where they stand or when it ends within three days. One statement."""
    mine = and_(
        col(Position.proposal_id) == Proposal.id, col(Position.person_id) == actor.person_id
    )
    rows = session.execute(
        select_columns(
            col(Badge.slug),
            col(BadgeVersion.id),
            col(BadgeVersion.title),
            col(Proposal.opened_at),
            col(Proposal.closes_at),
            col(Position.stance),
        )
        .join(Proposal, col(Proposal.badge_id) == Badge.id)
        .join(
            BadgeVersion,
            and_(
                col(BadgeVersion.badge_id) == Badge.id,
                col(BadgeVersion.number) == Proposal.version_number,
            ),
        )
        .outerjoin(Position, mine)
        .where(
            col(Proposal.state) == ProposalState.OPEN,
            col(Badge.state).in_((BadgeState.DISCUSSION, BadgeState.ADOPTED)),
            col(Badge.collective_id).in_(actor.collectives),
            col(BadgeVersion.author_id) != actor.person_id,
            or_(
                col(Position.id).is_(None),
                and_(col(Proposal.closes_at) > at, col(Proposal.closes_at) <= at + CLOSES_SOON),
            ),
        )
        .order_by(col(Proposal.closes_at), col(Badge.slug))
    )
    return [
        ProposalWaiting(
            slug,
            version_id,
            title,
            opened_at,
            closes_at,
            stance or "",
            closes_soon=at < closes_at <= at + CLOSES_SOON,
            is_overdue=closes_at <= at,
        )
        for slug, version_id, title, opened_at, closes_at, stance in rows
    ]


def objections_to(session: Session, actor: Actor) -> list[ObjectionWaiting]:
    """The objections, of people who are members still, to what `actor` proposed and is open. One
    statement."""
    counts = exists().where(
        col(Membership.person_id) == Position.person_id,
        col(Membership.collective_id) == Badge.collective_id,
        col(Membership.state) == MembershipState.ACCEPTED,
    )
    rows = session.execute(
        select_columns(
            col(Position.id),
            col(Badge.slug),
            col(BadgeVersion.title),
            col(Person.display_name),
            case((profile_seen_by(actor), col(Person.handle))),
            col(Position.reason),
            col(Position.stated_at),
        )
        .join(Proposal, col(Proposal.id) == Position.proposal_id)
        .join(Badge, col(Badge.id) == Proposal.badge_id)
        .join(
            BadgeVersion,
            and_(
                col(BadgeVersion.badge_id) == Badge.id,
                col(BadgeVersion.number) == Proposal.version_number,
            ),
        )
        .join(Person, col(Person.id) == Position.person_id)
        .where(
            col(Proposal.state) == ProposalState.OPEN,
            col(Position.stance) == Stance.OBJECTION,
            col(BadgeVersion.author_id) == actor.person_id,
            col(Position.person_id) != actor.person_id,
            counts,
        )
        .order_by(col(Position.stated_at), col(Position.id))
    )
    return [ObjectionWaiting(*row) for row in rows]
