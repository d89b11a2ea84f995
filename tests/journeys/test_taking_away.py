"""A badge leaves with its holder, and comes back to be checked: with scripts and without."""

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import DESKTOP, PHONE, Site, Walker, Walking, award_id

AWARD = f"/recus/{award_id('four-solaire', 'jules-ajonc')}"

both_ways = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


def downloaded(walker: Walker, link: str, to: Path) -> Path:
    """The file behind a link of the page, as the browser keeps it."""
    with walker.page.expect_download() as download:
        walker.page.get_by_role("link", name=link, exact=True).click()
    path = to / download.value.suggested_filename
    download.value.save_as(path)
    return path


def checked(walker: Walker, file: Any) -> Walker:
    page = walker.open("/verifier")
    page.get_by_label("Le fichier du badge").set_input_files(file)
    walker.press("Vérifier", exact=True)
    return walker


@both_ways
def test_the_holder_takes_the_picture_and_anyone_finds_it_true(
    site: Site, walker: Walking, tmp_path: Path, scripts: bool
) -> None:
    size = PHONE if scripts else DESKTOP
    holder, stranger = (walker(site, scripts=scripts, size=size) for _ in range(2))
    holder.enter_as("jules-ajonc")
    holder.open(AWARD)
    holder.page.get_by_role("link", name="Emporter").first.click()
    holder.reads("Pour la plupart des usages")
    picture = downloaded(holder, "Télécharger l’image", tmp_path)
    assert picture.suffixes[-1] == ".png"
    drawing = downloaded(holder, "Télécharger le SVG", tmp_path)

    checked(stranger, picture).reads("Ce badge est authentique")
    checked(stranger, drawing).reads("Ce badge est authentique")

    content = bytearray(picture.read_bytes())
    content[-40] ^= 1
    changed = {"name": "badge.png", "mimeType": "image/png", "buffer": bytes(content)}
    checked(stranger, changed).reads("abîmé ou incomplet")


def test_an_address_is_copied_from_the_page_and_checked(site: Site, walker: Walking) -> None:
    visitor = walker(site)
    page = visitor.open(AWARD)
    page.get_by_text("Données ouvertes").click()
    assert page.locator("#open-ob3").inner_text().endswith(AWARD.replace("/recus/", "credentials/"))
    page.get_by_role("link", name="Vérifier moi-même").click()
    visitor.press("Vérifier", exact=True)
    visitor.reads("Ce badge est authentique")
