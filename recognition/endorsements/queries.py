"""Reading the endorsements of one thing."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func
from sqlalchemy import select as select_columns
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlmodel import Session, col

from recognition.collectives.queries import accents_of, spoken_for
from recognition.endorsements.lines import EndorseForm, EndorsementLine, EndorsementPanel, Voice
from recognition.endorsements.models import Endorsement, EndorsementState
from recognition.endorsements.reading import Reading, endorsement_rows
from recognition.endorsements.rules import CARRIED, Past, Target, TargetKind, objection
from recognition.endorsements.targets import seen_target, target_of_endorsement
from recognition.endorsements.visibility import endorsement_seen_by, with_targets
from recognition.errors import NotFound
from recognition.permissions import Action, Actor, may

MOST_LINES = 40
"""Endorsements on one page."""

MOST_THREADS = 180
"""Endorsers whose dye is read: a picture draws no more threads."""

_ACCEPTED = col(Endorsement.state) == EndorsementState.ACCEPTED


def badge_endorsements(session: Session, actor: Actor, badge_id: UUID) -> EndorsementPanel:
    """What people say of a badge itself, newest first. Raises NotFound when `actor` may not see
    it. A fixed number of statements."""
    return panel_of(session, actor, seen_target(session, actor, badge_id=badge_id))


def award_endorsements(session: Session, actor: Actor, award_id: UUID) -> EndorsementPanel:
    """What people say of an award, oldest first; see `badge_endorsements`."""
    return panel_of(session, actor, seen_target(session, actor, award_id=award_id))


def imported_endorsements(session: Session, actor: Actor, imported_id: UUID) -> EndorsementPanel:
    """What people say of a badge from elsewhere, oldest first; see `badge_endorsements`."""
    return panel_of(session, actor, seen_target(session, actor, imported_id=imported_id))


def issuer_endorsements(session: Session, actor: Actor, issuer_id: UUID) -> EndorsementPanel:
    """What people say of a person, a collective or an organisation, newest first; see
    `badge_endorsements`."""
    return panel_of(session, actor, seen_target(session, actor, issuer_id=issuer_id))


def panel_of(session: Session, actor: Actor, target: Target, *, page: int = 1) -> EndorsementPanel:
    """The endorsements of a thing that `actor` was already found to see; page 1 has the latest."""
    about = and_(_about(target), endorsement_seen_by(actor))
    newest = col(Endorsement.given_at).desc(), col(Endorsement.id)
    shown = session.execute(
        endorsement_rows(actor)
        .add_columns(func.count().over())
        .where(about, _ACCEPTED)
        .order_by(*newest)
        .limit(MOST_LINES)
        .offset((page - 1) * MOST_LINES)
    ).all()
    aside: Sequence[Any] = []
    if actor.person_id is not None:
        aside = session.execute(
            endorsement_rows(actor).where(about, ~_ACCEPTED).order_by(*newest).limit(MOST_LINES)
        ).all()
    reading = Reading(session, actor, (*shown, *aside), target)
    lines = [reading.line(row) for row in shown]
    count = shown[0][-1] if shown else 0
    threads = [line.accent for line in lines]
    if count > len(lines):
        threads = _threads(session, about)
    if target.kind in CARRIED:
        lines.reverse()
    others = [reading.line(row) for row in aside]
    return EndorsementPanel(
        kind=target.kind,
        key=target.key,
        lines=tuple(lines),
        waiting=tuple(line for line in others if _waits(line)),
        ended=tuple(line for line in others if line.was_shown),
        objection=objection(actor, target, past_of(session, actor, target)),
        threads=tuple(reversed(threads)),
        count=count,
    )


def _about(target: Target) -> ColumnElement[bool]:
    column = {
        TargetKind.BADGE: Endorsement.badge_id,
        TargetKind.AWARD: Endorsement.award_id,
        TargetKind.IMPORTED: Endorsement.imported_id,
    }.get(target.kind, Endorsement.issuer_id)
    return col(column) == target.id


def _waits(line: EndorsementLine) -> bool:
    return line.state == EndorsementState.OFFERED and (line.is_mine or line.may_decide)


def _threads(session: Session, about: ColumnElement[bool]) -> list[str]:
    endorsers = session.scalars(
        with_targets(select_columns(col(Endorsement.endorser_id)))
        .where(about, _ACCEPTED)
        .order_by(col(Endorsement.given_at).desc(), col(Endorsement.id))
        .limit(MOST_THREADS)
    ).all()
    accents = accents_of(session, endorsers)
    return [accents[endorser_id] for endorser_id in endorsers]


def past_of(session: Session, actor: Actor, target: Target) -> Past:
    """What `actor` already wrote about a thing. One statement, none for a visitor."""
    if actor.person_id is None:
        return Past()
    rows = session.execute(
        select_columns(
            col(Endorsement.state), col(Endorsement.ended_at), col(Endorsement.decided_at)
        )
        .where(_about(target), col(Endorsement.endorser_id) == actor.person_id)
        .order_by(col(Endorsement.given_at), col(Endorsement.id))
    ).all()
    if not rows:
        return Past()
    state, _, decided_at = rows[-1]
    return Past(
        stands=any(ended_at is None for _, ended_at, _ in rows),
        was_ended=state == EndorsementState.ENDED,
        went_unanswered=state == EndorsementState.DECLINED or decided_at is None,
    )


def endorsing(session: Session, actor: Actor, target: Target) -> EndorseForm:
    """What the form of an endorsement needs. Three statements."""
    past = past_of(session, actor, target)
    return EndorseForm(
        target=target,
        past=past,
        voices=[Voice(str(issuer.id), issuer.name) for issuer in spoken_for(session, actor)],
        objection=objection(actor, target, past),
    )


def endorsement_for(
    session: Session, actor: Actor, endorsement_id: UUID
) -> tuple[Endorsement, Target]:
    """The endorsement, locked for writing, and what it is of. Raises NotFound when `actor` may
    not see it."""
    endorsement = session.get(Endorsement, endorsement_id, with_for_update=True)
    if endorsement is None:
        raise NotFound
    target = target_of_endorsement(session, actor, endorsement)
    subject = target.endorsement(endorsement.endorser_id, endorsement.state, endorsement.ended_at)
    if not may(actor, Action.SEE, subject):
        raise NotFound
    return endorsement, target


def endorsement_line(
    session: Session, actor: Actor, endorsement_id: UUID, target: Target
) -> EndorsementLine:
    """One endorsement that `actor` was already found to see."""
    rows = session.execute(
        endorsement_rows(actor).where(col(Endorsement.id) == endorsement_id)
    ).all()
    return Reading(session, actor, rows, target).line(rows[0])


def endorsement_counts(
    session: Session, actor: Actor, badge_ids: Iterable[UUID]
) -> dict[UUID, int]:
    """How many accepted endorsements each badge itself has, of those `actor` may see; badges
    without one are left out. One statement."""
    rows = session.execute(
        with_targets(select_columns(col(Endorsement.badge_id), func.count()))
        .where(
            col(Endorsement.badge_id).in_(list(badge_ids)), _ACCEPTED, endorsement_seen_by(actor)
        )
        .group_by(col(Endorsement.badge_id))
    )
    return {row[0]: row[1] for row in rows}


def first_endorsed_at(
    session: Session, actor: Actor, badge_ids: Iterable[UUID]
) -> dict[UUID, datetime]:
    """Since when each badge itself has words, of those `actor` may see; badges without any are
    left out. One statement."""
    rows = session.execute(
        with_targets(select_columns(col(Endorsement.badge_id), func.min(Endorsement.given_at)))
        .where(
            col(Endorsement.badge_id).in_(list(badge_ids)), _ACCEPTED, endorsement_seen_by(actor)
        )
        .group_by(col(Endorsement.badge_id))
    )
    return {row[0]: row[1] for row in rows}


def unendorsed(badge_id: SQLCoreOperations[Any]) -> ColumnElement[bool]:
    """SQL: the badge of that column has no accepted endorsement of its own (« à arroser »)."""
    return ~exists().where(col(Endorsement.badge_id) == badge_id, _ACCEPTED)
