"""A person's ties: to a collective, to an organisation, the meetings that confirm them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, or_, select

from recognition.collectives.models import (
    Collective,
    Meeting,
    MeetingWitness,
    Membership,
    MembershipRole,
    MembershipState,
    Representative,
)
from recognition.errors import NotFound
from recognition.people.models import Person
from recognition.permissions import Actor


def open_membership(session: Session, collective_id: UUID, person_id: UUID) -> Membership | None:
    """The membership that waits or stands, locked for writing; None when there is none."""
    return session.exec(
        select(Membership)
        .where(
            Membership.collective_id == collective_id,
            Membership.person_id == person_id,
            col(Membership.state).in_((MembershipState.REQUESTED, MembershipState.ACCEPTED)),
        )
        .with_for_update()
    ).first()


def membership_state(session: Session, collective_id: UUID, actor: Actor) -> str | None:
    """``requested``, ``accepted``, or None. No query for a visitor without account."""
    if actor.person_id is None:
        return None
    return session.exec(
        select(Membership.state).where(
            Membership.collective_id == collective_id,
            Membership.person_id == actor.person_id,
            col(Membership.state).in_((MembershipState.REQUESTED, MembershipState.ACCEPTED)),
        )
    ).first()


def other_coordinator_exists(session: Session, membership: Membership) -> bool:
    """Whether the collective has a coordinator besides this one. Locks them all, so that two
    who leave at once do not each count on the other."""
    coordinators = session.exec(
        select(Membership.person_id)
        .where(
            Membership.collective_id == membership.collective_id,
            Membership.role == MembershipRole.COORDINATOR,
            Membership.state == MembershipState.ACCEPTED,
        )
        .order_by(col(Membership.id))
        .with_for_update()
    ).all()
    return any(person_id != membership.person_id for person_id in coordinators)


def coordinator_exists(session: Session, collective_id: UUID | None) -> bool:
    """Whether anyone coordinates this collective; False for none."""
    found = select(Membership.id).where(
        Membership.collective_id == collective_id,
        Membership.role == MembershipRole.COORDINATOR,
        Membership.state == MembershipState.ACCEPTED,
    )
    return collective_id is not None and session.exec(found).first() is not None


def speakers(session: Session, organisation_id: UUID) -> set[UUID]:
    """Who speaks for an organisation, locked: two who leave at once do not each count on the
    other."""
    return set(
        session.exec(
            select(Representative.person_id)
            .where(
                Representative.organisation_id == organisation_id,
                col(Representative.accepted_at).is_not(None),
                col(Representative.ended_at).is_(None),
            )
            .order_by(col(Representative.id))
            .with_for_update()
        )
    )


def standing_meeting(session: Session, meeting_id: UUID) -> Meeting:
    """A meeting that was not taken back, for writing. Raises NotFound."""
    meeting = session.exec(
        select(Meeting)
        .where(Meeting.id == meeting_id, col(Meeting.taken_back_at).is_(None))
        .with_for_update()
    ).first()
    if meeting is None:
        raise NotFound
    return meeting


@dataclass(frozen=True)
class MeetingLine:
    """A standing meeting, as its person and the members of its collective are shown it."""

    id: UUID
    collective_id: UUID
    collective_slug: str
    collective_name: str
    accent: str
    met_on: date
    occasion: str
    witnesses: tuple[str, ...]


def meetings_shown(session: Session, actor: Actor, person_id: UUID) -> list[MeetingLine]:
    """The meetings with a person that `actor` is shown: their own, or those of the actor's
    collectives. One query."""
    if actor.person_id is None:
        return []
    rows = session.execute(
        select_columns(
            col(Meeting.id),
            col(Collective.id),
            col(Collective.slug),
            col(Collective.name),
            col(Collective.accent),
            col(Meeting.met_on),
            col(Meeting.occasion),
            col(Person.display_name),
        )
        .join(Collective, col(Collective.id) == col(Meeting.collective_id))
        .outerjoin(MeetingWitness, col(MeetingWitness.meeting_id) == col(Meeting.id))
        .outerjoin(Person, col(Person.id) == col(MeetingWitness.person_id))
        .where(
            col(Meeting.person_id) == person_id,
            col(Meeting.taken_back_at).is_(None),
            or_(
                col(Meeting.person_id) == actor.person_id,
                col(Meeting.collective_id).in_(actor.collectives),
            ),
        )
        .order_by(col(Meeting.met_on), col(Meeting.id), col(Person.sort_name))
    ).all()
    witnesses: dict[UUID, list[str]] = {}
    for row in rows:
        if row[7] is not None:
            witnesses.setdefault(row[0], []).append(row[7])
    lines = {
        row[0]: MeetingLine(
            row[0], row[1], row[2], row[3], row[4], row[5], row[6], tuple(witnesses.get(row[0], ()))
        )
        for row in rows
    }
    return list(lines.values())
