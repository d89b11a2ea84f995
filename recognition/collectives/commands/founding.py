"""Founding a collective, and changing what it says of itself."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from recognition.collectives.models import (
    Collective,
    Membership,
    MembershipRole,
    MembershipState,
    Organisation,
)
from recognition.people.models import Issuer, IssuerKind
from recognition.people.sessions import guard_sessions
from recognition.texts import slugify

TAKEN_BY_PAGES = frozenset({"nouveau", "nouvelle"})  # words of our own addresses


@dataclass(frozen=True)
class CollectiveWords:
    """What a collective says of itself; `accent` is a dye, `region_code` of `REGIONS`, `town_code`
    of `places.towns` or ""."""

    name: str
    short_name: str
    region_code: str
    town_code: str
    accent: str
    tagline: str
    description: str
    rhythm: str
    charter: list[str]


def found_collective(
    session: Session, founder_id: UUID, words: CollectiveWords, *, at: datetime
) -> Collective:
    """A new collective, whose founder is its first coordinator."""
    issuer = Issuer(kind=IssuerKind.COLLECTIVE)
    session.add(issuer)
    session.flush()
    collective = Collective(
        id=issuer.id,
        slug=free_slug(session, Collective, words.short_name, otherwise="collectif"),
        founded_on=at.date(),
        **asdict(words),
    )
    session.add(collective)
    session.flush()
    session.add(
        Membership(
            collective_id=collective.id,
            person_id=founder_id,
            role=MembershipRole.COORDINATOR,
            state=MembershipState.ACCEPTED,
            requested_at=at,
            decided_at=at,
            decided_by_id=founder_id,
        )
    )
    guard_sessions(session, founder_id)
    session.flush()
    return collective


def change_collective(session: Session, collective: Collective, words: CollectiveWords) -> None:
    """Write what a collective says of itself. Its address stays: others link to it."""
    for name, value in asdict(words).items():
        setattr(collective, name, value)
    session.add(collective)


def free_slug(
    session: Session, table: type[Collective] | type[Organisation], name: str, *, otherwise: str
) -> str:
    """An address made from a name that none of that table has, nor any page of ours. One query."""
    stem = slugify(name, longest=50) or otherwise
    taken = set(session.exec(select(table.slug).where(col(table.slug).startswith(stem))))
    slug, count = stem, 1
    while slug in taken | TAKEN_BY_PAGES:
        count += 1
        slug = f"{stem}-{count}"
    return slug
