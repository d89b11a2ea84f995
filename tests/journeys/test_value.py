"""The value of a badge, unfolded: accessible and in its width; and a collective that keeps the
number to itself."""

import re

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import DESKTOP, PHONE, Site, Walking, award_id
from tests.journeys.test_pages import AXE, faults_of

BADGE = "/badges/oreille-attentive"
AWARD = f"/recus/{award_id('oreille-attentive', 'leila-sauge')}"


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('#valeur details').forEach(one => one.open = true)")


@pytest.mark.parametrize("who", ["", "amina-ravenelle"], ids=["visitor", "coordinator"])
def test_a_value_is_accessible_when_everything_is_unfolded(
    who: str, shared_site: Site, walker: Walking
) -> None:
    walking = walker(shared_site)
    if who:
        walking.enter_as(who)
    wrong = []
    for path in (BADGE, AWARD, f"{BADGE}/valeur"):
        page = walking.open(path)
        page.evaluate(AXE)
        unfold(page)
        for size, scheme in ((DESKTOP, "light"), (PHONE, "dark")):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            wrong += [f"{path} {scheme}: {fault}" for fault in faults_of(page)]
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            wrong += [f"{path} {scheme}: {wide} px too wide"] if wide > 0 else []
        drawn = page.locator("#valeur .curve").first.bounding_box()
        assert drawn is not None
        assert (drawn["width"] <= 321, drawn["height"] <= 81) == (True, True)
    assert wrong == []


def test_a_collective_keeps_the_number_and_shows_the_words(site: Site, walker: Walking) -> None:
    coordinator, passer_by = walker(site), walker(site)
    page = passer_by.open(BADGE)
    figure = page.locator("#valeur .n").first.inner_text()
    assert re.fullmatch(r"\d+,\d\d", figure)

    coordinator.enter_as("amina-ravenelle")
    page = coordinator.open("/collectifs/occitanie/reglages")
    page.get_by_label("Montrer le nombre sur nos badges").uncheck()
    coordinator.press("Enregistrer les réglages")
    coordinator.reads("Réglages enregistrés")

    page = passer_by.open(BADGE)
    unfold(page)
    words = page.locator("#valeur").inner_text()
    assert re.findall(r"\d,\d", words) == []
    passer_by.reads("sans la valeur chiffrée")
    passer_by.reads("1re voix de son cercle")
