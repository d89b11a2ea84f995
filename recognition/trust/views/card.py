"""The card of a value, as the pages of badges and awards show it."""

from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import urlencode
from uuid import UUID

from recognition.trust.curve import Curve, curve
from recognition.trust.panels import award_value, badge_value
from recognition.trust.told import Enrichment, Happening, Moment, ValuePanel, ValuePanels, VoiceRow
from recognition.trust.variety import Variety
from recognition.trust.views import wording
from recognition.web.languages import gettext as _
from recognition.web.visit import Visit

MOST_ROWS = 12  # on the card; all of them are on a page of their own
MOST_UNFOLDED = 5  # rows; more than these are opened by the reader
MOST_TOLD_TOGETHER = 4  # happenings of one moment
COLOURS = {
    Variety.ONE: "noyer",
    Variety.TWO: "gaude",
    Variety.SEVERAL: "sarcelle",
    Variety.MANY: "orseille",
}
ROUND = 100  # units around the ring of circles
GAP = 2.5


@dataclass(frozen=True)
class Deeds:
    """Where this visitor can do what enriches a value; None for what is not theirs to do."""

    endorse: str | None = None
    evidence: str | None = None


@dataclass(frozen=True)
class Deed:
    href: str
    label: str


@dataclass(frozen=True)
class Arc:
    """A circle's part of the ring, of `ROUND` units, from `start` on."""

    dye: str
    start: float
    length: float


@dataclass(frozen=True)
class ValueCard:
    """What trust/_value.html shows. `whole` tells every voice, else at most MOST_ROWS."""

    visit: Visit
    panels: ValuePanels
    path: str
    json_path: str
    deeds: Deeds
    whole: bool = False

    wording = wording

    @property
    def thing(self) -> str:
        return self.panels.thing

    @property
    def numbers(self) -> bool:
        """Whether the badge's collective lets the number, and any share of it, be shown."""
        return self.panels.shows_value

    @property
    def everywhere(self) -> ValuePanel:
        return self.panels.everywhere

    @property
    def here(self) -> tuple[ValuePanel, ...]:
        return self.panels.here

    @property
    def is_worth_showing(self) -> bool:
        """Whether there is anything to tell of an award, where an invitation stands already."""
        return self.panels.has_voices

    @property
    def leading(self) -> ValuePanel | None:
        """The first panel that speaks of a value: what is said once is said with it."""
        return next((panel for panel in (self.everywhere, *self.here) if panel.is_shown), None)

    @property
    def is_rounded_apart(self) -> bool:
        """Whether the figures of some panel's circles do not add up to the figure above them."""
        return any(
            round(sum(circle.shown for circle in panel.circles), 2) != panel.shown
            for panel in (self.everywhere, *self.here)
            if panel.is_shown
        )

    def is_unfolded(self, panel: ValuePanel) -> bool:
        """A collective's own view is folded, unless it is all there is to see."""
        return self.whole or panel is self.leading

    def is_same(self, panel: ValuePanel) -> bool:
        return self.panels.is_same(panel)

    def rows(self, panel: ValuePanel) -> ValuePanel:
        """The voices to show here."""
        return panel if self.whole else panel.shortened(MOST_ROWS)

    def is_open(self, panel: ValuePanel) -> bool:
        """Whether the voices are unfolded: all on their own page, few on the card."""
        return self.whole or (panel is self.everywhere and panel.row_count <= MOST_UNFOLDED)

    def curve(self, panel: ValuePanel) -> Curve | None:
        """None where numbers are not shown: its heights are values."""
        return curve(panel.timeline, self.visit.at.date()) if self.numbers else None

    def colour(self, panel: ValuePanel) -> str:
        """The dye for how varied its circles are."""
        return COLOURS[panel.variety]

    def ring(self, panel: ValuePanel) -> list[Arc]:
        """The circles around a ring, as much of it each as they bring; all alike where numbers
        are not shown, as a share is one."""
        weights = [circle.amount if self.numbers else 1.0 for circle in panel.circles]
        total = sum(weights)
        gap = GAP if len(weights) > 1 else 0.0
        lengths = [weight / total * ROUND for weight in weights]
        starts = [0.0, *accumulate(lengths)]
        return [
            Arc(circle.accent, round(start, 2), round(max(length - gap, 0.5), 2))
            for circle, start, length in zip(panel.circles, starts, lengths, strict=False)
        ]

    def cause(self, row: VoiceRow) -> str:
        return wording.cause(row, self.thing)

    def told(self, moment: Moment) -> list[str]:
        """What happened, in sentences; many are counted instead."""
        most = len(moment.happenings) if self.whole else MOST_TOLD_TOGETHER
        return [self._happening(it) for it in moment.happenings[:most]]

    def untold_count(self, moment: Moment) -> int:
        return 0 if self.whole else max(len(moment.happenings) - MOST_TOLD_TOGETHER, 0)

    def _happening(self, happening: Happening) -> str:
        return wording.happening(happening, self.thing)

    def deeds_for(self, it: Enrichment) -> list[Deed]:
        """Where this visitor can do it, if they can."""
        if it.kind in ("evidence", "proof"):
            path = self.deeds.evidence
            return [Deed(path, _("Ajouter une preuve"))] if path else []
        found = []
        if it.kind == "circle" and it.is_own_circle and self.deeds.endorse:
            found.append(Deed(self.deeds.endorse, _("Endosser")))
        if it.kind == "circle" and it.inviting:
            asked = {"pour": "round", "badge": self.panels.badge}
            found.append(Deed(self._inviting(it, asked), _("Inviter à endosser")))
        if it.kind == "meeting" and it.handle and self.visit.actor.coordinates:
            address = self.visit.url("meetings:new", handle=it.handle)
            found.append(Deed(address, _("Noter une rencontre")))
        if it.kind == "tie" and it.handle and it.inviting:
            asked = {"pour": "meeting", "personne": it.handle}
            found.append(Deed(self._inviting(it, asked), _("Proposer une rencontre")))
        return found

    def _inviting(self, it: Enrichment, asked: dict[str, str]) -> str:
        return f"{self.visit.url('invitations:new', slug=it.inviting)}?{urlencode(asked)}"


def badge_card(visit: Visit, badge_id: UUID, slug: str, deeds: Deeds) -> ValueCard:
    """The value of a badge that this visitor may see."""
    return ValueCard(
        visit,
        badge_value(visit.session, visit.platform.memory, visit.actor, badge_id),
        visit.url("trust:badge", slug=slug),
        visit.url("trust:badge_json", slug=slug),
        deeds,
    )


def award_card(visit: Visit, award_id: UUID, deeds: Deeds) -> ValueCard:
    """The value of an award that this visitor may see."""
    return ValueCard(
        visit,
        award_value(visit.session, visit.platform.memory, visit.actor, award_id),
        visit.url("trust:award", id=award_id),
        visit.url("trust:award_json", id=award_id),
        deeds,
    )
