"""The page of a badge."""

from starlette.responses import Response

from recognition.badges.queries import badge_page
from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit


@answering
def show(visit: Visit) -> Response:
    badge = badge_page(visit.session, visit.actor, visit.param("slug"))
    return render(visit, "badges/show.html", badge=badge)
