"""Collectives and organisations, and any issuer by its name."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from recognition.collectives.models import (
    Collective,
    Membership,
    MembershipRole,
    MembershipState,
    Organisation,
    Representative,
)
from recognition.collectives.queries.people import accents_of
from recognition.collectives.queries.rights import profile_seen_by
from recognition.errors import NotFound
from recognition.people.models import IssuerKind, Person
from recognition.people.sessions import initials
from recognition.permissions import Actor


def collective_by_slug(session: Session, slug: str) -> Collective:
    """The collective, for writing. Raises NotFound."""
    collective = session.exec(select(Collective).where(Collective.slug == slug)).first()
    if collective is None:
        raise NotFound
    return collective


def organisation_by_slug(session: Session, slug: str) -> Organisation:
    """The organisation, for writing. Raises NotFound."""
    organisation = session.exec(select(Organisation).where(Organisation.slug == slug)).first()
    if organisation is None:
        raise NotFound
    return organisation


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
    return _organisations(session, col(Organisation.id).in_(ids))


def _organisations(session: Session, condition: ColumnElement[bool] | bool) -> list[IssuerName]:
    rows = session.exec(
        select(Organisation.id, Organisation.name, Organisation.slug)
        .where(condition)
        .order_by(Organisation.name, Organisation.slug)
    )
    return [IssuerName(row[0], IssuerKind.ORGANISATION, row[1], row[2]) for row in rows]


@dataclass(frozen=True)
class CollectiveLine:
    """A collective in a list; `accent` is its dye."""

    id: UUID
    slug: str
    name: str
    short_name: str
    region_code: str
    accent: str
    tagline: str
    town_code: str = ""


def _collective_lines() -> Select[UUID, str, str, str, str, str, str, str]:
    return select_columns(
        col(Collective.id),
        col(Collective.slug),
        col(Collective.name),
        col(Collective.short_name),
        col(Collective.region_code),
        col(Collective.accent),
        col(Collective.tagline),
        col(Collective.town_code),
    ).order_by(col(Collective.name), col(Collective.slug))


def collective_lines(session: Session, *, region_code: str = "") -> list[CollectiveLine]:
    """All collectives (of a region), by name. They are few: one query, no pages."""
    statement = _collective_lines()
    if region_code:
        statement = statement.where(col(Collective.region_code) == region_code)
    return [CollectiveLine(*row) for row in session.execute(statement)]


def collectives_of_person(session: Session, person_id: UUID) -> list[CollectiveLine]:
    """The collectives a person is a member of, by name. One query."""
    statement = _collective_lines().where(
        exists().where(
            col(Membership.collective_id) == col(Collective.id),
            col(Membership.person_id) == person_id,
            col(Membership.state) == MembershipState.ACCEPTED,
        )
    )
    return [CollectiveLine(*row) for row in session.execute(statement)]


def organisations_of_collective(session: Session, collective_id: UUID) -> list[IssuerName]:
    """The organisations affiliated to a collective, by name. One query."""
    return _organisations(session, Organisation.collective_id == collective_id)


def organisations_of_person(session: Session, person_id: UUID) -> list[IssuerName]:
    """The organisations a person speaks for, by name. One query."""
    return _organisations(
        session,
        exists().where(
            col(Representative.organisation_id) == col(Organisation.id),
            col(Representative.person_id) == person_id,
            col(Representative.accepted_at).is_not(None),
            col(Representative.ended_at).is_(None),
        ),
    )


@dataclass(frozen=True)
class NamedPerson:
    """A person named in public by their part: coordination, representation. `handle` is None
    when the visitor may not see their page: the name is then shown without a link. `id` is that
    of the tie."""

    id: UUID
    person_id: UUID
    display_name: str
    handle: str | None
    accent: str

    @property
    def initials(self) -> str:
        return initials(self.display_name)


def coordination_of(session: Session, actor: Actor, collective_id: UUID) -> list[NamedPerson]:
    """Who coordinates a collective, by name. At most two queries."""
    return _named_people(
        session,
        select_columns(
            col(Membership.id),
            col(Person.id),
            col(Person.display_name),
            case((profile_seen_by(actor), col(Person.handle))),
        )
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(
            col(Membership.collective_id) == collective_id,
            col(Membership.role) == MembershipRole.COORDINATOR,
            col(Membership.state) == MembershipState.ACCEPTED,
        ),
    )


def representatives_of(
    session: Session, actor: Actor, organisation_id: UUID, *, accepted: bool = True
) -> list[NamedPerson]:
    """Who speaks for an organisation (or, not `accepted`, is asked to), by name. At most two
    queries."""
    has_accepted = col(Representative.accepted_at).is_not(None)
    return _named_people(
        session,
        select_columns(
            col(Representative.id),
            col(Person.id),
            col(Person.display_name),
            case((profile_seen_by(actor), col(Person.handle))),
        )
        .join(Person, col(Person.id) == col(Representative.person_id))
        .where(
            col(Representative.organisation_id) == organisation_id,
            has_accepted if accepted else ~has_accepted,
            col(Representative.ended_at).is_(None),
        ),
    )


def _named_people(session: Session, statement: Select[UUID, UUID, str, str]) -> list[NamedPerson]:
    rows = session.execute(statement.order_by(col(Person.sort_name), col(Person.handle))).all()
    accents = accents_of(session, [person_id for _, person_id, *_ in rows])
    return [
        NamedPerson(tie_id, person_id, name, handle, accents[person_id])
        for tie_id, person_id, name, handle in rows
    ]
