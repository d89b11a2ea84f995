"""Writing a badge."""

from starlette.responses import Response

from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit


@answering
def new(visit: Visit) -> Response:
    visit.require_member()
    return render(visit, "badges/compose.html")
