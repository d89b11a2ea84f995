"""The map on the ground, as the coordination opens it and as anyone does."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from recognition.collectives.models import Collective
from recognition.people.models import Person, ProfileVisibility
from tests.factories import (
    join,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_person,
)

Browser = Callable[[Person], Any]
PAGE = "/carte?vue=territoire"


@pytest.fixture
def south(session: Session) -> Collective:
    """A collective of Albi whose map is open to anyone, with threads enough for one."""
    collective = make_collective(
        session, "Sud", slug="sud", region_code="76", town_code="81004", public_map=True
    )
    badge = make_badge(session, collective=collective)
    for number in range(12):
        make_endorsement(session, endorser=make_person(session, f"Voix {number}"), badge=badge)
    return collective


@pytest.fixture
def coordinator(session: Session, south: Collective) -> Person:
    person = make_person(session, "Coordinatrice")
    join(session, person, south, coordinator=True)
    return person


def member(session: Session, collective: Collective, name: str, **values: Any) -> Person:
    person = make_person(session, name, **values)
    join(session, person, collective)
    make_award(session, make_badge(session, collective=collective), person, make_person(session))
    return person


def towns(page: str) -> list[str]:
    return re.findall(r'<tr id="lieu-(\w+)"', page)


def test_the_coordination_sees_the_towns_of_those_who_agreed_and_a_way_to_each(
    session: Session, south: Collective, coordinator: Person, signed_in_as: Browser
) -> None:
    member(session, south, "Leïla", handle="leila", town_code="31555")
    member(session, south, "Odile", handle="odile", city="Mende")

    page = signed_in_as(coordinator).get(PAGE).text

    assert towns(page) == ["31555"]
    row = page[page.index('id="lieu-31555"') :]
    assert 'href="/@leila"' in row[: row.index("</tr>")]
    assert 'href="#lieu-31555"' in page
    assert 'href="/collectifs/sud"' in page
    assert "Mende" not in page


def test_who_leaves_the_map_is_gone_from_the_next_page(
    session: Session, south: Collective, coordinator: Person, signed_in_as: Browser
) -> None:
    leila = member(session, south, "Leïla", town_code="31555")
    looking, leaving = signed_in_as(coordinator), signed_in_as(leila)
    before = towns(looking.get(PAGE).text)

    leaving.post("/moi/carte/retrait")

    assert (before, towns(looking.get(PAGE).text)) == (["31555"], [])


def test_a_town_hides_as_soon_as_the_page_of_its_person_does(
    session: Session, south: Collective, coordinator: Person, signed_in_as: Browser
) -> None:
    leila = member(session, south, "Leïla", town_code="31555")
    looking = signed_in_as(coordinator)
    before = towns(looking.get(PAGE).text)

    leila.profile_visibility = ProfileVisibility.PRIVATE
    session.add(leila)
    session.commit()

    assert (before, towns(looking.get(PAGE).text)) == (["31555"], [])


def test_the_map_that_is_open_to_anyone_has_collectives_and_neither_towns_nor_names(
    session: Session, south: Collective, visitor: Any
) -> None:
    member(session, south, "Leïla Sauge", town_code="31555")
    session.commit()

    page = visitor.get(PAGE).text

    assert 'aria-label="Sud, Albi (81)"' in page
    assert towns(page) == []
    assert "Toulouse" not in page
    assert "Leïla Sauge" not in page


def test_the_page_takes_as_many_queries_for_one_person_as_for_three(
    session: Session,
    south: Collective,
    coordinator: Person,
    signed_in_as: Browser,
    statements: Callable[[], Any],
) -> None:
    browser = signed_in_as(coordinator)
    counts = []
    for more in (1, 2):
        for number in range(more):
            member(session, south, f"Membre {number}", town_code="31555")
        session.commit()
        browser.get(PAGE)
        with statements() as asked:
            page = browser.get(PAGE).text
        counts.append((len(asked), page.count('href="/@personne')))

    (once, _one), (again, people) = counts
    assert once == again
    assert people >= 3
