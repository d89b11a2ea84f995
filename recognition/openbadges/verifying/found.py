"""What the steps of one document add up to, before it becomes a `Verdict`."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from recognition.openbadges.identity import Identity
from recognition.openbadges.verdict import (
    Check,
    EndorsementSeen,
    IssuerSeen,
    Kind,
    State,
    Step,
    Version,
)
from recognition.openbadges.verifying.reasons import Reason

_ORDER = tuple(Check)


@dataclass(frozen=True)
class Seen:
    """What a document says, believed or not."""

    id: str = ""
    name: str = ""
    description: str = ""
    criteria: str = ""
    narrative: str = ""
    issuer: IssuerSeen = field(default_factory=IssuerSeen)
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    recipients: tuple[Identity, ...] = ()
    is_self: bool = False
    picture: bytes | None = None


@dataclass(frozen=True)
class Found:
    """A document judged, all but whose it is. `document` is the text that was verified where it
    is another than the one brought: the hosted one."""

    version: Version
    kind: Kind
    seen: Seen
    steps: tuple[Step, ...]
    endorsements: tuple[EndorsementSeen, ...] = field(default=())
    document: str = ""

    def answered_by(self, host: str) -> "Found":
        """The same, with the host that answered for its issuer."""
        return replace(self, seen=replace(self.seen, issuer=replace(self.seen.issuer, host=host)))

    def vouched(self) -> IssuerSeen:
        """Its issuer, with a host only where that host stands for what is said here: the page of
        somebody whose badge was forged must not say that they were asked and answered."""
        held = {step.check for step in self.steps if step.state is State.HOLDS}
        stands = held >= {Check.ISSUER, Check.SIGNATURE}
        return self.seen.issuer if stands else replace(self.seen.issuer, host="")


def holds(check: Check, reason: str = "", detail: str = "") -> Step:
    return Step(check, State.HOLDS, reason, detail)


def fails(check: Check, reason: Reason | str, detail: str = "") -> Step:
    return Step(check, State.FAILS, reason, detail[:200])


def unknown(check: Check, reason: Reason | str, detail: str = "") -> Step:
    return Step(check, State.UNKNOWN, reason, detail[:200])


def none(check: Check, reason: str = "") -> Step:
    return Step(check, State.NONE, reason)


def in_order(*steps: Step) -> tuple[Step, ...]:
    """One step a check, in the order in which they are told: of several of one check, the
    gravest, the first among equals."""
    gravest: dict[Check, Step] = {}
    for step in steps:
        if step.check not in gravest or _weight(step) > _weight(gravest[step.check]):
            gravest[step.check] = step
    return tuple(gravest[check] for check in _ORDER if check in gravest)


def _weight(step: Step) -> int:
    return (State.NONE, State.HOLDS, State.UNKNOWN, State.FAILS).index(step.state)
