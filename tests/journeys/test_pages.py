"""Every main page, small and large, light and dark: accessible, in its width, without complaint
(requirements I1 and K1)."""

from typing import Any

import pytest
from playwright.sync_api import Page

from recognition.demo.records import demo_id
from recognition.paths import root
from tests.journeys.conftest import DESKTOP, PHONE, Site, Walker, Walking, award_id

# Evaluated by the browser's own tools: the security policy lets no page load it.
AXE = (root() / "tests" / "vendor" / "axe.min.js").read_text()
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AWARD = f"/recus/{award_id('four-solaire', 'jules-ajonc')}"

VISITOR = [
    "/",
    "/badges",
    "/badges?q=ecouter",
    "/badges/four-solaire",
    "/badges/cercle-de-parole",
    "/badges/cercle-de-parole/versions/1",
    "/badges/four-solaire/endossements",
    "/badges/oreille-attentive",
    "/badges/oreille-attentive/valeur",
    AWARD,
    f"{AWARD}/valeur",
    f"{AWARD}/endossements",
    "/collectifs",
    "/collectifs/occitanie",
    "/personnes",
    "/@jules-ajonc",
    "/organisations/chambre-a-air",
    "/endosser/collectif/occitanie/tous",
    "/connexion",
    "/connexion/code",
    "/demo",
    "/bienvenue",
    "/a-propos",
    "/charte",
    "/accessibilite",
    "/donnees",
    "/boite-aux-lettres",
    "/verifier",
    f"/venus-d-ailleurs/{demo_id('imported', 'im-003')}",
    "/rien-de-tel",
]
COORDINATOR = [
    "/",
    "/moi/badges",
    "/moi/endossements",
    "/moi/reglages",
    "/badges/nouveau",
    "/badges/four-solaire",
    "/badges/passer-le-relais/discussion",
    "/badges/parent-qui-navigue/discussion",
    "/badges/four-solaire/endosser",
    "/badges/jardin-partage/attribuer",
    "/badges/jai-ose/me-reconnaitre",
    "/badges/jardin-partage/modifier",
    "/badges/oreille-attentive/valeur",
    AWARD,
    f"{AWARD}/valeur",
    f"{AWARD}/endosser",
    "/collectifs/nouveau",
    "/collectifs/occitanie",
    "/collectifs/occitanie/adhesions",
    "/collectifs/occitanie/modifier",
    "/collectifs/occitanie/reglages",
    "/collectifs/occitanie/inviter",
    "/collectifs/occitanie/inviter?pour=round&personne=jules-ajonc&badge=four-solaire",
    "/collectifs/occitanie/inviter?pour=workshop",
    "/collectifs/occitanie/invitations",
    f"/invitations/{demo_id('invitation', 'cafe-badge-albi')}",
    "/@jules-ajonc",
    "/@jules-ajonc/rencontre",
    "/endosser/personne/jules-ajonc",
    "/organisations/nouvelle",
    "/organisations/chambre-a-air/modifier",
    "/organisations/chambre-a-air/representants",
    "/collectifs/normandie/adhesions",  # refused
]
HOLDER = [
    AWARD,
    f"{AWARD}/emporter",
    f"{AWARD}/preuves/nouvelle",
    f"{AWARD}/preuves/nouvelle?kind=photo",
    "/moi/badges",
    "/moi/importer",
]


def faults_of(page: Page, *rules: str) -> list[str]:
    """What axe finds at levels A and AA: all of it, or the given rules only."""
    only: dict[str, Any] = (
        {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": LEVELS}
    )
    found = page.evaluate(
        "only => axe.run(document, {runOnly: only, resultTypes: ['violations']})", only
    )
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def looked_at(walker: Walker, path: str) -> list[str]:
    """Everything wrong with one page in four looks."""
    page = walker.open(path)
    page.evaluate(AXE)
    wrong = []
    for size, scheme, rules in (
        (DESKTOP, "light", ()),
        (DESKTOP, "dark", ("color-contrast",)),
        (PHONE, "dark", ()),
        (PHONE, "light", ("color-contrast",)),
    ):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        seen = f"{path} at {size['width']}, {scheme}"
        wrong += [f"{seen}: {fault}" for fault in faults_of(page, *rules)]
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            wrong.append(f"{seen}: {wide} px too wide")
    if page.locator("h1").count() != 1:
        wrong.append(f"{path}: {page.locator('h1').count()} headings of level 1")
    return wrong


@pytest.mark.parametrize(
    ("who", "paths"),
    [("", VISITOR), ("amina-ravenelle", COORDINATOR), ("jules-ajonc", HOLDER)],
    ids=["visitor", "coordinator", "holder"],
)
def test_every_page_is_accessible_and_fits_small_and_large_light_and_dark(
    who: str, paths: list[str], shared_site: Site, walker: Walking
) -> None:
    walking = walker(shared_site)
    if who:
        walking.enter_as(who)
    assert [fault for path in paths for fault in looked_at(walking, path)] == []


def test_axe_would_find_a_fault(shared_site: Site, walker: Walking) -> None:
    page = walker(shared_site).open("/a-propos")
    page.evaluate(AXE)
    page.evaluate("document.querySelector('main').appendChild(document.createElement('img'))")
    assert [fault.split(":")[0] for fault in faults_of(page)] == ["image-alt"]


def test_a_page_stays_in_its_width_at_four_times_the_size(
    shared_site: Site, walker: Walking
) -> None:
    """Requirement K2: 1280 px at 400 % leaves 320."""
    walking = walker(shared_site, size={"width": 320, "height": 256})
    for path in ("/", "/badges", "/badges/four-solaire", AWARD, "/collectifs/occitanie", "/demo"):
        page = walking.open(path)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, path
