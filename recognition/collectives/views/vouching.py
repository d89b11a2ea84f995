"""« Se porter garant » of a collective, from its page."""

from starlette.responses import Response
from starlette.routing import Route

from recognition.collectives.commands import vouch_for
from recognition.collectives.queries import collective_by_slug, vouching_subject
from recognition.permissions import Action
from recognition.web.answering import answering
from recognition.web.visit import Visit


@answering
def vouch(visit: Visit) -> Response:
    member = visit.require_member()
    collective = collective_by_slug(visit.session, visit.param("slug"))
    visit.require(Action.VOUCH, vouching_subject(visit.session, collective.id, member.id))
    vouch_for(visit.session, collective, by=member.id, at=visit.at)
    return visit.redirect("collectives:show", slug=collective.slug, said="collective.vouched")


routes = [Route("/collectifs/{slug}/garant", vouch, methods=["POST"], name="collectives:vouch")]
