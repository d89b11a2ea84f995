"""Inviting, answering, cancelling."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from recognition.collectives.commands import note_act
from recognition.collectives.rules import Act
from recognition.errors import Refused
from recognition.invitations.models import (
    Answer,
    Invitation,
    InvitationBadge,
    InvitationGuest,
    InvitationKind,
)
from recognition.invitations.queries import last_words_to, sent_since
from recognition.invitations.rules import (
    DAY,
    NO_FURTHER,
    WORD_AGAIN_AFTER,
    answered,
    is_over,
    objection_to_answering,
    opens_again_at,
    resumed,
    stopped,
)
from recognition.people.models import Person


@dataclass(frozen=True)
class Letter:
    """What is sent, and to whom. `to_all` tells that nobody was chosen."""

    kind: InvitationKind
    words: str
    guest_ids: tuple[UUID, ...]
    to_all: bool = False
    title: str = ""
    starts_at: datetime | None = None
    place: str = ""
    badge_ids: tuple[UUID, ...] = ()


class NotYet(Refused):
    """Too much was sent lately. `opens_at` is when it can be tried again; `names` are the people
    who were written to, empty when it is the coordinator who wrote enough."""

    def __init__(self, opens_at: datetime, names: tuple[str, ...] = ()) -> None:
        super().__init__("invitation.not_yet")
        self.opens_at = opens_at
        self.names = names


def invite(
    session: Session, collective_id: UUID, letter: Letter, *, by: UUID, at: datetime
) -> Invitation:
    """Send an invitation to people who were found to be invitable, at most 200. Raises NotYet.

    What each person chosen is sent is noted in the journal, without the words.
    """
    # Two letters of one coordinator are counted one after the other, on any database.
    session.exec(select(Person.id).where(Person.id == by).with_for_update()).one()
    _require_room(session, collective_id, letter, by=by, at=at)
    invitation = Invitation(
        collective_id=collective_id,
        author_id=by,
        kind=letter.kind,
        title=letter.title,
        words=letter.words,
        starts_at=letter.starts_at,
        place=letter.place,
        sent_at=at,
    )
    session.add(invitation)
    session.flush()
    for person_id in letter.guest_ids:
        session.add(InvitationGuest(invitation_id=invitation.id, person_id=person_id))
        if not letter.to_all:
            note_act(
                session,
                collective_id,
                Act.INVITATION_SENT,
                invitation.id,
                by=by,
                owner=person_id,
                at=at,
            )
    for badge_id in letter.badge_ids:
        session.add(InvitationBadge(invitation_id=invitation.id, badge_id=badge_id))
    session.flush()
    return invitation


def _require_room(
    session: Session, collective_id: UUID, letter: Letter, *, by: UUID, at: datetime
) -> None:
    past = sent_since(session, by, at - DAY)
    if opens_at := opens_again_at(past, len(letter.guest_ids), at=at):
        raise NotYet(opens_at)
    if letter.kind == InvitationKind.WORD:
        since = at - WORD_AGAIN_AFTER
        if told := last_words_to(session, collective_id, letter.guest_ids, since):
            raise NotYet(max(told.values()) + WORD_AGAIN_AFTER, tuple(told))


def answer(
    session: Session, invitation: Invitation, person_id: UUID, said: Answer, *, at: datetime
) -> InvitationGuest:
    """Keep what a person says to an invitation that they may answer: a guest, or a member who
    comes to a workshop unasked. Raises Refused with the objection of the rules."""
    objection = objection_to_answering(
        said, invitation.kind, invitation.starts_at, invitation.cancelled_at, at=at
    )
    if objection:
        raise Refused(objection)
    guest = session.get(InvitationGuest, (invitation.id, person_id)) or InvitationGuest(
        invitation_id=invitation.id, person_id=person_id
    )
    guest.answer = answered(guest.answer, said)
    guest.answered_at = at
    session.add(guest)
    session.flush()
    return guest


def stop(session: Session, invitation: Invitation, person_id: UUID) -> None:
    """Write no more to this guest in the name of that collective, until they say otherwise."""
    guest = session.get_one(InvitationGuest, (invitation.id, person_id))
    guest.answer = stopped(guest.answer)
    session.add(guest)


def resume(session: Session, invitation: Invitation, person_id: UUID) -> None:
    """Write again to this guest: takes back whatever `stop` did for that collective."""
    rows = session.exec(
        select(InvitationGuest)
        .join(Invitation, col(Invitation.id) == InvitationGuest.invitation_id)
        .where(
            Invitation.collective_id == invitation.collective_id,
            InvitationGuest.person_id == person_id,
            col(InvitationGuest.answer).in_(NO_FURTHER),
        )
    )
    for guest in rows:
        guest.answer = resumed(guest.answer)
        session.add(guest)


def cancel(session: Session, invitation: Invitation, *, by: UUID, at: datetime) -> None:
    """Call an invitation off; its trace stays. Raises Refused when that is done, or its date has
    passed."""
    if invitation.cancelled_at is not None:
        raise Refused("invitation.cancelled")
    if is_over(invitation.starts_at, None, at=at):
        raise Refused("invitation.over")
    invitation.cancelled_at = at
    session.add(invitation)
    note_act(
        session,
        invitation.collective_id,
        Act.INVITATION_CANCELLED,
        invitation.id,
        by=by,
        owner=invitation.author_id,
        at=at,
    )
