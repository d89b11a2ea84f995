"""An award as the permissions see it, and who holds what."""

from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select

from recognition.awards.models import Award, AwardMode, AwardState
from recognition.awards.rules import AwardSubject
from recognition.badges.models import AwardRule, Badge
from recognition.collectives.queries import collectives_of
from recognition.errors import NotFound
from recognition.people.models import Person, ProfileVisibility


def award_subject(session: Session, award: Award) -> AwardSubject:
    """The award as `permissions.may` wants it. Two queries; none while it waits for a mailbox."""
    holder = session.get(Person, award.holder_id) if award.holder_id else None
    return AwardSubject(
        award_state=award.state,
        visibility=award.visibility,
        holder_id=award.holder_id,
        giver_id=award.giver_id,
        profile_visibility=holder.profile_visibility if holder else ProfileVisibility.PRIVATE,
        holder_collectives=collectives_of(session, holder.id) if holder else frozenset(),
    )


def award_for(session: Session, award_id: UUID) -> Award:
    """The award, to be written: its row is held until the transaction ends, so that two answers
    at once come one after the other. Raises NotFound."""
    award = session.exec(select(Award).where(Award.id == award_id).with_for_update()).first()
    if award is None:
        raise NotFound
    return award


def held_awards(session: Session, person_id: UUID, badge_id: UUID) -> list[Award]:
    """A person's accepted awards of one badge, the oldest first."""
    return list(
        session.exec(
            select(Award)
            .where(
                Award.holder_id == person_id,
                Award.badge_id == badge_id,
                Award.state == AwardState.ACCEPTED,
            )
            .order_by(col(Award.awarded_at), col(Award.id))
        )
    )


def holds_badge(session: Session, person_id: UUID, badge_id: UUID) -> bool:
    """Whether a person accepted this badge, from anyone or from themselves, and still keeps it."""
    return bool(held_awards(session, person_id, badge_id))


def opens_giving(session: Session, person_id: UUID, badge_id: UUID) -> bool:
    """Whether a person holds a badge in the sense of its award rule: `held_by_actor` of
    `AwardRuleSubject`.

    Where the rule reserves a badge to its holders, recognising oneself does not make one of them:
    the rule would else be open to all in two clicks.
    """
    found = session.exec(
        select(Award.id)
        .join(Badge, col(Badge.id) == Award.badge_id)
        .where(
            Award.holder_id == person_id,
            Award.badge_id == badge_id,
            Award.state == AwardState.ACCEPTED,
            or_(col(Award.mode) != AwardMode.SELF, col(Badge.award_rule) == AwardRule.SELF),
        )
        .limit(1)
    ).first()
    return found is not None
