"""Rights on awards, and how widely an award is shown."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from recognition.awards.models import AwardMode, AwardState, Visibility
from recognition.badges.models import AwardRule, BadgeState
from recognition.people.models import ProfileVisibility
from recognition.people.rules import SHOWN_TO_ALL
from recognition.permissions import Actor, Role

WIDTH = {Visibility.PRIVATE: 0, Visibility.COLLECTIVE: 1, Visibility.PUBLIC: 2}


def narrower(one: str, other: str) -> str:
    """The narrower of two visibilities."""
    return min(one, other, key=lambda visibility: WIDTH[Visibility(visibility)])


def profile_width(profile_visibility: str) -> Visibility:
    """How widely anything of a person may be shown at most, by their profile's visibility."""
    if profile_visibility in SHOWN_TO_ALL:
        return Visibility.PUBLIC
    if profile_visibility == ProfileVisibility.COLLECTIVE:
        return Visibility.COLLECTIVE
    return Visibility.PRIVATE


@dataclass(frozen=True)
class AwardSubject:
    """An award as `permissions.may` sees it.

    An accepted award is shown as widely as its holder chose, and never more widely than their
    profile. ``collective`` means the collectives of its holder.
    """

    kind: ClassVar[str] = "award"

    award_state: str
    visibility: str
    holder_id: UUID | None
    giver_id: UUID
    profile_visibility: str = ProfileVisibility.PRIVATE
    holder_collectives: frozenset[UUID] = frozenset()

    @property
    def state(self) -> str:
        if self.award_state != AwardState.ACCEPTED:
            return self.award_state
        return narrower(self.visibility, profile_width(self.profile_visibility))

    @property
    def width(self) -> Visibility:
        """How widely it is shown at most: what evidence and endorsements on it are narrowed to."""
        accepted = self.award_state == AwardState.ACCEPTED
        return Visibility(self.state) if accepted else Visibility.PRIVATE

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        roles = actor.general_roles() | actor.roles_in(self.holder_collectives)
        if actor.is_person(self.holder_id):
            roles.add(Role.OWNER)
        if actor.is_person(self.giver_id):
            roles.add(Role.AUTHOR)
        return frozenset(roles)


def state_for(award_state: str, *, is_holder: bool) -> str:
    """The state as its holder, or anyone else who sees the award, may know it: a refusal is not
    announced (requirement G1), so a declined award goes on waiting."""
    if award_state == AwardState.DECLINED and not is_holder:
        return AwardState.OFFERED
    return award_state


def mode_of(award_rule: str, *, coordinates: bool) -> AwardMode:
    """How an award given to somebody else came about, when its giver does or does not coordinate
    the collective of the badge."""
    if award_rule == AwardRule.EVENT:
        return AwardMode.EVENT
    if award_rule == AwardRule.COORDINATOR and coordinates:
        return AwardMode.COORDINATOR
    return AwardMode.PEER


def objection_to_state(badge_state: str) -> str | None:
    """Why a badge cannot be given now, by anyone, as a reason code; None when it can."""
    if badge_state == BadgeState.RETIRED:
        return "award.retired"
    return None if badge_state == BadgeState.ADOPTED else "award.not_adopted"


def widths_within(width: str) -> list[Visibility]:
    """The visibilities that are not wider than `width`, the narrowest first."""
    return [
        visibility for visibility in Visibility if WIDTH[visibility] <= WIDTH[Visibility(width)]
    ]
