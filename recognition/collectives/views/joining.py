"""Asking to join a collective, and leaving it."""

from starlette.responses import Response
from starlette.routing import Route

from recognition.collectives.commands import leave, request_membership
from recognition.collectives.forms import JoinForm
from recognition.collectives.models import Collective, MembershipState
from recognition.collectives.queries import (
    collective_by_slug,
    collective_subject,
    coordination_of,
    membership_state,
)
from recognition.collectives.views.mails import tell_coordination
from recognition.collectives.views.showing import CollectivePage
from recognition.permissions import Action
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse
from recognition.web.languages import gettext as _
from recognition.web.sentences import SAID
from recognition.web.templates import render
from recognition.web.visit import Visit


def _answer(visit: Visit, collective: Collective, *, said: str) -> Response:
    """The page again; or, for htmx, the part of it that has changed."""
    if not visit.wants_fragment:
        return visit.redirect(
            "collectives:show", slug=collective.slug, said=said, anchor="rejoindre"
        )
    page = CollectivePage(visit, collective, FormState(), said=_(SAID[said]))
    return render(visit, "collectives/show.html", block="joining", page=page)


@answering
def ask(visit: Visit) -> Response:
    member = visit.require_member()
    collective = collective_by_slug(visit.session, visit.param("slug"))
    visit.require(Action.JOIN, collective_subject(collective))
    form, state = parse(JoinForm, visit.form)
    if form is None:
        page = CollectivePage(visit, collective, state)
        return render(visit, "collectives/show.html", block="joining", page=page, status=422)
    request_membership(visit.session, collective.id, member.id, form.sentence, at=visit.at)
    coordination = coordination_of(visit.session, visit.actor, collective.id)
    tell_coordination(visit, collective, coordination, who=member.display_name)
    return _answer(visit, collective, said="membership.asked")


@answering
def depart(visit: Visit) -> Response:
    member = visit.require_member()
    collective = collective_by_slug(visit.session, visit.param("slug"))
    state = membership_state(visit.session, collective.id, visit.actor)
    leave(visit.session, collective.id, member.id, at=visit.at)
    if state == MembershipState.REQUESTED:
        return _answer(visit, collective, said="membership.asking_withdrawn")
    return visit.redirect("collectives:show", slug=collective.slug, said="membership.left")


routes = [
    Route("/collectifs/{slug}/adhesions", ask, methods=["POST"], name="memberships:ask"),
    Route("/collectifs/{slug}/depart", depart, methods=["POST"], name="memberships:leave"),
]
