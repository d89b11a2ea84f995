"""Finding people, their circle and its dye."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, true
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from recognition.collectives.models import (
    Collective,
    Meeting,
    Membership,
    MembershipRole,
    MembershipState,
)
from recognition.collectives.queries.rights import NO_CIRCLE, profile_found_by
from recognition.people.models import Person
from recognition.people.queries import is_of_demo
from recognition.people.sessions import initials
from recognition.permissions import Actor
from recognition.texts import clean_line, fold


def circles(session: Session) -> dict[UUID, UUID]:
    """For each person who has one, their circle: the collective that accepted them first and
    still counts them. One query."""
    found: dict[UUID, UUID] = {}
    for person_id, collective_id in session.exec(
        select(Membership.person_id, Membership.collective_id)
        .where(Membership.state == MembershipState.ACCEPTED)
        .order_by(col(Membership.decided_at), col(Membership.id))
    ):
        found.setdefault(person_id, collective_id)
    return found


def accents_of(session: Session, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The dye of each person's circle, `NO_CIRCLE` without one: every id given has its dye. One
    query, none for no one."""
    accents = dict.fromkeys(person_ids, "")
    if accents:
        for person_id, accent in session.exec(
            select(Membership.person_id, Collective.accent)
            .join(Collective, col(Collective.id) == col(Membership.collective_id))
            .where(
                col(Membership.person_id).in_(accents),
                Membership.state == MembershipState.ACCEPTED,
            )
            .order_by(col(Membership.decided_at), col(Membership.id))
        ):
            accents[person_id] = accents[person_id] or accent
    return {person_id: accent or NO_CIRCLE for person_id, accent in accents.items()}


def confirmed_people(session: Session, collective_id: UUID | None = None) -> set[UUID]:
    """Whom a collective (for None, any that somebody vouches for) has met in person and has not
    taken it back. One query."""
    statement = select(Meeting.person_id).where(col(Meeting.taken_back_at).is_(None))
    if collective_id is not None:
        return set(session.exec(statement.where(Meeting.collective_id == collective_id)))
    vouched = select(Collective.id).where(col(Collective.vouched_at).is_not(None))
    return set(session.exec(statement.where(col(Meeting.collective_id).in_(vouched))))


@dataclass(frozen=True)
class PersonLine:
    """A person that the visitor may find, so may see. `accent` is the dye of their circle."""

    id: UUID
    handle: str
    display_name: str
    city: str
    headline: str
    accent: str

    @property
    def initials(self) -> str:
        return initials(self.display_name)


def matching(text: str) -> ColumnElement[bool]:
    """SQL on `Person`: each word of `text` is somewhere in the name, the city or the headline,
    whatever its accents and case. True for no word."""
    words = fold(clean_line(text)).split()[:8]
    return and_(
        *(col(Person.search_text).contains(word, autoescape=True) for word in words), true()
    )


@dataclass(frozen=True)
class PeoplePage:
    """A piece of an alphabetical list. `after` leads to the next piece; empty at the end."""

    lines: list[PersonLine]
    after: str


def people_page(
    session: Session,
    actor: Actor,
    query: str,
    *,
    collective_id: UUID | None = None,
    after: str = "",
    most: int = 24,
) -> PeoplePage:
    """Whom `actor` may find by these words (in that collective), in alphabetical order.

    `after` is what the page before gave: the place of its last line, which its reader has seen;
    anything else merely begins elsewhere. At most two queries.
    """
    statement = (
        select_columns(
            col(Person.id),
            col(Person.handle),
            col(Person.display_name),
            col(Person.city),
            col(Person.headline),
            col(Person.sort_name),
        )
        .where(profile_found_by(actor), matching(query))
        .order_by(col(Person.sort_name), col(Person.handle))
        .limit(most + 1)
    )
    if collective_id is not None:
        statement = statement.where(_is_member_of(collective_id))
    if after:
        name, _, handle = clean_line(after).rpartition("/")
        statement = statement.where(
            or_(
                col(Person.sort_name) > name,
                and_(col(Person.sort_name) == name, col(Person.handle) > handle),
            )
        )
    rows = session.execute(statement).all()
    accents = accents_of(session, [row[0] for row in rows[:most]])
    lines = [
        PersonLine(person_id, handle, name, city, headline, accents[person_id])
        for person_id, handle, name, city, headline, _ in rows[:most]
    ]
    last = rows[most - 1] if len(rows) > most else None
    return PeoplePage(lines, f"{last[5]}/{last[1]}" if last else "")


def people_found(session: Session, actor: Actor, query: str, *, most: int = 20) -> list[PersonLine]:
    """The first people whom `actor` may find by these words, in alphabetical order."""
    return people_page(session, actor, query, most=most).lines


def _is_member_of(collective_id: UUID) -> ColumnElement[bool]:
    return exists().where(
        col(Membership.person_id) == col(Person.id),
        col(Membership.state) == MembershipState.ACCEPTED,
        col(Membership.collective_id) == collective_id,
    )


@dataclass(frozen=True)
class DemoPerson:
    """A person one may enter as, in the demo. `coordinates` tells who coordinates a collective."""

    handle: str
    display_name: str
    headline: str
    city: str
    accent: str
    coordinates: bool

    @property
    def initials(self) -> str:
        return initials(self.display_name)


def demo_people(session: Session) -> list[DemoPerson]:
    """Everyone the demo made up, by name, whatever their page shows. Three queries."""
    people = session.exec(
        select(Person).where(is_of_demo()).order_by(col(Person.sort_name), col(Person.handle))
    ).all()
    accents = accents_of(session, [person.id for person in people])
    coordinating = set(
        session.exec(
            select(Membership.person_id).where(
                Membership.role == MembershipRole.COORDINATOR,
                Membership.state == MembershipState.ACCEPTED,
            )
        )
    )
    return [
        DemoPerson(
            person.handle,
            person.display_name,
            person.headline,
            person.city,
            accents[person.id],
            person.id in coordinating,
        )
        for person in people
    ]
