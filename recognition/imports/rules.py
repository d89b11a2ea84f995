"""Rights on badges from elsewhere, and how widely one is shown."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from recognition.awards.models import Visibility
from recognition.awards.rules import narrower, profile_width
from recognition.imports.models import Belonging
from recognition.people.models import ProfileVisibility
from recognition.permissions import Actor, Role

REMOVED = "removed"


@dataclass(frozen=True)
class ImportedSubject:
    """A badge from elsewhere as `permissions.may` sees it; its owner is who brought it.

    One that names its owner is shown as widely as they chose, and never more widely than their
    profile. One that names somebody else is theirs alone to see, whatever was chosen before
    (requirement C8). Nobody sees one that was removed.
    """

    kind: ClassVar[str] = "imported"

    holder_id: UUID
    belonging: str
    visibility: str
    profile_visibility: str = ProfileVisibility.PRIVATE
    holder_collectives: frozenset[UUID] = frozenset()
    is_removed: bool = False

    @property
    def state(self) -> str:
        if self.is_removed:
            return REMOVED
        if self.belonging != Belonging.MINE:
            return Belonging.NOT_MINE
        return narrower(self.visibility, profile_width(self.profile_visibility))

    @property
    def width(self) -> Visibility:
        """How widely it is shown at most: what evidence and endorsements on it are narrowed to."""
        if self.state in (REMOVED, Belonging.NOT_MINE):
            return Visibility.PRIVATE
        return Visibility(self.state)

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        roles = actor.general_roles() | actor.roles_in(self.holder_collectives)
        if actor.is_person(self.holder_id):
            roles.add(Role.OWNER)
        return frozenset(roles)
