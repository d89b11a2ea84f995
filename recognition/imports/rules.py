"""Rights on badges from elsewhere, how widely one is shown, and how it stands."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from recognition.awards.models import Visibility
from recognition.awards.rules import narrower, profile_width
from recognition.imports.models import Belonging
from recognition.openbadges.verdict import Check, Kind, Outcome, State, Step, Verdict, Version
from recognition.people.models import ProfileVisibility
from recognition.permissions import Actor, Role
from recognition.texts import clean_line

REMOVED = "removed"
HOSTED = "signature.hosted"  # the reason of a signature step that holds because the host says so
RUN_OUT = frozenset({"dates.expired", "token.expired"})


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
    """How a badge stands by what was found out about it. Taken back weighs more than run out, and
    what could not be verified is not called anything better for having run out."""
    failed = {step.check for step in steps if step.state is State.FAILS} - {Check.RECIPIENT}
    unknown = {step.check for step in steps if step.state is State.UNKNOWN} - {Check.RECIPIENT}
    if Check.REVOCATION in failed:
        return Standing.REVOKED
    if failed == {Check.DATES} and not unknown:
        return Standing.EXPIRED
    if failed - {Check.DATES} or outcome == Outcome.NO_BADGE:
        return Standing.BROKEN
    if unknown or not steps:
        return Standing.UNVERIFIED
    hosted = any(step.reason == HOSTED for step in steps)
    return Standing.HOSTED if hosted else Standing.SIGNED


class Landing(StrEnum):
    """What becomes of a badge that somebody brings."""

    NOTHING = "nothing"  # no badge that somebody received
    REFUSED = "refused"  # broken, forged, or taken back
    MINE = "mine"
    NOT_MINE = "not_mine"


def landing(verdict: Verdict, addresses: Collection[str]) -> Landing:
    """What becomes of the badge of this verdict, brought by whoever reads mail at `addresses`.

    A badge that has run out is kept: it was theirs, and its page says when. One that its issuer
    took back is not.
    """
    if verdict.kind is not Kind.AWARD or verdict.outcome is Outcome.NO_BADGE:
        return Landing.NOTHING
    failed = [
        step
        for step in verdict.steps
        if step.state is State.FAILS and step.check is not Check.RECIPIENT
    ]
    if any(step.reason not in RUN_OUT for step in failed):
        return Landing.REFUSED
    return Landing.MINE if verdict.belongs_to(addresses) else Landing.NOT_MINE


def told_steps(verdict: Verdict) -> tuple[Step, ...]:
    """The steps of a verdict, the signature of a hosted badge told as what it is: the word of the
    host that publishes it."""
    if not is_hosted(verdict):
        return verdict.steps
    return tuple(
        Step(step.check, step.state, HOSTED, verdict.issuer.host)
        if step.check is Check.SIGNATURE and step.state is State.HOLDS and not step.reason
        else step
        for step in verdict.steps
    )


def is_hosted(verdict: Verdict) -> bool:
    """Whether nothing is signed in what was verified: an object, and of 3.0 a part of a badge."""
    if not verdict.document.lstrip().startswith("{"):
        return False
    return verdict.version is not Version.OB3 or verdict.kind in (Kind.BADGE, Kind.ISSUER)


def step_of(kept: dict[str, str]) -> Step:
    """A step as it is kept with an imported badge."""
    return Step(Check(kept["check"]), State(kept["state"]), kept["reason"], kept["detail"])


def kept_step(step: Step) -> dict[str, str]:
    """The same, to be kept."""
    return {
        "check": step.check.value,
        "state": step.state.value,
        "reason": step.reason,
        "detail": clean_line(step.detail)[:300],
    }
