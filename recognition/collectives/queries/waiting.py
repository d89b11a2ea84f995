"""What waits for somebody's word: asking to join, being named."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from recognition.collectives.models import (
    Collective,
    Membership,
    MembershipState,
    Organisation,
    Representative,
)
from recognition.collectives.queries.rights import profile_seen_by
from recognition.people.models import Person
from recognition.people.sessions import initials
from recognition.permissions import Actor


@dataclass(frozen=True)
class RequestLine:
    """Someone who asks to join. `handle` is None when the coordinator may not see their page."""

    id: UUID
    collective_slug: str
    collective_name: str
    person_id: UUID
    display_name: str
    handle: str | None
    sentence: str
    requested_at: datetime

    @property
    def initials(self) -> str:
        return initials(self.display_name)


def membership_requests_for(
    session: Session, actor: Actor, *, collective_id: UUID | None = None
) -> list[RequestLine]:
    """Who waits to join the collectives that `actor` coordinates (or that one), the first who
    asked first. One query."""
    statement = (
        select_columns(
            col(Membership.id),
            col(Collective.slug),
            col(Collective.name),
            col(Person.id),
            col(Person.display_name),
            case((profile_seen_by(actor), col(Person.handle))),
            col(Membership.sentence),
            col(Membership.requested_at),
        )
        .join(Collective, col(Collective.id) == col(Membership.collective_id))
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(
            col(Membership.state) == MembershipState.REQUESTED,
            col(Membership.collective_id).in_(actor.coordinates),
        )
        .order_by(col(Membership.requested_at), col(Membership.id))
    )
    if collective_id is not None:
        statement = statement.where(col(Membership.collective_id) == collective_id)
    return [RequestLine(*row) for row in session.execute(statement)]


@dataclass(frozen=True)
class NamingLine:
    """A naming that waits for its person's word."""

    id: UUID
    organisation_name: str
    organisation_slug: str
    named_by: str
    named_at: datetime


def namings_for(session: Session, person_id: UUID) -> list[NamingLine]:
    """The organisations that would have this person speak for them. One query."""
    naming = aliased(Person)
    rows = session.execute(
        select_columns(
            col(Representative.id),
            col(Organisation.name),
            col(Organisation.slug),
            col(naming.display_name),
            col(Representative.named_at),
        )
        .join(Organisation, col(Organisation.id) == col(Representative.organisation_id))
        .join(naming, col(naming.id) == col(Representative.named_by_id))
        .where(
            col(Representative.person_id) == person_id,
            col(Representative.accepted_at).is_(None),
            col(Representative.ended_at).is_(None),
        )
        .order_by(col(Representative.named_at))
    )
    return [NamingLine(*row) for row in rows]
