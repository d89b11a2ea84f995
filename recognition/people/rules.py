"""Rights on a person's page, and what a person's choice means for all that is theirs."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from recognition.people.models import ProfileVisibility
from recognition.permissions import Actor, Role

SHOWN_TO_ALL = frozenset({ProfileVisibility.PUBLIC, ProfileVisibility.FIRST_NAME_ONLY})


def choices_of(*, is_minor: bool) -> tuple[ProfileVisibility, ...]:
    """How widely a person may show their page, the narrowest first. A minor shows a first name
    at most; nobody else has a use for that (requirement H1)."""
    widest = ProfileVisibility.FIRST_NAME_ONLY if is_minor else ProfileVisibility.PUBLIC
    return ProfileVisibility.PRIVATE, ProfileVisibility.COLLECTIVE, widest


def objection_to_profile(*, display_name: str, visibility: str, is_minor: bool) -> str | None:
    """Why a profile may not be shown so, as a reason code; None when it may."""
    if visibility not in choices_of(is_minor=is_minor):
        return "profile.not_offered"
    is_bare = visibility != ProfileVisibility.FIRST_NAME_ONLY or len(display_name.split()) == 1
    return None if is_bare else "profile.whole_name"


def objection_to_map(*, is_minor: bool) -> str | None:
    """Why somebody may not be on the maps, as a reason code; None when they may. Where a minor
    lives is nobody's business (requirement H2)."""
    return "map.minor" if is_minor else None


def is_indexed(visibility: str, *, is_minor: bool) -> bool:
    """Whether search engines may keep a person's page (requirements H1 and H2)."""
    return visibility == ProfileVisibility.PUBLIC and not is_minor


@dataclass(frozen=True)
class ProfileSubject:
    """A person's page as `permissions.may` sees it. `collectives` are those the person is a
    member of."""

    kind: ClassVar[str] = "profile"

    person_id: UUID
    visibility: str
    collectives: frozenset[UUID] = frozenset()

    @property
    def state(self) -> str:
        return self.visibility

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        roles = actor.general_roles() | actor.roles_in(self.collectives)
        if actor.is_person(self.person_id):
            roles.add(Role.OWNER)
        return frozenset(roles)
