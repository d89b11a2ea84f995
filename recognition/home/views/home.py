"""Home, and first steps."""

from starlette.responses import Response

from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit


@answering
def show(visit: Visit) -> Response:
    return render(visit, "home/visitor.html")


@answering
def welcome(visit: Visit) -> Response:
    return render(visit, "home/welcome.html")
