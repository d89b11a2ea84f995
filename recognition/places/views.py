"""Towns as one types: what the forms that ask for a town show below their field."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from recognition.places.choosing import chosen_town
from recognition.texts import Length
from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit


@answering
def towns(visit: Visit) -> Response:
    """Open to anyone: it tells open data, and nothing of who asks."""
    typed = visit.query("town")[: Length.CITY]
    choice = chosen_town(typed, visit.query("town_code"))
    return render(
        visit,
        "places/towns.html",
        block="towns",
        towns=choice.matches,
        ticked=choice.town.code if choice.town else "",
        typed=typed,
    )


routes: list[BaseRoute] = [Route("/villes", towns, name="places:towns")]
