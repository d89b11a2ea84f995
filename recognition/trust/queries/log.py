"""How often, and where, what the graph is made of has changed."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from recognition.trust.models import TrustChange, TrustRevision
from recognition.trust.queries.units import Units

MOST_CHANGES = 2_000  # to be read again one by one; beyond, reading everything is as quick
PERSON, BADGE, AWARD, ISSUER, EVERYTHING = "person", "badge", "award", "issuer", "everything"


def revision(session: Session) -> int:
    """How often what the graph is made of has changed. One query, one row."""
    return session.scalar(select(col(TrustRevision.number))) or 0


def units_changed(session: Session, *, after: int, until: int) -> Units | None:
    """What the revisions after one, up to another, may have changed.

    None when that is everything, too much, or no longer known: the log is swept, and each
    revision that it still holds has a row. One query.
    """
    rows = session.execute(
        select(col(TrustChange.revision), col(TrustChange.kind), col(TrustChange.subject_id))
        .where(col(TrustChange.revision) > after, col(TrustChange.revision) <= until)
        .limit(MOST_CHANGES + 1)
    ).all()
    if len(rows) > MOST_CHANGES or len({row.revision for row in rows}) < until - after:
        return None
    if any(row.kind == EVERYTHING for row in rows):
        return None
    return units_of((row.kind, row.subject_id) for row in rows)


def units_of(named: Iterable[tuple[str, UUID]]) -> Units:
    """Units by kind, from pairs of a kind (not EVERYTHING) and an id."""
    ids: dict[str, set[UUID]] = {PERSON: set(), BADGE: set(), AWARD: set(), ISSUER: set()}
    for kind, subject_id in named:
        ids[kind].add(subject_id)
    return Units(
        people=frozenset(ids[PERSON]),
        badges=frozenset(ids[BADGE]),
        awards=frozenset(ids[AWARD]),
        issuers=frozenset(ids[ISSUER]),
    )
