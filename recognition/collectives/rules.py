"""Rights on collectives and organisations; what membership allows."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from recognition.permissions import Actor, Role


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
