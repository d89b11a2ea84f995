"""Three journeys from end to end, with scripts on a phone and without them on a desktop."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from recognition.badges.models import Badge, Proposal
from recognition.clock import now
from recognition.db import writing
from tests.journeys.conftest import DESKTOP, PHONE, Site, Walker, Walking, award_id

Join = Callable[[], Walker]

both_ways = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@pytest.fixture
def someone(site: Site, walker: Walking, scripts: bool) -> Join:
    """A person who comes in."""
    return lambda: walker(site, scripts=scripts, size=PHONE if scripts else DESKTOP)


def value_shown(walker: Walker, badge: str) -> float:
    """The value on a badge's page, as everybody reads it."""
    page = walker.open(f"/badges/{badge}")
    return float(page.locator("#valeur .n").first.inner_text().replace(",", "."))


def threads_around(walker: Walker) -> int:
    return walker.page.locator(".hero svg.threads path.thread").count()


@both_ways
def test_a_newcomer_signs_up_joins_a_collective_and_receives_a_badge(
    site: Site, someone: Join
) -> None:
    newcomer, coordinator = someone(), someone()

    page = newcomer.open("/connexion")
    page.get_by_label("Adresse de courriel").fill("lou@exemple.org")
    newcomer.press("Recevoir un code")
    newcomer.reads("Un courriel vous attend")
    page = newcomer.open("/boite-aux-lettres")
    mail = page.locator(".mail", has_text="lou@exemple.org").first.inner_text()
    code = re.search(r"\b(\d{3})\s?(\d{3})\b", mail)
    assert code is not None, mail
    page = newcomer.open("/connexion/code")
    page.get_by_label("Code reçu").fill(f"{code[1]} {code[2]}")
    newcomer.press("Continuer")
    page.get_by_label("Nom affiché").fill("Lou Primevère")
    page.get_by_label("J’ai quinze ans ou plus").check()
    newcomer.press("Ouvrir mon compte")
    newcomer.reads("Votre compte est prêt")

    newcomer.open("/bienvenue")
    newcomer.reads("Quatre pas, à votre rythme")
    page = newcomer.open("/collectifs/occitanie")
    page.get_by_label("Une phrase pour vous présenter").fill("J’anime un jardin partagé.")
    newcomer.press("Envoyer ma demande")
    newcomer.reads("Votre demande est partie")

    coordinator.enter_as("amina-ravenelle")
    coordinator.open("/collectifs/occitanie/adhesions")
    coordinator.reads("J’anime un jardin partagé.")
    coordinator.press("Accueillir Lou Primevère")
    coordinator.reads("La file est vide")
    page = coordinator.open("/badges/jardin-partage/attribuer")
    page.get_by_label("À qui").fill("lou@exemple.org")
    page.get_by_label("Votre phrase").fill("Samedi, vous avez ouvert le jardin à tout le quartier.")
    coordinator.press("Attribuer ce badge")
    coordinator.reads("Badge attribué")

    newcomer.open("/moi/badges")
    newcomer.reads("Samedi, vous avez ouvert le jardin à tout le quartier.")
    newcomer.press("Accepter", exact=True)
    newcomer.reads("Badge accepté")
    page = newcomer.open("/moi/badges")
    assert page.locator(".acards li").count() == 1
    newcomer.open("/collectifs/occitanie")
    newcomer.reads("Vous êtes membre")


@both_ways
def test_an_outside_view_shows_as_a_thread_and_leaves_a_dated_trace_when_withdrawn(
    site: Site, someone: Join
) -> None:
    badge, award = "four-solaire", f"/recus/{award_id('four-solaire', 'jules-ajonc')}"
    holder, endorser, passer_by = someone(), someone(), someone()
    passer_by.open(award)
    threads, value = threads_around(passer_by), value_shown(passer_by, badge)

    holder.enter_as("jules-ajonc")
    page = holder.open(f"{award}/preuves/nouvelle")
    page.get_by_label("Titre").fill("Le carnet du four")
    page.get_by_label("Récit").fill("Trois semaines de mesures, tenues par les enfants.")
    page.locator('input[name="visibility"][value="public"]').check()
    holder.press("Ajouter cette preuve")
    holder.reads("Preuve ajoutée")

    endorser.enter_as("amina-ravenelle")
    page = endorser.open(f"{award}/endosser")
    page.get_by_label("Vos mots").fill("Je l’ai vu expliquer le four à douze personnes.")
    page.get_by_label("Votre lien").fill("nous avons animé ensemble")
    endorser.press("Envoyer mon endossement")
    endorser.reads("Endossement envoyé")

    passer_by.open(award)
    assert passer_by.page.get_by_text("douze personnes").count() == 0
    assert passer_by.page.get_by_text("Le carnet du four").count() >= 1
    assert threads_around(passer_by) == threads
    assert value_shown(passer_by, badge) == value

    holder.open(award)
    holder.reads("Je l’ai vu expliquer le four à douze personnes.")
    holder.press("Afficher cet endossement")
    holder.reads("Endossement affiché")

    passer_by.open(award)
    passer_by.reads("Je l’ai vu expliquer le four à douze personnes.")
    assert threads_around(passer_by) == threads + 1
    assert value_shown(passer_by, badge) > value

    page = endorser.open(award)
    page.get_by_text("Retirer mon endossement").first.click()
    endorser.press("Retirer mon endossement")
    endorser.reads("Endossement retiré")

    passer_by.open(award)
    assert passer_by.page.get_by_text("douze personnes").count() == 0
    assert threads_around(passer_by) == threads
    assert value_shown(passer_by, badge) == value
    for concerned in (holder, endorser):
        concerned.open(award)
        concerned.reads("a endossé ce badge en")
    assert passer_by.page.get_by_text("a endossé ce badge en").count() == 0


@both_ways
def test_an_idea_is_discussed_changed_adopted_and_given(site: Site, someone: Join) -> None:
    proposer, colleague, visitor = someone(), someone(), someone()

    proposer.enter_as("jules-ajonc")
    page = proposer.open("/badges/nouveau")
    page.get_by_label("Titre", exact=True).fill("Gardienne du feu")
    page.get_by_label("Définition").fill("Veiller sur le four pendant tout un atelier.")
    page.locator('[name="criteria"]').first.fill("Raconter une journée au four")
    page.locator('input[name="family"]').first.check()
    page.locator('input[name="award_rule"][value="holders"]').check()
    proposer.press("Proposer ce badge")
    proposer.reads("Badge proposé")
    with writing(site.engine) as session:
        row = session.exec(select(Badge).order_by(Badge.proposed_at.desc())).first()  # type: ignore[attr-defined]
        assert row is not None
        badge, badge_id = row.slug, row.id

    visitor.page.goto(f"{site.address}/badges/{badge}")
    assert visitor.page.get_by_text("Gardienne du feu").count() == 0

    colleague.enter_as("marguerite-embrun")
    page = colleague.open(f"/badges/{badge}/discussion")
    page.locator('input[name="stance"][value="concern"]').check()
    page.get_by_label("Vos raisons").fill("Une journée entière, est-ce à la portée de chacun ?")
    colleague.press("Donner mon avis")
    colleague.reads("Votre avis est enregistré")

    page = proposer.open(f"/badges/{badge}/discussion")
    proposer.reads("Une journée entière, est-ce à la portée de chacun ?")
    page.get_by_role("link", name="Modifier la proposition").first.click()
    page.get_by_label("Définition").fill("Veiller sur le four pendant une partie de l’atelier.")
    page.get_by_label("Pourquoi ce changement").fill("Pour que chacun le puisse.")
    proposer.press("Enregistrer la modification")
    proposer.reads("Proposition modifiée")
    proposer.reads("Pour que chacun le puisse.")

    with writing(site.engine) as session:
        proposal = session.exec(select(Proposal).where(Proposal.badge_id == badge_id)).one()
        proposal.closes_at = now() - timedelta(minutes=1)
        session.add(proposal)
        session.commit()
    for _ in range(20):  # the server's own worker closes it within two seconds
        proposer.open(f"/badges/{badge}/discussion")
        if proposer.page.get_by_text("Adopté sans objection").count():
            break
        proposer.page.wait_for_timeout(300)
    proposer.reads("Adopté sans objection")

    page = proposer.open(f"/badges/{badge}/attribuer")
    page.get_by_label("À qui").fill("@amina-ravenelle")
    page.get_by_label("Votre phrase").fill("Le feu n’a pas baissé de la matinée.")
    proposer.press("Attribuer ce badge")
    proposer.reads("Badge attribué")

    visitor.open(f"/badges/{badge}")
    visitor.reads("Veiller sur le four pendant une partie de l’atelier.")
    visitor.reads("Valeur d’endossement")
    value = visitor.page.locator("#valeur").inner_text()

    page = colleague.open(f"/badges/{badge}/endosser")
    page.get_by_label("Vos mots").fill("Ce badge dit bien ce que l’on fait ici.")
    colleague.press("Publier mon endossement")
    colleague.reads("Endossement publié")

    visitor.open(f"/badges/{badge}")
    visitor.reads("Ce badge dit bien ce que l’on fait ici.")
    assert visitor.page.locator("#valeur").inner_text() != value
