"""« Importer »: what is one's own joins one's badges; what is not says why."""

import json
import re
from collections.abc import Callable

from sqlmodel import Session, select

from recognition.awards.models import Visibility
from recognition.imports.models import Belonging
from recognition.people.models import EmailAddress, Person
from recognition.people.rates import RateCount
from recognition.settings import Settings
from tests import factories as make
from tests.conftest import Visitor
from tests.factories import AT
from tests.imports.bringing import BASE, Elsewhere, a_file, baked, bring, hosted, kept, signed
from tests.openbadges.verifying.issuers import Issuer, award, endorsement, identity

SignedInAs = Callable[[Person], Visitor]


def somebody(session: Session, signed_in_as: SignedInAs) -> tuple[Person, str, Visitor]:
    """A member, their mail address, and their browser."""
    person = make.make_person(session, "Zoé Tamaris")
    return person, f"{person.handle}@exemple.org", signed_in_as(person)


def test_a_badge_for_ones_own_address_joins_ones_badges_for_oneself_alone(
    session: Session, signed_in_as: SignedInAs, visitor: Visitor, web: Elsewhere
) -> None:
    zoe, address, browser = somebody(session, signed_in_as)
    handle = zoe.handle
    session.rollback()
    answer = browser.post("/moi/importer", {}, **a_file(baked(signed(web, address))))
    assert answer.status_code == 303
    [row] = kept(session)
    assert (row.title, row.version, row.form) == ("Accueillir", "3.0", "png")
    assert (row.belonging, row.visibility) == (Belonging.MINE, Visibility.PRIVATE)
    assert (row.issuer_name, row.issuer_host) == ("Atelier des communs", "atelier.example")
    assert row.picture_key
    session.rollback()
    mine = browser.get("/moi/badges").text
    assert "Venus d’ailleurs" in mine
    assert "Signature vérifiée" in mine
    assert answer.headers["location"] in mine
    assert visitor.get(answer.headers["location"]).status_code == 404
    assert "Accueillir" not in visitor.get(f"/@{handle}").text


def test_a_hosted_badge_is_shown_with_who_publishes_it_and_when_it_was_read(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    _zoe, address, browser = somebody(session, signed_in_as)
    page = browser.get(bring(browser, hosted(web, address)).headers["location"]).text
    assert "Publié par son émetteur" in page
    assert re.search(r"Publié par ailleurs\.example, relu le \d", page)


def test_another_address_of_ones_account_counts_as_well(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    zoe, _address, browser = somebody(session, signed_in_as)
    session.add(EmailAddress(person_id=zoe.id, address="zoe@travail.example", verified_at=AT))
    session.commit()
    assert bring(browser, hosted(web, "zoe@travail.example")).status_code == 303


def test_a_badge_for_another_address_is_not_kept_and_the_way_to_prove_it_is_shown(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    _zoe, _address, browser = somebody(session, signed_in_as)
    answer = bring(browser, signed(web, "zoe@travail.example"))
    assert answer.status_code == 200
    assert "Ce badge est à une autre adresse." in answer.text
    assert 'href="/moi/adresses"' in answer.text
    assert kept(session) == []


def test_it_is_kept_apart_and_invisible_when_one_says_so_until_the_address_is_ones_own(
    session: Session, signed_in_as: SignedInAs, visitor: Visitor, web: Elsewhere
) -> None:
    zoe, _address, browser = somebody(session, signed_in_as)
    zoe_id, document = zoe.id, signed(web, "zoe@travail.example")
    session.rollback()
    location = bring(browser, document, keep="apart").headers["location"]
    assert [each.belonging for each in kept(session)] == [Belonging.NOT_MINE]
    session.rollback()
    page = browser.get(location).text
    assert "Ce badge n’est pas à votre adresse." in page
    assert f"{location}/visibilite" not in page
    assert browser.post(f"{location}/visibilite", {"visibility": "public"}).status_code == 403
    assert visitor.get(location).status_code == 404
    session.add(EmailAddress(person_id=zoe_id, address="zoe@travail.example", verified_at=AT))
    session.commit()
    assert bring(browser, document).headers["location"] == location
    assert [each.belonging for each in kept(session)] == [Belonging.MINE]


def test_the_button_that_keeps_it_sends_the_badge_again(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    _zoe, _address, browser = somebody(session, signed_in_as)
    page = bring(browser, hosted(web, "zoe@travail.example")).text
    assert '<input type="hidden" name="keep" value="apart">' in page
    source = re.search(r'<input type="hidden" name="source" value="([^"]*)"', page)
    assert source
    assert f"{BASE}/assertions/1" in source[1]


def test_a_badge_that_names_nobody_says_so(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    _zoe, address, browser = somebody(session, signed_in_as)
    document = signed(web, address)
    del document["credentialSubject"]["identifier"]
    document.pop("proof")
    answer = bring(browser, Issuer().publish(web).sign(document))
    assert "Ce badge ne dit pas à qui il est." in answer.text
    assert "Ajouter cette adresse" not in answer.text  # it names none
    assert kept(session) == []


def test_a_forged_badge_is_refused_whoever_it_names_and_whatever_one_says(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    _zoe, address, browser = somebody(session, signed_in_as)
    document = signed(web, address)
    document["credentialSubject"]["achievement"]["name"] = "Tout savoir"
    answer = bring(browser, document, keep="apart")
    assert answer.status_code == 422
    assert "Rien n’a été gardé." in answer.text
    assert "ce fichier a été modifié après coup" in answer.text
    assert kept(session) == []


def test_a_badge_that_its_issuer_took_back_is_not_kept(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    _zoe, address, browser = somebody(session, signed_in_as)
    document = hosted(web, address)
    web.takes_away(str(document["id"]), revoked=True, revocationReason="Une erreur.")
    answer = bring(browser, document)
    assert answer.status_code == 422
    assert "Ce badge a été retiré par son émetteur." in answer.text
    assert "Une erreur." in answer.text
    assert kept(session) == []


def test_an_expired_badge_is_kept_and_says_so(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    _zoe, address, browser = somebody(session, signed_in_as)
    document = signed(web, address, validUntil="2026-11-02T00:00:00Z")
    page = browser.get(bring(browser, document).headers["location"]).text
    assert "Il a expiré le 2 novembre 2026. Sa signature, elle, est bonne." in page


def test_a_badge_whose_issuer_does_not_answer_is_kept_as_not_verified(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    _zoe, address, browser = somebody(session, signed_in_as)
    document = hosted(web, address)
    web.pages.clear()
    page = browser.get(bring(browser, document).headers["location"]).text
    assert "Non vérifié" in page
    assert "personne ne l’a confirmé" in page
    [row] = kept(session)
    assert json.loads(row.document) == document


def test_the_same_badge_again_leads_to_it_and_refreshes_it(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    _zoe, address, browser = somebody(session, signed_in_as)
    first = bring(browser, hosted(web, address))
    web.pages[f"{BASE}/badge"]["name"] = "Accueil aux machines"
    second = bring(browser, hosted(web, address, narrative="Plus tard."))
    assert first.headers["location"] == second.headers["location"]
    assert [each.narrative for each in kept(session)] == ["Plus tard."]


def test_two_members_may_bring_the_same_badge_and_only_one_is_named(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    _zoe, address, browser = somebody(session, signed_in_as)
    other = signed_in_as(make.make_person(session))
    document = hosted(web, address)
    assert bring(browser, document).status_code == 303
    assert bring(other, document, keep="apart").status_code == 303
    assert sorted(each.belonging for each in kept(session)) == ["mine", "not_mine"]


def test_a_badge_of_ours_is_not_brought_in_and_its_page_is_shown(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere, settings: Settings
) -> None:
    zoe, _address, browser = somebody(session, signed_in_as)
    award_id = make.make_award(session, holder=zoe).id
    session.commit()
    answer = browser.post(
        "/moi/importer", {"source": f"{settings.base_url}/ob3/credentials/{award_id}"}
    )
    assert answer.status_code == 200
    assert "Ce badge vient d’ici." in answer.text
    assert f'href="/recus/{award_id}"' in answer.text
    assert kept(session) == []


def test_an_endorsement_is_no_badge_to_keep(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    _zoe, _address, browser = somebody(session, signed_in_as)
    issuer = Issuer().publish(web)
    answer = bring(browser, issuer.sign(endorsement(issuer, "https://atelier.example/1")))
    assert answer.status_code == 422
    assert "Cet endossement est authentique." in answer.text
    assert kept(session) == []


def test_thirty_badges_an_hour_and_then_a_pause(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    _zoe, _address, browser = somebody(session, signed_in_as)
    browser.post("/moi/importer", {"source": "rien"})
    for row in session.exec(select(RateCount)).all():
        row.count = 30
    session.commit()
    answer = browser.post("/moi/importer", {"source": "mon badge"})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert "mon badge" in answer.text


def test_nothing_sent_is_a_mistake_beside_its_field(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    _zoe, _address, browser = somebody(session, signed_in_as)
    answer = browser.post("/moi/importer", {})
    assert answer.status_code == 422
    assert 'id="source-error"' in answer.text


def test_the_id_of_a_badge_of_ours_makes_no_badge_of_another_issuer_ours(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere, settings: Settings
) -> None:
    zoe, address, browser = somebody(session, signed_in_as)
    award_id = make.make_award(session, holder=zoe).id
    session.commit()
    forged = signed(web, address, id=f"{settings.base_url}/ob3/credentials/{award_id}")
    answer = browser.post("/verifier", {"source": json.dumps(forged)})
    assert "atelier.example répond de sa signature" in answer.text
    assert "vient d’ici" not in answer.text
    bring(browser, forged)
    assert [each.issuer_host for each in kept(session)] == ["atelier.example"]


def test_words_that_nobody_stood_for_do_not_stay_in_a_badge_that_its_issuer_signed(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    _zoe, address, browser = somebody(session, signed_in_as)
    sound = signed(web, address)
    forged = json.loads(json.dumps(sound))
    forged["credentialSubject"]["narrative"] = "Avec les félicitations du jury."
    forged["proof"]["cryptosuite"] = "unknown-2030"
    bring(browser, forged)
    assert [(each.outcome, each.narrative) for each in kept(session)] == [
        ("unverified", "Avec les félicitations du jury.")
    ]
    session.rollback()  # or the next would wait to write
    bring(browser, sound)
    assert [(each.outcome, each.narrative) for each in kept(session)] == [("verified", "")]


def test_a_badge_of_another_issuer_under_the_same_id_is_another_badge(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    _zoe, address, browser = somebody(session, signed_in_as)
    bring(browser, signed(web, address))
    other = Issuer("did:web:autre.example", name="Un autre").publish(web)
    document = award(other)
    document["credentialSubject"]["identifier"] = [identity(address)]
    bring(browser, other.sign(document))
    assert sorted((each.issuer_host, each.issuer_name) for each in kept(session)) == [
        ("atelier.example", "Atelier des communs"),
        ("autre.example", "Un autre"),
    ]
