"""The gallery."""

import re
import secrets
from urllib.parse import urlencode

from sqlmodel import col
from starlette.responses import Response

from recognition.badges.families import FAMILIES
from recognition.badges.gallery import (
    GallerySearch,
    Order,
    badge_count,
    collective_choices,
    gallery_cards,
    skill_choices,
)
from recognition.badges.models import Badge
from recognition.endorsements.queries import endorsement_counts, unendorsed
from recognition.texts import Length, clean_line, fold
from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit

FARTHEST = 100_000


@answering
def gallery(visit: Visit) -> Response:
    search = _search(visit)
    if search.order in (Order.RANDOM, Order.THIRSTY) and not search.seed:
        seeded = {**dict(visit.request.query_params), "graine": secrets.token_hex(3)}
        return visit.lead_to(f"{visit.path}?{urlencode(seeded)}")
    thirsty = (unendorsed(col(Badge.id)),) if search.order == Order.THIRSTY else ()
    page = gallery_cards(visit.session, visit.actor, search, offset=_offset(visit), only=thirsty)
    counts = endorsement_counts(visit.session, visit.actor, [card.id for card in page.cards])
    more = {**_asked(search), "suite": str(page.next_offset)}
    return render(
        visit,
        "badges/gallery.html",
        block="cards" if page.offset else "results",
        search=search,
        page=page,
        counts=counts,
        badge_count=badge_count(visit.session, visit.actor),
        families=list(FAMILIES.values()),
        collectives=collective_choices(visit.session),
        skills=skill_choices(visit.session, visit.actor),
        more_address=f"{visit.path}?{urlencode(more)}",
        start_address=f"{visit.path}?{urlencode(_asked(search))}",
    )


def _search(visit: Visit) -> GallerySearch:
    """What the address asks for; what it cannot mean is left out, so that any address answers."""
    order = visit.query("ordre", Order.RANDOM)
    family = visit.query("famille")
    seed = visit.query("graine")
    return GallerySearch(
        text=clean_line(visit.query("q")[: Length.SEARCH]),
        family=family if family in FAMILIES else "",
        collective=clean_line(visit.query("collectif")[: Length.HANDLE]),
        skill=fold(clean_line(visit.query("competence")[: Length.SKILL])),
        order=Order(order) if order in set(Order) else Order.RANDOM,
        seed=seed if re.fullmatch("[0-9a-z]{1,12}", seed) else "",
    )


def _asked(search: GallerySearch) -> dict[str, str]:
    """`search` as the parameters of an address."""
    asked = {
        "q": search.text,
        "famille": search.family,
        "collectif": search.collective,
        "competence": search.skill,
        "ordre": "" if search.order == Order.RANDOM else str(search.order),
        "graine": search.seed,
    }
    return {name: value for name, value in asked.items() if value}


def _offset(visit: Visit) -> int:
    asked = visit.query("suite")
    return (
        min(int(asked), FARTHEST) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
    )
