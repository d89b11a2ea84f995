"""« Rencontré·e en personne »: noting or saying a meeting, and taking it back."""

from starlette.responses import Response
from starlette.routing import Route

from recognition.collectives.commands import (
    MonthIsFull,
    decline_report,
    record_meeting,
    report_meeting,
    take_back_meeting,
    withdraw_report,
)
from recognition.collectives.forms import MeetingForm, ReasonForm
from recognition.collectives.models import Collective, Meeting, MeetingReport
from recognition.collectives.queries import (
    Hearing,
    hearings,
    is_met,
    meeting_subject,
    profile_subject,
    report_by_id,
    report_subject,
    standing_meeting,
)
from recognition.errors import NotAllowed, NotFound, Refused
from recognition.people.models import Person
from recognition.people.queries import person_by_handle, person_by_id
from recognition.permissions import Action
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse
from recognition.web.languages import gettext as _
from recognition.web.languages import ngettext
from recognition.web.sentences import FIELD_FAULTS, REFUSALS
from recognition.web.templates import date_long, render
from recognition.web.visit import Visit


def _met(visit: Visit) -> Person:
    visit.require_member()
    person = person_by_handle(visit.session, visit.param("handle"))
    if not visit.may(Action.SEE, profile_subject(visit.session, person)):
        raise NotFound
    return person


def _listening(visit: Visit) -> list[Hearing]:
    """The collectives where the visitor's word on a meeting counts: alone, or beside another's.
    Raises NotAllowed for none."""
    found = [
        hearing
        for hearing in hearings(visit.session, visit.actor)
        if visit.may(Action.RECORD_MEETING, hearing.subject)
        or visit.may(Action.REPORT_MEETING, hearing.subject)
    ]
    if not found:
        raise NotAllowed("not_allowed")
    return found


def must_be_met_first(visit: Visit) -> str:
    """What is told, instead of a form, to who may note no meeting before somebody has met them;
    nothing for the others. One query."""
    if is_met(visit.session, visit.require_member().id):
        return ""
    return _(REFUSALS["meeting.not_met_yourself"])


def _form_page(visit: Visit, person: Person, form: FormState, *, status: int = 200) -> Response:
    listening = _listening(visit)
    alone = [it for it in listening if visit.may(Action.RECORD_MEETING, it.subject)]
    return render(
        visit,
        "collectives/meeting.html",
        person=person,
        form=form,
        collectives=[(hearing.slug, hearing.name) for hearing in listening],
        counts_alone=bool(alone),
        instead="" if form.errors else must_be_met_first(visit),  # what was typed stays
        counts_beside=[hearing.name for hearing in listening if hearing not in alone],
        today=visit.at,
        status=status,
    )


@answering
def new(visit: Visit) -> Response:
    return _form_page(visit, _met(visit), FormState())


_BESIDE = {
    "meeting.in_the_future": "met_on",
    "meeting.recorded_already": "collective",
    "meeting.declined": "form",
    "meeting.not_met_yourself": "form",
}


@answering
def create(visit: Visit) -> Response:
    person = _met(visit)
    by_slug = {hearing.slug: hearing for hearing in _listening(visit)}
    form, state = parse(MeetingForm, visit.form)
    if form is not None and form.collective not in by_slug:
        state = state.with_error("collective", _(FIELD_FAULTS["not_a_choice"]))
    if form is None or state.errors:
        return _form_page(visit, person, state, status=422)
    try:
        said = _said(visit, by_slug[form.collective], person, form)
    except MonthIsFull as full:
        return _refused(visit, state.with_error("form", month_is_full(full)))
    except Refused as refused:
        field = _BESIDE.get(refused.reason)
        if field is None:
            raise
        return _refused(visit, state.with_error(field, _(REFUSALS[refused.reason])))
    return visit.redirect("people:profile", handle=person.handle, said=said, anchor="rencontres")


def _said(visit: Visit, hearing: Hearing, person: Person, form: MeetingForm) -> str:
    """Have the word count as far as the visitor's part in the collective goes; the code of what
    is answered."""
    alone = visit.may(Action.RECORD_MEETING, hearing.subject)
    by = visit.require_member().id
    where = (visit.session, hearing.subject.collective_id, person.id)
    if not alone:
        heard = report_meeting(
            *where, met_on=form.met_on, occasion=form.occasion, by=by, at=visit.at
        )
        return heard.value
    record_meeting(*where, met_on=form.met_on, occasion=form.occasion, by=by, at=visit.at)
    return "meeting.recorded"


def _refused(visit: Visit, state: FormState) -> Response:
    visit.session.rollback()
    return _form_page(visit, _met(visit), state, status=422)


def month_is_full(full: MonthIsFull) -> str:
    """What is told to who says more meetings than a month holds: how many are left, until when."""
    words = {"date": date_long(full.opens_on), "num": full.left_count}
    if not full.left_count:
        return (
            _(
                "Vous avez dit toutes les rencontres d’un mois. Pour que ce mot garde son sens,"
                " d’autres pourront l’être à partir du %(date)s."
            )
            % words
        )
    return (
        ngettext(
            "Il vous reste %(num)d rencontre à dire ce mois-ci. Choisissez une seule personne, ou"
            " revenez à partir du %(date)s.",
            "Il vous reste %(num)d rencontres à dire ce mois-ci. Choisissez moins de personnes, ou"
            " revenez à partir du %(date)s.",
            full.left_count,
        )
        % words
    )


def _to_take_back(visit: Visit) -> tuple[Meeting, Collective, Person]:
    """The meeting, for a coordinator of its collective, or one of the two who witnessed it.
    Raises NotFound for anyone else: who may not be told of a meeting is not told that there is
    one."""
    visit.require_member()
    meeting = standing_meeting(visit.session, visit.id())
    if not visit.may(Action.WITHDRAW, meeting_subject(visit.session, meeting)):
        raise NotFound
    collective = visit.session.get_one(Collective, meeting.collective_id)
    return meeting, collective, person_by_id(visit.session, meeting.person_id)


def _taking_back(visit: Visit, form: FormState, *, status: int = 200) -> Response:
    meeting, collective, person = _to_take_back(visit)
    subject = meeting_subject(visit.session, meeting)
    return render(
        visit,
        "collectives/meeting_back.html",
        meeting=meeting,
        collective=collective,
        person=person,
        is_own_word=subject.rests_on_word_of(visit.actor.person_id),
        form=form,
        status=status,
    )


@answering
def taking_back_page(visit: Visit) -> Response:
    return _taking_back(visit, FormState())


@answering
def take_back(visit: Visit) -> Response:
    meeting, collective, person = _to_take_back(visit)
    form, state = parse(ReasonForm, visit.form)
    if form is None:
        return _taking_back(visit, state, status=422)
    by = visit.require_member().id
    take_back_meeting(visit.session, meeting, by=by, reason=form.reason, at=visit.at)
    if visit.may(Action.SEE, profile_subject(visit.session, person)):
        return visit.redirect("people:profile", handle=person.handle, said="meeting.taken_back")
    return visit.redirect("collectives:show", slug=collective.slug, said="meeting.taken_back")


def _report(visit: Visit, action: Action) -> MeetingReport:
    """The word of the address, for who may do this with it. Raises as `Visit.require`."""
    visit.require_member()
    report = report_by_id(visit.session, visit.id())
    visit.require(action, report_subject(report, at=visit.at))
    return report


@answering
def refusal(visit: Visit) -> Response:
    decline_report(visit.session, _report(visit, Action.DECIDE), at=visit.at)
    handle = visit.require_member().handle
    return visit.redirect(
        "people:profile", handle=handle, said="meeting.word_declined", anchor="rencontres"
    )


@answering
def withdrawal(visit: Visit) -> Response:
    report = _report(visit, Action.WITHDRAW)
    withdraw_report(visit.session, report, at=visit.at)
    person = person_by_id(visit.session, report.person_id)
    if visit.may(Action.SEE, profile_subject(visit.session, person)):
        return visit.redirect("people:profile", handle=person.handle, said="meeting.word_withdrawn")
    return visit.redirect("home:show", said="meeting.word_withdrawn")


_WORD = "/rencontres/paroles/{id}"

routes = [
    Route("/@{handle}/rencontre", new, name="meetings:new"),
    Route("/@{handle}/rencontre", create, methods=["POST"], name="meetings:create"),
    Route("/rencontres/{id}/retrait", taking_back_page, name="meetings:taking_back"),
    Route("/rencontres/{id}/retrait", take_back, methods=["POST"], name="meetings:take_back"),
    Route(f"{_WORD}/refus", refusal, methods=["POST"], name="meetings:refusal"),
    Route(f"{_WORD}/retrait", withdrawal, methods=["POST"], name="meetings:withdrawal"),
]
