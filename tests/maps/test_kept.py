"""What the map keeps from one visit to the next, and that nothing hidden is ever kept."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlmodel import Session, col, select

from recognition.awards.models import Award, Visibility
from recognition.badges.models import Badge, BadgeVersion
from recognition.clock import now
from recognition.collectives.models import Collective
from recognition.maps.commands import keep
from recognition.maps.queries import drawing, fabric_of
from recognition.maps.queries.kept import MOST_FABRICS, drawn_from
from recognition.maps.views.scene import MOST_DRAWN
from recognition.people.models import Person
from recognition.trust.queries import EVERYWHERE, Scope
from tests.factories import (
    join,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_meeting,
    make_person,
)
from tests.maps.weave import weave

Browser = Callable[[Person], Any]
Statements = Callable[[], AbstractContextManager[list[str]]]
ADDRESSES = (
    "/carte",
    "/carte?depuis=partout",
    "/carte/donnees.json",
    "/carte?vue=liste&tableau=personnes",
)


@pytest.fixture
def collective(session: Session) -> Collective:
    return make_collective(session, "Ici")


@pytest.fixture
def coordinator(session: Session, collective: Collective) -> Person:
    person = make_person(session, "Coordinatrice")
    join(session, person, collective, coordinator=True)
    return person


@pytest.fixture
def award(session: Session, collective: Collective, coordinator: Person) -> Award:
    holder = make_person(session, "Zélie Discrète")
    badge = make_badge(session, collective, coordinator, title="Oreille attentive")
    award = make_award(session, badge, holder, coordinator)
    for number in range(12):  # enough for a map to say something
        voice = make_person(session, f"Voix {number}")
        make_meeting(session, voice, collective)
        make_endorsement(session, badge=badge, endorser=voice)
    session.commit()
    return award


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_hidden_award_is_gone_from_the_next_answer(
    session: Session, award: Award, coordinator: Person, signed_in_as: Browser, address: str
) -> None:
    browser = signed_in_as(coordinator)
    before = browser.get(address).text
    award.visibility = Visibility.PRIVATE
    session.add(award)
    session.commit()
    after = browser.get(address).text
    assert ("Zélie" in before, "Zélie" in after) == (True, False)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_person_goes_by_their_new_name_in_the_next_answer(
    session: Session, award: Award, coordinator: Person, signed_in_as: Browser, address: str
) -> None:
    browser = signed_in_as(coordinator)
    before = browser.get(address).text
    person = session.get_one(Person, award.holder_id)
    person.display_name = "Camille Nouvelle"
    session.add(person)
    session.commit()
    after = browser.get(address).text
    assert [("Zélie" in it, "Camille" in it) for it in (before, after)] == [
        (True, False),
        (False, True),
    ]


def test_a_badge_under_discussion_goes_by_its_new_words_in_the_next_answer(
    session: Session, award: Award, coordinator: Person, signed_in_as: Browser
) -> None:
    browser = signed_in_as(coordinator)
    before = browser.get("/carte/donnees.json").text
    version = session.scalars(
        select(BadgeVersion).where(col(BadgeVersion.badge_id) == award.badge_id)
    ).one()
    version.title = "Oreille tendue"
    session.add(version)
    session.commit()
    after = browser.get("/carte/donnees.json").text
    assert [("attentive" in it, "tendue" in it) for it in (before, after)] == [
        (True, False),
        (False, True),
    ]


def test_a_collective_that_shows_no_number_any_more_shows_none_in_the_next_fabric(
    session: Session, collective: Collective, award: Award
) -> None:
    memory: dict[str, object] = {}

    def numbers() -> list[bool]:
        fabric = fabric_of(session, memory, Scope(collective.id))
        return [it.value is not None for it in fabric.badges]

    before = numbers()
    collective.shows_value = False
    session.add(collective)
    session.commit()
    assert (before, numbers()) == ([True], [False])


def test_what_may_still_be_taken_back_is_kept_for_nobody(session: Session, award: Award) -> None:
    memory: dict[str, object] = {}
    first = fabric_of(session, memory, EVERYWHERE)
    person = session.get_one(Person, award.holder_id)
    person.display_name = "Camille Nouvelle"
    session.add(person)
    assert "Camille Nouvelle" in {it.name for it in fabric_of(session, memory, EVERYWHERE).people}
    session.rollback()
    assert fabric_of(session, memory, EVERYWHERE) is first


def test_the_eyes_of_one_collective_are_never_lent_to_others(
    session: Session, award: Award, collective: Collective
) -> None:
    join(session, session.get_one(Person, award.holder_id), collective)
    award.visibility = Visibility.COLLECTIVE
    session.add(award)
    session.commit()
    memory: dict[str, object] = {}
    inside = fabric_of(session, memory, Scope(collective.id))
    outside = fabric_of(session, memory, EVERYWHERE)
    assert [len(inside.threads), len(outside.threads)] == [14, 12]
    assert fabric_of(session, memory, Scope(collective.id)) is inside
    assert fabric_of(session, memory, EVERYWHERE) is outside


def test_the_fabric_not_asked_for_longest_is_let_go_with_what_was_drawn_from_it(
    session: Session, award: Award
) -> None:
    others = [make_collective(session, f"Autre {number}") for number in range(MOST_FABRICS)]
    session.commit()
    memory: dict[str, object] = {}
    first = fabric_of(session, memory, EVERYWHERE)
    assert drawn_from(memory, first, "thing", lambda: "drawn") == "drawn"
    assert drawn_from(memory, first, "thing", lambda: "again") == "drawn"
    for number in range(MOST_FABRICS):
        fabric_of(session, memory, Scope(others[number].id))
    assert fabric_of(session, memory, EVERYWHERE) is not first
    assert drawn_from(memory, first, "thing", lambda: "again") == "again"


def test_a_new_layout_moves_the_next_drawing(
    session: Session, award: Award, coordinator: Person, signed_in_as: Browser
) -> None:
    browser = signed_in_as(coordinator)
    before = browser.get("/carte/donnees.json?depuis=partout").headers["etag"]
    made = drawing(session, "everywhere")
    moved = {node: place._replace(x=place.x * 3 + 1) for node, place in made.places.items()}
    keep(session, type(made)(made.scope, made.revision, moved), now())
    session.commit()
    assert browser.get("/carte/donnees.json?depuis=partout").headers["etag"] != before


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_second_visit_reads_no_more_than_a_few_rows_whatever_was_added(
    session: Session,
    award: Award,
    coordinator: Person,
    signed_in_as: Browser,
    statements: Statements,
    address: str,
) -> None:
    browser = signed_in_as(coordinator)

    def asked() -> int:
        browser.get(address)
        with statements() as sent:
            browser.get(address)
        return len(sent)

    with_one = asked()
    for _ in range(3):
        make_award(session, session.get_one(Badge, award.badge_id))
    session.commit()
    assert asked() == with_one <= 20


def test_a_large_circle_seen_from_within_has_columns_of_its_own(
    session: Session, signed_in_as: Browser
) -> None:
    woven = weave(session, people=MOST_DRAWN * 2, badges=20, circles=2)
    session.commit()
    browser = signed_in_as(session.get_one(Person, woven.coordinator_ids[0]))
    slug = session.get_one(Collective, woven.collective_ids[0]).slug
    sizes = [
        len(browser.get(f"/carte/donnees.json?depuis=partout{more}").json()["nodes"]["key"])
        for more in ("", f"&cercle={slug}")
    ]
    assert sizes[0] > sizes[1] > MOST_DRAWN
