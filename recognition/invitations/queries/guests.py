"""Who may be invited, who was, and where they read their mails."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, or_
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from recognition.collectives.models import Membership, MembershipState
from recognition.collectives.queries import profile_seen_by
from recognition.invitations.models import Answer, Invitation, InvitationGuest, InvitationKind
from recognition.invitations.rules import COMING, FROM_ELSEWHERE, NO_FURTHER, Sent
from recognition.people.models import EmailAddress, Person, ProfileVisibility
from recognition.people.sessions import initials
from recognition.permissions import Actor
from recognition.texts import clean_line, fold

MOST_FOUND = 8


@dataclass(frozen=True)
class Invitee:
    """Someone who may be invited. `is_member` tells a member of the collective that invites from
    someone of another one."""

    id: UUID
    handle: str
    display_name: str
    city: str
    is_minor: bool
    is_member: bool

    @property
    def initials(self) -> str:
        return initials(self.display_name)


def _is_member(collective_id: UUID | None = None) -> ColumnElement[bool]:
    """SQL on `Person`: a member of that collective, or of any."""
    membership = aliased(Membership)
    conditions = [
        col(membership.person_id) == col(Person.id),
        col(membership.state) == MembershipState.ACCEPTED,
    ]
    if collective_id is not None:
        conditions.append(col(membership.collective_id) == collective_id)
    return exists().where(*conditions)


def _invitees(
    session: Session,
    collective_id: UUID,
    kind: InvitationKind,
    *conditions: ColumnElement[bool],
    most: int | None = None,
) -> list[Invitee]:
    """A word and a meeting may go to members of other collectives too, when anyone may see their
    page; nobody under age ever shows it so widely."""
    here = _is_member(collective_id)
    allowed = here
    if kind in FROM_ELSEWHERE:
        public = col(Person.profile_visibility) == ProfileVisibility.PUBLIC
        allowed = or_(here, and_(public, _is_member(), ~col(Person.is_minor)))
    rows = session.execute(
        select_columns(
            col(Person.id),
            col(Person.handle),
            col(Person.display_name),
            col(Person.city),
            col(Person.is_minor),
            here.label("is_member"),
        )
        .where(allowed, *conditions)
        .order_by(here.desc(), col(Person.sort_name), col(Person.handle))
        .limit(most)
    )
    return [Invitee(*row) for row in rows]


def invitees_by_handle(
    session: Session, collective_id: UUID, kind: InvitationKind, handles: Iterable[str]
) -> list[Invitee]:
    """Those of these people whom the collective may invite, members first, by name. One
    statement."""
    return _invitees(session, collective_id, kind, col(Person.handle).in_(list(handles)))


def invitees_found(
    session: Session, collective_id: UUID, kind: InvitationKind, query: str, *, but: Sequence[str]
) -> list[Invitee]:
    """The first people who answer these words and may be invited, members first, without those
    of the handles `but`. One statement."""
    words = fold(clean_line(query)).split()[:8]
    matching = [col(Person.search_text).contains(word, autoescape=True) for word in words]
    others = col(Person.handle).not_in(list(but))
    return _invitees(session, collective_id, kind, others, *matching, most=MOST_FOUND)


def everyone_else(session: Session, collective_id: UUID, author_id: UUID) -> list[UUID]:
    """The members of a collective but the one who invites. One statement."""
    return list(
        session.exec(
            select(Membership.person_id).where(
                Membership.collective_id == collective_id,
                Membership.state == MembershipState.ACCEPTED,
                Membership.person_id != author_id,
            )
        )
    )


def sent_since(session: Session, author_id: UUID, since: datetime) -> list[Sent]:
    """What somebody sent since then, in the name of any collective. Who came to a workshop
    unasked counts as written to. One statement."""
    rows = session.execute(
        select_columns(col(Invitation.sent_at), func.count(col(InvitationGuest.person_id)))
        .outerjoin(InvitationGuest, col(InvitationGuest.invitation_id) == col(Invitation.id))
        .where(col(Invitation.author_id) == author_id, col(Invitation.sent_at) > since)
        .group_by(col(Invitation.id), col(Invitation.sent_at))
    )
    return [Sent(sent_at, count) for sent_at, count in rows]


def last_words_to(
    session: Session, collective_id: UUID, person_ids: Iterable[UUID], since: datetime
) -> dict[str, datetime]:
    """To whom of these the collective has written a word since then, by name, and when last. One
    statement."""
    rows = session.execute(
        select_columns(col(Person.display_name), func.max(col(Invitation.sent_at)))
        .join(InvitationGuest, col(InvitationGuest.person_id) == col(Person.id))
        .join(Invitation, col(Invitation.id) == col(InvitationGuest.invitation_id))
        .where(
            col(Invitation.collective_id) == collective_id,
            col(Invitation.kind) == InvitationKind.WORD,
            col(Invitation.sent_at) > since,
            col(Person.id).in_(list(person_ids)),
        )
        .group_by(col(Person.id), col(Person.display_name), col(Person.sort_name))
        .order_by(col(Person.sort_name))
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class GuestLine:
    """Someone invited, or who comes unasked. `handle` is None when the reader may not see their
    page."""

    person_id: UUID
    display_name: str
    handle: str | None
    answer: str

    @property
    def initials(self) -> str:
        return initials(self.display_name)

    @property
    def comes(self) -> bool:
        return self.answer in COMING

    @property
    def declined(self) -> bool:
        return self.answer in {Answer.NO, Answer.STOP}


def guests_of(session: Session, actor: Actor, invitation_id: UUID) -> list[GuestLine]:
    """All guests of an invitation, by name, for a reader who may know them all or whom the page
    will spare some. One statement."""
    rows = session.execute(
        select_columns(
            col(Person.id),
            col(Person.display_name),
            case((profile_seen_by(actor), col(Person.handle))),
            col(InvitationGuest.answer),
        )
        .join(InvitationGuest, col(InvitationGuest.person_id) == col(Person.id))
        .where(col(InvitationGuest.invitation_id) == invitation_id)
        .order_by(col(Person.sort_name), col(Person.handle))
    )
    return [GuestLine(*row) for row in rows]


def closed_to(person_id: object) -> ColumnElement[bool]:
    """SQL on `Invitation`: that person (an id or a column) wants no further invitation from its
    collective, nor from its author in the name of another one."""
    said, about = aliased(InvitationGuest), aliased(Invitation)
    return exists().where(
        col(said.person_id) == person_id,
        col(said.answer).in_(NO_FURTHER),
        col(about.id) == col(said.invitation_id),
        or_(
            col(about.collective_id) == col(Invitation.collective_id),
            col(about.author_id) == col(Invitation.author_id),
        ),
    )


def wants_no_further(session: Session, collective_id: UUID, person_id: UUID) -> bool:
    """Whether a person asked that collective's coordination to write no more. One statement."""
    return (
        session.exec(
            select(InvitationGuest.person_id)
            .join(Invitation, col(Invitation.id) == col(InvitationGuest.invitation_id))
            .where(
                Invitation.collective_id == collective_id,
                InvitationGuest.person_id == person_id,
                col(InvitationGuest.answer).in_(NO_FURTHER),
            )
            .limit(1)
        ).first()
        is not None
    )


def addresses_to_tell(
    session: Session, invitation_id: UUID, *, cancelled: bool = False
) -> list[str]:
    """Where the guests of an invitation read of it: those who want no further mail excepted, and,
    once it is cancelled, those who are not coming. Who said yes reads that it is cancelled. One
    statement."""
    told: ColumnElement[bool] = ~closed_to(col(InvitationGuest.person_id))
    if cancelled:
        coming = col(InvitationGuest.answer).in_(COMING)
        told = or_(coming, and_(told, col(InvitationGuest.answer) == Answer.NONE))
    return list(
        session.exec(
            select(EmailAddress.address)
            .join(InvitationGuest, col(InvitationGuest.person_id) == EmailAddress.person_id)
            .join(Invitation, col(Invitation.id) == col(InvitationGuest.invitation_id))
            .where(Invitation.id == invitation_id, col(EmailAddress.is_primary), told)
            .order_by(EmailAddress.address)
        )
    )
