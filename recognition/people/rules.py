"""Rights on a person's page, and what a person's choice means for all that is theirs."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from recognition.people.models import ProfileVisibility
from recognition.permissions import Actor, Role

SHOWN_TO_ALL = frozenset({ProfileVisibility.PUBLIC, ProfileVisibility.FIRST_NAME_ONLY})


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
