"""Reading what is under discussion: for lists, for the badge's own page, for a new title."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from recognition.badges.models import (
    Badge,
    BadgeState,
    BadgeVersion,
    Proposal,
    ProposalState,
)
from recognition.permissions import Actor


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
