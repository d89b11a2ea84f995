"""What becomes of an endorsement: accepted, declined, taken back, ended; and one's own page."""

from collections.abc import Callable

from starlette.responses import Response

from recognition.endorsements.commands import accept, decline, end, restore, withdraw
from recognition.endorsements.forms import EndingForm, ReasonedEndingForm
from recognition.endorsements.mine import my_endorsements
from recognition.endorsements.models import Endorsement
from recognition.endorsements.queries import endorsement_for, endorsement_line, panel_of
from recognition.endorsements.rules import Target
from recognition.endorsements.views.addresses import target_page
from recognition.endorsements.views.mails import tell_of_ending
from recognition.permissions import Action
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse
from recognition.web.languages import gettext as _
from recognition.web.sentences import SAID
from recognition.web.templates import render
from recognition.web.visit import Visit

Act = Callable[..., None]


@answering
def mine(visit: Visit) -> Response:
    visit.require_member()
    return render(visit, "endorsements/mine.html", mine=my_endorsements(visit.session, visit.actor))


@answering
def acceptance(visit: Visit) -> Response:
    return _done(visit, accept, said="endorsement.accepted")


@answering
def refusal(visit: Visit) -> Response:
    return _done(visit, decline, said="endorsement.declined")


@answering
def restoration(visit: Visit) -> Response:
    return _done(visit, restore, said="endorsement.restored")


def _done(visit: Visit, act: Act, *, said: str) -> Response:
    visit.require_member()
    endorsement, target = endorsement_for(visit.session, visit.actor, visit.id())
    act(visit.session, visit.actor, endorsement, target, at=visit.at)
    return _after(visit, target, said=said)


@answering
def withdrawal(visit: Visit) -> Response:
    return _ended(visit, withdraw, said="endorsement.withdrawn")


@answering
def ending(visit: Visit) -> Response:
    return _ended(visit, end, said="endorsement.ended")


def _ended(visit: Visit, act: Act, *, said: str) -> Response:
    visit.require_member()
    endorsement, target = endorsement_for(visit.session, visit.actor, visit.id())
    for_others = act is end and not target.waits_for_consent
    form, state = parse(ReasonedEndingForm if for_others else EndingForm, visit.form)
    if form is None:
        return _ask_again(visit, endorsement, target, state)
    act(visit.session, visit.actor, endorsement, target, reason=form.reason, at=visit.at)
    if for_others:
        tell_of_ending(visit, endorsement, target)
    return _after(visit, target, said=said)


def _ask_again(
    visit: Visit, endorsement: Endorsement, target: Target, state: FormState
) -> Response:
    return render(
        visit,
        "endorsements/ending.html",
        block="ending",
        status=422,
        line=endorsement_line(visit.session, visit.actor, endorsement.id, target),
        target=target,
        form=state,
        back=_page_of(visit, target),
    )


def _after(visit: Visit, target: Target, *, said: str) -> Response:
    """Back to where the button was: a region of a page for htmx, else the page."""
    region = visit.text("region")
    if visit.wants_fragment and region == "panel":
        panel = panel_of(visit.session, visit.actor, target)
        return render(visit, "endorsements/_panel.html", panel=panel, said=_(SAID[said]))
    if visit.wants_fragment and region == "waiting":
        return render(visit, "endorsements/_answered.html", said=_(SAID[said]))
    if region == "mine":
        return visit.redirect("endorsements:mine", said=said)
    return visit.lead_to(_page_of(visit, target), said=said)


def _page_of(visit: Visit, target: Target) -> str:
    """The page of the thing, or one's own when it is no longer to be seen."""
    if visit.may(Action.SEE, target.subject):
        return target_page(visit, target)
    return visit.url("endorsements:mine")
