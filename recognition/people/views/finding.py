"""Finding people, as far as they allow it."""

from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from recognition.collectives.queries import people_page
from recognition.texts import Length, clean_line
from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit

LONGEST_PLACE = 2000  # characters of a cursor: a folded name and a handle, with room to spare


@answering
def index(visit: Visit) -> Response:
    asked = clean_line(visit.query("q")[: Length.SEARCH])
    after = visit.query("apres")[:LONGEST_PLACE].replace("\x00", "")
    page = people_page(visit.session, visit.actor, asked, after=after)
    return render(
        visit,
        "people/index.html",
        # The list that is there goes on growing; a search replaces it.
        block="lines" if after else "results",
        asked=asked,
        page=page,
        is_later=bool(after),
        more_address=_address(visit, q=asked, apres=page.after),
        start_address=_address(visit, q=asked),
    )


def _address(visit: Visit, **asked: str) -> str:
    given = {name: value for name, value in asked.items() if value}
    return f"{visit.path}?{urlencode(given)}" if given else visit.path


routes = [Route("/personnes", index, name="people:index")]
