"""What a member decides about their account."""

from starlette.responses import Response
from starlette.routing import Route

from recognition.people.queries import person_by_id
from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit


@answering
def show(visit: Visit) -> Response:
    person = person_by_id(visit.session, visit.require_member().id)
    return render(visit, "people/settings.html", person=person)


routes = [
    Route("/moi/reglages", show, name="people:settings"),
]
