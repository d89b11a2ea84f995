"""What the platform owes an explanation of: what it is, its charter, access, data."""

from starlette.responses import Response

from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit


@answering
def about(visit: Visit) -> Response:
    return render(visit, "pages/about.html")


@answering
def charter(visit: Visit) -> Response:
    return render(visit, "pages/charter.html")


@answering
def accessibility(visit: Visit) -> Response:
    return render(visit, "pages/accessibility.html")


@answering
def data(visit: Visit) -> Response:
    return render(visit, "pages/data.html")
