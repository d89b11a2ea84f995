"""Endorsements as pages show them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from recognition.endorsements.rules import Past, Target, TargetKind
from recognition.people.sessions import initials


@dataclass(frozen=True)
class OnBehalfOf:
    """Whom the endorser spoke for; `kind` is an `IssuerKind`."""

    name: str
    kind: str
    slug: str


@dataclass(frozen=True)
class EndorsementLine:
    """One endorsement, as this visitor may read it.

    `endorser_handle` is None when the visitor may not see the endorser's page; `accent` is the
    dye of the endorser's circle, ``noyer`` without one. `version_number` is the version of the
    badge that it is about, 0 for an issuer. `state` is what the visitor may know: to its author,
    a refusal looks like a wait. Once it ended, only its author (and who may restore it) still
    reads the words; `was_shown` tells it from an offer taken back before any answer. `may_end`
    is for the other side, with a reason when `end_needs_reason`.
    """

    id: UUID
    endorser_id: UUID
    endorser_name: str
    endorser_handle: str | None
    accent: str
    on_behalf_of: OnBehalfOf | None
    relation: str
    statement: str
    criteria: tuple[str, ...]
    version_number: int
    about_older_version: bool
    state: str
    given_at: datetime
    ended_at: datetime | None
    ended_reason: str
    was_shown: bool
    is_mine: bool
    may_decide: bool
    may_withdraw: bool
    may_end: bool
    may_restore: bool
    end_needs_reason: bool

    @property
    def initials(self) -> str:
        return initials(self.endorser_name)


@dataclass(frozen=True)
class EndorsementPanel:
    """The endorsements of one thing, for one visitor.

    `lines` are shown to whoever sees the thing: newest first for a badge or an issuer, oldest
    first for what somebody carries, whose page is a story. `count` is how many there are in all,
    of which `lines` holds at most the latest `MOST_LINES`. `waiting` are those that the visitor
    wrote or may decide on, `ended` the dated traces of those they took part in. `objection` says
    why the visitor may not write one, as a reason code, None when they may. `threads` are the
    dyes of the endorsers, oldest first. `key` is `Target.key`.
    """

    kind: TargetKind
    key: str
    lines: tuple[EndorsementLine, ...] = ()
    waiting: tuple[EndorsementLine, ...] = ()
    ended: tuple[EndorsementLine, ...] = ()
    objection: str | None = None
    threads: tuple[str, ...] = ()
    count: int = 0

    @property
    def more_count(self) -> int:
        """How many are not in `lines`."""
        return self.count - len(self.lines)


@dataclass(frozen=True)
class TargetLine:
    """What an endorsement is of, where its own page does not say it.

    `id` is its own; `slug` leads to the page of a badge or an issuer, and is that of the badge for
    an award. `is_seen` tells whether the visitor may see it still: when they may not, there is no
    title. `is_mine`: they carry it, or it is themselves.
    """

    kind: TargetKind
    id: UUID
    slug: str
    title: str
    holder_name: str
    is_seen: bool
    is_mine: bool
    version_id: UUID | None = None
    alt_text: str = ""


@dataclass(frozen=True)
class WaitingEndorsement:
    """An endorsement of mine and what it is of."""

    line: EndorsementLine
    target: TargetLine

    @property
    def id(self) -> UUID:
        return self.line.id


@dataclass(frozen=True)
class MyEndorsements:
    """The page ``/moi/endossements``: what waits, oldest first; what was answered and what was
    written, newest first."""

    waiting: list[WaitingEndorsement]
    received: list[WaitingEndorsement]
    given: list[WaitingEndorsement]


@dataclass(frozen=True)
class Voice:
    """A collective or an organisation in whose name one may write; `value` is its id."""

    value: str
    name: str


@dataclass(frozen=True)
class EndorseForm:
    """What the form of an endorsement needs. `objection` is a reason code: see
    `EndorsementPanel`."""

    target: Target
    past: Past
    voices: list[Voice]
    objection: str | None
