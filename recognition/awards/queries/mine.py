"""A member's own awards: what waits for their answer, what they keep, what they gave."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from recognition.awards.models import Award, AwardMode, AwardState
from recognition.awards.queries.cards import AwardLine, as_card, card_rows
from recognition.awards.queries.shown import Holder
from recognition.awards.rules import state_for
from recognition.badges.families import FamilyLine
from recognition.badges.models import BadgeVersion


@dataclass(frozen=True)
class OfferLine:
    """An award that waits for its holder's answer. `sentence` is whole: it is what one keeps."""

    award_id: UUID
    slug: str
    title: str
    version_id: UUID
    family: FamilyLine
    alt_text: str
    giver_name: str
    issuer_name: str
    sentence: str
    awarded_at: datetime


@dataclass(frozen=True)
class GivenLine:
    """An award one gave, as far as its giver may know what became of it."""

    award_id: UUID
    title: str
    recipient: str
    state: str
    awarded_at: datetime


def offers_waiting(session: Session, person_id: UUID) -> list[OfferLine]:
    """The awards that wait for a person's answer, the oldest first. One query."""
    rows = session.execute(
        card_rows()
        .where(col(Award.holder_id) == person_id, col(Award.state) == AwardState.OFFERED)
        .order_by(col(Award.awarded_at), col(Award.id))
    )
    return [
        OfferLine(
            award_id=line.award_id,
            slug=line.slug,
            title=line.title,
            version_id=line.version_id,
            family=line.family,
            alt_text=line.alt_text,
            giver_name=line.giver_name,
            issuer_name=line.issuer_name,
            sentence=row[0].sentence,
            awarded_at=line.awarded_at,
        )
        for row in rows
        for line in [as_card(row)]
    ]


def my_awards(session: Session, person_id: UUID) -> list[AwardLine]:
    """What a person keeps, private awards and those taken back by their giver included, the
    latest first. One query."""
    rows = session.execute(
        card_rows()
        .where(
            col(Award.holder_id) == person_id,
            col(Award.state).in_((AwardState.ACCEPTED, AwardState.REVOKED)),
            col(Award.decided_at).is_not(None),
        )
        .order_by(col(Award.awarded_at).desc(), col(Award.id))
    )
    return [as_card(row) for row in rows]


def awards_given(session: Session, giver_id: UUID, *, most: int = 50) -> list[GivenLine]:
    """What a person gave to others, the latest first; a refusal is not told. One query."""
    rows = session.exec(
        select(Award, BadgeVersion.title, Holder)
        .join(BadgeVersion, col(BadgeVersion.id) == Award.version_id)
        .outerjoin(Holder, col(Holder.id) == col(Award.holder_id))
        .where(
            Award.giver_id == giver_id,
            col(Award.mode) != AwardMode.SELF,
            col(Award.state) != AwardState.REMOVED,
        )
        .order_by(col(Award.awarded_at).desc(), col(Award.id))
        .limit(most)
    )
    lines = []
    for award, title, holder in rows:
        told = state_for(award.state, is_holder=False)
        unnamed = award.recipient_address and told != AwardState.ACCEPTED
        named = award.recipient_address if unnamed or holder is None else holder.display_name
        lines.append(GivenLine(award.id, title, named, told, award.awarded_at))
    return lines
