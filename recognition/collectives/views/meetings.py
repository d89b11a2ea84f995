"""« Rencontré·e en personne »: noting a meeting, and taking it back."""

from starlette.responses import Response
from starlette.routing import Route

from recognition.collectives.commands import record_meeting, take_back_meeting
from recognition.collectives.forms import MeetingForm, ReasonForm
from recognition.collectives.models import Collective, Meeting
from recognition.collectives.queries import (
    IssuerName,
    collective_subject,
    profile_subject,
    spoken_for,
    standing_meeting,
)
from recognition.errors import NotAllowed, NotFound, Refused
from recognition.people.models import IssuerKind, Person
from recognition.people.queries import person_by_handle, person_by_id
from recognition.permissions import Action
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS, REFUSALS
from recognition.web.templates import render
from recognition.web.visit import Visit


def _met(visit: Visit) -> Person:
    visit.require_member()
    person = person_by_handle(visit.session, visit.param("handle"))
    if not visit.may(Action.SEE, profile_subject(visit.session, person)):
        raise NotFound
    return person


def _coordinated(visit: Visit) -> list[IssuerName]:
    """The collectives in whose name the visitor may note a meeting. Raises NotAllowed for none."""
    spoken = spoken_for(visit.session, visit.actor)
    coordinated = [issuer for issuer in spoken if issuer.kind == IssuerKind.COLLECTIVE]
    if not coordinated:
        raise NotAllowed("not_allowed")
    return coordinated


def _form_page(visit: Visit, person: Person, form: FormState, *, status: int = 200) -> Response:
    return render(
        visit,
        "collectives/meeting.html",
        person=person,
        form=form,
        collectives=[(issuer.slug, issuer.name) for issuer in _coordinated(visit)],
        today=visit.at,
        status=status,
    )


@answering
def new(visit: Visit) -> Response:
    return _form_page(visit, _met(visit), FormState())


_BESIDE = {"meeting.in_the_future": "met_on", "meeting.recorded_already": "collective"}


@answering
def create(visit: Visit) -> Response:
    person = _met(visit)
    by_slug = {issuer.slug: issuer for issuer in _coordinated(visit)}
    form, state = parse(MeetingForm, visit.form)
    if form is not None and form.collective not in by_slug:
        state = state.with_error("collective", _(FIELD_FAULTS["not_a_choice"]))
    if form is None or state.errors:
        return _form_page(visit, person, state, status=422)
    try:
        record_meeting(
            visit.session,
            by_slug[form.collective].id,
            person.id,
            met_on=form.met_on,
            occasion=form.occasion,
            by=visit.require_member().id,
            at=visit.at,
        )
    except Refused as refused:
        field = _BESIDE.get(refused.reason)
        if field is None:
            raise
        visit.session.rollback()
        state = state.with_error(field, _(REFUSALS[refused.reason]))
        return _form_page(visit, _met(visit), state, status=422)
    return visit.redirect(
        "people:profile", handle=person.handle, said="meeting.recorded", anchor="rencontres"
    )


def _to_take_back(visit: Visit) -> tuple[Meeting, Collective, Person]:
    """The meeting, for a coordinator of its collective. Raises NotFound for anyone else: who may
    not be told of a meeting is not told that there is one."""
    member = visit.require_member()
    meeting = standing_meeting(visit.session, visit.id())
    collective = visit.session.get_one(Collective, meeting.collective_id)
    decides = visit.may(Action.RECORD_MEETING, collective_subject(collective))
    if not decides or member.id == meeting.person_id:
        raise NotFound
    return meeting, collective, person_by_id(visit.session, meeting.person_id)


@answering
def taking_back_page(visit: Visit) -> Response:
    meeting, collective, person = _to_take_back(visit)
    return render(
        visit,
        "collectives/meeting_back.html",
        meeting=meeting,
        collective=collective,
        person=person,
        form=FormState(),
    )


@answering
def take_back(visit: Visit) -> Response:
    meeting, collective, person = _to_take_back(visit)
    form, state = parse(ReasonForm, visit.form)
    if form is None:
        return render(
            visit,
            "collectives/meeting_back.html",
            meeting=meeting,
            collective=collective,
            person=person,
            form=state,
            status=422,
        )
    by = visit.require_member().id
    take_back_meeting(visit.session, meeting, by=by, reason=form.reason, at=visit.at)
    if visit.may(Action.SEE, profile_subject(visit.session, person)):
        return visit.redirect("people:profile", handle=person.handle, said="meeting.taken_back")
    return visit.redirect("collectives:desk", slug=collective.slug, said="meeting.taken_back")


routes = [
    Route("/@{handle}/rencontre", new, name="meetings:new"),
    Route("/@{handle}/rencontre", create, methods=["POST"], name="meetings:create"),
    Route("/rencontres/{id}/retrait", taking_back_page, name="meetings:taking_back"),
    Route("/rencontres/{id}/retrait", take_back, methods=["POST"], name="meetings:take_back"),
]
