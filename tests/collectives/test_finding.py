"""Finding people, circles, dyes, and issuers by name."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from recognition.collectives.models import MembershipState
from recognition.collectives.queries import (
    accents_of,
    circles,
    confirmed_people,
    issuer_names,
    people_found,
    people_page,
    spoken_for,
    standing_of,
)
from recognition.people.models import IssuerKind, ProfileVisibility
from recognition.permissions import ANYONE
from tests.factories import (
    AT,
    join,
    make_collective,
    make_meeting,
    make_organisation,
    make_person,
    make_representative,
)

# Who finds a person, by what that person chose: the page of the matrix for people to read.
FOUND = {
    "public": {"visitor", "member", "colleague", "coordinator", "oneself"},
    "first_name_only": {"colleague", "coordinator", "oneself"},
    "collective": {"colleague", "coordinator", "oneself"},
    "private": {"coordinator", "oneself"},
}


@pytest.mark.parametrize("visibility", list(ProfileVisibility))
def test_a_person_is_found_by_whom_they_allow_and_nobody_else(
    session: Session, visibility: ProfileVisibility
) -> None:
    collective, elsewhere = make_collective(session), make_collective(session)
    person = make_person(session, "Ondine Achillée", profile_visibility=visibility)
    member, colleague, coordinator = (make_person(session) for _ in range(3))
    join(session, person, collective)
    join(session, member, elsewhere, coordinator=True)
    join(session, colleague, collective)
    join(session, coordinator, collective, coordinator=True)
    actors = {
        "visitor": ANYONE,
        "member": standing_of(session, member.id).actor,
        "colleague": standing_of(session, colleague.id).actor,
        "coordinator": standing_of(session, coordinator.id).actor,
        "oneself": standing_of(session, person.id).actor,
    }

    finders = {role for role, actor in actors.items() if people_found(session, actor, "achillée")}

    assert finders == FOUND[visibility]


@pytest.mark.parametrize(
    "words",
    ["leïla", "LEILA", "Sauge Leila", "béziers", "BEZIERS leila", "oeuvre", "œuvre d'art"],
)
def test_search_knows_no_accents_no_case_no_order_of_words(session: Session, words: str) -> None:
    leila = make_person(session, "Leïla Sauge", city="Béziers", headline="L'œuvre d'art")
    make_person(session, "Autre Personne")

    assert [person.id for person in people_found(session, ANYONE, words)] == [leila.id]


@pytest.mark.parametrize("words", ["%", "_", "\\", "'", '"', "a" * 5000, "NOT *", "leila zz"])
def test_strange_searches_find_nobody_and_break_nothing(session: Session, words: str) -> None:
    make_person(session, "Leïla Sauge")

    assert people_found(session, ANYONE, words) == []


def test_characters_nobody_types_are_as_nothing(session: Session) -> None:
    person = make_person(session, "Leïla Sauge")

    assert [line.id for line in people_found(session, ANYONE, "le\x00ila")] == [person.id]
    assert [line.id for line in people_page(session, ANYONE, "", after="a\x00/b").lines] == [
        person.id
    ]


def test_a_change_of_name_is_found_under_the_new_one(session: Session) -> None:
    person = make_person(session, "Avant")
    person.display_name = "Élodie"
    session.add(person)
    session.flush()

    assert [line.id for line in people_found(session, ANYONE, "elodie")] == [person.id]
    assert people_found(session, ANYONE, "avant") == []


def test_people_stand_in_alphabetical_order_and_pages_follow_each_other(session: Session) -> None:
    names = ["Zoé", "Étienne", "Emma", "Étienne", "Alix"]
    for name in names:
        make_person(session, name)

    seen, after = [], ""
    for _ in range(3):
        page = people_page(session, ANYONE, "", after=after, most=2)
        seen += page.lines
        after = page.after

    assert [line.display_name for line in seen] == ["Alix", "Emma", "Étienne", "Étienne", "Zoé"]
    assert len({line.id for line in seen}) == 5
    assert after == ""


def test_a_page_begins_after_a_person_who_may_not_be_found_without_telling_of_them(
    session: Session,
) -> None:
    make_person(session, "Alix")
    make_person(session, "Benoît", profile_visibility=ProfileVisibility.PRIVATE)
    make_person(session, "Chloé")

    first = people_page(session, ANYONE, "", most=1)
    second = people_page(session, ANYONE, "", after=first.after, most=1)

    assert [line.display_name for line in first.lines + second.lines] == ["Alix", "Chloé"]
    assert second.after == ""


def test_the_circle_is_the_first_collective_that_still_counts_them(session: Session) -> None:
    first, second = make_collective(session, accent="pastel"), make_collective(session)
    left = make_collective(session)
    person, alone = make_person(session), make_person(session)
    gone = join(session, person, left)
    gone.state, gone.decided_at = MembershipState.LEFT, AT - timedelta(days=9)
    late = join(session, person, second)
    late.decided_at = AT + timedelta(days=2)
    join(session, person, first)
    session.flush()

    assert circles(session) == {person.id: first.id}
    assert accents_of(session, [person.id, alone.id]) == {person.id: "pastel", alone.id: "noyer"}
    assert accents_of(session, []) == {}


def test_who_is_confirmed_was_met_and_the_meeting_stands(session: Session) -> None:
    north, south = make_collective(session), make_collective(session)
    met, met_elsewhere, taken_back = (make_person(session) for _ in range(3))
    make_meeting(session, met, north)
    make_meeting(session, met_elsewhere, south)
    make_meeting(session, taken_back, north).taken_back_at = AT
    session.flush()

    assert confirmed_people(session) == {met.id, met_elsewhere.id}
    assert confirmed_people(session, north.id) == {met.id}


def test_every_kind_of_issuer_has_its_name_and_its_address(session: Session) -> None:
    person = make_person(session, "Ada")
    collective = make_collective(session, "Nord")
    organisation = make_organisation(session, "Atelier")

    names = issuer_names(session, [person.id, collective.id, organisation.id])

    assert {(name.kind, name.name, name.slug) for name in names.values()} == {
        (IssuerKind.PERSON, "Ada", person.handle),
        (IssuerKind.COLLECTIVE, "Nord", collective.slug),
        (IssuerKind.ORGANISATION, "Atelier", organisation.slug),
    }
    assert issuer_names(session, []) == {}


def test_one_speaks_for_what_one_coordinates_and_represents_only(session: Session) -> None:
    person = make_person(session)
    coordinated, joined = make_collective(session, "A"), make_collective(session, "B")
    organisation, asked = make_organisation(session, "C"), make_organisation(session, "D")
    join(session, person, coordinated, coordinator=True)
    join(session, person, joined)
    make_representative(session, person, organisation)
    make_representative(session, person, asked).accepted_at = None
    session.flush()

    spoken = spoken_for(session, standing_of(session, person.id).actor)

    assert [issuer.id for issuer in spoken] == [coordinated.id, organisation.id]
