"""« Qui était là ? »: coordination notes at once whom it met on one occasion."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from recognition.collectives.commands import MonthIsFull, record_meetings
from recognition.collectives.forms import WorkshopForm
from recognition.collectives.models import Collective
from recognition.collectives.queries import (
    MetMember,
    ReportLine,
    UnmetMembers,
    collective_by_slug,
    collective_subject,
    members_by_handle,
    members_met,
    reports_shown,
    unmet_members,
)
from recognition.collectives.views.meetings import month_is_full, must_be_met_first
from recognition.errors import Refused
from recognition.permissions import Action
from recognition.texts import Length
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse
from recognition.web.languages import gettext as _
from recognition.web.sentences import REFUSALS
from recognition.web.templates import render
from recognition.web.visit import Visit


@dataclass(frozen=True)
class WorkshopPage:
    """What collectives/workshop.html shows."""

    visit: Visit
    collective: Collective
    form: FormState

    @property
    def query(self) -> str:
        return self.visit.query("q")[: Length.SEARCH]

    @property
    def action(self) -> str:
        """Where the form goes: it comes back to the same list."""
        path = self.visit.url("workshops:record", slug=self.collective.slug)
        return f"{path}?{urlencode({'q': self.query})}" if self.query else path

    @cached_property
    def instead(self) -> str:
        """What stands in the place of the form; what was typed stays in it."""
        return "" if self.form.errors else must_be_met_first(self.visit)

    @cached_property
    def unmet(self) -> UnmetMembers:
        return unmet_members(
            self.visit.session,
            self.collective.id,
            self.query,
            besides=self.visit.require_member().id,
        )

    @cached_property
    def met(self) -> list[MetMember]:
        """Those just noted, as the address names them: members of this collective only."""
        handles = self.visit.request.query_params.getlist("notees")
        known = [handle for handle in handles if "\x00" not in handle]
        return members_met(self.visit.session, self.collective.id, known) if known else []

    @cached_property
    def words(self) -> list[ReportLine]:
        return reports_shown(
            self.visit.session,
            self.visit.actor,
            collective_id=self.collective.id,
            at=self.visit.at,
        )


def _collective(visit: Visit) -> Collective:
    visit.require_member()
    collective = collective_by_slug(visit.session, visit.param("slug"))
    visit.require(Action.RECORD_MEETING, collective_subject(collective))
    return collective


def _page(visit: Visit, form: FormState, *, status: int = 200) -> Response:
    page = WorkshopPage(visit, _collective(visit), form)
    return render(visit, "collectives/workshop.html", page=page, today=visit.at, status=status)


@answering
def show(visit: Visit) -> Response:
    """The day and the occasion may come with the address: an invitation knows them."""
    asked = visit.request.query_params
    known = {"met_on": asked.get("jour", ""), "occasion": asked.get("occasion", "")}
    return _page(visit, FormState.of(**{name: text for name, text in known.items() if text}))


_BESIDE = {
    "meeting.in_the_future": "met_on",
    "meeting.not_a_member": "people",
    "meeting.not_met_yourself": "form",
}


@answering
def record(visit: Visit) -> Response:
    collective = _collective(visit)
    form, state = parse(WorkshopForm, visit.form)
    if form is None:
        return _page(visit, state, status=422)
    known = members_by_handle(visit.session, collective.id, form.people)
    if set(known) != set(form.people):
        state = state.with_error("people", _(REFUSALS["meeting.not_a_member"]))
        return _page(visit, state, status=422)
    try:
        _record(visit, collective, form, list(known.values()))
    except MonthIsFull as full:
        return _refused(visit, state.with_error("people", month_is_full(full)))
    except Refused as refused:
        field = _BESIDE.get(refused.reason)
        if field is None:
            raise
        return _refused(visit, state.with_error(field, _(REFUSALS[refused.reason])))
    path = visit.url("workshops:show", slug=collective.slug)
    noted = urlencode({"notees": form.people}, doseq=True)
    return visit.lead_to(f"{path}?{noted}", said="meeting.all_recorded")


def _record(
    visit: Visit, collective: Collective, form: WorkshopForm, person_ids: list[UUID]
) -> None:
    record_meetings(
        visit.session,
        collective.id,
        person_ids,
        met_on=form.met_on,
        occasion=form.occasion,
        by=visit.require_member().id,
        at=visit.at,
    )


def _refused(visit: Visit, state: FormState) -> Response:
    visit.session.rollback()
    return _page(visit, state, status=422)


routes = [
    Route("/collectifs/{slug}/rencontres", show, name="workshops:show"),
    Route("/collectifs/{slug}/rencontres", record, methods=["POST"], name="workshops:record"),
]
