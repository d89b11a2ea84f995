"""« Se porter garant »: from then on what a collective says of people counts for all."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from recognition.collectives.commands.meetings import lock_people
from recognition.collectives.models import Collective, JournalEntry
from recognition.collectives.queries import (
    first_coordinator,
    vouching_collectives,
    vouching_count,
)
from recognition.collectives.rules import Act, objection_to_vouching
from recognition.errors import Refused


def vouch_for(session: Session, collective: Collective, *, by: UUID | None, at: datetime) -> None:
    """Vouch for a collective; `by` is None for who runs the platform, which is in no journal.

    Raises Refused with the objection of the rules.
    """
    # The collective's line among issuers stands for it: see `lock_people` why not its own.
    lock_people(session, (collective.id, *([by] if by else ())))
    session.refresh(collective)
    count = vouching_count(session, by, at=at) if by else 0
    is_vouched = collective.vouched_at is not None
    objection = objection_to_vouching(is_vouched=is_vouched, vouching_count=count)
    if objection:
        raise Refused(objection)
    if by:
        _note(session, collective.id, by=by, at=at)
    collective.vouched_at, collective.vouched_by_id = at, by
    session.add(collective)
    session.flush()


def _note(session: Session, collective_id: UUID, *, by: UUID, at: datetime) -> None:
    """For its coordination to know who did, and for those with whom that person coordinates to
    know that they did: nothing of anybody's there, so the person stands as owner."""
    owner = first_coordinator(session, collective_id) or by
    lines = [(collective_id, Act.VOUCHED, owner)]
    lines += [(id, Act.VOUCHING, by) for id in vouching_collectives(session, by)]
    session.add_all(
        JournalEntry(
            collective_id=journal_id,
            actor_id=by,
            owner_id=owner_id,
            act=act,
            subject_id=collective_id,
            done_at=at,
        )
        for journal_id, act, owner_id in lines
    )
