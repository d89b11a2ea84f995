"""What may be proposed to whom, how often, and what an answer becomes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar
from uuid import UUID

from recognition.clock import HERE
from recognition.invitations.models import Answer, InvitationKind
from recognition.permissions import Actor, Role

DAY = timedelta(days=1)

MOST_SENT_A_DAY = 5  # invitations of one coordinator (requirement E6)
MOST_MAILS_A_DAY = 200  # people written to by one coordinator
WORD_AGAIN_AFTER = timedelta(days=7)  # to the same person, from the same collective
MOST_GUESTS = 200  # all the members of a collective
MOST_CHOSEN = 24  # people chosen one by one: a form holds fifty fields
MOST_BADGES = 8
FARTHEST = timedelta(days=730)
SHOWN_AT_HOME_FOR = timedelta(days=60)  # an invitation without a date

ANSWERED_WITH_A_DATE = frozenset({InvitationKind.MEETING, InvitationKind.WORKSHOP})
FOR_ALL_MEMBERS = frozenset({InvitationKind.ROUND, InvitationKind.WORKSHOP})
FROM_ELSEWHERE = frozenset({InvitationKind.WORD, InvitationKind.MEETING})

NO_FURTHER = frozenset({Answer.LAST, Answer.STOP})
COMING = frozenset({Answer.YES, Answer.LAST})


@dataclass(frozen=True)
class InvitationSubject:
    """An invitation as `permissions.may` sees it: its kind is its state. `guest_ids` need hold
    no guest but those who are asked about. Whoever wrote it did so for the coordination: once
    they left that, it is theirs no more (requirement F4)."""

    kind: ClassVar[str] = "invitation"

    state: str
    collective_id: UUID
    guest_ids: frozenset[UUID]

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        roles = actor.general_roles() | actor.roles_in(frozenset({self.collective_id}))
        if actor.person_id in self.guest_ids:
            roles.add(Role.OWNER)
        return frozenset(roles)


def starts_at_of(day: date, hour: time) -> datetime | None:
    """That day and time in Paris, in UTC; None for a time that the clocks jump over, or that is
    no time in UTC. Of the two that an autumn night has, the first."""
    there = datetime.combine(day, hour, HERE)
    try:
        at = there.astimezone(UTC)
    except OverflowError:  # the first hours of year 1
        return None
    return at if at.astimezone(HERE).replace(tzinfo=None) == there.replace(tzinfo=None) else None


def objection_to_date(starts_at: datetime, *, at: datetime) -> str | None:
    """Why one cannot meet then, as a reason code; None when one can."""
    if starts_at <= at:
        return "invitation.in_the_past"
    return "invitation.too_far" if starts_at > at + FARTHEST else None


def objection_to_guests(
    kind: InvitationKind,
    *,
    guest_count: int,
    with_author: bool,
    with_minor: bool,
    with_stranger: bool,
) -> str | None:
    """Why these people may not be invited so, as a reason code; None when they may. A stranger
    is someone of another collective; a workshop may be for who reads of it on the page. Whoever
    proposes a meeting is of it."""
    if with_author:
        return "guests.oneself"
    if kind == InvitationKind.WORKSHOP:
        return None
    if not guest_count:
        return "guests.none"
    together = kind == InvitationKind.MEETING and with_minor and with_stranger
    return "guests.minor" if together else None


@dataclass(frozen=True)
class Sent:
    """An invitation that was sent, and to how many people."""

    at: datetime
    mail_count: int


def opens_again_at(past: Iterable[Sent], mail_count: int, *, at: datetime) -> datetime | None:
    """When somebody who sent `past` may send to `mail_count` more people; None for now.

    Any 24 hours hold at most 5 invitations and 200 mails. `mail_count` is at most 200.
    """
    within = sorted((sent for sent in past if at - DAY < sent.at), key=lambda sent: sent.at)
    opens: datetime | None = None
    while within and (
        len(within) >= MOST_SENT_A_DAY
        or sum(sent.mail_count for sent in within) + mail_count > MOST_MAILS_A_DAY
    ):
        opens = within.pop(0).at + DAY
    return opens


def is_over(starts_at: datetime | None, cancelled_at: datetime | None, *, at: datetime) -> bool:
    """Whether nothing is to be answered any more. What has no date stays open."""
    return cancelled_at is not None or (starts_at is not None and starts_at <= at)


def objection_to_answering(
    said: Answer,
    kind: str,
    starts_at: datetime | None,
    cancelled_at: datetime | None,
    *,
    at: datetime,
) -> str | None:
    """Why this cannot be answered, as a reason code; None when it can. To a word and to a round
    there is nothing to decline."""
    if cancelled_at is not None:
        return "invitation.cancelled"
    if is_over(starts_at, cancelled_at, at=at):
        return "invitation.over"
    if said == Answer.NO and kind not in ANSWERED_WITH_A_DATE:
        return "invitation.nothing_to_decline"
    return None


def answered(before: str, said: Answer) -> Answer:
    """The answer to keep when a guest says yes or no: it does not undo « no further »."""
    if before in NO_FURTHER:
        return Answer.LAST if said == Answer.YES else Answer.STOP
    return said


def stopped(before: str) -> Answer:
    """The answer to keep when a guest wants no further invitation."""
    return Answer.LAST if before in COMING else Answer.STOP


def resumed(before: str) -> Answer:
    """The answer to keep when a guest wants to be written to again."""
    return Answer.YES if before in COMING else Answer.NONE
