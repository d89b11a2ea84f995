"""Rights on collectives and organisations; what membership allows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from recognition.collectives.models import MembershipState
from recognition.permissions import Actor, Role

REVERSIBLE_FOR = timedelta(days=30)  # requirement F4
FARTHEST_AHEAD = timedelta(hours=12)  # Wallis-et-Futuna, the first of our regions to see a day


@dataclass(frozen=True)
class CollectiveSubject:
    """A collective as `permissions.may` sees it."""

    kind: ClassVar[str] = "collective"

    collective_id: UUID

    @property
    def state(self) -> str:
        return "open"

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        roles = actor.general_roles() | actor.roles_in(frozenset({self.collective_id}))
        if Role.COORDINATOR in roles:
            roles.add(Role.SPEAKER)
        return frozenset(roles)


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
    ORGANISATION_CHANGED = "organisation.changed"
    REPRESENTATIVE_NAMED = "representative.named"
    VALUE_SHOWN = "collective.value_shown"
    VALUE_HIDDEN = "collective.value_hidden"
    MAP_OPENED = "collective.map_opened"
    MAP_CLOSED = "collective.map_closed"


NOT_REVERSED_HERE = frozenset(
    {
        Act.ORGANISATION_CHANGED,
        Act.REPRESENTATIVE_NAMED,
        Act.VALUE_SHOWN,
        Act.VALUE_HIDDEN,
        Act.MAP_OPENED,
        Act.MAP_CLOSED,
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
    *, is_oneself: bool, has_collective: bool, met_on: date, at: datetime
) -> str | None:
    """Why this meeting may not be recorded, as a reason code; None when it may."""
    if is_oneself:
        return "meeting.oneself"
    if not has_collective:
        return "meeting.no_collective"
    return "meeting.in_the_future" if met_on > (at + FARTHEST_AHEAD).date() else None
