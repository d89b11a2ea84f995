"""The pages of people: finding them, reading what they show of themselves."""

from starlette.responses import Response
from starlette.routing import Route

from recognition.collectives.queries import people_found, profile_subject
from recognition.errors import NotFound
from recognition.people.queries import person_by_handle
from recognition.permissions import Action
from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit


@answering
def index(visit: Visit) -> Response:
    people = people_found(visit.session, visit.actor, visit.query("q"))
    return render(visit, "people/index.html", people=people)


@answering
def profile(visit: Visit) -> Response:
    person = person_by_handle(visit.session, visit.param("handle"))
    if not visit.may(Action.SEE, profile_subject(visit.session, person)):
        raise NotFound
    return render(visit, "people/profile.html", person=person)


routes = [
    Route("/personnes", index, name="people:index"),
    Route("/@{handle}", profile, name="people:profile"),
]
