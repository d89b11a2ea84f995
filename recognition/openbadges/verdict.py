"""What is found out about a badge: the words in which a verification answers.

Everything in a `Verdict` beside its reasons was written by strangers: text to be escaped, never
markup, never an address to be followed without `fetching`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from recognition.openbadges.identity import Identity


class Form(StrEnum):
    """What carried the badge."""

    PNG = "png"
    SVG = "svg"
    JSON = "json"
    JWT = "jwt"  # compact JOSE: a VC-JWT, or the JWS of a signed 2.0 badge
    ADDRESS = "address"


class Version(StrEnum):
    """Of Open Badges; empty when there is none to tell."""

    OB05 = "0.5"
    OB1 = "1.0"
    OB2 = "2.0"
    OB3 = "3.0"
    NONE = ""


class Outcome(StrEnum):
    """The verdict in one word."""

    VERIFIED = "verified"  # every check held
    UNVERIFIED = "unverified"  # read; something could not be asked or anchored
    INVALID = "invalid"  # read, and refused
    NO_BADGE = "no-badge"  # nothing is inside


class Check(StrEnum):
    """What is checked, in the order in which it is told."""

    READABLE = "readable"  # a badge of a known version, with all that such a badge says
    ISSUER = "issuer"  # who issued it answers, at the address that the badge names
    SIGNATURE = "signature"  # signed by that issuer, or hosted by them word for word
    REVOCATION = "revocation"
    DATES = "dates"  # it began, and it has not expired
    RECIPIENT = "recipient"  # one of the addresses at hand


class State(StrEnum):
    """How a check ended."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"  # it could not be found out
    NONE = "none"  # there was nothing to check: no status list, no end, no address at hand


class Kind(StrEnum):
    """What the document is."""

    AWARD = "award"
    ENDORSEMENT = "endorsement"
    BADGE = "badge"
    ISSUER = "issuer"
    STATUS_LIST = "status-list"
    NONE = ""


@dataclass(frozen=True)
class Step:
    """One check. `reason` is a dotted code for `web.sentences` (``signature.broken``), empty when
    it plainly holds; `detail` is what the sentence names: a host, an ISO 8601 time, a member of
    the document."""

    check: Check
    state: State
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True)
class IssuerSeen:
    """Who issued it. `name` and `id` are what the document says; `host` is the host that was
    really asked, answered for that id and stands for what was read, by its signature or by
    publishing it (requirement C8); empty when none does."""

    name: str = ""
    id: str = ""
    url: str = ""
    host: str = ""


@dataclass(frozen=True)
class EndorsementSeen:
    """An endorsement embedded in the badge, checked on its own. `target` is what it is about:
    ``badge``, ``issuer``, ``award`` or the id when it is none of the three."""

    outcome: Outcome
    endorser: IssuerSeen
    target: str
    comment: str
    issued_at: datetime | None
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Verdict:
    """What was read and how each check ended.

    `steps` has one step a `Check`, in their order; it stops at READABLE when that fails. `id` is
    that of the assertion or credential, which a foreign badge may lack. `document` is the text
    that was verified (JSON, or a compact token): what to keep and what to bake again. `picture`
    is the image that carried it or that it embeds, as sent: to be drawn anew before anyone sees
    it (requirement C2). `recipients` are whom it names.
    """

    outcome: Outcome
    form: Form
    version: Version = Version.NONE
    kind: Kind = Kind.NONE
    id: str = ""
    name: str = ""
    description: str = ""
    criteria: str = ""
    narrative: str = ""
    issuer: IssuerSeen = IssuerSeen()
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    recipients: tuple[Identity, ...] = ()
    is_self: bool = False  # its issuer is its subject
    steps: tuple[Step, ...] = ()
    endorsements: tuple[EndorsementSeen, ...] = ()
    document: str = ""
    picture: bytes | None = None

    def step(self, check: Check) -> Step | None:
        """How one check ended; None when it was not come to."""
        return next((step for step in self.steps if step.check is check), None)

    def belongs_to(self, addresses: Collection[str]) -> bool:
        """Whether one of these mail addresses is whom it names."""
        return any(each.is_of(address) for each in self.recipients for address in addresses)


_HAVE_TO_HOLD = {Check.READABLE, Check.ISSUER, Check.SIGNATURE}


def outcome_of(steps: Collection[Step]) -> Outcome:
    """The word for these steps: whose badge it is does not make it true or false. Verified takes
    an issuer and a signature that were checked and hold."""
    counted = [step for step in steps if step.check is not Check.RECIPIENT]
    states = {step.state for step in counted}
    if State.FAILS in states:
        return Outcome.INVALID
    held = {step.check for step in counted if step.state is State.HOLDS}
    if State.UNKNOWN in states or not held >= _HAVE_TO_HOLD:
        return Outcome.UNVERIFIED
    return Outcome.VERIFIED
