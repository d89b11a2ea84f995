"""Rights on badges from elsewhere, how widely one is shown, and how it stands."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from recognition.awards.models import Visibility
from recognition.awards.rules import narrower, profile_width
from recognition.imports.models import Belonging
from recognition.openbadges.verdict import Check, Outcome, State, Step
from recognition.people.models import ProfileVisibility
from recognition.permissions import Actor, Role

REMOVED = "removed"
HOSTED = "signature.hosted"  # the reason of a signature step that holds because the host says so


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


class Standing(StrEnum):
    """How a badge stands, in the words of requirement C8."""

    SIGNED = "signed"  # the signature holds, and it is its issuer's
    HOSTED = "hosted"  # its issuer answered for it, word for word, on a date
    UNVERIFIED = "unverified"
    REVOKED = "revoked"
    EXPIRED = "expired"
    BROKEN = "broken"  # it held once, and does not any more


def standing_of(outcome: str, steps: Collection[Step]) -> Standing:
    """How a badge stands by what was found out about it. Taken back weighs more than run out."""
    failed = {step.check for step in steps if step.state is State.FAILS}
    if Check.REVOCATION in failed:
        return Standing.REVOKED
    if failed == {Check.DATES}:
        return Standing.EXPIRED
    if outcome == Outcome.INVALID:
        return Standing.BROKEN
    if outcome != Outcome.VERIFIED:
        return Standing.UNVERIFIED
    hosted = any(step.check is Check.SIGNATURE and step.reason == HOSTED for step in steps)
    return Standing.HOSTED if hosted else Standing.SIGNED


def step_of(kept: dict[str, str]) -> Step:
    """A step as it is kept with an imported badge."""
    return Step(Check(kept["check"]), State(kept["state"]), kept["reason"], kept["detail"])
