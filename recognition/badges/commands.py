"""Proposing a badge or a new version of one, and revising what is proposed."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, func, select

from recognition.badges.discussion import stances
from recognition.badges.models import (
    Badge,
    BadgeOfTheMonth,
    BadgeState,
    BadgeVersion,
    Contribution,
    ContributionKind,
    Criterion,
    Proposal,
    ProposalState,
    Skill,
)
from recognition.badges.queries import version_words
from recognition.badges.rules import READING_DAYS, CoordinationAct, Outcome, outcome
from recognition.badges.words import Words, changed_parts, proposed_alt_text, words_of
from recognition.collectives.models import JournalEntry
from recognition.errors import Refused
from recognition.texts import fold, slugify

RESERVED_SLUGS = frozenset({"nouveau"})
"""Words that an address under /badges/ means otherwise."""


def propose(
    session: Session,
    words: Words,
    *,
    proposer_id: UUID,
    collective_id: UUID,
    award_rule: str,
    closes_at: datetime,
    at: datetime,
    based_on_id: UUID | None = None,
) -> Badge:
    """Put a new badge to the consent of a collective, until `closes_at`.

    Raises Refused when somebody takes the same address at the same moment.
    """
    badge = Badge(
        slug=_free_slug(session, words.title),
        collective_id=collective_id,
        proposer_id=proposer_id,
        award_rule=award_rule,
        based_on_id=based_on_id,
        proposed_at=at,
    )
    session.add(badge)
    _flush(session)
    _write_version(session, badge, words, number=1, author_id=proposer_id, change_note="", at=at)
    _open(session, badge, 1, closes_at=closes_at, at=at)
    return badge


def propose_version(
    session: Session,
    badge: Badge,
    words: Words,
    *,
    author_id: UUID,
    change_note: str,
    closes_at: datetime,
    at: datetime,
) -> Proposal:
    """Put a new version of an adopted badge to consent; the current one stays in force meanwhile.

    Raises Refused when another is being discussed, or when nothing changes.
    """
    if open_proposal(session, badge.id) is not None:
        raise Refused("proposal.another_open")
    current = session.exec(
        select(BadgeVersion).where(
            BadgeVersion.badge_id == badge.id, BadgeVersion.number == badge.current_version
        )
    ).one()
    if not changed_parts(words_of(version_words(session, current.id)), _complete(words)):
        raise Refused("proposal.nothing_changes")
    newest = session.exec(
        select(func.max(BadgeVersion.number)).where(BadgeVersion.badge_id == badge.id)
    ).one()
    number = (newest or 0) + 1
    _write_version(
        session, badge, words, number=number, author_id=author_id, change_note=change_note, at=at
    )
    note_coordination(session, badge.id, CoordinationAct.VERSION_PROPOSED, by=author_id, at=at)
    return _open(session, badge, number, closes_at=closes_at, at=at)


def revise(
    session: Session,
    proposal: Proposal,
    words: Words,
    *,
    author_id: UUID,
    note: str,
    described: str,
    at: datetime,
) -> bool:
    """Change the version under discussion in place, and say so in the discussion: `described` says
    what changed, `note` why. Returns whether anything changed.

    Whoever had nothing to say must have the time to read again: at least READING_DAYS stay.
    """
    require_undecided(session, proposal, at=at)
    version = proposed_version(session, proposal)
    words = _complete(words)
    if not changed_parts(words_of(version_words(session, version.id)), words):
        return False
    _fill(version, words)
    proposal.closes_at = max(proposal.closes_at, at + timedelta(days=READING_DAYS))
    session.add_all([version, proposal])
    session.exec(delete(Criterion).where(col(Criterion.version_id) == version.id))
    session.exec(delete(Skill).where(col(Skill.version_id) == version.id))
    _write_parts(session, version, words)
    session.add(
        Contribution(
            proposal_id=proposal.id,
            author_id=author_id,
            kind=ContributionKind.CHANGE,
            text=f"{described}\n{note}".strip(),
            written_at=at,
        )
    )
    note_coordination(session, proposal.badge_id, CoordinationAct.REVISED, by=author_id, at=at)
    session.flush()
    return True


def note_coordination(
    session: Session, badge_id: UUID, act: CoordinationAct, *, by: UUID, at: datetime
) -> None:
    """Write into the collective's journal what a coordinator does to another's badge; nothing for
    one's own."""
    badge = session.get_one(Badge, badge_id)
    if by == badge.proposer_id:
        return
    session.add(
        JournalEntry(
            collective_id=badge.collective_id,
            actor_id=by,
            owner_id=badge.proposer_id,
            act=act,
            subject_id=badge_id,
            done_at=at,
        )
    )


def choose_of_the_month(session: Session, badge: Badge, *, reason: str, at: datetime) -> None:
    """Make a badge the badge of the month of its collective. Raises Refused for one that is not
    adopted."""
    if badge.state != BadgeState.ADOPTED:
        raise Refused("badge.not_adopted")
    session.merge(
        BadgeOfTheMonth(
            collective_id=badge.collective_id, badge_id=badge.id, reason=reason, chosen_at=at
        )
    )
    _flush(session)


def open_proposal(session: Session, badge_id: UUID) -> Proposal | None:
    """The proposal under discussion, held until the end of the transaction; None when there is
    none."""
    return session.exec(
        select(Proposal)
        .where(Proposal.badge_id == badge_id, Proposal.state == ProposalState.OPEN)
        .with_for_update()
    ).first()


def proposed_version(session: Session, proposal: Proposal) -> BadgeVersion:
    """The version a proposal is about."""
    return session.exec(
        select(BadgeVersion).where(
            BadgeVersion.badge_id == proposal.badge_id,
            BadgeVersion.number == proposal.version_number,
        )
    ).one()


def require_undecided(session: Session, proposal: Proposal, *, at: datetime) -> None:
    """Raise Refused when a discussion is over, be it that nobody has noted the adoption yet."""
    if outcome(proposal, stances(session, proposal), at=at) not in (Outcome.RUNNING, Outcome.HELD):
        raise Refused("proposal.ended")


def _open(
    session: Session, badge: Badge, number: int, *, closes_at: datetime, at: datetime
) -> Proposal:
    proposal = Proposal(badge_id=badge.id, version_number=number, opened_at=at, closes_at=closes_at)
    session.add(proposal)
    _flush(session)
    return proposal


def _write_version(
    session: Session,
    badge: Badge,
    words: Words,
    *,
    number: int,
    author_id: UUID,
    change_note: str,
    at: datetime,
) -> BadgeVersion:
    words = _complete(words)
    version = BadgeVersion(
        badge_id=badge.id,
        number=number,
        title=words.title,
        definition=words.definition,
        family=words.family,
        shape=words.picture.shape,
        dye=words.picture.dye,
        icon=words.picture.icon,
        alt_text=words.alt_text,
        change_note=change_note,
        author_id=author_id,
        created_at=at,
    )
    _fill(version, words)
    session.add(version)
    _flush(session)
    _write_parts(session, version, words)
    return version


def _fill(version: BadgeVersion, words: Words) -> None:
    version.title = words.title
    version.definition = words.definition
    version.family = words.family
    version.evidence_hint = words.evidence_hint
    version.shape = words.picture.shape
    version.dye = words.picture.dye
    version.icon = words.picture.icon
    version.word = words.picture.word
    version.alt_text = words.alt_text


def _write_parts(session: Session, version: BadgeVersion, words: Words) -> None:
    for position, text in enumerate(words.criteria, 1):
        session.add(Criterion(version_id=version.id, position=position, text=text))
    for position, label in enumerate(words.skills, 1):
        session.add(
            Skill(version_id=version.id, folded=fold(label), label=label, position=position)
        )
    _flush(session)


def _complete(words: Words) -> Words:
    if words.alt_text:
        return words
    return replace(words, alt_text=proposed_alt_text(words.picture))


def _free_slug(session: Session, title: str) -> str:
    stem = slugify(title) or "badge"
    taken = set(session.exec(select(Badge.slug).where(col(Badge.slug).startswith(stem))))
    number, slug = 1, stem
    while slug in taken or slug in RESERVED_SLUGS:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as race:
        raise Refused("busy") from race
