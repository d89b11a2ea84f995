"""Agreeing to be on the maps by one's town, and no longer."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from recognition.people.models import Person, ProfileVisibility
from tests.factories import make_person

Browser = Callable[[Person], Any]


@pytest.fixture
def person(session: Session) -> Person:
    return make_person(session, "Leïla Sauge")


def town_of(session: Session, person: Person) -> str:
    session.refresh(person)
    code = person.town_code
    session.commit()
    return code


def test_nobody_is_on_the_map_who_has_not_said_so(session: Session, person: Person) -> None:
    assert town_of(session, person) == ""


def test_a_city_on_one_s_page_is_not_a_town_on_the_map(
    session: Session, person: Person, signed_in_as: Browser
) -> None:
    words = {"display_name": "Leïla", "city": "Albi", "profile_visibility": "public"}

    signed_in_as(person).post("/moi/reglages/profil", words)

    assert town_of(session, person) == ""


def test_a_town_of_its_own_name_is_kept_and_can_be_left(
    session: Session, person: Person, signed_in_as: Browser
) -> None:
    browser = signed_in_as(person)

    answer = browser.post("/moi/carte", {"town": "albi"}, follow=True)
    agreed = town_of(session, person)
    left = browser.post("/moi/carte/retrait", follow=True)

    assert agreed == "81004"
    assert "Vous y êtes, à Albi (81)." in answer.text
    assert town_of(session, person) == ""
    assert "Vous n’êtes plus sur la carte." in left.text
    assert "Vous y êtes" not in left.text


def test_of_two_towns_of_one_name_one_is_chosen(
    session: Session, person: Person, signed_in_as: Browser
) -> None:
    browser = signed_in_as(person)

    asked = browser.post("/moi/carte", {"town": "Saint-Denis"})

    assert asked.status_code == 422
    assert "Plusieurs villes portent ce nom" in asked.text
    assert re.findall(r'name="town_code" value="(\w+)"', asked.text)[:2] == ["97411", "93066"]
    assert town_of(session, person) == ""

    browser.post("/moi/carte", {"town": "Saint-Denis", "town_code": "93066"})

    assert town_of(session, person) == "93066"


@pytest.mark.parametrize(
    "typed",
    [
        {"town": ""},
        {"town": "qqqq"},
        {"town": "qqqq", "town_code": "31555"},
        {"town": "Saint-Denis", "town_code": "31555"},
        {"town": "Saint-Denis", "town_code": "' OR 1"},
        {"town": "a" * 200},
        {"town_code": "31555"},
    ],
)
def test_what_names_no_town_is_said_beside_the_field_and_keeps_what_was(
    session: Session, person: Person, signed_in_as: Browser, typed: dict[str, str]
) -> None:
    person.town_code = "81004"
    session.add(person)

    answer = signed_in_as(person).post("/moi/carte", typed)

    assert answer.status_code == 422
    assert 'id="town-error"' in answer.text
    assert town_of(session, person) == "81004"


def test_a_minor_is_not_offered_it_and_cannot_take_it(
    session: Session, signed_in_as: Browser
) -> None:
    minor = make_person(
        session, "Ondine", is_minor=True, profile_visibility=ProfileVisibility.FIRST_NAME_ONLY
    )
    browser = signed_in_as(minor)

    answer = browser.post("/moi/carte", {"town": "albi"})

    assert answer.status_code == 409
    assert town_of(session, minor) == ""
    assert 'name="town"' not in browser.get("/moi/reglages").text


@pytest.mark.parametrize(
    ("visibility", "said"),
    [
        ("public", "la coordination de chaque collectif verra ce point"),
        ("collective", "seule leur coordination verra ce point"),
        ("private", "ce point ne se montre nulle part"),
    ],
)
def test_who_will_see_it_is_said_by_who_sees_the_page(
    session: Session, signed_in_as: Browser, visibility: str, said: str
) -> None:
    person = make_person(session, profile_visibility=visibility)

    assert said in signed_in_as(person).get("/moi/reglages").text


def test_towns_are_suggested_while_one_types(visitor: Any) -> None:
    found = visitor.get("/villes?town=Albi", htmx=True).text
    assert found.lstrip().startswith('<div id="towns"')
    assert 'value="81004"' in found
    assert "Tarn, Occitanie" in found
    assert "<html" not in found

    page = visitor.get("/villes?town=%3Cqq%3E%00").text
    assert "<html" in page
    assert "<qq>" not in page
    assert "town_code" not in page
