"""« Vérifier un badge »: anyone, each step in words, and nothing kept."""

import json
import re
from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from recognition.imports.models import ImportedBadge
from recognition.people.models import Person
from recognition.people.rates import RateCount
from recognition.settings import Settings
from tests import factories as make
from tests.conftest import Visitor
from tests.imports.bringing import BASE, Elsewhere, a_file, baked, hosted, kept, signed
from tests.openbadges.verifying.issuers import Issuer, award, endorsement

SignedInAs = Callable[[Person], Visitor]
ADDRESS = "zoe@exemple.fr"


def asked(browser: Visitor, **values: object) -> str:
    """The page of a verification that went well."""
    files = values.pop("files", None)
    answer = browser.post("/verifier", values, **({"files": files} if files else {}))
    assert answer.status_code == 200, answer.text[:2000]
    return str(answer.text)


def headline(page: str) -> str:
    found = re.search(r'id="verdict-title">([^<]*)<', page)
    return found[1] if found else ""


def steps(page: str) -> dict[str, str]:
    """The word of each check, by its question."""
    found = re.findall(r'check-q"><b>([^<]*)</b>[^<]*<span class="check-word">([^<]*)</span>', page)
    return dict(found)


def test_a_signed_badge_is_told_step_by_step(visitor: Visitor, web: Elsewhere) -> None:
    page = asked(visitor, source=json.dumps(signed(web, ADDRESS)), recipient=ADDRESS.upper())
    assert headline(page) == (
        "Ce badge est authentique\u00a0: atelier.example répond de sa signature."
    )
    assert steps(page) == {
        "Lisible": "oui",
        "Émetteur trouvé": "oui",
        "Signature": "oui",
        "Pas retiré": "sans objet",
        "Pas expiré": "oui",
        "À cette adresse": "oui",
    }
    assert "Atelier des communs" in page


def test_a_hosted_badge_in_a_picture_says_who_publishes_it(
    visitor: Visitor, web: Elsewhere
) -> None:
    page = asked(visitor, **a_file(baked(hosted(web, ADDRESS))))
    assert headline(page) == (
        "Ce badge est authentique\u00a0: ailleurs.example le publie tel qu’il est ici."
    )
    assert steps(page)["À cette adresse"] == "sans objet"
    assert 'src="data:image/png;base64,' in page
    assert "Montrer la découpe à trois personnes." in page


def test_an_address_is_asked_when_it_is_sent_and_not_when_a_link_brings_it(
    visitor: Visitor, web: Elsewhere
) -> None:
    hosted(web, ADDRESS)
    address = f"{BASE}/assertions/1"
    shown = visitor.get(f"/verifier?adresse={address}")
    assert shown.status_code == 200
    assert address in shown.text
    assert web.asked == []
    assert headline(asked(visitor, source=f"  {address}\n")).startswith("Ce badge est authentique")
    assert web.asked[0] == address


def test_a_badge_changed_afterwards_is_refused_in_plain_words(
    visitor: Visitor, web: Elsewhere
) -> None:
    document = signed(web, ADDRESS)
    document["credentialSubject"]["achievement"]["name"] = "Tout savoir"
    page = asked(visitor, source=json.dumps(document))
    assert headline(page) == "Ce badge ne passe pas la vérification."
    assert steps(page)["Signature"] == "non"
    assert "ce fichier a été modifié après coup" in page


def test_an_issuer_that_does_not_answer_is_not_called_a_forger(
    visitor: Visitor, web: Elsewhere
) -> None:
    document = signed(web, ADDRESS)
    web.pages.clear()
    page = asked(visitor, source=json.dumps(document))
    assert headline(page) == "Nous avons lu ce badge, sans pouvoir tout vérifier."
    assert steps(page)["Émetteur trouvé"] == "on ne sait pas"
    assert "personne ne l’a confirmé" in page


def test_an_address_that_answers_nothing_is_not_said_to_have_been_read(visitor: Visitor) -> None:
    page = asked(visitor, source="https://muet.example/badge")
    assert headline(page) == "Nous n’avons pas pu lire ce badge."


def test_an_expired_badge_says_when(visitor: Visitor, web: Elsewhere) -> None:
    document = signed(web, ADDRESS, validUntil="2026-11-02T00:00:00Z")
    page = asked(visitor, source=json.dumps(document))
    assert headline(page) == "Ce badge est authentique, et il a expiré."
    assert "Il a expiré le 2 novembre 2026." in page


def test_what_is_no_badge_is_said_so(visitor: Visitor, web: Elsewhere) -> None:
    page = asked(visitor, source="Bonjour, voici mon badge.")
    assert headline(page) == "Nous n’avons pas trouvé de badge."
    assert "Nous ne reconnaissons pas ce fichier." in page


def test_words_of_strangers_are_shown_and_never_obeyed(visitor: Visitor, web: Elsewhere) -> None:
    hostile = '<script>alert(1)</script><a href="javascript:alert(2)">ici</a>'
    assertion = hosted(web, ADDRESS, narrative=hostile)
    web.pages[f"{BASE}/badge"]["name"] = "\u202e<b>Nom</b>"
    web.pages[f"{BASE}/issuer"]["url"] = "javascript:alert(3)"
    page = asked(visitor, source=json.dumps(assertion))
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<bdi>&lt;b&gt;Nom&lt;/b&gt;</bdi>" in page


def test_a_link_of_a_stranger_is_marked_and_its_host_shown(
    visitor: Visitor, web: Elsewhere
) -> None:
    page = asked(visitor, source=json.dumps(hosted(web, ADDRESS)))
    link = re.search(rf'<a class="link" href="{BASE}/"([^>]*)>([^<]*)<', page)
    assert link
    assert link[1].strip() == 'rel="nofollow noopener ugc"'
    assert link[2] == "ailleurs.example"


def test_nothing_is_kept_of_what_is_verified(
    session: Session, visitor: Visitor, web: Elsewhere, settings: Settings
) -> None:
    document = signed(web, ADDRESS)
    before = set(settings.media_dir.rglob("*"))
    asked(visitor, recipient=ADDRESS, **a_file(baked(document)))
    assert kept(session) == []
    assert session.exec(select(ImportedBadge)).all() == []
    assert set(settings.media_dir.rglob("*")) == before


def test_a_member_has_their_own_addresses_compared(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    zoe = make.make_person(session)
    document = signed(web, f"{zoe.handle}@exemple.org")
    browser = signed_in_as(zoe)
    assert steps(asked(browser, source=json.dumps(document)))["À vous"] == "oui"
    someone = asked(browser, source=json.dumps(document), recipient="paul@exemple.org")
    assert steps(someone)["À cette adresse"] == "non"


@pytest.mark.parametrize("htmx", [False, True])
def test_a_mistake_is_shown_beside_its_field_and_nothing_typed_is_lost(
    htmx: bool, visitor: Visitor, web: Elsewhere
) -> None:
    wrong = visitor.post("/verifier", {"source": "{}", "recipient": "pas une adresse"}, htmx=htmx)
    assert wrong.status_code == 422
    assert 'id="recipient-error"' in wrong.text
    assert "pas une adresse" in wrong.text
    assert ("<html" in wrong.text) is not htmx
    empty = visitor.post("/verifier", {"recipient": ADDRESS}, htmx=htmx)
    assert empty.status_code == 422
    assert 'id="source-error"' in empty.text
    assert ADDRESS in empty.text


def test_a_file_heavier_than_any_badge_is_refused(visitor: Visitor, web: Elsewhere) -> None:
    answer = visitor.post("/verifier", {}, **a_file(b"a" * (5 * 1024 * 1024 + 1)))
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text


def test_one_asks_so_often_and_is_told_when_to_come_back(
    session: Session, visitor: Visitor, web: Elsewhere
) -> None:
    asked(visitor, source="{}")
    session.exec(select(RateCount)).one().count = 60
    session.commit()
    refused = visitor.post("/verifier", {"source": "mon texte"})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 3601
    assert "Vous avez vérifié beaucoup de badges" in refused.text
    assert "mon texte" in refused.text


def test_addresses_are_asked_thirty_an_hour_then_no_more(
    session: Session, visitor: Visitor, web: Elsewhere
) -> None:
    source = json.dumps(hosted(web, ADDRESS))
    answers = [visitor.post("/verifier", {"source": source}).status_code for _ in range(12)]
    assert len(web.asked) == 30
    assert answers == [200] * (30 // 3) + [429] * 2
    # What needs no address is still verified.
    assert visitor.post("/verifier", {"source": "rien"}).status_code == 200


def test_others_write_while_an_issuer_is_slow_to_answer(
    session: Session, visitor: Visitor, web: Elsewhere
) -> None:
    written = []

    class Slow(Elsewhere):
        def fetch(self, url: str, **how: object) -> object:  # type: ignore[override]
            written.append(make.make_person(session).handle)
            session.commit()  # waits for nobody, or the database is locked
            return super().fetch(url, **how)  # type: ignore[arg-type]

    source = json.dumps(hosted(web, ADDRESS))
    slow = Slow(web.pages)
    visitor.client.app.state.platform.web = slow  # type: ignore[attr-defined]
    asked(visitor, source=source)
    assert len(written) == 3


def test_a_badge_of_ours_leads_to_its_page_for_who_may_see_it(
    session: Session, visitor: Visitor, web: Elsewhere, settings: Settings
) -> None:
    awards = (make.make_award(session), make.make_award(session, visibility="private"))
    shown, hidden = (award.id for award in awards)
    session.commit()
    pages = {
        award_id: asked(visitor, source=f"{settings.base_url}/ob3/credentials/{award_id}")
        for award_id in (shown, hidden)
    }
    assert f"/recus/{shown}" in pages[shown]
    assert "/recus/" not in pages[hidden]
    assert web.asked == []


def test_each_endorsement_inside_is_verified_on_its_own(visitor: Visitor, web: Elsewhere) -> None:
    issuer, friend = Issuer().publish(web), Issuer("did:web:amie.example:1", "Une amie")
    document = award(issuer)
    about = document["credentialSubject"]["achievement"]["id"]
    sound = friend.publish(web).sign(endorsement(friend, about, 1))
    forged = friend.sign(endorsement(friend, about, 2))
    forged["credentialSubject"]["endorsementComment"] = "Un mot que personne n’a écrit."
    document["credentialSubject"]["achievement"]["endorsement"] = [sound, forged]
    page = asked(visitor, source=json.dumps(issuer.sign(document)))
    assert headline(page).startswith("Ce badge est authentique")
    told = re.findall(r'<li class="check (\w+)">.{0,900}?<b>(Endossement[^<]*)</b>', page, re.S)
    assert told == [
        ("verified", "Endossement vérifié"),
        ("invalid", "Endossement qui ne passe pas la vérification"),
    ]
    assert "Un mot, le 1." in page
    assert "amie.example" in page


def test_a_member_called_proof_signs_nothing(visitor: Visitor, web: Elsewhere) -> None:
    document = hosted(web, ADDRESS, proof="celle-ci")
    page = asked(visitor, **a_file(baked(document)))
    assert "ailleurs.example le publie tel qu’il est ici." in page
    assert "répond de sa signature" not in page
