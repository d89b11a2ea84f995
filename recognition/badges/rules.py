"""Rights on badges, and what a collective's consent means."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from recognition.permissions import Actor, Role


@dataclass(frozen=True)
class BadgeSubject:
    """A badge as `permissions.may` sees it: its author is who proposed it."""

    kind: ClassVar[str] = "badge"

    badge_state: str
    collective_id: UUID
    proposer_id: UUID

    @property
    def state(self) -> str:
        return self.badge_state

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        roles = actor.general_roles() | actor.roles_in(frozenset({self.collective_id}))
        if actor.is_person(self.proposer_id):
            roles.add(Role.AUTHOR)
        return frozenset(roles)


@dataclass(frozen=True)
class AwardRuleSubject:
    """An adopted badge as a thing that can be given: its state is its award rule, and who holds
    it is its owner."""

    kind: ClassVar[str] = "award_rule"

    award_rule: str
    collective_id: UUID
    proposer_id: UUID
    held_by_actor: bool

    @property
    def state(self) -> str:
        return self.award_rule

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        roles = actor.general_roles() | actor.roles_in(frozenset({self.collective_id}))
        if actor.is_person(self.proposer_id):
            roles.add(Role.AUTHOR)
        if self.held_by_actor and actor.person_id is not None:
            roles.add(Role.OWNER)
        return frozenset(roles)
