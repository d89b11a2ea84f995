"""Rights on evidence: never shown more widely than its award."""

from dataclasses import dataclass
from typing import ClassVar

from recognition.awards.models import AwardState, Visibility
from recognition.awards.rules import AwardSubject, narrower
from recognition.permissions import Actor, Role


@dataclass(frozen=True)
class EvidenceSubject:
    """A piece of evidence as `permissions.may` sees it; its owner is the holder of the award."""

    kind: ClassVar[str] = "evidence"

    visibility: str
    award: AwardSubject

    @property
    def state(self) -> str:
        if self.award.award_state != AwardState.ACCEPTED:
            return Visibility.PRIVATE
        return narrower(self.visibility, self.award.state)

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        return self.award.roles_of(actor)
