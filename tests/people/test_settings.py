"""What a member decides about their account, beside their addresses."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, select
from starlette.applications import Starlette

from recognition.badges.rules import CoordinationAct
from recognition.collectives.models import JournalEntry, Representative
from recognition.collectives.rules import Act
from recognition.endorsements.commands import ENDED
from recognition.people.models import LoginSession, Person
from recognition.people.sessions import start_session
from recognition.web import languages
from recognition.web.sentences.people import ACTS
from tests.factories import AT, join, make_collective, make_organisation, make_person
from tests.people.conftest import who_is

SHOWN = ("display_name", "pronoun", "city", "headline", "bio", "profile_visibility")
WORDS = {
    "display_name": "Leïla d’Aurevilly",
    "pronoun": "elle",
    "city": "Sète",
    "headline": "Médiatrice <culturelle>",
    "bio": "Un paragraphe.\n\nUn autre.",
    "profile_visibility": "public",
}


@pytest.fixture
def leila(session: Session) -> Person:
    return make_person(session, "Leïla Sauge", handle="leila", profile_visibility="private")


@pytest.fixture
def kept(session: Session) -> Any:
    """The profile as it is stored."""

    def read() -> dict[str, str]:
        session.expire_all()
        person = session.exec(select(Person).where(Person.handle == "leila")).one()
        found = {name: getattr(person, name) for name in SHOWN}
        session.commit()
        return found

    return read


def test_settings_are_for_members(visitor: Any) -> None:
    for path in ("/moi/reglages", "/moi/reglages/profil", "/moi/adresses"):
        assert visitor.get(path).headers["location"].startswith("/connexion?next=/moi/")
    some = uuid4()
    for path in (
        "/moi/reglages/profil",
        "/moi/adresses",
        f"/moi/adresses/{some}/principale",
        f"/moi/adresses/{some}/retrait",
        "/moi/sessions/fin",
        f"/moi/sessions/{some}/fin",
    ):
        assert visitor.post(path).headers["location"] == "/connexion?next=/"


def test_what_one_says_of_oneself_is_kept_as_typed(
    leila: Person, signed_in_as: Any, kept: Any
) -> None:
    here = signed_in_as(leila)
    answer = here.post("/moi/reglages/profil", WORDS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/moi/reglages")
    assert kept() == WORDS
    page = here.get("/moi/reglages")
    assert "Profil enregistré" in page.text
    assert 'value="Médiatrice &lt;culturelle&gt;"' in page.text
    assert re.search(r'value="public"[^>]* checked', page.text)


def test_a_new_name_is_found_without_its_accents(
    leila: Person, signed_in_as: Any, visitor: Any
) -> None:
    signed_in_as(leila).post("/moi/reglages/profil", WORDS)
    assert "Leïla d’Aurevilly" in visitor.get("/personnes?q=leila+sete").text


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"display_name": " "}, "display_name", "Ce champ est nécessaire"),
        ({"display_name": "a" * 81}, "display_name", "80 caractères au plus"),
        ({"bio": "b" * 1201}, "bio", "1200 caractères au plus"),
        ({"city": "c" * 81}, "city", "80 caractères au plus"),
        ({"profile_visibility": "everyone"}, "profile_visibility", "une des réponses proposées"),
        (
            {"profile_visibility": "first_name_only", "display_name": "Leïla"},
            "profile_visibility",
            "une des réponses proposées",
        ),
    ],
)
def test_a_refused_profile_is_shown_again_with_its_words_and_its_fault(
    change: dict[str, str], field: str, said: str, leila: Person, signed_in_as: Any, kept: Any
) -> None:
    before = kept()
    answer = signed_in_as(leila).post("/moi/reglages/profil", {**WORDS, **change})
    assert answer.status_code == 422
    assert said in answer.text
    assert f'id="{field}-error"' in answer.text
    assert f'href="#{field}"' in answer.text
    assert "Médiatrice &lt;culturelle&gt;" in answer.text
    assert kept() == before


def test_reloading_a_refused_form_answers_with_the_settings(
    leila: Person, signed_in_as: Any
) -> None:
    here = signed_in_as(leila)
    for path in ("/moi/reglages/profil", "/moi/adresses"):
        assert here.get(path).status_code == 200


def test_fields_that_are_not_ones_to_write_are_left_alone(
    leila: Person, session: Session, signed_in_as: Any
) -> None:
    forged = {"handle": "amina", "is_minor": "on", "id": str(uuid4()), "locale": "en"}
    signed_in_as(leila).post("/moi/reglages/profil", {**WORDS, **forged})
    session.refresh(leila)
    assert (leila.handle, leila.is_minor, leila.locale) == ("leila", False, "fr")


@pytest.mark.parametrize(
    ("is_minor", "offered"),
    [
        (False, ["private", "collective", "public"]),
        (True, ["private", "collective", "first_name_only"]),
    ],
)
def test_how_widely_one_may_be_shown_depends_on_being_of_age(
    is_minor: bool, offered: list[str], session: Session, signed_in_as: Any
) -> None:
    person = make_person(session, "Kenza", is_minor=is_minor, profile_visibility="private")
    here = signed_in_as(person)
    page = here.get("/moi/reglages").text
    assert re.findall(r'name="profile_visibility" value="(\w+)"', page) == offered
    for visibility in ("private", "collective", "first_name_only", "public"):
        form = {"display_name": "Kenza", "profile_visibility": visibility}
        status = here.post("/moi/reglages/profil", form).status_code
        assert status == (303 if visibility in offered else 422)


def test_a_first_name_alone_is_one_word(session: Session, signed_in_as: Any) -> None:
    person = make_person(session, "Kenza", is_minor=True, profile_visibility="private")
    here = signed_in_as(person)
    form = {"display_name": "Kenza Amandier", "profile_visibility": "first_name_only"}
    answer = here.post("/moi/reglages/profil", form)
    assert answer.status_code == 422
    assert "votre prénom seul" in answer.text
    assert 'value="Kenza Amandier"' in answer.text
    form["display_name"] = "Marie-Lou"
    assert here.post("/moi/reglages/profil", form).status_code == 303


def test_the_browsers_one_is_in_are_listed_and_one_of_them_is_this_one(
    leila: Person, session: Session, signed_in_as: Any
) -> None:
    here = signed_in_as(leila)
    start_session(session, leila.id, browser_label="Firefox, Android", at=AT)  # long expired
    page = here.get("/moi/reglages").text
    assert page.count("Essai") >= 1
    assert page.count("Celui-ci") == 1
    assert "Firefox, Android" not in page
    assert "Déconnecter tous les autres" not in page
    session.commit()
    signed_in_as(leila)
    assert "Déconnecter tous les autres" in here.get("/moi/reglages").text


def test_another_browser_is_signed_out_from_here(
    leila: Person, session: Session, signed_in_as: Any
) -> None:
    lost = signed_in_as(leila)
    lost_id = session.exec(select(LoginSession.id)).one()
    session.commit()
    here = signed_in_as(leila)
    for _ in range(2):  # twice, as from two open pages
        answer = here.post(f"/moi/sessions/{lost_id}/fin")
        assert answer.headers["location"] == "/moi/reglages#navigateurs"
    assert (who_is(lost), who_is(here)) == ("", "Leïla Sauge")


def test_all_other_browsers_are_signed_out_at_once(leila: Person, signed_in_as: Any) -> None:
    first, second, here = (signed_in_as(leila) for _ in range(3))
    here.post("/moi/sessions/fin")
    assert [who_is(each) for each in (first, second, here)] == ["", "", "Leïla Sauge"]


def test_ending_the_session_in_use_is_signing_out(
    leila: Person, session: Session, signed_in_as: Any
) -> None:
    here = signed_in_as(leila)
    own = session.exec(select(LoginSession.id)).one()
    session.commit()
    answer = here.post(f"/moi/sessions/{own}/fin")
    assert answer.headers["location"] == "/"
    assert who_is(here) == ""


def test_anothers_session_is_as_unknown_as_none(
    leila: Person, session: Session, signed_in_as: Any
) -> None:
    other = signed_in_as(make_person(session, "Autre"))
    other_id = session.exec(select(LoginSession.id)).one()
    session.commit()
    here = signed_in_as(leila)
    for path in (f"/moi/sessions/{other_id}/fin", f"/moi/sessions/{uuid4()}/fin"):
        assert here.post(path).status_code == 404
    assert who_is(other) == "Autre"


def test_a_visitor_and_a_member_choose_their_language(
    leila: Person, session: Session, signed_in_as: Any, visitor: Any
) -> None:
    answer = visitor.post("/langue", {"locale": "en", "next": "/personnes?q=a"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/personnes?q=a")
    assert '<html lang="en"' in visitor.get("/personnes").text

    here = signed_in_as(leila)
    assert (
        here.post("/langue", {"locale": "en", "next": "//exemple.org"}).headers["location"] == "/"
    )
    session.refresh(leila)
    assert leila.locale == "en"
    session.commit()
    assert '<html lang="en"' in signed_in_as(leila).get("/personnes").text  # no cookie there


def test_a_language_nobody_speaks_here_is_refused(
    leila: Person, session: Session, signed_in_as: Any
) -> None:
    here = signed_in_as(leila)
    for locale in ("", "xx", "../fr", "fr-CA"):
        assert here.post("/langue", {"locale": locale}).status_code == 404
    session.refresh(leila)
    assert leila.locale == "fr"


def test_a_language_is_offered_once_it_has_its_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(languages, "LOCALE_FOLDER", tmp_path)
    (tmp_path / "en" / "LC_MESSAGES").mkdir(parents=True)
    assert languages.spoken_locales() == ("fr",)
    (tmp_path / "en" / "LC_MESSAGES" / "messages.po").touch()
    assert languages.spoken_locales() == ("fr", "en")


@pytest.mark.parametrize(("spoken", "choices"), [(("fr",), 0), (("fr", "en"), 2)])
def test_languages_to_choose_between_are_at_the_foot_of_pages_and_in_settings(
    spoken: tuple[str, ...],
    choices: int,
    app: Starlette,
    leila: Person,
    signed_in_as: Any,
    visitor: Any,
) -> None:
    app.state.platform.templates.globals["locales"] = spoken
    button = 'type="submit" name="locale" value="'
    assert visitor.get("/personnes").text.count(button) == choices
    assert signed_in_as(leila).get("/moi/reglages").text.count(button) == 2 * choices


def _act(session: Session, owner: Person, **values: Any) -> JournalEntry:
    collective = make_collective(session, "Collectif Occitanie")
    entry = JournalEntry(
        **{
            "collective_id": collective.id,
            "actor_id": make_person(session, "Solène Bruyère").id,
            "owner_id": owner.id,
            "act": "endorsement.ended",
            "subject_id": uuid4(),
            "reason": "Des mots <blessants>.",
            "done_at": AT,
            **values,
        }
    )
    session.add(entry)
    session.flush()
    return entry


def test_one_reads_what_coordination_did_and_nobody_else_does(
    leila: Person, session: Session, signed_in_as: Any
) -> None:
    _act(session, leila, reversed_at=AT + timedelta(days=2))
    other = make_person(session, "Autre")
    page = signed_in_as(leila).get("/moi/reglages").text
    for told in (
        "Votre endossement n’est plus affiché.",
        "Solène Bruyère, pour Collectif Occitanie",
        "Des mots &lt;blessants&gt;.",
        "14 mars 2026",
        "Annulé le 16 mars 2026.",
    ):
        assert told in page
    elsewhere = signed_in_as(other).get("/moi/reglages").text
    assert "Rien jusqu’ici." in elsewhere
    assert "Solène Bruyère" not in elsewhere


def test_every_act_of_coordination_has_its_plain_words() -> None:
    written = {*Act, *CoordinationAct, ENDED}
    assert {str(act) for act in written} == ACTS.keys()


def test_an_act_of_a_later_room_is_told_without_its_code(
    leila: Person, session: Session, signed_in_as: Any
) -> None:
    _act(session, leila, act="pathway.closed")
    page = signed_in_as(leila).get("/moi/reglages").text
    assert "pathway.closed" not in page
    assert "La coordination a changé quelque chose qui vous concerne." in page


def test_a_naming_waits_for_its_person_in_their_settings(
    leila: Person, session: Session, signed_in_as: Any
) -> None:
    organisation = make_organisation(session, "Les Mésanges")
    naming = Representative(
        organisation_id=organisation.id,
        person_id=leila.id,
        named_by_id=make_person(session, "Solène Bruyère").id,
        named_at=AT,
    )
    session.add(naming)
    session.flush()
    naming_id = naming.id
    here = signed_in_as(leila)
    page = here.get("/moi/reglages").text
    assert "Les Mésanges" in page
    assert "Proposé par Solène Bruyère le 14 mars 2026." in page
    assert f"/nominations/{naming_id}/acceptation" in page
    assert here.post(f"/nominations/{naming_id}/refus").headers["location"] == "/moi/reglages"
    assert "Les Mésanges" not in here.get("/moi/reglages").text


def test_settings_cost_the_same_for_one_thing_and_for_three(
    leila: Person, session: Session, signed_in_as: Any, statements: Any
) -> None:
    here = signed_in_as(leila)
    counts = []
    for _ in range(2):
        _act(session, leila)
        join(session, leila, make_collective(session))
        start_session(session, leila.id, browser_label="Autre", at=AT)
        session.commit()
        with statements() as sent:
            assert here.get("/moi/reglages").status_code == 200
        counts.append(len(sent))
        _act(session, leila)
        session.commit()
    assert counts[0] == counts[1]
    assert counts[0] <= 9
