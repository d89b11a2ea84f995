"""Noticing that a value may have changed, without any lower room knowing that trust exists.

Every transaction that writes a row the graph is made of also raises `TrustRevision.number`, in
that transaction; a computed graph names the number it was computed at. So a value is never shown
after what it rests on was hidden (requirement G2), whichever process hid it.
"""

from typing import Any

from sqlalchemy import event, inspect, update
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from recognition.awards.models import Award
from recognition.badges.models import Badge
from recognition.collectives.models import (
    Collective,
    Meeting,
    Membership,
    Organisation,
    Representative,
)
from recognition.endorsements.models import EndorsedCriterion, Endorsement
from recognition.evidence.models import Evidence
from recognition.people.models import Person
from recognition.trust.models import TrustRevision

WATCHED = (
    Award,
    Badge,
    Collective,
    EndorsedCriterion,
    Endorsement,
    Evidence,
    Meeting,
    Membership,
    Organisation,
    Person,
    Representative,
)
_RAISED = "trust_revision_raised"


def watch_changes() -> None:
    """Start watching every session of this process; starting twice changes nothing."""
    if not event.contains(Session, "after_flush", _after_flush):
        event.listen(Session, "after_flush", _after_flush)
        event.listen(Session, "do_orm_execute", _on_execute)
        event.listen(Session, "after_transaction_end", _forget)


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    touched = (*session.new, *session.deleted, *session.dirty)
    if any(isinstance(row, WATCHED) for row in touched):
        _raise(session)


def _on_execute(state: ORMExecuteState) -> None:
    """Bulk updates and deletes do not pass through a flush."""
    if state.is_insert or state.is_update or state.is_delete:
        mapper = state.bind_mapper
        if mapper is not None and mapper.class_ in WATCHED:
            _raise(state.session)


def _raise(session: Session) -> None:
    if session.info.get(_RAISED):
        return
    session.info[_RAISED] = True
    table: Any = inspect(TrustRevision).local_table
    session.connection().execute(update(table).values(number=table.c.number + 1))


def _forget(session: Session, transaction: Any) -> None:
    if transaction.parent is None:
        session.info.pop(_RAISED, None)
