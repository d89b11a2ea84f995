"""« Je me reconnais » : a member gives a badge to themselves, and tells why."""

from dataclasses import dataclass
from uuid import UUID

from starlette.responses import Response

from recognition.awards.commands import recognise_oneself
from recognition.awards.forms import SelfAwardForm
from recognition.awards.models import Visibility
from recognition.awards.queries import BadgeToGive, badge_to_give
from recognition.awards.rules import objection_to_state
from recognition.errors import NotAllowed, Refused
from recognition.people.queries import person_by_id
from recognition.permissions import Action
from recognition.texts import Length, clean
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS
from recognition.web.templates import render
from recognition.web.visit import Visit


@dataclass(frozen=True)
class RecognisingPage:
    """What awards/recognise.html shows."""

    badge: BadgeToGive
    profile_visibility: str


@answering
def recognise_page(visit: Visit) -> Response:
    state = FormState.of(visibility=Visibility.PRIVATE)
    return render(visit, "awards/recognise.html", page=_page(visit), form=state)


@answering
def recognise(visit: Visit) -> Response:
    page = _page(visit)
    form, state = parse(SelfAwardForm, visit.form)
    told, state = _told(page.badge, state)
    if form is None or state.errors:
        return render(visit, "awards/recognise.html", page=page, form=state, status=422)
    award = recognise_oneself(
        visit.session,
        visit.actor,
        page.badge,
        narrative=form.narrative,
        told=told,
        visibility=form.visibility,
        at=visit.at,
    )
    return visit.redirect("awards:show", id=award.id, said="award.recognised")


def _page(visit: Visit) -> RecognisingPage:
    """The badge, for a member who may recognise themselves in it."""
    member = visit.require_member()
    badge = badge_to_give(visit.session, visit.actor, visit.param("slug"))
    if reason := objection_to_state(badge.badge_state):
        raise Refused(reason)
    if not visit.may(Action.SELF_AWARD, badge.subject):
        raise NotAllowed("award.not_for_oneself")
    person = person_by_id(visit.session, member.id)
    return RecognisingPage(badge, person.profile_visibility)


def _told(badge: BadgeToGive, state: FormState) -> tuple[dict[UUID, str], FormState]:
    """What is told of each criterion, under fields called ``told_<id>``; at least one is."""
    told: dict[UUID, str] = {}
    for criterion in badge.criteria:
        name = f"told_{criterion.id}"
        text = clean(state.value(name))
        if len(text) > Length.NARRATIVE:
            fault = _(FIELD_FAULTS["too_long"]).format(most=int(Length.NARRATIVE), count=len(text))
            state = state.with_error(name, fault)
        elif text:
            told[criterion.id] = text
    if not told and not state.errors and badge.criteria:
        first = f"told_{badge.criteria[0].id}"
        state = state.with_error(first, _(FIELD_FAULTS["award.tell_one"]))
    return told, state
