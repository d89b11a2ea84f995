"""What home shows beside the feed: three badges of the day, those to water, first steps."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from recognition.awards.models import Award, AwardState
from recognition.badges.gallery import BadgeCard, GallerySearch, Order, cards_of, gallery_cards
from recognition.badges.models import Badge, BadgeOfTheMonth
from recognition.badges.months import MonthBadge
from recognition.badges.queries import badge_found_by
from recognition.collectives.models import Collective, Membership, MembershipState
from recognition.collectives.queries import accents_of, profile_seen_by
from recognition.endorsements.models import Endorsement
from recognition.endorsements.queries import unendorsed
from recognition.endorsements.visibility import endorsement_public, with_targets
from recognition.people.models import Person
from recognition.people.sessions import initials
from recognition.permissions import Actor

SHOWN_A_DAY = 3
LATEST_VOICES = 12
"""Among how many endorsements of a badge, the latest ones, that of the day is drawn."""


@dataclass(frozen=True)
class VoiceOfTheDay:
    """A badge and something that someone really says of it, for all to read."""

    card: BadgeCard
    statement: str
    name: str
    handle: str | None
    relation: str
    accent: str
    given_at: datetime

    @property
    def initials(self) -> str:
        return initials(self.name)


def voices_of_the_day(session: Session, actor: Actor, day: date) -> list[VoiceOfTheDay]:
    """Three badges drawn at random, the same all day, each with one public endorsement. Four
    statements; reads one row a badge, and at most 12 endorsements of those drawn."""
    badge_ids = session.exec(
        select(Badge.id).where(badge_found_by(actor), ~unendorsed(col(Badge.id)))
    ).all()
    drawn = sorted(badge_ids, key=lambda id: _drawn(day, id))[:SHOWN_A_DAY]
    rank = (
        func.row_number()
        .over(
            partition_by=col(Endorsement.badge_id),
            order_by=(col(Endorsement.given_at).desc(), col(Endorsement.id)),
        )
        .label("rank")
    )
    latest = (
        with_targets(select_columns(col(Endorsement.id).label("id"), rank))
        .where(col(Endorsement.badge_id).in_(drawn), endorsement_public())
        .subquery()
    )
    rows = session.execute(
        select_columns(
            Endorsement,
            col(Person.display_name),
            case((profile_seen_by(actor), col(Person.handle))),
        )
        .join(latest, and_(latest.c.id == Endorsement.id, latest.c.rank <= LATEST_VOICES))
        .join(Person, col(Person.id) == Endorsement.endorser_id)
    ).all()
    chosen: dict[UUID | None, Any] = {}
    for row in sorted(rows, key=lambda row: _drawn(day, row[0].id)):
        chosen.setdefault(row[0].badge_id, row)
    accents = accents_of(session, {row[0].endorser_id for row in chosen.values()})
    voices = []
    for card in cards_of(session, actor, drawn):
        endorsement, name, handle = chosen[card.id]
        voices.append(
            VoiceOfTheDay(
                card=card,
                statement=endorsement.statement,
                name=name,
                handle=handle,
                relation=endorsement.relation,
                accent=accents[endorsement.endorser_id],
                given_at=endorsement.given_at,
            )
        )
    return voices


def _drawn(day: date, id: UUID) -> bytes:
    return sha256(f"{day}:{id}".encode()).digest()


def badges_to_water(
    session: Session, actor: Actor, day: date, *, most: int = SHOWN_A_DAY
) -> tuple[BadgeCard, ...]:
    """Badges without an endorsement, drawn at random, the same all day for everyone. Two
    statements."""
    search = GallerySearch(order=Order.THIRSTY, seed=str(day))
    return gallery_cards(
        session, actor, search, page_size=most, only=[unendorsed(col(Badge.id))]
    ).cards


def months_of(session: Session, actor: Actor) -> list[MonthBadge]:
    """The badge of the month of each of the collectives of `actor`, the latest choice first. Two
    statements."""
    rows = session.exec(
        select(BadgeOfTheMonth)
        .where(col(BadgeOfTheMonth.collective_id).in_(actor.collectives))
        .order_by(col(BadgeOfTheMonth.chosen_at).desc())
    ).all()
    cards = {card.id: card for card in cards_of(session, actor, [row.badge_id for row in rows])}
    return [
        MonthBadge(cards[row.badge_id], row.reason, row.chosen_at)
        for row in rows
        if row.badge_id in cards
    ]


@dataclass(frozen=True)
class FirstSteps:
    """Where a newcomer is. `asked` names the collective that has not answered them yet."""

    has_award: bool = False
    is_member: bool = False
    asked: str = ""


def first_steps(session: Session, actor: Actor) -> FirstSteps:
    """How far `actor` has come: they have received nothing yet when `has_award` is False. Two
    statements."""
    if actor.person_id is None:
        return FirstSteps()
    has_award = session.exec(
        select(Award.id)
        .where(Award.holder_id == actor.person_id, Award.state == AwardState.ACCEPTED)
        .limit(1)
    ).first()
    asked = session.exec(
        select(Collective.name)
        .join(Membership, col(Membership.collective_id) == Collective.id)
        .where(
            Membership.person_id == actor.person_id, Membership.state == MembershipState.REQUESTED
        )
        .order_by(col(Membership.requested_at))
        .limit(1)
    ).first()
    return FirstSteps(has_award is not None, bool(actor.collectives), asked or "")
