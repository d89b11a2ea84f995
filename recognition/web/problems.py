"""Refusals and accidents, as pages in plain French; a 5xx never tells more than its number."""

import structlog
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from recognition.errors import NotAllowed, NotFound, Refusal
from recognition.people.rates import TooOften
from recognition.web import cookies
from recognition.web.languages import LOCALES, current_locale, mark
from recognition.web.languages import gettext as _
from recognition.web.limits import BodyTooLarge
from recognition.web.sentences import FIELD_NAMES, REFUSALS
from recognition.web.templates import render, render_plain
from recognition.web.visit import NotFromHere, Visit, sign_in_path

log = structlog.get_logger("recognition.problems")

TITLES = {
    400: mark("Cette demande n’a pas pu être lue"),
    403: mark("Ce n’est pas possible ici"),
    404: mark("Il n’y a rien à cette adresse"),
    405: mark("Cette adresse ne s’utilise pas ainsi"),
    409: mark("Cela n’a pas été enregistré"),
    413: mark("C’est trop lourd"),
    415: mark("Ce format n’est pas accepté"),
    422: mark("Il manque quelque chose"),
    429: mark("Un peu de patience"),
    500: mark("Quelque chose s’est cassé chez nous"),
    503: mark("Beaucoup de monde en même temps"),
}
TEXTS = {
    400: mark("Le formulaire est arrivé incomplet. Revenez à la page précédente et renvoyez-le."),
    404: REFUSALS["not_found"],
    405: mark("Revenez à la page précédente et utilisez ses boutons."),
    413: mark(
        "Un fichier peut peser 5 Mo au plus, et un texte quelques pages. Réduisez, puis"
        " recommencez."
    ),
    415: mark("Envoyez ce formulaire depuis la page où il se trouve."),
    500: mark(
        "Ce n’est pas de votre fait. Réessayez dans un instant ; si cela continue, donnez-nous le"
        " numéro ci-dessous, il nous aidera à comprendre."
    ),
    503: mark(
        "Votre demande n’a pas encore été enregistrée, et rien de ce que vous avez écrit n’est"
        " perdu. Attendez quelques secondes, puis renvoyez."
    ),
}
NOT_FROM_HERE_TITLE = mark("Cette page avait expiré")
NOT_FROM_HERE = mark(
    "La page était ouverte depuis longtemps, ou vous vous êtes connecté·e entre-temps. Vérifiez ce"
    " que vous aviez écrit, puis renvoyez."
)


def sign_in_page(visit: Visit) -> Response:
    """Where a visitor goes who needs an account for what they asked."""
    path = sign_in_path(visit)
    if visit.wants_fragment:
        return Response(status_code=204, headers={"HX-Redirect": path})
    return RedirectResponse(path, status_code=303)


def refusal_page(visit: Visit, refusal: Refusal | NotFromHere) -> Response:
    """The page (or, for htmx, the notice) of a refusal, with what the person had typed."""
    if isinstance(refusal, NotFromHere):
        return _page(visit, 403, _(NOT_FROM_HERE), title=_(NOT_FROM_HERE_TITLE), resend=True)
    status = 404 if isinstance(refusal, NotFound) else 409
    if isinstance(refusal, NotAllowed):
        status = 403
    if isinstance(refusal, TooOften):
        status = 429
    response = _page(visit, status, _(REFUSALS[refusal.reason]), resend=False)
    if isinstance(refusal, TooOften):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def busy_page(visit: Visit) -> Response:
    """A database that did not answer: what was typed stays, to be sent again (J2)."""
    visit.signed_in_unchecked = True
    response = _page(visit, 503, _(TEXTS[503]), resend=True)
    response.headers["Retry-After"] = "5"
    return response


def _page(visit: Visit, status: int, text: str, *, title: str = "", resend: bool) -> Response:
    typed = [
        (name, value)
        for name, value in visit.form.multi_items()
        if isinstance(value, str) and name not in {"csrf_token", "form_key"}
    ]
    response = render(
        visit,
        "error.html",
        block="notice" if visit.wants_fragment else None,
        status=status,
        title=title or _(TITLES[status]),
        text=text,
        number=None,
        typed=typed,
        field_names=FIELD_NAMES,
        resend=(resend and bool(typed)) or (resend and visit.request.method == "POST"),
    )
    if visit.wants_fragment:
        response.headers["HX-Retarget"] = "#notice"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


async def http_problem(request: Request, problem: Exception) -> Response:
    """The page of what Starlette refuses: an unknown address, a wrong method, a broken form."""
    assert isinstance(problem, HTTPException)
    return _aside(request, problem.status_code)


async def too_large(request: Request, problem: Exception) -> Response:
    """The page of a body over its limit (requirement A4)."""
    return _aside(request, 413)


async def database_problem(request: Request, problem: Exception) -> Response:
    """A database that is locked or gone: 503, to be tried again (requirement J2)."""
    log.warning("database.unavailable", error=type(problem).__name__)
    return _aside(request, 503, headers={"Retry-After": "5"})


async def race_lost(request: Request, problem: Exception) -> Response:
    """Two people at once: the one who came second is told so."""
    assert isinstance(problem, IntegrityError)
    log.warning("database.race")
    return _aside(request, 409, text=REFUSALS["busy"])


async def accident(request: Request, problem: Exception) -> Response:
    """Anything else is a bug: a short number here, the whole of it in the log (I3)."""
    number = request.scope["state"]["request_id"]
    log.error("accident", exc_info=problem)
    try:
        return _aside(request, 500, number=number)
    except Exception as worse:  # the page itself cannot be made: say so without it
        log.error("accident.page", exc_info=worse)
        return PlainTextResponse(f"{_(TITLES[500])}. {_(TEXTS[500])} {number}", 500)


HANDLERS = {
    HTTPException: http_problem,
    BodyTooLarge: too_large,
    OperationalError: database_problem,
    IntegrityError: race_lost,
}


def _aside(
    request: Request,
    status: int,
    *,
    text: str = "",
    number: str | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    # No view has run, or it ran in a thread of its own: the language is asked for again.
    wanted = cookies.read(request.app.state.platform.settings, request, "locale")
    current_locale.set(wanted if wanted in LOCALES else "fr")
    known = status if status in TITLES else 400
    text = text or TEXTS.get(known, REFUSALS["not_allowed"])
    return render_plain(
        request,
        "error.html",
        status=status,
        headers=headers,
        title=_(TITLES[known]),
        text=_(text),
        number=number,
        typed=[],
        field_names=FIELD_NAMES,
        resend=False,
    )
