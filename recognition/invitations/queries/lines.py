"""Invitations as pages show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from recognition.collectives.models import Collective
from recognition.collectives.queries import profile_seen_by
from recognition.errors import NotFound
from recognition.invitations.models import (
    Answer,
    Invitation,
    InvitationBadge,
    InvitationGuest,
    InvitationKind,
)
from recognition.invitations.queries.guests import closed_to
from recognition.invitations.rules import (
    ANSWERED_WITH_A_DATE,
    COMING,
    SHOWN_AT_HOME_FOR,
    InvitationSubject,
    is_over,
)
from recognition.people.models import Person
from recognition.people.sessions import initials
from recognition.permissions import Action, Actor, may


@dataclass(frozen=True)
class InvitationLine:
    """An invitation and what its reader answered: `answer` is None for someone who was not
    invited. `author_handle` is None when the reader may not see that page."""

    id: UUID
    kind: str
    title: str
    words: str
    starts_at: datetime | None
    place: str
    sent_at: datetime
    cancelled_at: datetime | None
    collective_id: UUID
    collective_name: str
    collective_slug: str
    collective_accent: str
    author_id: UUID
    author_name: str
    author_handle: str | None
    answer: str | None
    is_over: bool

    @property
    def author_initials(self) -> str:
        return initials(self.author_name)

    @property
    def with_a_date(self) -> bool:
        """Whether one says that one comes or not, rather than that one has read it."""
        return self.kind in ANSWERED_WITH_A_DATE

    @property
    def says_yes(self) -> bool:
        return self.answer in COMING

    @property
    def says_no(self) -> bool:
        return self.answer in {Answer.NO, Answer.STOP}

    def subject_for(self, actor: Actor) -> InvitationSubject:
        """The invitation as `permissions.may` sees it, for the one who read this line."""
        guests: frozenset[UUID] = frozenset()
        if actor.person_id is not None and self.answer is not None:
            guests = frozenset({actor.person_id})
        return InvitationSubject(self.kind, self.collective_id, guests)


_Statement = Select[*tuple[Any, ...]]


def _lines(actor: Actor) -> _Statement:
    return (
        select_columns(
            col(Invitation.id),
            col(Invitation.kind),
            col(Invitation.title),
            col(Invitation.words),
            col(Invitation.starts_at),
            col(Invitation.place),
            col(Invitation.sent_at),
            col(Invitation.cancelled_at),
            col(Collective.id),
            col(Collective.name),
            col(Collective.slug),
            col(Collective.accent),
            col(Person.id),
            col(Person.display_name),
            case((profile_seen_by(actor), col(Person.handle))),
            col(InvitationGuest.answer),
        )
        .join(Collective, col(Collective.id) == col(Invitation.collective_id))
        .join(Person, col(Person.id) == col(Invitation.author_id))
        .outerjoin(
            InvitationGuest,
            and_(
                col(InvitationGuest.invitation_id) == col(Invitation.id),
                col(InvitationGuest.person_id) == actor.person_id,
            ),
        )
    )


def _read(session: Session, statement: _Statement, at: datetime) -> list[InvitationLine]:
    return [
        InvitationLine(*(*row, is_over(row[4], row[7], at=at)))
        for row in session.execute(statement)
    ]


def invitation_line(
    session: Session, actor: Actor, invitation_id: UUID, *, at: datetime
) -> InvitationLine:
    """One invitation. Raises NotFound when `actor` may not see it. One statement."""
    found = _read(session, _lines(actor).where(col(Invitation.id) == invitation_id), at)
    if not found or not may(actor, Action.SEE, found[0].subject_for(actor)):
        raise NotFound
    return found[0]


def invitation_to_change(session: Session, invitation_id: UUID) -> Invitation:
    """The invitation, locked for writing, for someone who was found to see it."""
    return session.get_one(Invitation, invitation_id, with_for_update=True)


def invitations_at_home(session: Session, actor: Actor, *, at: datetime) -> list[InvitationLine]:
    """What waits for the answer of `actor`, and the dates they said yes to: those with a date
    first, in their order. Nothing of their own, and nothing new from a collective that they asked
    to write no more. One statement."""
    to_come = col(Invitation.starts_at) > at
    open_letter = and_(
        col(Invitation.starts_at).is_(None), col(Invitation.sent_at) > at - SHOWN_AT_HOME_FOR
    )
    unanswered = and_(
        col(InvitationGuest.answer) == Answer.NONE,
        or_(to_come, open_letter),
        ~closed_to(actor.person_id),
    )
    coming = and_(col(InvitationGuest.answer).in_(COMING), to_come)
    statement = (
        _lines(actor)
        .where(
            col(InvitationGuest.person_id) == actor.person_id,
            col(Invitation.author_id) != actor.person_id,
            col(Invitation.cancelled_at).is_(None),
            or_(unanswered, coming),
        )
        .order_by(
            col(Invitation.starts_at).is_(None),
            col(Invitation.starts_at),
            col(Invitation.sent_at),
            col(Invitation.id),
        )
    )
    return _read(session, statement, at)


def workshops_to_come(
    session: Session, actor: Actor, collective_id: UUID, *, at: datetime
) -> list[InvitationLine]:
    """The next workshops of a collective, the first first; none for who is not of it. One
    statement."""
    if collective_id not in actor.collectives:
        return []
    statement = (
        _lines(actor)
        .where(
            _of(collective_id),
            col(Invitation.kind) == InvitationKind.WORKSHOP,
            col(Invitation.starts_at) > at,
            col(Invitation.cancelled_at).is_(None),
        )
        .order_by(col(Invitation.starts_at), col(Invitation.id))
    )
    return _read(session, statement, at)


def _of(collective_id: UUID) -> ColumnElement[bool]:
    return col(Invitation.collective_id) == collective_id


@dataclass(frozen=True)
class SentLine:
    """An invitation as the coordination that sent it lists it. `only_guest` names the guest when
    there is one alone."""

    id: UUID
    kind: str
    title: str
    starts_at: datetime | None
    place: str
    sent_at: datetime
    cancelled_at: datetime | None
    author_name: str
    guest_count: int
    coming_count: int
    only_guest: str
    is_over: bool

    @property
    def with_a_date(self) -> bool:
        return self.kind in ANSWERED_WITH_A_DATE


def sent_by_collective(
    session: Session, collective_id: UUID, *, at: datetime, most: int, offset: int = 0
) -> list[SentLine]:
    """What the coordination of a collective sent, the latest first, for that coordination: the
    caller has checked. One statement."""
    guest = (
        select_columns(
            col(InvitationGuest.invitation_id).label("invitation_id"),
            func.count().label("guest_count"),
            func.count(case((col(InvitationGuest.answer).in_(COMING), 1))).label("coming_count"),
            func.min(col(Person.display_name)).label("name"),
        )
        .join(Person, col(Person.id) == col(InvitationGuest.person_id))
        .join(Invitation, col(Invitation.id) == col(InvitationGuest.invitation_id))
        .where(_of(collective_id))
        .group_by(col(InvitationGuest.invitation_id))
        .subquery()
    )
    rows = session.execute(
        select_columns(
            col(Invitation.id),
            col(Invitation.kind),
            col(Invitation.title),
            col(Invitation.starts_at),
            col(Invitation.place),
            col(Invitation.sent_at),
            col(Invitation.cancelled_at),
            col(Person.display_name),
            func.coalesce(guest.c.guest_count, 0),
            func.coalesce(guest.c.coming_count, 0),
            case((guest.c.guest_count == 1, guest.c.name), else_=""),
        )
        .join(Person, col(Person.id) == col(Invitation.author_id))
        .outerjoin(guest, guest.c.invitation_id == col(Invitation.id))
        .where(_of(collective_id))
        .order_by(col(Invitation.sent_at).desc(), col(Invitation.id))
        .limit(most)
        .offset(offset)
    )
    return [SentLine(*(*row, is_over(row[3], row[6], at=at))) for row in rows]


def badges_of(session: Session, invitation_id: UUID) -> list[UUID]:
    """The badges that a round is about, in no order. One statement."""
    return list(
        session.exec(
            select(InvitationBadge.badge_id).where(InvitationBadge.invitation_id == invitation_id)
        )
    )
