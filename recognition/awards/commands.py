"""Giving, accepting, ending awards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from recognition.awards.models import (
    Award,
    AwardMode,
    AwardState,
    CriterionNarrative,
    Visibility,
)
from recognition.awards.queries.giving import (
    BadgeToGive,
    already_given,
    delivered_to,
    has_from,
    may_reach,
)
from recognition.awards.queries.rights import held_awards
from recognition.awards.rules import mode_of, objection_to_state
from recognition.errors import NotAllowed, Refused
from recognition.people.queries import person_id_of_address
from recognition.permissions import Action, Actor, may


@dataclass(frozen=True)
class Recipient:
    """Whom an award is for: a member chosen by name, or whoever reads a mailbox (lower case)."""

    person_id: UUID | None = None
    address: str = ""


@dataclass(frozen=True)
class Given:
    """An award just given. `is_delivered` is False when its mail must not leave: its giver is
    not to know, and its recipient not to be bothered."""

    award: Award
    is_delivered: bool


def give(
    session: Session,
    actor: Actor,
    badge: BadgeToGive,
    recipient: Recipient,
    *,
    issuer_id: UUID,
    sentence: str,
    at: datetime,
) -> Given:
    """Offer a badge to somebody, in the name of `issuer_id`; it shows nowhere before they accept.

    Raises NotAllowed when the badge's rule does not let `actor` give it, Refused for a badge that
    is not given (any more), for oneself, and for a recipient who was given it before. An address
    is answered the same way whoever's it is (requirement G4). Leaves the commit to the caller.
    """
    giver_id = actor.person_id
    if giver_id is None or not may(actor, Action.AWARD, badge.subject):
        raise NotAllowed("award.not_yours_to_give")
    if reason := objection_to_state(badge.badge_state):
        raise Refused(reason)
    if is_oneself(session, giver_id, recipient):
        raise Refused("award.to_oneself")
    if already_given(
        session, badge.id, giver_id, holder_id=recipient.person_id, address=recipient.address
    ):
        raise Refused("award.twice")
    holder_id, is_delivered = recipient.person_id, True
    if recipient.address:
        holder_id = delivered_to(session, badge.id, giver_id, recipient.address)
        is_delivered = (
            holder_id is not None or person_id_of_address(session, recipient.address) is None
        )
    elif holder_id is not None:
        _step_aside(session, badge.id, giver_id, holder_id)
    coordinates = badge.collective_id in actor.coordinates
    award = Award(
        badge_id=badge.id,
        version_id=badge.version_id,
        holder_id=holder_id,
        recipient_address=recipient.address,
        issuer_id=issuer_id,
        giver_id=giver_id,
        mode=mode_of(badge.subject.award_rule, coordinates=coordinates),
        sentence=sentence,
        awarded_at=at,
    )
    _keep(session, award)
    return Given(award, is_delivered)


def is_oneself(session: Session, giver_id: UUID, recipient: Recipient) -> bool:
    """Whether a gift would go to its giver, by name or to one of their own addresses."""
    if recipient.address:
        return person_id_of_address(session, recipient.address) == giver_id
    return recipient.person_id == giver_id


def _step_aside(session: Session, badge_id: UUID, giver_id: UUID, holder_id: UUID) -> None:
    """Put an unanswered gift that the same giver sent to an address of the same person back to
    waiting: refusing the second one would tell the giver whose address it is (G4)."""
    session.exec(
        update(Award)
        .where(
            col(Award.badge_id) == badge_id,
            col(Award.giver_id) == giver_id,
            col(Award.holder_id) == holder_id,
            col(Award.recipient_address) != "",
            col(Award.state) == AwardState.OFFERED,
        )
        .values(holder_id=None)
    )


def _keep(session: Session, award: Award) -> None:
    try:
        with session.begin_nested():
            session.add(award)
    except IntegrityError as race:  # two clicks at once: both passed the rule
        raise Refused("award.twice") from race


def recognise_oneself(
    session: Session,
    actor: Actor,
    badge: BadgeToGive,
    *,
    narrative: str,
    told: Mapping[UUID, str],
    visibility: Visibility,
    at: datetime,
) -> Award:
    """Give a badge to oneself, with a story; `told` maps criteria of its version to what is told
    of each. It is accepted at once, and says everywhere that it was given by oneself.

    Raises NotAllowed when the badge's rule wants another's look, Refused when it is not given
    (any more) or when this member recognised themselves before.
    """
    person_id = actor.person_id
    if person_id is None or not may(actor, Action.SELF_AWARD, badge.subject):
        raise NotAllowed("award.not_for_oneself")
    if reason := objection_to_state(badge.badge_state):
        raise Refused(reason)
    if any(award.giver_id == person_id for award in held_awards(session, person_id, badge.id)):
        raise Refused("award.self_twice")
    award = Award(
        badge_id=badge.id,
        version_id=badge.version_id,
        holder_id=person_id,
        issuer_id=person_id,
        giver_id=person_id,
        mode=AwardMode.SELF,
        state=AwardState.ACCEPTED,
        visibility=visibility,
        narrative=narrative,
        awarded_at=at,
        decided_at=at,
    )
    _keep(session, award)
    for criterion in badge.criteria:
        if text := told.get(criterion.id, ""):
            session.add(CriterionNarrative(award_id=award.id, criterion_id=criterion.id, text=text))
    session.flush()
    return award


def accept(session: Session, award: Award, *, visibility: Visibility, at: datetime) -> None:
    """Say yes, and who may see it. Whether the visitor may decide is asked before."""
    _answer(session, award, AwardState.ACCEPTED, at=at)
    award.visibility = visibility


def decline(session: Session, award: Award, *, at: datetime) -> None:
    """Say no. Nobody is told: to its giver the award goes on waiting (requirement G1)."""
    _answer(session, award, AwardState.DECLINED, at=at)


def _answer(session: Session, award: Award, state: AwardState, *, at: datetime) -> None:
    if award.state != AwardState.OFFERED:
        raise Refused("award.answered")
    award.state = state
    award.decided_at = at
    session.add(award)


def show_to(session: Session, award: Award, visibility: Visibility) -> None:
    """Change who may see an accepted award, at once and everywhere (requirement G2)."""
    award.visibility = visibility
    session.add(award)


def revoke(session: Session, award: Award, *, reason: str, at: datetime) -> bool:
    """Take an award back, as its giver. Returns whether its holder is to be told: not when they
    had declined it, nor when nobody has it yet."""
    told = award.holder_id is not None and award.state != AwardState.DECLINED
    award.state = AwardState.REVOKED
    award.ended_at = at
    award.ended_reason = reason
    session.add(award)
    return told


def remove(session: Session, award: Award, *, at: datetime) -> None:
    """Take an award out of one's badges. The row stays, seen by its holder alone."""
    award.state = AwardState.REMOVED
    award.ended_at = at
    session.add(award)


def claim_waiting_awards(session: Session, person_id: UUID, address: str) -> None:
    """Hand a person the awards that wait for an address they have just proven to read.

    One stays behind, unseen, when its giver gave them that badge already, or may not reach them
    (requirement H1).
    """
    waiting = session.exec(
        select(Award)
        .where(
            col(Award.recipient_address) == address,
            col(Award.holder_id).is_(None),
            col(Award.state) == AwardState.OFFERED,
            col(Award.giver_id) != person_id,
        )
        .order_by(col(Award.awarded_at), col(Award.id))
    ).all()
    for award in waiting:
        if has_from(session, award.badge_id, award.giver_id, person_id):
            continue
        if may_reach(session, award.giver_id, person_id):
            award.holder_id = person_id
            session.add(award)
            session.flush()
