"""Noticing that a value may have changed, without any lower room knowing that trust exists.

A transaction that writes a row the graph is made of also raises `TrustRevision.number` and says
in `TrustChange` which units of the graph may differ now. Both are part of the transaction: there
is no queue to fall behind, and what it hides is hidden from every process at once (G2).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import event, func, insert, inspect, select, update
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, UOWTransaction
from sqlmodel import col

from recognition.awards.models import Award
from recognition.badges.models import Badge, BadgeVersion
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
from recognition.trust.models import TrustChange, TrustRevision
from recognition.trust.queries.log import AWARD, BADGE, EVERYTHING, ISSUER, MOST_CHANGES, PERSON

# Where a row is named: the columns that hold the ids of the units it may change.
NAMED_IN: dict[type, tuple[tuple[str, str], ...]] = {
    Award: ((AWARD, "id"),),
    Badge: ((BADGE, "id"),),
    BadgeVersion: ((BADGE, "badge_id"),),  # in no graph: what maps keep of a badge is in it
    Collective: ((ISSUER, "id"),),
    EndorsedCriterion: (),  # by its endorsement: `_vouched_for`
    Endorsement: ((AWARD, "award_id"), (BADGE, "badge_id"), (ISSUER, "issuer_id")),
    Evidence: ((AWARD, "award_id"),),
    Meeting: ((PERSON, "person_id"),),
    Membership: ((PERSON, "person_id"), (ISSUER, "collective_id")),
    Organisation: ((ISSUER, "id"),),
    Person: ((PERSON, "id"),),
    Representative: ((ISSUER, "organisation_id"),),
}
NAMED_BY_ID = (Award, Badge, Person)  # bulk statements on these tell which rows they meet

Named = tuple[str, UUID | None]  # kind and id of a unit; EVERYTHING and None
_NOTED, _UNSETTLED = "trust_noted", "trust_unsettled"


@dataclass
class _Noted:
    """What a transaction has said so far, and under which number."""

    revision: int
    units: set[Named] = field(default_factory=set)


def watch_changes() -> None:
    """Start watching every session of this process; starting twice changes nothing."""
    if not event.contains(Session, "before_flush", _before_flush):
        event.listen(Session, "before_flush", _before_flush)
        event.listen(Session, "do_orm_execute", _on_execute)
        event.listen(Session, "after_transaction_end", _forget)


def unsettled(session: Session) -> bool:
    """Whether the session has changed the graph in a transaction that may still be rolled back:
    what it reads is true for nobody else yet."""
    return _UNSETTLED in session.info


def _before_flush(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    """Before, since whoever writes takes the revision first and the rows after it: two writers
    then wait for each other in one order."""
    changed = (row for row in session.dirty if session.is_modified(row))
    touched = [row for row in (*session.new, *session.deleted, *changed) if type(row) in NAMED_IN]
    named = {unit for row in touched for unit in _named(session, row)}
    named |= _vouched_for(session, touched)
    if any(isinstance(row, Collective) and _counts_otherwise(row) for row in touched):
        named = {(EVERYTHING, None)}
    if named:
        _note(session, named)


def _named(session: Session, row: object) -> Iterator[Named]:
    """The units of a row as it was and as it will be."""
    state: Any = inspect(row)
    for kind, column in NAMED_IN[type(row)]:
        history = state.attrs[column].history
        ids = {getattr(row, column), *history.deleted}
        if state.persistent and history.added and not history.deleted:
            # written without having been read
            table, key = state.mapper.local_table, state.mapper.primary_key[0]
            ids.add(
                session.connection().scalar(select(table.c[column]).where(key == state.identity[0]))
            )
        yield from ((kind, subject_id) for subject_id in ids if subject_id is not None)


def _counts_otherwise(collective: Collective) -> bool:
    """Whether what a collective says of people begins or ceases to count: it is about all of
    them. A collective that is new has said nothing yet."""
    state: Any = inspect(collective)
    return bool(state.persistent and state.attrs.vouched_at.history.has_changes())


def _vouched_for(session: Session, rows: Iterable[object]) -> set[Named]:
    """The awards whose endorsements vouch for other criteria now."""
    ids = {row.endorsement_id for row in rows if isinstance(row, EndorsedCriterion)}
    if not ids:
        return set()
    awards = select(col(Endorsement.award_id)).where(
        col(Endorsement.id).in_(ids), col(Endorsement.award_id).is_not(None)
    )
    return {(AWARD, award_id) for award_id in session.connection().scalars(awards)}


def _on_execute(state: ORMExecuteState) -> None:
    """Bulk statements do not pass through a flush."""
    if state.is_insert or state.is_update or state.is_delete:
        mapper = state.bind_mapper
        if mapper is not None and mapper.class_ in NAMED_IN:
            named = _met(state, mapper.class_)
            if named:
                _note(state.session, named)


def _met(state: ORMExecuteState, model: type) -> set[Named]:
    """What a bulk statement will change."""
    where = getattr(state.statement, "whereclause", None)
    if model not in NAMED_BY_ID or where is None or state.parameters:
        return {(EVERYTHING, None)}
    ((kind, column),) = NAMED_IN[model]
    table: Any = inspect(model).local_table
    ids = state.session.connection().scalars(
        select(table.c[column]).where(where).limit(MOST_CHANGES + 1)
    )
    named: set[Named] = {(kind, subject_id) for subject_id in ids}
    return named if len(named) <= MOST_CHANGES else {(EVERYTHING, None)}


def _note(session: Session, named: set[Named]) -> None:
    """Raise the revision, once a transaction, and write under it what was not yet said."""
    noted: _Noted | None = session.info.get(_NOTED)
    connection = session.connection()
    if noted is None:
        raised = connection.execute(
            update(TrustRevision)
            .values(number=TrustRevision.number + 1)
            .returning(col(TrustRevision.number))
        ).scalar_one()
        noted = session.info[_NOTED] = _Noted(raised)
        session.info[_UNSETTLED] = True
    new = named - noted.units
    if new:
        noted.units |= new
        connection.execute(
            insert(TrustChange).values(noted_at=func.current_timestamp()),
            [
                {"revision": noted.revision, "kind": kind, "subject_id": subject_id}
                for kind, subject_id in new
            ],
        )


def _forget(session: Session, transaction: SessionTransaction) -> None:
    """A savepoint may have undone what was noted: what follows it is noted anew, under a number
    of its own. Two revisions of one transaction are seen together."""
    if transaction.parent is None:
        session.info.pop(_UNSETTLED, None)
    if transaction.parent is None or transaction.nested:
        session.info.pop(_NOTED, None)
