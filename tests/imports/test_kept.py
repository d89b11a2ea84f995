"""A badge from elsewhere in one's hands: its page, its state, its file, its end."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from PIL import Image
from sqlmodel import Session

from recognition.imports.models import Belonging, ImportedBadge
from recognition.openbadges import png
from recognition.people.models import Person, ProfileVisibility
from recognition.settings import Settings
from tests import factories as make
from tests.conftest import Visitor
from tests.imports.bringing import BASE, Elsewhere, a_file, baked, bring, hosted, kept, signed

SignedInAs = Callable[[Person], Visitor]
Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def brought(session: Session, signed_in_as: SignedInAs, web: Elsewhere) -> tuple[Visitor, str]:
    """A hosted badge in its holder's hands: their browser, and the address of its page."""
    zoe = make.make_person(session, "Zoé Tamaris")
    address = f"{zoe.handle}@exemple.org"
    browser = signed_in_as(zoe)
    answer = browser.post("/moi/importer", {}, **a_file(baked(hosted(web, address))))
    return browser, str(answer.headers["location"])


def row(session: Session, location: str) -> ImportedBadge:
    session.rollback()
    found = session.get_one(ImportedBadge, UUID(location.rpartition("/")[2]))
    session.refresh(found)
    session.expunge(found)
    session.rollback()  # or others would wait to write
    return found


def test_its_page_shows_it_as_coming_from_elsewhere_with_its_true_issuer(
    brought: tuple[Visitor, str],
) -> None:
    browser, location = brought
    page = browser.get(location).text
    assert "Venu d’ailleurs" in page
    assert "Un atelier d’ailleurs" in page
    assert "vérifié auprès de ailleurs.example" in page
    assert "Montrer la découpe à trois personnes." in page
    assert "Il n’entre pas dans le calcul de la confiance." in page
    assert f'src="{location}/image"' in page


def test_who_sees_it_is_its_holders_choice(
    brought: tuple[Visitor, str], visitor: Visitor, session: Session
) -> None:
    browser, location = brought
    answers = [visitor.get(location).status_code]
    browser.post(f"{location}/visibilite", {"visibility": "public"})
    answers.append(visitor.get(location).status_code)
    holder_id = row(session, location).holder_id
    handle = session.get_one(Person, holder_id).handle
    session.rollback()
    assert answers == [404, 200]
    profile = visitor.get(f"/@{handle}").text
    assert "Accueil machines" in profile
    assert "ailleurs.example" in profile
    public = visitor.get(location).text
    for own in (
        "Vérifier de nouveau",
        "Emporter",
        "Qui voit ce badge",
        "À vous",
        "À cette adresse",
    ):
        assert own not in public


def test_the_choice_is_changed_in_place(brought: tuple[Visitor, str]) -> None:
    browser, location = brought
    answer = browser.post(f"{location}/visibilite", {"visibility": "collective"}, htmx=True)
    assert answer.status_code == 200
    assert "Visibilité enregistrée." in answer.text
    assert '<option value="collective" selected>' in answer.text
    assert "<html" not in answer.text
    assert browser.post(f"{location}/visibilite", {"visibility": "tous"}).status_code == 422


def test_a_badge_verified_again_tells_what_is_true_now(
    brought: tuple[Visitor, str], web: Elsewhere, session: Session
) -> None:
    browser, location = brought
    web.takes_away(f"{BASE}/assertions/1", revoked=True, revocationReason="Une erreur.")
    answer = browser.post(f"{location}/verification")
    assert answer.status_code == 303
    page = browser.get(location).text
    assert "Retiré par son émetteur" in page
    assert "Une erreur." in page
    assert row(session, location).title == "Accueil machines"


def test_an_issuer_that_answers_no_more_takes_no_word_away(
    brought: tuple[Visitor, str], web: Elsewhere, session: Session
) -> None:
    browser, location = brought
    before = row(session, location).model_dump(include={"title", "description", "issuer_name"})
    web.pages.clear()
    browser.post(f"{location}/verification")
    after = row(session, location)
    assert after.model_dump(include={"title", "description", "issuer_name"}) == before
    assert (after.outcome, after.issuer_host, after.belonging) == ("unverified", "", "mine")


def test_a_changed_page_of_the_host_does_not_change_a_badge_that_it_contradicts(
    brought: tuple[Visitor, str], web: Elsewhere, session: Session
) -> None:
    browser, location = brought
    web.pages[f"{BASE}/assertions/1"]["recipient"]["identity"] = "sha256$" + "0" * 64
    browser.post(f"{location}/verification")
    assert "Ne passe plus la vérification" in browser.get(location).text
    assert row(session, location).title == "Accueil machines"


def test_its_file_is_our_own_drawing_with_the_badge_inside(
    brought: tuple[Visitor, str], session: Session
) -> None:
    browser, location = brought
    image = browser.get(f"{location}/fichier/image")
    assert image.headers["content-type"] == "image/png"
    assert image.headers["content-disposition"] == 'attachment; filename="accueil-machines.png"'
    inside = png.unbake(image.content)
    assert inside
    assert inside.keyword == "openbadges"
    assert inside.text == row(session, location).document
    data = browser.get(f"{location}/fichier/donnees")
    assert json.loads(data.content)["id"] == f"{BASE}/assertions/1"
    assert data.headers["content-disposition"].endswith('.json"')
    assert browser.get(f"{location}/fichier/autre").status_code == 404


def test_its_picture_is_drawn_anew_without_what_came_with_it(
    brought: tuple[Visitor, str],
) -> None:
    browser, location = brought
    picture = browser.get(f"{location}/image")
    assert picture.headers["content-type"] == "image/png"
    assert picture.headers["x-content-type-options"] == "nosniff"
    assert png.unbake(picture.content) is None


def test_a_signed_badge_brought_as_text_has_data_and_no_picture(
    session: Session, signed_in_as: SignedInAs, web: Elsewhere
) -> None:
    zoe = make.make_person(session)
    document = signed(web, f"{zoe.handle}@exemple.org")
    browser = signed_in_as(zoe)
    location = bring(browser, document).headers["location"]
    assert json.loads(browser.get(f"{location}/fichier/donnees").content) == document
    assert browser.get(f"{location}/image").status_code == 404
    assert browser.get(f"{location}/fichier/image").status_code == 404
    assert f"{location}/fichier/image" not in browser.get(location).text


def test_a_badge_let_go_leaves_nothing_and_can_come_back(
    brought: tuple[Visitor, str], session: Session, settings: Settings, web: Elsewhere
) -> None:
    browser, location = brought
    files = list(settings.media_dir.rglob("*.png"))
    assert len(files) == 1
    assert browser.post(f"{location}/suppression").status_code == 303
    assert list(settings.media_dir.rglob("*.png")) == []
    assert browser.get(location).status_code == 404
    assert "Accueil machines" not in browser.get("/moi/badges").text
    gone = row(session, location)
    assert gone.removed_at is not None
    assert (gone.title, gone.document, gone.steps, gone.issuer_name) == ("", "", [], "")
    session.rollback()
    again = bring(browser, web.pages[f"{BASE}/assertions/1"])
    assert again.status_code == 303
    assert again.headers["location"] != location
    assert len(kept(session)) == 1


def test_nobody_else_acts_on_it(
    session: Session, signed_in_as: SignedInAs, brought: tuple[Visitor, str]
) -> None:
    browser, location = brought
    browser.post(f"{location}/visibilite", {"visibility": "public"})
    other = signed_in_as(make.make_person(session))
    deeds = ["visibilite", "verification", "suppression"]
    answers = {deed: other.post(f"{location}/{deed}").status_code for deed in deeds}
    assert answers == dict.fromkeys(deeds, 403)
    assert other.get(f"{location}/fichier/donnees").status_code == 403


def test_a_private_profile_keeps_it_back_and_its_holder_is_told(
    session: Session, signed_in_as: SignedInAs, visitor: Visitor
) -> None:
    shy = make.make_person(session, profile_visibility=ProfileVisibility.PRIVATE)
    location = f"/venus-d-ailleurs/{make.make_imported(session, shy).id}"
    browser = signed_in_as(shy)
    assert visitor.get(location).status_code == 404
    assert "Votre profil est privé" in browser.get(location).text


def test_lists_take_the_same_statements_with_one_and_with_three(
    session: Session, signed_in_as: SignedInAs, statements: Statements
) -> None:
    counts = []
    for count in (1, 3):
        holder = make.make_person(session)
        for _ in range(count):
            make.make_imported(session, holder)
        handle = holder.handle
        browser = signed_in_as(holder)
        for path in ("/moi/badges", f"/@{handle}"):
            browser.get(path)
            with statements() as seen:
                page = browser.get(path).text
            assert len(re.findall('class="acard from-elsewhere"', page)) == count
            counts.append(len(seen))
    assert counts[:2] == counts[2:]


def test_what_names_somebody_else_is_on_no_profile_not_even_ones_own(
    session: Session, signed_in_as: SignedInAs
) -> None:
    holder = make.make_person(session)
    make.make_imported(session, holder, belonging=Belonging.NOT_MINE, title="À quelqu’un d’autre")
    handle = holder.handle
    browser = signed_in_as(holder)
    assert "À quelqu’un d’autre" not in browser.get(f"/@{handle}").text
    assert "À quelqu’un d’autre" in browser.get("/moi/badges").text


def test_others_write_while_a_picture_is_drawn(
    session: Session,
    signed_in_as: SignedInAs,
    web: Elsewhere,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    zoe = make.make_person(session, "Zoé Tamaris")
    address = f"{zoe.handle}@exemple.org"
    browser = signed_in_as(zoe)
    written = []
    convert = Image.Image.convert

    def watched(picture: Image.Image, mode: str) -> Image.Image:
        written.append(make.make_person(session).handle)
        session.commit()  # waits for nobody, or the database is locked
        return convert(picture, mode)

    monkeypatch.setattr(Image.Image, "convert", watched)
    badge = a_file(baked(hosted(web, address)))
    answers = [browser.post(path, {}, **badge) for path in ("/verifier", "/moi/importer")]
    assert [answer.status_code for answer in answers] == [200, 303]
    assert len(written) == 2
