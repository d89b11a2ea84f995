"""Reading collectives, who is in them, and who speaks for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, or_, true
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlmodel import Session, col, select

from recognition.collectives.models import (
    Collective,
    Meeting,
    Membership,
    MembershipRole,
    MembershipState,
    Organisation,
    Representative,
)
from recognition.collectives.rules import CollectiveSubject, OrganisationSubject
from recognition.errors import NotFound
from recognition.people.models import IssuerKind, Person, ProfileVisibility
from recognition.people.rules import SHOWN_TO_ALL, ProfileSubject
from recognition.people.sessions import Standing, initials
from recognition.permissions import Actor
from recognition.texts import fold

NO_CIRCLE = "noyer"  # the dye of whoever has no collective


def standing_of(session: Session, person_id: UUID) -> Standing:
    """A member's rights and the dye of their portrait. Two queries."""
    memberships = session.exec(
        select(Membership.collective_id, Membership.role, Collective.accent)
        .join(Collective, col(Collective.id) == col(Membership.collective_id))
        .where(Membership.person_id == person_id, Membership.state == MembershipState.ACCEPTED)
        .order_by(col(Membership.decided_at), col(Membership.id))
    ).all()
    organisations = session.exec(
        select(Representative.organisation_id).where(
            Representative.person_id == person_id,
            col(Representative.accepted_at).is_not(None),
            col(Representative.ended_at).is_(None),
        )
    ).all()
    actor = Actor(
        person_id=person_id,
        collectives=frozenset(collective_id for collective_id, _, _ in memberships),
        coordinates=frozenset(
            collective_id
            for collective_id, role, _ in memberships
            if role == MembershipRole.COORDINATOR
        ),
        organisations=frozenset(organisations),
    )
    return Standing(actor, memberships[0][2] if memberships else NO_CIRCLE)


def collectives_of(session: Session, person_id: UUID) -> frozenset[UUID]:
    """The collectives a person is a member of."""
    return frozenset(
        session.exec(
            select(Membership.collective_id).where(
                Membership.person_id == person_id, Membership.state == MembershipState.ACCEPTED
            )
        )
    )


def shares_collective(actor: Actor, person_id: SQLCoreOperations[Any]) -> ColumnElement[bool]:
    """SQL: the actor and the person of that column are members of one collective."""
    return exists().where(
        col(Membership.person_id) == person_id,
        col(Membership.state) == MembershipState.ACCEPTED,
        col(Membership.collective_id).in_(actor.collectives),
    )


def profile_seen_by(actor: Actor) -> ColumnElement[bool]:
    """SQL on `Person`: the rows of ``SEE`` for "profile" in the table of permissions."""
    return or_(
        col(Person.profile_visibility).in_(SHOWN_TO_ALL),
        col(Person.id) == actor.person_id,
        and_(
            col(Person.profile_visibility) == ProfileVisibility.COLLECTIVE,
            shares_collective(actor, col(Person.id)),
        ),
        _coordinates(actor, col(Person.id)),
    )


def profile_found_by(actor: Actor) -> ColumnElement[bool]:
    """SQL on `Person`: the rows of ``FIND`` for "profile"."""
    return or_(
        col(Person.profile_visibility) == ProfileVisibility.PUBLIC,
        col(Person.id) == actor.person_id,
        and_(
            col(Person.profile_visibility) != ProfileVisibility.PRIVATE,
            shares_collective(actor, col(Person.id)),
        ),
        _coordinates(actor, col(Person.id)),
    )


def _coordinates(actor: Actor, person_id: SQLCoreOperations[Any]) -> ColumnElement[bool]:
    return exists().where(
        col(Membership.person_id) == person_id,
        col(Membership.state) == MembershipState.ACCEPTED,
        col(Membership.collective_id).in_(actor.coordinates),
    )


def profile_subject(session: Session, person: Person) -> ProfileSubject:
    """A person's page as `permissions.may` sees it. One query."""
    return ProfileSubject(person.id, person.profile_visibility, collectives_of(session, person.id))


def collective_by_slug(session: Session, slug: str) -> Collective:
    """The collective, for writing. Raises NotFound."""
    collective = session.exec(select(Collective).where(Collective.slug == slug)).first()
    if collective is None:
        raise NotFound
    return collective


def collective_subject(collective: Collective) -> CollectiveSubject:
    """The collective as `permissions.may` sees it."""
    return CollectiveSubject(collective.id)


def organisation_by_slug(session: Session, slug: str) -> Organisation:
    """The organisation, for writing. Raises NotFound."""
    organisation = session.exec(select(Organisation).where(Organisation.slug == slug)).first()
    if organisation is None:
        raise NotFound
    return organisation


def organisation_subject(organisation: Organisation) -> OrganisationSubject:
    """The organisation as `permissions.may` sees it."""
    return OrganisationSubject(organisation.id, organisation.collective_id)


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
    """Whom a collective (any, for None) has met in person and has not taken it back. One query."""
    statement = select(Meeting.person_id).where(col(Meeting.taken_back_at).is_(None))
    if collective_id is not None:
        statement = statement.where(Meeting.collective_id == collective_id)
    return set(session.exec(statement))


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
    words = fold(text).split()[:8]
    return and_(
        *(col(Person.search_text).contains(word, autoescape=True) for word in words), true()
    )


def people_found(session: Session, actor: Actor, query: str, *, most: int = 20) -> list[PersonLine]:
    """People whom `actor` may find by these words, in alphabetical order. At most two queries."""
    rows = session.execute(
        select_columns(
            col(Person.id),
            col(Person.handle),
            col(Person.display_name),
            col(Person.city),
            col(Person.headline),
        )
        .where(profile_found_by(actor), matching(query))
        .order_by(col(Person.sort_name), col(Person.handle))
        .limit(most)
    ).all()
    accents = accents_of(session, [row[0] for row in rows])
    return [
        PersonLine(person_id, handle, name, city, headline, accents[person_id])
        for person_id, handle, name, city, headline in rows
    ]


@dataclass(frozen=True)
class IssuerName:
    """An issuer as it is named: `kind` is an `IssuerKind`, `slug` the handle of a person."""

    id: UUID
    kind: str
    name: str
    slug: str


def issuer_names(session: Session, issuer_ids: Iterable[UUID]) -> dict[UUID, IssuerName]:
    """The issuers of these ids that exist. Three queries, none for no one.

    A name is not a right: the caller shows a person's page only to whom may see it.
    """
    ids = set(issuer_ids)
    if not ids:
        return {}
    people = select(Person.id, Person.display_name, Person.handle).where(col(Person.id).in_(ids))
    names = {
        row[0]: IssuerName(row[0], IssuerKind.PERSON, row[1], row[2])
        for row in session.exec(people)
    }
    names |= {line.id: line for line in _collectives_named(session, ids)}
    names |= {line.id: line for line in _organisations_named(session, ids)}
    return names


def spoken_for(session: Session, actor: Actor) -> list[IssuerName]:
    """The collectives that `actor` coordinates and the organisations they represent, by name
    within each kind. Two queries."""
    return _collectives_named(session, actor.coordinates) + _organisations_named(
        session, actor.organisations
    )


def _collectives_named(session: Session, ids: Iterable[UUID]) -> list[IssuerName]:
    rows = session.exec(
        select(Collective.id, Collective.name, Collective.slug)
        .where(col(Collective.id).in_(ids))
        .order_by(Collective.name)
    )
    return [IssuerName(row[0], IssuerKind.COLLECTIVE, row[1], row[2]) for row in rows]


def _organisations_named(session: Session, ids: Iterable[UUID]) -> list[IssuerName]:
    rows = session.exec(
        select(Organisation.id, Organisation.name, Organisation.slug)
        .where(col(Organisation.id).in_(ids))
        .order_by(Organisation.name)
    )
    return [IssuerName(row[0], IssuerKind.ORGANISATION, row[1], row[2]) for row in rows]


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
