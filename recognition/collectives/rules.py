"""Rights on collectives, organisations and meetings; what membership allows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from recognition.clock import HERE
from recognition.collectives.models import MeetingBasis, MembershipState
from recognition.permissions import Actor, Role

REVERSIBLE_FOR = timedelta(days=30)  # requirement F4
FARTHEST_AHEAD = timedelta(hours=12)  # Wallis-et-Futuna, the first of our regions to see a day
REPORT_COUNTS_FOR = timedelta(days=90)
MOST_OF_A_MEMBER = 10  # meetings that a member may say in a calendar month
MOST_OF_A_COORDINATOR = 60
MOST_VOUCHINGS = 2  # by one person, in VOUCHINGS_COUNT_FOR
VOUCHINGS_COUNT_FOR = timedelta(days=365)


@dataclass(frozen=True)
class CollectiveSubject:
    """A collective as `permissions.may` sees it. `met` are those it met in person, `neighbours`
    those who were met and coordinate another collective that somebody vouches for: the asker may
    be among them; whoever asks about nothing that depends on it leaves them out."""

    kind: ClassVar[str] = "collective"

    collective_id: UUID
    met: frozenset[UUID] = frozenset()
    neighbours: frozenset[UUID] = frozenset()

    @property
    def state(self) -> str:
        return "open"

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        roles = actor.general_roles() | actor.roles_in(frozenset({self.collective_id}))
        if Role.COORDINATOR in roles:
            roles.add(Role.SPEAKER)
        if Role.COLLEAGUE in roles and actor.person_id in self.met:
            roles.add(Role.CONFIRMED)
        if Role.COLLEAGUE not in roles and actor.person_id in self.neighbours:
            roles.add(Role.NEIGHBOUR)  # nobody vouches for what is their own
        return frozenset(roles)


@dataclass(frozen=True)
class MeetingSubject:
    """« Rencontré·e en personne » as `permissions.may` sees it. `state` is its `MeetingBasis`, or
    ``taken_back``; its author is each of its witnesses."""

    kind: ClassVar[str] = "meeting"

    state: str
    collective_id: UUID
    person_id: UUID
    witness_ids: frozenset[UUID] = frozenset()

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        roles = _towards_what_is_said_of(self.person_id, self.collective_id, actor)
        if actor.person_id in self.witness_ids:
            roles.add(Role.AUTHOR)
        return frozenset(roles)

    def rests_on_word_of(self, person_id: UUID | None) -> bool:
        """Whether it stands by the word of this person beside another's."""
        return self.state == MeetingBasis.TWO_MEMBERS and person_id in self.witness_ids


@dataclass(frozen=True)
class MeetingReportSubject:
    """One member's word that they met somebody. `state` is ``open`` as long as it counts."""

    kind: ClassVar[str] = "meeting_report"

    state: str
    collective_id: UUID
    person_id: UUID
    reporter_id: UUID

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        roles = _towards_what_is_said_of(self.person_id, self.collective_id, actor)
        if actor.is_person(self.reporter_id):
            roles.add(Role.AUTHOR)
        return frozenset(roles)


def _towards_what_is_said_of(person_id: UUID, collective_id: UUID, actor: Actor) -> set[Role]:
    """Whom it is about decides nothing as a coordinator: nobody confirms themself."""
    roles = actor.general_roles() | actor.roles_in(frozenset({collective_id}))
    if actor.is_person(person_id):
        roles.discard(Role.COORDINATOR)
        roles.add(Role.OWNER)
    return roles


@dataclass(frozen=True)
class OrganisationSubject:
    """An organisation as `permissions.may` sees it. Coordination of its collective may help its
    representatives, and does not speak in its name."""

    kind: ClassVar[str] = "organisation"

    organisation_id: UUID
    collective_id: UUID | None = None

    @property
    def state(self) -> str:
        return "open"

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        roles = actor.general_roles()
        if self.collective_id is not None:
            roles |= actor.roles_in(frozenset({self.collective_id}))
        if self.organisation_id in actor.organisations:
            roles.add(Role.SPEAKER)
        return frozenset(roles)


def circle_of(collectives_by_acceptance: list[UUID]) -> UUID | None:
    """A person's one circle (trust-metric, section 1): the collective that accepted them first
    and still counts them; None for a person without one."""
    return collectives_by_acceptance[0] if collectives_by_acceptance else None


class Act(StrEnum):
    """What coordination does to somebody else's thing, as its journal writes it."""

    MEMBERSHIP_ACCEPTED = "membership.accepted"
    MEMBERSHIP_DECLINED = "membership.declined"
    MEMBERSHIP_ENDED = "membership.ended"
    ROLE_GIVEN = "role.given"
    ROLE_TAKEN = "role.taken"
    MEETING_RECORDED = "meeting.recorded"
    MEETING_TAKEN_BACK = "meeting.taken_back"
    MEETING_WITNESSED = "meeting.witnessed"  # by two members
    WORD_TAKEN_BACK = "meeting.word_taken_back"  # by one of the two
    WORD_DECLINED = "meeting.word_declined"  # by whom it is about
    ORGANISATION_CHANGED = "organisation.changed"
    REPRESENTATIVE_NAMED = "representative.named"
    VALUE_SHOWN = "collective.value_shown"
    VALUE_HIDDEN = "collective.value_hidden"
    MAP_OPENED = "collective.map_opened"
    MAP_CLOSED = "collective.map_closed"
    VOUCHED = "collective.vouched"  # in the journal of the one vouched for
    VOUCHING = "collective.vouching"  # and of those whose coordinator does
    INVITATION_SENT = "invitation.sent"
    INVITATION_CANCELLED = "invitation.cancelled"


NOT_REVERSED_HERE = frozenset(
    {
        Act.ORGANISATION_CHANGED,
        Act.REPRESENTATIVE_NAMED,
        Act.INVITATION_SENT,
        Act.INVITATION_CANCELLED,
        Act.VALUE_SHOWN,
        Act.VALUE_HIDDEN,
        Act.MAP_OPENED,
        Act.MAP_CLOSED,
        Act.VOUCHED,  # its meetings have counted since
        Act.VOUCHING,
        Act.WORD_TAKEN_BACK,  # nobody gives back the word of another
        Act.WORD_DECLINED,
    }
)


def can_be_reversed(
    act: str, done_at: datetime, reversed_at: datetime | None, *, at: datetime
) -> bool:
    """Whether an act of our own can still be undone. An organisation and a setting are changed
    again, a representative ended, on their own page; another room's acts are reversed there."""
    ours = {code.value for code in Act if code not in NOT_REVERSED_HERE}
    return act in ours and reversed_at is None and at - done_at <= REVERSIBLE_FOR


def objection_to_asking(state: str | None) -> str | None:
    """Why someone with a membership in this state (None for none open) may not ask to join."""
    if state == MembershipState.REQUESTED:
        return "membership.asked_already"
    return "membership.member_already" if state == MembershipState.ACCEPTED else None


def objection_to_meeting(
    *,
    is_oneself: bool,
    is_recorder_met: bool,
    has_collective: bool,
    met_on: date,
    at: datetime,
) -> str | None:
    """Why this meeting may not be recorded, as a reason code; None when it may.

    `is_recorder_met`: whether any collective has met who says so. Anyone may found a collective;
    without this, its founder alone would make real people of as many accounts as they like, and
    the metric counts on there being none (trust-metric, property 7).
    """
    if is_oneself:
        return "meeting.oneself"
    if not is_recorder_met:
        return "meeting.not_met_yourself"
    if not has_collective:
        return "meeting.no_collective"
    return "meeting.in_the_future" if met_on > (at + FARTHEST_AHEAD).date() else None


def objection_to_word(*, has_met_already: bool, was_declined: bool) -> str | None:
    """Why a member's word on a meeting that may be recorded changes nothing; None when it
    counts. `was_declined`: by whom it is about, as long ago as a word counts for."""
    if has_met_already:
        return "meeting.recorded_already"
    return "meeting.declined" if was_declined else None


def objection_to_vouching(*, is_vouched: bool, vouching_count: int) -> str | None:
    """Why who may vouch for a collective may not now, who has done so `vouching_count` times in
    VOUCHINGS_COUNT_FOR; None when they may."""
    if is_vouched:
        return "collective.vouched_already"
    return "collective.vouched_enough" if vouching_count >= MOST_VOUCHINGS else None


def report_state(closed_at: datetime | None, reported_at: datetime, *, at: datetime) -> str:
    """The state of a `MeetingReportSubject`."""
    return "open" if closed_at is None and at - reported_at < REPORT_COUNTS_FOR else "closed"


@dataclass(frozen=True)
class Word:
    """What one member says of a meeting. `is_confirmed`: whether the collective has met them,
    and counts them among its members, at the time of asking."""

    reporter_id: UUID
    met_on: date
    occasion: str
    reported_at: datetime
    is_confirmed: bool = True


def word_beside(own: Word, others: Iterable[Word], *, at: datetime) -> Word | None:
    """The oldest word of somebody else that still counts beside `own`; None when `own` stands
    alone, or does not count itself."""
    counting = [
        word
        for word in others
        if word.is_confirmed
        and word.reporter_id != own.reporter_id
        and report_state(None, word.reported_at, at=at) == "open"
    ]
    if not own.is_confirmed or not counting:
        return None
    return min(counting, key=lambda word: (word.reported_at, word.reporter_id))


def word_kept(first: Word, second: Word) -> Word:
    """The word whose date and occasion a meeting of two witnesses keeps: that of the earlier
    day, for a person is real since; of one day, what was said first."""
    return min(first, second, key=lambda word: (word.met_on, word.reported_at))


@dataclass(frozen=True)
class Month:
    """A calendar month, from `begins_at` until just before `ends_at`."""

    begins_at: datetime
    ends_at: datetime

    @property
    def next_begins_on(self) -> date:
        return self.ends_at.astimezone(HERE).date()


def month_of(at: datetime) -> Month:
    """The month that holds `at`."""
    first = at.astimezone(HERE).date().replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return Month(*(datetime.combine(day, time(), HERE) for day in (first, after)))


def meetings_left(said_count: int, *, coordinates: bool) -> int:
    """How many more meetings may be said in a month by who has said `said_count` in it already,
    in whatever collective; `coordinates` tells whether they coordinate the one they speak in."""
    return max(0, (MOST_OF_A_COORDINATOR if coordinates else MOST_OF_A_MEMBER) - said_count)
