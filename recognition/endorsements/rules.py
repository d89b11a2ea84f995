"""Rights on endorsements, and who may not endorse what."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from recognition.awards.models import Visibility
from recognition.endorsements.models import EndorsementState
from recognition.permissions import Actor, Role


@dataclass(frozen=True)
class EndorsementSubject:
    """An endorsement as `permissions.may` sees it.

    Its author is the endorser; its owners are those it is about: the holder of the award, the
    person endorsed, coordination of the badge's or endorsed collective, an organisation's
    representatives. Accepted, it is shown as widely as what it endorses (`target_width`), to
    the collectives of that thing when it is shown there only.
    """

    kind: ClassVar[str] = "endorsement"

    endorsement_state: str
    endorser_id: UUID
    target_width: str = Visibility.PUBLIC
    owner_ids: frozenset[UUID] = frozenset()  # persons
    owning_collectives: frozenset[UUID] = frozenset()  # their coordination owns it
    owning_organisation_id: UUID | None = None
    target_collectives: frozenset[UUID] = frozenset()  # whose members see a narrow target

    @property
    def state(self) -> str:
        if self.endorsement_state != EndorsementState.ACCEPTED:
            return self.endorsement_state
        return f"accepted_{self.target_width}"

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        roles = actor.general_roles() | actor.roles_in(self.target_collectives)
        if actor.is_person(self.endorser_id):
            roles.add(Role.AUTHOR)
        owns = (
            actor.person_id in self.owner_ids
            or actor.coordinates & self.owning_collectives
            or self.owning_organisation_id in actor.organisations
        )
        if actor.person_id is not None and owns:
            roles.add(Role.OWNER)
        return frozenset(roles)
