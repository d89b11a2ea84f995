"""The map itself: as a network, on the territory, as a list."""

from dataclasses import replace

from starlette.responses import Response

from recognition.badges.families import FAMILIES
from recognition.maps.fabric import Fabric
from recognition.maps.views.asking import OUTSIDE, Asked, asked_of
from recognition.maps.views.eyes import eyes_of
from recognition.maps.views.page import MapPage
from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit


def page_of(visit: Visit) -> MapPage:
    """The map that an address asks for. Raises NotFound and NotAllowed as `eyes_of` does."""
    asked = asked_of(visit)
    eyes = eyes_of(visit, asked.eyes)
    fabric = eyes.fabric(visit)
    page = MapPage(visit, _plain(replace(asked, eyes=eyes.slug), fabric), eyes, fabric)
    # What these eyes do not see is not even repeated to them.
    return page if page.chosen else replace(page, asked=replace(page.asked, chosen=""))


def _plain(asked: Asked, fabric: Fabric) -> Asked:
    """Everything ticked is nothing filtered, and makes an address that can be read."""
    known = {circle.slug for circle in fabric.circles}
    if any(person.circle_id is None for person in fabric.people):
        known.add(OUTSIDE)
    circles = tuple(slug for slug in asked.circles if slug in known)
    return replace(
        asked,
        circles=() if known <= set(circles) else circles,
        families=() if FAMILIES.keys() <= set(asked.families) else asked.families,
    )


@answering
def show(visit: Visit) -> Response:
    page = page_of(visit)
    if not page.eyes.full and not page.fabric.circles:
        return render(visit, "maps/closed.html", page=page)
    return render(visit, "maps/show.html", block="view", page=page)
