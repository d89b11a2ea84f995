"""The form of an endorsement, one for whatever is endorsed."""

from uuid import UUID

from starlette.responses import Response

from recognition.endorsements.commands import endorse
from recognition.endorsements.forms import EndorsementForm, endorsement_form
from recognition.endorsements.lines import EndorseForm
from recognition.endorsements.queries import endorsing, panel_of
from recognition.endorsements.rules import Target
from recognition.endorsements.targets import award_target, badge_target
from recognition.endorsements.views.addresses import (
    badge_from_elsewhere,
    issuer_of_address,
    target_page,
)
from recognition.endorsements.views.mails import tell_of_offer
from recognition.errors import Refused
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS, REFUSALS
from recognition.web.templates import render
from recognition.web.visit import Visit


@answering
def new_badge(visit: Visit) -> Response:
    visit.require_member()
    return _answer(visit, badge_target(visit.session, visit.actor, visit.param("slug")))


@answering
def new_award(visit: Visit) -> Response:
    visit.require_member()
    return _answer(visit, award_target(visit.session, visit.actor, visit.id()))


@answering
def new_imported(visit: Visit) -> Response:
    visit.require_member()
    return _answer(visit, badge_from_elsewhere(visit))


@answering
def new_issuer(visit: Visit) -> Response:
    visit.require_member()
    return _answer(visit, issuer_of_address(visit))


def _answer(visit: Visit, target: Target) -> Response:
    needed = endorsing(visit.session, visit.actor, target)
    if visit.request.method != "POST":
        return _page(visit, needed, FormState.of(relation=visit.query("relation")))
    if needed.objection:
        raise Refused(needed.objection)
    form, state = parse(endorsement_form(target.kind), visit.form)
    if form is not None:
        state = _compared(form, state, needed)
    if form is None or state.errors:
        return _page(visit, needed, state, status=422)
    criteria = set(form.criteria)
    endorse(
        visit.session,
        visit.actor,
        target,
        statement=form.statement,
        relation=form.relation,
        criterion_ids=[choice.id for choice in target.criteria if str(choice.id) in criteria],
        on_behalf_of_id=UUID(form.on_behalf_of) if form.on_behalf_of else None,
        at=visit.at,
    )
    if target.waits_for_consent and not needed.past.went_unanswered:
        tell_of_offer(visit, target)
    if visit.wants_fragment:
        panel = panel_of(visit.session, visit.actor, target)
        return render(visit, "endorsements/_panel.html", panel=panel)
    said = "endorsement.sent" if target.waits_for_consent else "endorsement.published"
    return visit.lead_to(target_page(visit, target), said=said)


def _compared(form: EndorsementForm, state: FormState, needed: EndorseForm) -> FormState:
    """The identifiers of the form against what this member may choose (requirement A3)."""
    target = needed.target
    if form.version and form.version != str(target.version_id):
        state = state.with_error("form", _(FIELD_FAULTS["endorsement.version"]))
    elif not {str(choice.id) for choice in target.criteria}.issuperset(form.criteria):
        state = state.with_error("criteria", _(REFUSALS["endorsement.other_criteria"]))
    if form.on_behalf_of and form.on_behalf_of not in {v.value for v in needed.voices}:
        state = state.with_error("on_behalf_of", _(REFUSALS["endorsement.not_speaker"]))
    return state


def _page(visit: Visit, needed: EndorseForm, state: FormState, *, status: int = 200) -> Response:
    return render(
        visit,
        "endorsements/write.html",
        block="form",
        status=status,
        endorsing=needed,
        form=state,
        objection=_(REFUSALS[needed.objection]) if needed.objection else "",
        back=target_page(visit, needed.target),
    )
