"""Meetings in person: those shown, those that stand on a shaken word, who was not met yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, or_
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlmodel import Session, col, select

from recognition.collectives.models import (
    Collective,
    Meeting,
    MeetingBasis,
    MeetingWitness,
    Membership,
    MembershipState,
)
from recognition.collectives.queries.people import matching
from recognition.collectives.queries.rights import profile_seen_by
from recognition.collectives.rules import MeetingSubject
from recognition.errors import NotFound
from recognition.people.models import Person
from recognition.people.sessions import initials
from recognition.permissions import Actor


def met_by(
    collective_id: UUID | SQLCoreOperations[UUID], person_id: SQLCoreOperations[UUID]
) -> ColumnElement[bool]:
    """SQL: the collective has met the person of that column, and has not taken it back."""
    theirs = aliased(Meeting)
    return exists().where(
        col(theirs.collective_id) == collective_id,
        col(theirs.person_id) == person_id,
        col(theirs.taken_back_at).is_(None),
    )


def people_met(session: Session, collective_id: UUID, person_ids: Iterable[UUID]) -> set[UUID]:
    """Whom of these the collective has met. One query."""
    return set(
        session.exec(
            select(Meeting.person_id).where(
                Meeting.collective_id == collective_id,
                col(Meeting.person_id).in_(person_ids),
                col(Meeting.taken_back_at).is_(None),
            )
        )
    )


def is_met(session: Session, person_id: UUID) -> bool:
    """Whether any collective has met this person. One query."""
    found = select(Meeting.id).where(
        Meeting.person_id == person_id, col(Meeting.taken_back_at).is_(None)
    )
    return session.exec(found.limit(1)).first() is not None


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


def meeting_subject(session: Session, meeting: Meeting) -> MeetingSubject:
    """The meeting as `permissions.may` sees it. One query."""
    witnesses = session.exec(
        select(MeetingWitness.person_id).where(MeetingWitness.meeting_id == meeting.id)
    )
    state = meeting.basis if meeting.taken_back_at is None else "taken_back"
    return MeetingSubject(state, meeting.collective_id, meeting.person_id, frozenset(witnesses))


@dataclass(frozen=True)
class MeetingLine:
    """A standing meeting, as those who may see it are shown it."""

    id: UUID
    subject: MeetingSubject
    collective_slug: str
    collective_name: str
    met_on: date
    occasion: str
    witnesses: tuple[str, ...]  # by name


def meetings_shown(session: Session, actor: Actor, person_id: UUID) -> list[MeetingLine]:
    """The meetings with a person that `actor` is shown: the rows of ``SEE`` for "meeting" in the
    table of permissions. One query."""
    if actor.person_id is None:
        return []
    own_word = exists().where(
        col(MeetingWitness.meeting_id) == col(Meeting.id),
        col(MeetingWitness.person_id) == actor.person_id,
    )
    witness = aliased(MeetingWitness)
    rows = session.execute(
        select_columns(
            Meeting,
            col(Collective.slug),
            col(Collective.name),
            col(Person.id),
            col(Person.display_name),
        )
        .join(Collective, col(Collective.id) == col(Meeting.collective_id))
        .outerjoin(witness, col(witness.meeting_id) == col(Meeting.id))
        .outerjoin(Person, col(Person.id) == col(witness.person_id))
        .where(
            col(Meeting.person_id) == person_id,
            col(Meeting.taken_back_at).is_(None),
            or_(
                col(Meeting.person_id) == actor.person_id,
                col(Meeting.collective_id).in_(actor.collectives),
                and_(col(Meeting.basis) == MeetingBasis.TWO_MEMBERS, own_word),
            ),
        )
        .order_by(col(Meeting.met_on), col(Meeting.id), col(Person.sort_name))
    ).all()
    named: dict[UUID, dict[UUID, str]] = {}
    for meeting, _, _, witness_id, name in rows:
        names = named.setdefault(meeting.id, {})
        if witness_id is not None:
            names[witness_id] = name
    lines = {
        meeting.id: MeetingLine(
            meeting.id,
            MeetingSubject(
                meeting.basis,
                meeting.collective_id,
                meeting.person_id,
                frozenset(named[meeting.id]),
            ),
            slug,
            name,
            meeting.met_on,
            meeting.occasion,
            tuple(named[meeting.id].values()),
        )
        for meeting, slug, name, _, _ in rows
    }
    return list(lines.values())


@dataclass(frozen=True)
class ShakenMeeting:
    """A meeting whose witness is not confirmed any more. `handle` is None when the asker may not
    see the page of the person met."""

    id: UUID
    subject: MeetingSubject
    display_name: str
    handle: str | None
    met_on: date
    occasion: str
    doubted: tuple[str, ...]  # the witnesses whom the collective has not met after all


def shaken_meetings(session: Session, actor: Actor, collective_id: UUID) -> list[ShakenMeeting]:
    """The standing meetings of a collective that rest on the word of somebody whose own meeting
    was taken back since, by date. The caller has checked that `actor` coordinates. One query."""
    witness = aliased(Person)
    rows = session.execute(
        select_columns(
            Meeting,
            col(Person.display_name),
            case((profile_seen_by(actor), col(Person.handle))),
            col(witness.id),
            col(witness.display_name),
        )
        .join(Person, col(Person.id) == col(Meeting.person_id))
        .join(MeetingWitness, col(MeetingWitness.meeting_id) == col(Meeting.id))
        .join(witness, col(witness.id) == col(MeetingWitness.person_id))
        .where(
            col(Meeting.collective_id) == collective_id,
            col(Meeting.taken_back_at).is_(None),
            col(Meeting.basis) == MeetingBasis.TWO_MEMBERS,
            ~met_by(collective_id, col(witness.id)),
        )
        .order_by(col(Meeting.met_on), col(Meeting.id), col(witness.sort_name))
    ).all()
    doubted: dict[UUID, dict[UUID, str]] = {}
    for meeting, _, _, witness_id, name in rows:
        doubted.setdefault(meeting.id, {})[witness_id] = name
    lines = {
        meeting.id: ShakenMeeting(
            meeting.id,
            # As its coordination sees it: who witnessed it has no part in that.
            MeetingSubject(meeting.basis, meeting.collective_id, meeting.person_id),
            display_name,
            handle,
            meeting.met_on,
            meeting.occasion,
            tuple(doubted[meeting.id].values()),
        )
        for meeting, display_name, handle, _, _ in rows
    }
    return list(lines.values())


@dataclass(frozen=True)
class UnmetMember:
    """A member whom their collective has not met."""

    id: UUID
    handle: str
    display_name: str
    city: str

    @property
    def initials(self) -> str:
        return initials(self.display_name)


@dataclass(frozen=True)
class UnmetMembers:
    """Members in alphabetical order. `is_cut` when there are more than are listed."""

    lines: list[UnmetMember]
    is_cut: bool


def unmet_members(
    session: Session, collective_id: UUID, query: str, *, besides: UUID, most: int = 200
) -> UnmetMembers:
    """The members that the collective has not met and that answer these words, without `besides`.
    All of them, for the caller has checked that the visitor coordinates. One query."""
    rows = session.execute(
        select_columns(
            col(Person.id), col(Person.handle), col(Person.display_name), col(Person.city)
        )
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            col(Membership.collective_id) == collective_id,
            col(Membership.state) == MembershipState.ACCEPTED,
            col(Person.id) != besides,
            ~met_by(collective_id, col(Person.id)),
            matching(query),
        )
        .order_by(col(Person.sort_name), col(Person.handle))
        .limit(most + 1)
    ).all()
    return UnmetMembers([UnmetMember(*row) for row in rows[:most]], len(rows) > most)


def members_among(session: Session, collective_id: UUID, person_ids: Iterable[UUID]) -> set[UUID]:
    """The members of the collective among these people. One query."""
    return set(
        session.exec(
            select(Membership.person_id).where(
                Membership.collective_id == collective_id,
                Membership.state == MembershipState.ACCEPTED,
                col(Membership.person_id).in_(person_ids),
            )
        )
    )


def members_by_handle(
    session: Session, collective_id: UUID, handles: Iterable[str]
) -> dict[str, UUID]:
    """The members of the collective among the people of these handles. One query."""
    rows = session.execute(
        select_columns(col(Person.handle), col(Person.id))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            col(Membership.collective_id) == collective_id,
            col(Membership.state) == MembershipState.ACCEPTED,
            col(Person.handle).in_(handles),
        )
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class MetMember:
    """A member, and the meeting that stands with them."""

    handle: str
    display_name: str
    met_on: date
    occasion: str
    witnesses: tuple[str, ...]


def members_met(session: Session, collective_id: UUID, handles: Iterable[str]) -> list[MetMember]:
    """The members of these handles whom the collective has met, by name. One query."""
    witness = aliased(Person)
    rows = session.execute(
        select_columns(
            col(Person.handle),
            col(Person.display_name),
            col(Meeting.met_on),
            col(Meeting.occasion),
            col(witness.display_name),
        )
        .join(Meeting, col(Meeting.person_id) == col(Person.id))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .outerjoin(MeetingWitness, col(MeetingWitness.meeting_id) == col(Meeting.id))
        .outerjoin(witness, col(witness.id) == col(MeetingWitness.person_id))
        .where(
            col(Meeting.collective_id) == collective_id,
            col(Meeting.taken_back_at).is_(None),
            col(Membership.collective_id) == collective_id,
            col(Membership.state) == MembershipState.ACCEPTED,
            col(Person.handle).in_(handles),
        )
        .order_by(col(Person.sort_name), col(Person.handle), col(witness.sort_name))
    ).all()
    witnesses: dict[str, list[str]] = {}
    for handle, *_, name in rows:
        if name is not None:
            witnesses.setdefault(handle, []).append(name)
    lines = {
        handle: MetMember(handle, name, met_on, occasion, tuple(witnesses.get(handle, ())))
        for handle, name, met_on, occasion, _ in rows
    }
    return list(lines.values())
