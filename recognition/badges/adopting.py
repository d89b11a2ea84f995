"""A collective's consent: words and positions on a proposal, and what comes of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from recognition.badges.commands import note_coordination, proposed_version, require_undecided
from recognition.badges.discussion import stances
from recognition.badges.models import (
    Badge,
    BadgeState,
    Contribution,
    ContributionKind,
    Position,
    Proposal,
    ProposalState,
)
from recognition.badges.rules import CoordinationAct, Outcome, outcome
from recognition.badges.search import index_badge
from recognition.errors import Refused
from recognition.mail.commands import queue_mail
from recognition.people.models import EmailAddress


def contribute(
    session: Session,
    proposal: Proposal,
    *,
    author_id: UUID,
    kind: str,
    field: str,
    text: str,
    at: datetime,
) -> Contribution:
    """Add a word to a discussion. Raises Refused when it is over."""
    _require_open(proposal)
    contribution = Contribution(
        proposal_id=proposal.id,
        author_id=author_id,
        kind=kind,
        field=field,
        text=text,
        written_at=at,
    )
    session.add(contribution)
    session.flush()
    return contribution


def take_position(
    session: Session,
    proposal: Proposal,
    *,
    person_id: UUID,
    stance: str,
    reason: str,
    at: datetime,
    base_url: str,
) -> bool:
    """State where a member of the collective stands, or change it. Returns whether this adopts the
    version: lifting the last objection after the date does so at once.

    Raises Refused when the discussion is over, be it since a moment ago.
    """
    require_undecided(session, proposal, at=at)
    position = session.exec(
        select(Position)
        .where(Position.proposal_id == proposal.id, Position.person_id == person_id)
        .with_for_update()
    ).first() or Position(proposal_id=proposal.id, person_id=person_id, stance=stance, stated_at=at)
    position.stance, position.reason, position.stated_at = stance, reason, at
    session.add(position)
    try:
        session.flush()
    except IntegrityError as race:
        raise Refused("busy") from race
    return conclude(session, proposal, at=at, base_url=base_url)


def extend(
    session: Session,
    proposal: Proposal,
    *,
    closes_at: datetime,
    author_id: UUID,
    said: str,
    at: datetime,
) -> None:
    """Give a discussion a later date; `said` tells it in the discussion. Raises Refused when it is
    over."""
    require_undecided(session, proposal, at=at)
    proposal.closes_at = closes_at
    session.add(proposal)
    session.add(
        Contribution(
            proposal_id=proposal.id,
            author_id=author_id,
            kind=ContributionKind.CHANGE,
            field="closes_at",
            text=said,
            written_at=at,
        )
    )
    note_coordination(session, proposal.badge_id, CoordinationAct.EXTENDED, by=author_id, at=at)
    session.flush()


def withdraw(session: Session, proposal: Proposal, *, by: UUID, at: datetime) -> None:
    """Take a proposal back. A badge never adopted goes with it; an adopted one stays as it is."""
    _require_open(proposal)
    proposal.state, proposal.ended_at = ProposalState.WITHDRAWN, at
    session.add(proposal)
    badge = session.get_one(Badge, proposal.badge_id)
    if badge.state == BadgeState.DISCUSSION:
        badge.state = BadgeState.WITHDRAWN
        session.add(badge)
    note_coordination(session, badge.id, CoordinationAct.WITHDRAWN, by=by, at=at)
    session.flush()
    title = proposed_version(session, proposal).title
    what = (
        f"La proposition « {title} » vient d’être retirée par la personne qui la portait, ou par la"
        " coordination. Elle ne sera pas adoptée ; rien n’empêche d’en reparler."
    )
    _tell(session, proposal, badge, f"« {title} » est retiré", what, but=by, at=at)


def close_due_proposals(session: Session, *, at: datetime, base_url: str = "") -> int:
    """Adopt every version whose date has passed without a standing objection; return how many.

    Safe to repeat: what is adopted is no longer open.
    """
    due = session.exec(
        select(Proposal)
        .where(Proposal.state == ProposalState.OPEN, col(Proposal.closes_at) <= at)
        .order_by(col(Proposal.closes_at))
        .with_for_update(skip_locked=True)
    ).all()
    return sum(conclude(session, proposal, at=at, base_url=base_url) for proposal in due)


def conclude(session: Session, proposal: Proposal, *, at: datetime, base_url: str) -> bool:
    """Adopt the version if consent is there; return whether it was."""
    if outcome(proposal, stances(session, proposal), at=at) != Outcome.DUE:
        return False
    version = proposed_version(session, proposal)
    badge = session.get_one(Badge, proposal.badge_id)
    proposal.state, proposal.ended_at = ProposalState.ADOPTED, at
    version.adopted_at = at
    badge.state, badge.current_version = BadgeState.ADOPTED, version.number
    badge.adopted_at = badge.adopted_at or at
    session.add_all([proposal, version, badge])
    session.flush()
    index_badge(session, badge.id)
    what = (
        "Votre collectif vient d’adopter ce badge"
        if version.number == 1
        else f"La version {version.number} de ce badge vient d’être adoptée"
    )
    what = f"{what}, sans objection : « {version.title} »."
    address = f"{base_url.rstrip('/')}/badges/{badge.slug}"
    _tell(
        session,
        proposal,
        badge,
        f"« {version.title} » est adopté",
        f"{what}\n\nLe voici : {address}",
        at=at,
    )
    return True


def _require_open(proposal: Proposal) -> None:
    if proposal.state != ProposalState.OPEN:
        raise Refused("proposal.ended")


def _tell(
    session: Session,
    proposal: Proposal,
    badge: Badge,
    subject: str,
    what: str,
    *,
    but: UUID | None = None,
    at: datetime,
) -> None:
    """Write to everyone who took part in the discussion, its author included, save `but`."""
    people = {badge.proposer_id}
    people.update(
        session.exec(select(Position.person_id).where(Position.proposal_id == proposal.id))
    )
    people.update(
        session.exec(select(Contribution.author_id).where(Contribution.proposal_id == proposal.id))
    )
    people -= {but}
    addresses = session.exec(
        select(EmailAddress.address)
        .where(col(EmailAddress.person_id).in_(people), col(EmailAddress.is_primary))
        .order_by(EmailAddress.address)
    )
    body = f"Bonjour,\n\n{what}\n\nMerci d’avoir pris part à la discussion.\n"
    for address in addresses:
        queue_mail(session, address, subject, body, at=at)
