"""A visitor verifies a badge; a member brings theirs in, shows it, and lets it go."""

import json

import pytest

from tests.imports.bringing import Elsewhere, baked, hosted
from tests.journeys.conftest import DESKTOP, PHONE, Site, Walker, Walking
from tests.journeys.test_pages import AXE, faults_of

HANDLE = "raphael-mesange"


def badge_file(address: str) -> dict[str, object]:
    """A picture with a badge inside, whose host answers nobody."""
    content = baked(hosted(Elsewhere(), address))
    return {"name": "badge.png", "mimeType": "image/png", "buffer": content}


def _is_accessible(walker: Walker) -> None:
    walker.page.evaluate(AXE)
    assert faults_of(walker.page) == []
    wide = walker.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_visitor_verifies_a_file_and_is_told_step_by_step(
    site: Site, walker: Walking, scripts: bool
) -> None:
    visitor = walker(site, scripts=scripts, size=PHONE if scripts else DESKTOP)
    page = visitor.open("/")
    page.get_by_role("link", name="Vérifier un badge").click()
    visitor.press("Vérifier")
    visitor.reads("Choisissez un fichier, ou collez l’adresse ou le texte du badge.")
    page.get_by_label("Le fichier du badge").set_input_files(badge_file("zoe@exemple.org"))
    page.get_by_label("À qui est-il").fill("zoe@exemple.org")
    visitor.press("Vérifier")
    visitor.reads("Nous avons lu ce badge, sans pouvoir tout vérifier.")
    visitor.reads("Émetteur trouvé")
    visitor.reads("C’est bien l’adresse qu’il nomme.")
    if scripts:
        assert page.evaluate("document.activeElement.id") == "resultat"
        _is_accessible(visitor)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_member_brings_a_badge_in_shows_it_and_lets_it_go(
    site: Site, walker: Walking, scripts: bool
) -> None:
    size = PHONE if scripts else DESKTOP
    raphael, visitor = (walker(site, scripts=scripts, size=size) for _ in range(2))
    raphael.enter_as(HANDLE)
    page = raphael.open("/moi/badges")
    page.get_by_role("link", name="Importer", exact=True).click()

    page.get_by_label("Ou son adresse, ou son texte").fill(
        json.dumps(hosted(Elsewhere(), "quelqu.un@exemple.org"))
    )
    raphael.press("Importer ce badge")
    raphael.reads("Ce badge est à une autre adresse.")
    assert page.get_by_label("Ou son adresse, ou son texte").input_value().startswith("{")
    if scripts:
        _is_accessible(raphael)

    page.get_by_label("Ou son adresse, ou son texte").fill("")
    page.get_by_label("Le fichier du badge").set_input_files(badge_file(f"{HANDLE}@demo.invalid"))
    raphael.press("Importer ce badge")
    raphael.reads("Badge ajouté à vos badges.")
    raphael.reads("Non vérifié")
    if scripts:
        _is_accessible(raphael)
    address = page.url.removeprefix(site.address).partition("#")[0]
    assert visitor.page.request.get(site.address + address).status == 404
    page.get_by_label("Visible de").select_option("public")
    raphael.press("Enregistrer")
    raphael.reads("Visibilité enregistrée.")

    visitor.open(f"/@{HANDLE}")
    visitor.reads("Venus d’ailleurs")
    visitor.open(address)
    visitor.reads("personne ne l’a confirmé")

    page.locator("summary", has_text="Retirer ce badge de mes badges").click()
    page.get_by_role("button", name="Retirer ce badge", exact=True).click()
    raphael.reads("Badge retiré de vos badges")
    assert visitor.page.request.get(site.address + address).status == 404
