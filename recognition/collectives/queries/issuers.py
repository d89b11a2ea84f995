"""Collectives and organisations, and any issuer by its name."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from recognition.collectives.models import (
    Collective,
    Organisation,
)
from recognition.errors import NotFound
from recognition.people.models import IssuerKind, Person
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
    rows = session.exec(
        select(Organisation.id, Organisation.name, Organisation.slug)
        .where(col(Organisation.id).in_(ids))
        .order_by(Organisation.name)
    )
    return [IssuerName(row[0], IssuerKind.ORGANISATION, row[1], row[2]) for row in rows]
