"""Which credentials no longer hold: lists of bits that say no more than that.

Bitstring Status List v1.0 (W3C). A list is shared by everyone who issues here, so that it tells
nothing about one of them, and is served as each issuer signs it: verifiers refuse a list by
another issuer than that of the credential (docs/decisions/0009).
"""

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Case, ColumnElement, and_, case, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from recognition.awards.models import Award, AwardState
from recognition.credentials.models import Credential, CredentialKind, StatusList
from recognition.endorsements.models import Endorsement, EndorsementState
from recognition.openbadges.facts import StatusEntry
from recognition.openbadges.statuslist import LENGTH, encode

FULLEST = LENGTH // 2  # a free place is then found in two tries
MOST_IN_ONE = 500  # ids in one statement


@dataclass(frozen=True)
class KeptList:
    """A list without its signature. `bits` is its `encodedList`."""

    number: int
    changed_at: datetime
    bits: str


def give_entries(session: Session, count: int, *, at: datetime) -> list[StatusEntry]:
    """Places for `count` new credentials: random ones, free, in the newest list.

    Where a place lies tells nothing of when or by whom it was taken. A list ends half full.
    Nobody else is given a place before the transaction ends; ask at once for all that one flush
    needs. Speaks to the connection of the session only, so that it may be called in a flush.
    """
    given: dict[int, set[int]] = defaultdict(set)
    missing = count
    while missing:
        number, taken = _newest(session, at)
        room = FULLEST - taken - len(given[number])
        if room <= 0:
            _begin(session, number + 1, at)
            continue
        free = _free(session, number, min(missing, room, MOST_IN_ONE)) - given[number]
        given[number] |= free
        missing -= len(free)
    entries = [StatusEntry(number, index) for number in given for index in given[number]]
    secrets.SystemRandom().shuffle(entries)
    return entries


def mark_due(session: Session, credential_ids: Iterable[UUID], *, at: datetime) -> None:
    """Have the lists of these credentials made anew: one of them ended, or holds again."""
    ids = list(credential_ids)
    for start in range(0, len(ids), MOST_IN_ONE):
        numbers = select(col(Credential.status_list)).where(
            col(Credential.id).in_(ids[start : start + MOST_IN_ONE])
        )
        session.connection().execute(
            update(StatusList)
            .where(col(StatusList.number).in_(numbers))
            .values(bits="", changed_at=_later(at))
        )


def _later(at: datetime) -> Case[datetime]:
    """A list never says that it is older than one that was read before (requirement J5)."""
    return case((col(StatusList.changed_at) > at, col(StatusList.changed_at)), else_=at)


def build_due(session: Session) -> int:
    """Make the lists that are due; returns how many. Each is held until the commit, so that
    nobody ends a credential between what is read and what is written."""
    due = (
        select(StatusList)
        .where(col(StatusList.bits) == "")
        .order_by(col(StatusList.number))
        .with_for_update()
    )
    lists = session.scalars(due).all()
    for row in lists:
        row.bits = encode(ended(session, row.number))
    session.flush()
    return len(lists)


def kept_list(session: Session, number: int) -> KeptList | None:
    """The list of this number, made on the spot when it is due; None when there is none."""
    row = session.get(StatusList, number)
    if row is None:
        return None
    bits = row.bits or encode(ended(session, number))
    return KeptList(number, row.changed_at, bits)


def ended(session: Session, number: int) -> set[int]:
    """The places of what no longer holds: an award or an endorsement that is not accepted any
    more, or that is gone with the account it belonged to."""
    statement = (
        select(col(Credential.status_index))
        .outerjoin(Award, col(Award.id) == col(Credential.id))
        .outerjoin(Endorsement, col(Endorsement.id) == col(Credential.id))
        .where(col(Credential.status_list) == number, or_(*_not_held()))
    )
    return set(session.connection().scalars(statement))


def _not_held() -> Collection[ColumnElement[bool]]:
    return (
        and_(
            col(Credential.kind) == CredentialKind.AWARD,
            func.coalesce(col(Award.state), "") != AwardState.ACCEPTED,
        ),
        and_(
            col(Credential.kind) == CredentialKind.ENDORSEMENT,
            func.coalesce(col(Endorsement.state), "") != EndorsementState.ACCEPTED,
        ),
    )


def _newest(session: Session, at: datetime) -> tuple[int, int]:
    """The list that is being filled and how many places of it are taken. Whoever else wants a
    place waits here."""
    connection = session.connection()
    newest = select(func.max(col(StatusList.number))).scalar_subquery()
    number = connection.scalar(
        select(col(StatusList.number)).where(col(StatusList.number) == newest).with_for_update()
    )
    if number is None:
        _begin(session, 1, at)
        return _newest(session, at)
    taken = connection.scalar(select(func.count()).where(col(Credential.status_list) == number))
    if (taken or 0) < FULLEST:
        return number, taken or 0
    _begin(session, number + 1, at)
    return _newest(session, at)


def _begin(session: Session, number: int, at: datetime) -> None:
    """Begin a list, unless somebody else has."""
    connection = session.connection()
    try:
        with connection.begin_nested():
            connection.execute(insert(StatusList).values(number=number, bits="", changed_at=at))
    except IntegrityError:
        return


def _free(session: Session, number: int, count: int) -> set[int]:
    """Random places that nobody has; fewer than `count` when chance would have it."""
    drawn = {secrets.randbelow(LENGTH) for _ in range(count)}
    taken = session.connection().scalars(
        select(col(Credential.status_index)).where(
            col(Credential.status_list) == number, col(Credential.status_index).in_(drawn)
        )
    )
    return drawn - set(taken)
