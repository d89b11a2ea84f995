"""The meetings on a person's page: those that stand, the words that wait, and saying one."""

from dataclasses import dataclass
from functools import cached_property

from recognition.collectives.queries import (
    MeetingLine,
    ReportLine,
    hearings,
    meetings_shown,
    reports_shown,
)
from recognition.collectives.views.meetings import must_be_met_first
from recognition.people.models import Person
from recognition.permissions import Action
from recognition.web.visit import Visit


@dataclass(frozen=True)
class MeetingPanel:
    """What collectives/_meetings.html shows. Through `borrowed` eyes there is nothing to show:
    what a person is told of their meetings is told to nobody like them."""

    visit: Visit
    person: Person
    has_collective: bool
    borrowed: bool = False

    @property
    def is_own(self) -> bool:
        return self.visit.actor.is_person(self.person.id)

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.reports or self._coordinates or self.may_report)

    @cached_property
    def lines(self) -> list[MeetingLine]:
        if self.borrowed:
            return []
        return meetings_shown(self.visit.session, self.visit.actor, self.person.id)

    @cached_property
    def reports(self) -> list[ReportLine]:
        if self.borrowed:
            return []
        return reports_shown(
            self.visit.session, self.visit.actor, person_id=self.person.id, at=self.visit.at
        )

    @property
    def _coordinates(self) -> bool:
        return bool(self.visit.actor.coordinates) and not self.is_own

    @cached_property
    def instead_of_recording(self) -> str:
        """What a coordinator whom nobody has met yet is told; nothing for the others."""
        return must_be_met_first(self.visit) if self._coordinates else ""

    @property
    def may_record(self) -> bool:
        return self._coordinates and not self.instead_of_recording

    @cached_property
    def may_report(self) -> bool:
        """Whether to invite to say a meeting: in a collective that has met the visitor, and whose
        meeting with this person neither stands nor was said by them. What others said, and waits,
        changes nothing here: nobody learns of it."""
        if self.is_own or self._coordinates or not self.has_collective:
            return False
        done = {line.subject.collective_id for line in self.lines}
        done |= {word.subject.collective_id for word in self.reports if self.is_of_visitor(word)}
        return any(
            self.visit.may(Action.REPORT_MEETING, hearing.subject)
            and hearing.subject.collective_id not in done
            for hearing in hearings(self.visit.session, self.visit.actor)
        )

    def may_take_back(self, line: MeetingLine) -> bool:
        return self.visit.may(Action.WITHDRAW, line.subject)

    def may_decline(self, word: ReportLine) -> bool:
        return self.visit.may(Action.DECIDE, word.subject)

    def is_of_visitor(self, word: ReportLine) -> bool:
        return self.visit.may(Action.WITHDRAW, word.subject)
