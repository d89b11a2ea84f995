"""Reading the journal of coordination."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from recognition.collectives.models import Collective, JournalEntry
from recognition.collectives.rules import can_be_reversed
from recognition.people.models import Person


@dataclass(frozen=True)
class JournalLine:
    """What coordination did. `act` is a code; `reversible` says whether it can still be undone."""

    id: UUID
    act: str
    actor_name: str
    owner_name: str
    collective_name: str
    reason: str
    done_at: datetime
    reversed_at: datetime | None
    reversible: bool


def journal_of_owner(
    session: Session, person_id: UUID, *, at: datetime, most: int = 30
) -> list[JournalLine]:
    """What coordination did with a person's things, the latest first. One query.

    What they did themselves for their collective is in its journal only."""
    by_others = (col(JournalEntry.owner_id) == person_id) & (
        col(JournalEntry.actor_id) != person_id
    )
    return _lines(session, _entries(most).where(by_others), at)


def journal_of_collective(
    session: Session, collective_id: UUID, *, at: datetime, most: int = 30
) -> list[JournalLine]:
    """What the coordination of a collective did, the latest first. One query."""
    by_collective = col(JournalEntry.collective_id) == collective_id
    return _lines(session, _entries(most).where(by_collective), at)


_Entries = Select[UUID, str, str, str, str, str, datetime, datetime | None]


def _entries(most: int) -> _Entries:
    actor, owner = aliased(Person), aliased(Person)
    return (
        select_columns(
            col(JournalEntry.id),
            col(JournalEntry.act),
            col(actor.display_name),
            col(owner.display_name),
            col(Collective.name),
            col(JournalEntry.reason),
            col(JournalEntry.done_at),
            col(JournalEntry.reversed_at),
        )
        .join(actor, col(actor.id) == col(JournalEntry.actor_id))
        .join(owner, col(owner.id) == col(JournalEntry.owner_id))
        .join(Collective, col(Collective.id) == col(JournalEntry.collective_id))
        .order_by(col(JournalEntry.done_at).desc(), col(JournalEntry.id))
        .limit(most)
    )


def _lines(session: Session, statement: _Entries, at: datetime) -> list[JournalLine]:
    return [
        JournalLine(
            entry_id,
            act,
            actor_name,
            owner_name,
            collective_name,
            reason,
            done_at,
            reversed_at,
            can_be_reversed(act, done_at, reversed_at, at=at),
        )
        for (
            entry_id,
            act,
            actor_name,
            owner_name,
            collective_name,
            reason,
            done_at,
            reversed_at,
        ) in session.execute(statement)
    ]
