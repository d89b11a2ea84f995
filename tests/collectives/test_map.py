"""The map of collectives, the list beside it, and the town of a collective."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from recognition.collectives.models import Collective
from recognition.people.models import Person
from tests.factories import join, make_collective, make_person

Browser = Callable[[Person], Any]
WORDS = {
    "name": "Badgeons l’Île-de-France",
    "short_name": "Île-de-France",
    "region_code": "11",
    "accent": "sarcelle",
}


def list_of(page: str) -> str:
    """What is written beside the drawing."""
    return page[page.index('id="liste"') :]


def test_collectives_are_looked_for_by_region(session: Session, visitor: Any) -> None:
    make_collective(session, "Au Sud", region_code="76")
    make_collective(session, "À l’Ouest", region_code="53")
    session.commit()

    everywhere, west = visitor.get("/collectifs").text, visitor.get("/collectifs?region=53").text

    assert ("Au Sud" in list_of(everywhere), "À l’Ouest" in list_of(everywhere)) == (True, True)
    assert ("Au Sud" in list_of(west), "À l’Ouest" in list_of(west)) == (False, True)


def test_a_region_without_a_collective_invites_and_shows_its_neighbours(
    session: Session, visitor: Any
) -> None:
    make_collective(session, "Au Sud", region_code="76")
    make_collective(session, "Aux Antilles", region_code="01")
    session.commit()

    said = list_of(visitor.get("/collectifs?region=75").text)

    assert "Monter un collectif : ne partez pas seul·e" in said
    assert "Les collectifs voisins" in said
    assert ("Au Sud" in said, "Aux Antilles" in said) == (True, False)


def test_where_no_neighbour_has_a_collective_the_next_ones_are_shown(
    session: Session, visitor: Any
) -> None:
    make_collective(session, "Au Sud", region_code="76")
    make_collective(session, "À l’Est", region_code="44")
    session.commit()

    said = list_of(visitor.get("/collectifs?region=53").text)  # two borders, and three

    assert ("Au Sud" in said, "À l’Est" in said) == (True, True)
    assert "Au Sud" in list_of(visitor.get("/collectifs?region=06").text)  # an ocean away


def test_a_region_that_is_none_shows_them_all(session: Session, visitor: Any) -> None:
    make_collective(session, "Au Sud", region_code="76")
    session.commit()

    page = visitor.get("/collectifs?region=zz<b>")

    assert page.status_code == 200
    assert "Au Sud" in list_of(page.text)
    assert "zz" not in page.text


def test_every_region_of_the_drawing_is_a_link_that_says_what_it_holds(
    session: Session, visitor: Any
) -> None:
    make_collective(session, "Au Sud", region_code="76")
    make_collective(session, "Au Sud aussi", region_code="76")
    session.commit()

    page = visitor.get("/collectifs?region=76").text

    links = dict(re.findall(r'href="/collectifs\?region=(\w+)#liste" aria-label="([^"]*)"', page))
    assert len(links) == 24
    assert links["76"] == "Occitanie : 2 collectifs"
    assert links["04"] == "La Réunion : pas encore de collectif"
    assert page.count('class="region here" href="/collectifs?region=76#liste"') == 1


def test_a_collective_stands_in_its_town_and_says_so(session: Session, visitor: Any) -> None:
    make_collective(session, "Badgeons Albi", slug="albi", region_code="76", town_code="81004")
    make_collective(session, "Sans ville", slug="sans", region_code="76")
    session.commit()

    page = visitor.get("/collectifs").text

    assert 'href="/collectifs/albi" aria-label="Badgeons Albi, Albi (81)"' in page
    assert 'href="/collectifs/sans" aria-label="Sans ville, Occitanie"' in page
    assert "Albi (81) · Occitanie" in list_of(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_map_asks_one_query_however_many_collectives(
    session: Session, visitor: Any, statements: Any, count: int
) -> None:
    for number in range(count):
        make_collective(session, f"Ici {number}", region_code="76")
    session.commit()
    visitor.get("/collectifs")

    with statements() as asked:
        visitor.get("/collectifs")

    assert len(asked) == 1


def test_the_town_of_a_new_collective_is_kept(session: Session, signed_in_as: Browser) -> None:
    browser = signed_in_as(make_person(session))

    browser.post("/collectifs/nouveau", WORDS | {"town": "Saint-Denis", "town_code": "93066"})

    founded = session.exec(select(Collective).where(Collective.slug == "ile-de-france")).one()
    assert founded.town_code == "93066"


def test_a_town_of_several_of_that_name_is_chosen_among_them_and_nothing_is_lost(
    session: Session, signed_in_as: Browser
) -> None:
    browser = signed_in_as(make_person(session))

    answer = browser.post("/collectifs/nouveau", WORDS | {"town": "Saint-Denis"})

    assert answer.status_code == 422
    assert re.findall(r'name="town_code" value="(\w+)"', answer.text)[:2] == ["97411", "93066"]
    assert 'value="Saint-Denis"' in answer.text
    assert 'value="Badgeons l’Île-de-France"' in answer.text


@pytest.mark.parametrize(
    ("town", "said"),
    [
        ("Qqqq", "Nous n’avons pas trouvé cette ville"),
        ("Toulouse", "Cette ville n’est pas dans la région choisie"),
    ],
)
def test_a_town_that_is_not_there_is_said(
    session: Session, signed_in_as: Browser, town: str, said: str
) -> None:
    browser = signed_in_as(make_person(session))

    answer = browser.post("/collectifs/nouveau", WORDS | {"town": town})

    assert (answer.status_code, said in answer.text) == (422, True)


def test_a_coordinator_changes_the_town_and_takes_it_away(
    session: Session, signed_in_as: Browser
) -> None:
    collective = make_collective(session, "Ici", slug="ici", region_code="76", town_code="31555")
    person = make_person(session)
    join(session, person, collective, coordinator=True)
    browser = signed_in_as(person)
    shown = browser.get("/collectifs/ici/modifier").text
    assert 'value="Toulouse (31)"' in shown
    words = {"name": "Ici", "short_name": "Ici", "region_code": "76", "accent": "pastel"}

    browser.post("/collectifs/ici/modifier", words | {"town": "Toulouse (31)"})
    kept = _town_of(session, collective)
    browser.post("/collectifs/ici/modifier", words | {"town": "Albi"})
    changed = _town_of(session, collective)
    browser.post("/collectifs/ici/modifier", words | {"town": ""})

    assert (kept, changed, _town_of(session, collective)) == ("31555", "81004", "")


def _town_of(session: Session, collective: Collective) -> str:
    session.refresh(collective)
    code = collective.town_code
    session.commit()
    return code
