"""A coordinator plans a workshop and proposes a meeting; a member answers both. With scripts on a
phone, without them on a desktop, and every page on the way looked at by axe."""

import re
from datetime import timedelta

import pytest

from recognition.clock import now
from tests.journeys.conftest import DESKTOP, PHONE, Site, Walker, Walking
from tests.journeys.test_pages import AXE, faults_of


def _is_accessible(walker: Walker) -> None:
    walker.page.evaluate(AXE)
    assert faults_of(walker.page) == []
    wide = walker.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_workshop_is_planned_and_a_meeting_proposed_and_a_member_answers_both(
    site: Site, walker: Walking, scripts: bool
) -> None:
    size = PHONE if scripts else DESKTOP
    amina, paulin = (walker(site, scripts=scripts, size=size) for _ in range(2))
    amina.enter_as("amina-ravenelle")
    paulin.enter_as("paulin-coquelicot")

    page = amina.open("/collectifs/occitanie/adhesions")
    page.get_by_role("link", name="Préparer un atelier").click()
    page.get_by_label("Titre").fill("Café badge du printemps")
    page.get_by_label("Date").fill((now() + timedelta(days=60)).date().isoformat())
    page.get_by_label("Heure", exact=True).fill("18:30")
    amina.press("Relire avant d’envoyer")
    amina.reads("Il reste un point à revoir")
    if scripts:
        _is_accessible(amina)
    assert page.get_by_label("Titre").input_value() == "Café badge du printemps"
    page.get_by_label("Lieu").fill("Médiathèque de Tarbes")
    amina.press("Relire avant d’envoyer")
    amina.reads("Rien n’est encore parti.")
    if scripts:
        _is_accessible(amina)
    amina.press("Envoyer")
    amina.reads("Invitation envoyée.")

    page = amina.open("/collectifs/occitanie/inviter?pour=meeting&personne=paulin-coquelicot")
    page.get_by_label("Chercher une personne").fill("yanis")
    page.keyboard.press("Enter")
    page.get_by_label("Yanis Pervenche").check()
    assert page.get_by_label("Paulin Coquelicot").is_checked()
    amina.press("Relire avant d’envoyer")
    amina.press("Envoyer")
    amina.reads("Invitation envoyée.")

    page = paulin.open("/")
    paulin.reads("On vous invite")
    workshop = page.locator("li.card", has_text="Café badge du printemps")
    workshop.get_by_role("button", name="Je viens").click()
    paulin.reads("C’est noté : vous venez.")
    if scripts:
        _is_accessible(paulin)
    meeting = page.locator("li.card", has_text="Une rencontre")
    meeting.get_by_role("button", name="Pas cette fois").click()
    paulin.reads("C’est noté : pas cette fois.")
    page = paulin.open("/collectifs/occitanie")
    paulin.reads("Prochains ateliers")
    page.get_by_role("link", name="Café badge du printemps").click()
    if scripts:
        with page.expect_download() as download:
            page.get_by_role("link", name="Ajouter à mon agenda").click()
        assert download.value.suggested_filename == "rendez-vous.ics"
        _is_accessible(paulin)

    page = amina.open("/collectifs/occitanie/invitations")
    line = page.get_by_role("listitem").filter(has_text="Café badge du printemps")
    assert re.search(r"\d+ personnes · une personne vient", line.inner_text())
