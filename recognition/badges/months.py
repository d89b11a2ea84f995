"""Reading the badges of the month."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from recognition.badges.gallery import BadgeCard, cards_of
from recognition.badges.models import BadgeOfTheMonth
from recognition.permissions import Actor


@dataclass(frozen=True)
class MonthLine:
    """Why and when a badge was chosen."""

    reason: str
    chosen_at: datetime


def chosen_month(session: Session, badge_id: UUID) -> MonthLine | None:
    """The choice of this badge as the one of the month; None when it is not."""
    row = session.exec(
        select(BadgeOfTheMonth.reason, BadgeOfTheMonth.chosen_at).where(
            BadgeOfTheMonth.badge_id == badge_id
        )
    ).first()
    return MonthLine(*row) if row else None


@dataclass(frozen=True)
class MonthBadge:
    """A collective's badge of the month, with its card."""

    card: BadgeCard
    reason: str
    chosen_at: datetime


def badges_of_the_month(
    session: Session, actor: Actor, collective_id: UUID | None = None
) -> list[MonthBadge]:
    """The badge of the month of a collective, or of each, the latest choice first. Two
    statements."""
    query = select(BadgeOfTheMonth).order_by(col(BadgeOfTheMonth.chosen_at).desc())
    if collective_id is not None:
        query = query.where(BadgeOfTheMonth.collective_id == collective_id)
    rows = session.exec(query).all()
    cards = {card.id: card for card in cards_of(session, actor, [row.badge_id for row in rows])}
    return [
        MonthBadge(cards[row.badge_id], row.reason, row.chosen_at)
        for row in rows
        if row.badge_id in cards
    ]
