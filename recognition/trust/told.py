"""The shapes in which a value is told: what a page and its JSON are made of."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from recognition.trust.variety import Variety

FEWEST_VOICES = 2  # below, the page invites instead of counting
PART_KINDS = ("direct", "award", "badge", "issuer", "use")


@dataclass(frozen=True)
class Named:
    """A person; `handle` is None when the visitor may not see their page."""

    name: str
    handle: str | None


@dataclass(frozen=True)
class Circle:
    """A collective as its people's circle; `slug` is empty for people without one."""

    name: str
    dye: str
    slug: str = ""


@dataclass(frozen=True)
class Source:
    """Where a voice was given: `kind` is badge, award, person, collective or organisation;
    `key` is what its address is made of (a slug, a handle, an award's id).

    `vouched`: criteria were endorsed one by one. `on` is the day on which it was said or given.
    """

    kind: str
    key: str
    name: str
    endorsement_id: UUID | None = None
    words: str = ""
    vouched: bool = False
    on: date | None = None


@dataclass(frozen=True)
class VoiceRow:
    """One person's voice. `handle` is None when the visitor may not see their page.

    `kind` is how it arrives, one of PART_KINDS; `seat` its place in the circle, 0 for a voice
    that adds nothing, whose `cause` says why (those of `Unseated`, and "linking" for someone
    who already links another voice) and `through` through whom it would have to come.
    `circle` is empty for someone without one.
    `shown` is the amount as figures on a page, rounded alone.
    """

    name: str
    handle: str | None
    initials: str
    accent: str
    circle: str
    kind: str
    source: Source
    confirmed: bool
    quality: float
    amount: float
    shown: float = 0.0
    seat: int = 0
    cause: str = ""
    through: tuple[Named, ...] = ()

    @property
    def basis(self) -> str:
        """What the voice rests on: use, criteria, evidence, or words."""
        if self.kind == "use":
            return "use"
        if self.source.kind != "award":
            return "words"
        if self.source.vouched:
            return "criteria"
        return "words" if self.is_bare else "evidence"

    @property
    def is_bare(self) -> bool:
        """Whether it is said of an award with nothing to look at yet."""
        return self.kind != "use" and self.source.kind == "award" and self.quality < 1


@dataclass(frozen=True)
class CircleRows:
    """The voices of one circle, the first ones first. `name` is empty for people without one."""

    name: str
    accent: str
    amount: float
    shown: float
    rows: tuple[VoiceRow, ...]


@dataclass(frozen=True)
class Part:
    """What arrives by one route; `kind` is one of PART_KINDS."""

    kind: str
    amount: float
    shown: float


@dataclass(frozen=True)
class Enrichment:
    """Something that would raise the value, and by how much (the difference of two scorings).

    `kind`: circle (a first voice from one of the circles of `names`, or of `more` others that
    would add the same; `lesser` is the gain while nobody met that person), evidence (a first
    trace that everyone may see), proof (bare words are given something to look at), meeting
    (the person of `names` is met), tie (someone else too vouches for the person of `names`).
    """

    kind: str
    amount: float
    names: tuple[str, ...] = ()
    handle: str | None = None
    more: int = 0
    lesser: float = 0.0
    is_own_circle: bool = False  # the visitor could be that first voice
    inviting: str = ""  # slug of a collective that the visitor coordinates and these people are of


@dataclass(frozen=True)
class Happening:
    """What made a voice arrive or rise. `kind`: endorsed, gave, carried, evidence (by nobody).
    `is_first`: nobody carried it before."""

    on: date
    kind: str
    who: Named | None
    source: Source
    is_first: bool = False


@dataclass(frozen=True)
class Moment:
    """The value from a day on, until the next moment; `on` is the last day of what happened."""

    on: date
    value: float
    happenings: tuple[Happening, ...]


@dataclass(frozen=True)
class Timeline:
    """In order of time. `grain` is day, month or year: how many days a moment may join."""

    grain: str = "day"
    moments: tuple[Moment, ...] = ()


EMPTY = Timeline()


@dataclass(frozen=True)
class ValuePanel:
    """The value of one thing, seen by one pair of eyes. `collective` is empty for everyone's.

    `is_known`: whether these eyes see the thing at all. `bottleneck` names, for coordination
    only, people without whom nobody met leads here any more; it is empty for all others.
    """

    collective: str
    value: float = 0.0
    shown: float = 0.0
    voice_count: int = 0
    independent: int = 0
    circle_count: int = 0
    effective_circles: float = 0.0
    variety: Variety = Variety.NONE
    parts: tuple[Part, ...] = ()
    circles: tuple[CircleRows, ...] = ()
    silent: tuple[VoiceRow, ...] = ()
    enrichments: tuple[Enrichment, ...] = ()
    timeline: Timeline = EMPTY
    bottleneck: tuple[Named, ...] = ()
    is_known: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether there are voices enough to speak of a value."""
        return self.voice_count >= FEWEST_VOICES and self.value > 0

    @property
    def row_count(self) -> int:
        """All voices, those that add nothing too."""
        return sum(len(circle.rows) for circle in self.circles) + len(self.silent)

    @property
    def unheard_count(self) -> int:
        """How many of `voice_count` add nothing; who only holds the badge is in neither."""
        return self.voice_count - sum(len(circle.rows) for circle in self.circles)

    def shortened(self, most: int) -> "ValuePanel":
        """The same with at most `most` voices that count, all first ones before any second, and
        as many that add nothing; figures stay those of the whole."""
        turns = sorted(
            (place, at)
            for at, circle in enumerate(self.circles)
            for place in range(len(circle.rows))
        )
        kept = Counter(at for _, at in turns[:most])
        circles = (
            replace(circle, rows=circle.rows[: kept[at]])
            for at, circle in enumerate(self.circles)
            if kept[at]
        )
        return replace(self, circles=tuple(circles), silent=self.silent[:most])


@dataclass(frozen=True)
class ValuePanels:
    """Seen from everywhere, and beside it from each collective of the visitor.

    `thing` is badge (a definition) or award. `shows_value`: whether the collective of the badge
    lets its number be shown; else nothing that is a share of it may be either. `collective` is
    that collective's slug, `badge` the slug of the badge.
    """

    thing: str
    badge: str
    collective: str
    shows_value: bool
    everywhere: ValuePanel
    here: tuple[ValuePanel, ...]

    @property
    def has_voices(self) -> bool:
        """Whether anybody is heard, counted or not, by any of these eyes."""
        return any(panel.row_count for panel in (self.everywhere, *self.here))

    def is_same(self, panel: ValuePanel) -> bool:
        """Whether a collective's panel says nothing that everyone's does not."""
        return replace(panel, collective="") == self.everywhere
