"""The list of people: whom one finds, by which words, page after page."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from sqlmodel import Session

from recognition.people.models import Person
from tests.factories import join, make_collective, make_person


def _names(answer: Any) -> list[str]:
    assert answer.status_code == 200
    return re.findall(r'<a class="plain" href="/@[^"]+">([^<]+)</a>', answer.text)


@pytest.fixture
def circle(session: Session) -> dict[str, Person]:
    """One person of each visibility in a collective, and who looks for them."""
    collective, elsewhere = make_collective(session), make_collective(session)
    people = {}
    for visibility in ("public", "first_name_only", "collective", "private"):
        people[visibility] = make_person(
            session, f"Cible {visibility}", profile_visibility=visibility
        )
        join(session, people[visibility], collective)
    for name, where, coordinates in (
        ("colleague", collective, False),
        ("coordinator", collective, True),
        ("stranger", elsewhere, False),
        ("other_coordinator", elsewhere, True),
    ):
        people[name] = make_person(session, name)
        join(session, people[name], where, coordinator=coordinates)
    return people


FOUND_BY = {
    "visitor": ["public"],
    "stranger": ["public"],
    "other_coordinator": ["public"],
    "colleague": ["collective", "first_name_only", "public"],
    "coordinator": ["collective", "first_name_only", "private", "public"],
    "private": ["collective", "first_name_only", "private", "public"],  # finds oneself
}


@pytest.mark.parametrize("eyes", FOUND_BY)
def test_one_finds_whom_the_written_table_says(
    eyes: str, circle: dict[str, Person], session: Session, signed_in_as: Any, visitor: Any
) -> None:
    session.commit()
    browser = visitor if eyes == "visitor" else signed_in_as(circle[eyes])
    expected = [f"Cible {visibility}" for visibility in FOUND_BY[eyes]]
    assert _names(browser.get("/personnes?q=cible")) == expected
    found = [name for name in _names(browser.get("/personnes")) if name.startswith("Cible")]
    assert found == expected


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("leila", ["Leïla Sauge"]),
        ("LEÏLA", ["Leïla Sauge"]),
        ("sete", ["Leïla Sauge"]),
        ("sauge sete", ["Leïla Sauge"]),
        ("mediatrice", ["Leïla Sauge"]),
        ("sauge lille", []),
        ("coeur", ["Zoé Cœur"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("'", []),
        ("", ["Leïla Sauge", "Zoé Cœur"]),
        ("   ", ["Leïla Sauge", "Zoé Cœur"]),
        ("a\x00b", []),
        ("\ud7ff\uffff", ["Leïla Sauge", "Zoé Cœur"]),  # nothing that anyone types
    ],
)
def test_words_are_compared_without_accents_and_case_in_name_city_and_headline(
    asked: str, found: list[str], session: Session, visitor: Any
) -> None:
    make_person(session, "Zoé Cœur", city="Lille")
    make_person(session, "Leïla Sauge", city="Sète", headline="Médiatrice culturelle")
    session.commit()
    answer = visitor.get(f"/personnes?q={quote(asked)}")
    assert _names(answer) == found
    assert ("Personne ne se montre sous ces mots" in answer.text) is (not found)


def test_what_was_looked_for_stays_in_its_field_and_search_engines_stay_out(
    session: Session, visitor: Any
) -> None:
    page = visitor.get("/personnes?q=%22%3E%3Cb%3E").text
    assert 'value="&#34;&gt;&lt;b&gt;"' in page
    assert 'content="noindex"' in page
    assert 'content="noindex"' not in visitor.get("/personnes").text


def test_the_order_is_alphabetical_and_says_so_whoever_is_hidden(
    session: Session, visitor: Any
) -> None:
    for name in ("zoé", "Élias", "Ana", "eric", "Bruno"):
        make_person(session, name)
    make_person(session, "Aaa caché", profile_visibility="private")
    session.commit()
    page = visitor.get("/personnes")
    assert _names(page) == ["Ana", "Bruno", "Élias", "eric", "zoé"]
    assert "par ordre alphabétique" in page.text
    assert "caché" not in page.text


def test_a_long_list_is_read_to_its_end_each_person_once(session: Session, visitor: Any) -> None:
    for number in range(30):
        make_person(session, f"Ana {number:02}", handle=f"ana-{number}")
    for number in range(30):  # one name for many: the handle decides
        make_person(session, "Éva", handle=f"eva-{number:02}")
    session.commit()
    seen: list[str] = []
    path = "/personnes?q=a"
    for _ in range(9):
        answer = visitor.get(path)
        seen += re.findall(r'class="plain" href="/@([^"]+)"', answer.text)
        more = re.search(r'<li class="more-line" id="more"><a [^>]*href="([^"]+)"', answer.text)
        if more is None:
            break
        path = more.group(1).replace("&amp;", "&")
        assert path.startswith("/personnes?q=a&apres=")
    assert len(seen) == len(set(seen)) == 60
    assert seen[:2] == ["ana-0", "ana-1"]
    assert "Revenir au début" in answer.text


@pytest.mark.parametrize("place", ["x", "/", "é/é", "\x00", "a" * 5000, "a/" * 500, "%", "' OR 1"])
def test_any_place_in_the_list_may_be_asked_for(place: str, session: Session, visitor: Any) -> None:
    make_person(session, "Zzz")
    session.commit()
    assert visitor.get(f"/personnes?apres={quote(place)}").status_code == 200


def test_htmx_is_answered_with_the_list_or_with_its_next_lines(
    session: Session, visitor: Any
) -> None:
    for number in range(30):
        make_person(session, f"Ana {number:02}")
    session.commit()
    found = visitor.get("/personnes?q=ana", htmx=True)
    assert found.text.strip().startswith('<section id="people"')
    assert "<html" not in found.text
    assert found.headers["vary"] == "HX-Request, Cookie"
    more = re.search(r'hx-get="([^"]+)"', found.text)
    assert more is not None
    lines = visitor.get(more.group(1).replace("&amp;", "&"), htmx=True)
    assert lines.text.strip().startswith("<li")
    assert "<section" not in lines.text
    assert len(_names(lines)) == 6
    whole = visitor.get(more.group(1).replace("&amp;", "&"))
    assert whole.text.startswith("<!doctype html>")


def test_an_empty_platform_invites(visitor: Any) -> None:
    assert "Personne ne se montre ici pour l’instant" in visitor.get("/personnes").text


def test_finding_one_person_costs_as_much_as_finding_three(
    session: Session, signed_in_as: Any, visitor: Any, statements: Any
) -> None:
    browser = signed_in_as(make_person(session, "Qui regarde"))
    counts: dict[str, list[int]] = {"visitor": [], "member": []}
    for added in (1, 2):
        for _ in range(added):
            join(session, make_person(session, "Cible"), make_collective(session))
        session.commit()
        for name, eyes in (("visitor", visitor), ("member", browser)):
            with statements() as sent:
                eyes.get("/personnes?q=cible")
            counts[name].append(len(sent))
    assert counts["visitor"] == [2, 2]
    assert counts["member"] == [5, 5]
