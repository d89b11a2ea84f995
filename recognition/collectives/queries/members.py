"""The members of a collective, for its coordination."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from recognition.collectives.models import Membership, MembershipRole, MembershipState
from recognition.collectives.queries.people import matching
from recognition.people.models import Person
from recognition.people.sessions import initials
from recognition.texts import clean_line


@dataclass(frozen=True)
class MemberLine:
    """A member; `id` is that of the membership."""

    id: UUID
    handle: str
    display_name: str
    city: str
    role: str
    since: datetime | None

    @property
    def initials(self) -> str:
        return initials(self.display_name)

    @property
    def coordinates(self) -> bool:
        return self.role == MembershipRole.COORDINATOR


@dataclass(frozen=True)
class MembersPage:
    """A piece of the alphabetical list; see `PeoplePage`."""

    lines: list[MemberLine]
    after: str


def members_page(
    session: Session, collective_id: UUID, query: str, *, after: str = "", most: int = 30
) -> MembersPage:
    """The members that answer these words, in alphabetical order: all of them, for the caller
    has checked that the visitor coordinates. One query."""
    statement = (
        select_columns(
            col(Membership.id),
            col(Person.handle),
            col(Person.display_name),
            col(Person.city),
            col(Membership.role),
            col(Membership.decided_at),
            col(Person.sort_name),
        )
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(
            col(Membership.collective_id) == collective_id,
            col(Membership.state) == MembershipState.ACCEPTED,
            matching(query),
        )
        .order_by(col(Person.sort_name), col(Person.handle))
        .limit(most + 1)
    )
    if after:
        name, _, handle = clean_line(after).rpartition("/")
        later = and_(col(Person.sort_name) == name, col(Person.handle) > handle)
        statement = statement.where(or_(col(Person.sort_name) > name, later))
    rows = session.execute(statement).all()
    last = rows[most - 1] if len(rows) > most else None
    return MembersPage(
        [MemberLine(*fields) for *fields, _name in rows[:most]],
        f"{last[6]}/{last[1]}" if last else "",
    )
