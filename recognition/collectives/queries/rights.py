"""What a member may, and who is shown or found, in SQL."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlmodel import Session, col, select

from recognition.collectives.models import (
    Collective,
    Membership,
    MembershipRole,
    MembershipState,
    Organisation,
    Representative,
)
from recognition.collectives.rules import CollectiveSubject, OrganisationSubject
from recognition.people.models import Person, ProfileVisibility
from recognition.people.rules import SHOWN_TO_ALL, ProfileSubject
from recognition.people.sessions import Standing
from recognition.permissions import Actor

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
    return _is_member_of_one(actor.collectives, person_id)


def _is_member_of_one(
    collective_ids: Iterable[UUID], person_id: SQLCoreOperations[Any]
) -> ColumnElement[bool]:
    theirs = aliased(Membership)  # not the memberships that the query around may be about
    found = exists().where(
        col(theirs.person_id) == person_id,
        col(theirs.state) == MembershipState.ACCEPTED,
        col(theirs.collective_id).in_(collective_ids),
    )
    # However deep it stands: else, two levels down, it would be about anybody in the table.
    return found.correlate_except(theirs)


def profile_seen_by(actor: Actor) -> ColumnElement[bool]:
    """SQL on `Person`: the rows of ``SEE`` for "profile" in the table of permissions."""
    return or_(
        col(Person.profile_visibility).in_(SHOWN_TO_ALL),
        col(Person.id) == actor.person_id,
        and_(
            col(Person.profile_visibility) == ProfileVisibility.COLLECTIVE,
            shares_collective(actor, col(Person.id)),
        ),
        _is_member_of_one(actor.coordinates, col(Person.id)),
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
        _is_member_of_one(actor.coordinates, col(Person.id)),
    )


def profile_subject(session: Session, person: Person) -> ProfileSubject:
    """A person's page as `permissions.may` sees it. One query."""
    return ProfileSubject(person.id, person.profile_visibility, collectives_of(session, person.id))


def collective_subject(collective: Collective) -> CollectiveSubject:
    """The collective as `permissions.may` sees it."""
    return CollectiveSubject(collective.id)


def organisation_subject(organisation: Organisation) -> OrganisationSubject:
    """The organisation as `permissions.may` sees it."""
    return OrganisationSubject(organisation.id, organisation.collective_id)
