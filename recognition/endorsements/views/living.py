"""What the pages of badges in somebody's hands have in common: what happened to the badge since,
in the order in which it happened, and what the visitor may add."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from recognition.awards.rules import AwardSubject, widths_within
from recognition.endorsements.lines import EndorseForm, EndorsementLine, EndorsementPanel
from recognition.endorsements.queries import endorsing, panel_of
from recognition.endorsements.rules import Target
from recognition.evidence.queries import EvidenceLine
from recognition.imports.rules import ImportedSubject
from recognition.permissions import Action
from recognition.web.forms import FormState
from recognition.web.languages import ngettext
from recognition.web.visit import Visit


@dataclass(frozen=True)
class Moment:
    """Something that happened to a badge. `kind` says which of the others is there."""

    kind: str  # evidence, endorsement, unendorsed, or a word of the page's own
    at: datetime
    evidence: EvidenceLine | None = None
    endorsement: EndorsementLine | None = None


class Living(ABC):
    """A page with endorsements/_life.html and endorsements/_endorsing.html on it. Each of its
    parts is fetched when it is rendered."""

    visit: Visit

    @property
    @abstractmethod
    def subject(self) -> AwardSubject | ImportedSubject:
        """The badge, for `permissions.may`."""

    @property
    @abstractmethod
    def chosen_width(self) -> str:
        """How widely its holder chose to show it."""

    @property
    @abstractmethod
    def is_live(self) -> bool:
        """Whether somebody carries it, and it can live."""

    @property
    @abstractmethod
    def is_holder(self) -> bool:
        """Whether the visitor carries it."""

    @property
    @abstractmethod
    def recipient_name(self) -> str:
        """Who carries it, or will."""

    @cached_property
    @abstractmethod
    def target(self) -> Target:
        """The badge as what is endorsed."""

    @cached_property
    @abstractmethod
    def evidence(self) -> list[EvidenceLine]:
        """What the visitor may see of the evidence on it, the oldest first."""

    @property
    @abstractmethod
    def beginnings(self) -> list[Moment]:
        """What happened to it besides what is shown and said of it."""

    @property
    @abstractmethod
    def evidence_address(self) -> str:
        """Where a piece of evidence is added."""

    @property
    @abstractmethod
    def endorse_address(self) -> str:
        """Where an endorsement is written."""

    @property
    @abstractmethod
    def endorsements_address(self) -> str:
        """Where all endorsements are listed."""

    @cached_property
    def endorsements(self) -> EndorsementPanel:
        return panel_of(self.visit.session, self.visit.actor, self.target)

    @cached_property
    def endorsing(self) -> EndorseForm | None:
        """The form of an endorsement; None for who may not write one."""
        if not self.may_endorse:
            return None
        return endorsing(self.visit.session, self.visit.actor, self.target)

    @cached_property
    def moments(self) -> list[Moment]:
        """What happened, the oldest first: no one may put it in another order."""
        moments = self.beginnings
        moments += [Moment("evidence", line.added_at, evidence=line) for line in self.evidence]
        panel = self.endorsements
        moments += [Moment("endorsement", line.given_at, endorsement=line) for line in panel.lines]
        moments += [
            Moment("unendorsed", line.ended_at, endorsement=line)
            for line in panel.ended
            if line.ended_at is not None
        ]
        return sorted(moments, key=lambda moment: moment.at)

    @property
    def is_newborn(self) -> bool:
        """Whether nothing was shown or said of it yet."""
        return len(self.moments) == len(self.beginnings)

    @property
    def summary(self) -> str:
        """How much of what happened this visitor may see."""
        counts = []
        if count := len(self.evidence):
            counts.append(ngettext("%(num)d preuve", "%(num)d preuves", count) % {"num": count})
        if count := self.endorsements.count:
            told = ngettext("%(num)d endossement", "%(num)d endossements", count)
            counts.append(told % {"num": count})
        return ", ".join(counts)

    @property
    def blank(self) -> FormState:
        """The form of an endorsement as it is first shown."""
        return FormState()

    @property
    def owns_evidence(self) -> bool:
        return self.is_holder

    @property
    def evidence_widths(self) -> list[str]:
        """The visibilities that the badge leaves to its evidence."""
        return [str(width) for width in widths_within(self.chosen_width)]

    @property
    def may_add_evidence(self) -> bool:
        return self.visit.may(Action.ADD_EVIDENCE, self.subject)

    @property
    def may_endorse(self) -> bool:
        return self.endorsements.objection is None

    @property
    def is_asked_to_sign_in(self) -> bool:
        """Whether the visitor could endorse, if we knew them."""
        return self.visit.member is None and self.is_live
