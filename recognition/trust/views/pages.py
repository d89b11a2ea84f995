"""All the voices of a value on a page of their own, and the same as JSON: for whoever may see the
badge or the award, and answered alike to all others."""

from dataclasses import replace

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from recognition.awards.queries import award_page
from recognition.awards.views.showing import AwardPage
from recognition.badges.queries import badge_page
from recognition.badges.views.showing import BadgePage
from recognition.errors import NotFound
from recognition.trust.views.card import ValueCard
from recognition.trust.views.document import value_document
from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit


def _badge_page(visit: Visit) -> BadgePage:
    return BadgePage(visit, badge_page(visit.session, visit.actor, visit.param("slug")))


def _award_page(visit: Visit) -> AwardPage:
    return AwardPage(visit, award_page(visit.session, visit.actor, visit.id()))


def _card(page: BadgePage | AwardPage) -> ValueCard:
    """The whole card; what has no value yet, or no more, has no such page."""
    if page.value is None:
        raise NotFound
    return replace(page.value, whole=True)


@answering
def badge(visit: Visit) -> Response:
    page = _badge_page(visit)
    title, back = page.badge.version.title, visit.url("badges:show", slug=page.badge.slug)
    return render(visit, "trust/show.html", value=_card(page), title=title, back=back)


@answering
def award(visit: Visit) -> Response:
    page = _award_page(visit)
    back = visit.url("awards:show", id=page.award.id)
    return render(visit, "trust/show.html", value=_card(page), title=page.heading, back=back)


def _json(card: ValueCard) -> Response:
    return JSONResponse(value_document(card), headers={"Vary": "Cookie"})


@answering
def badge_json(visit: Visit) -> Response:
    return _json(_card(_badge_page(visit)))


@answering
def award_json(visit: Visit) -> Response:
    return _json(_card(_award_page(visit)))


routes = [
    Route("/badges/{slug}/valeur", badge, name="trust:badge"),
    Route("/badges/{slug}/valeur.json", badge_json, name="trust:badge_json"),
    Route("/recus/{id}/valeur", award, name="trust:award"),
    Route("/recus/{id}/valeur.json", award_json, name="trust:award_json"),
]
