"""A badge that changes, its page, and what keeps the version it was about."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from recognition.awards.models import Award
from recognition.badges.adopting import close_due_proposals
from recognition.badges.models import Badge, BadgeOfTheMonth, BadgeVersion, Proposal
from recognition.clock import now
from recognition.endorsements.models import Endorsement
from recognition.people.models import Person
from tests.factories import (
    join,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_person,
    make_version,
    version_of,
)

Browsing = Callable[[Person], Any]
NEW = {
    "title": "Oreille vraiment attentive",
    "definition": "Savoir écouter quelqu’un jusqu’au bout.",
    "criteria": ["Raconter une situation", "Dire ce que vous avez appris"],
    "family": "savoir-etre",
    "skills": "écoute",
    "shape": "rond",
    "dye": "garance",
    "icon": "ear",
    "alt_text": "Une oreille",
    "change_note": "Un titre plus juste.",
    "days": "7",
}


@pytest.fixture
def author(session: Session) -> Person:
    return make_person(session, "Leïla")


@pytest.fixture
def coordinator(session: Session) -> Person:
    return make_person(session, "Amina")


@pytest.fixture
def badge(session: Session, author: Person, coordinator: Person) -> Badge:
    """Adopted, at /badges/oreille."""
    collective = make_collective(session, "Ici")
    join(session, author, collective)
    join(session, coordinator, collective, coordinator=True)
    return make_badge(session, collective, author, title="Oreille attentive", slug="oreille")


def read(session: Session, table: Any) -> list[Any]:
    with Session(session.get_bind().execution_options(writes=False)) as aside:
        return list(aside.exec(select(table)).all())


def test_a_new_version_waits_for_consent_while_the_old_one_stays_in_force(
    session: Session, badge: Badge, author: Person, signed_in_as: Browsing, visitor: Any
) -> None:
    browser = signed_in_as(author)

    response = browser.post("/badges/oreille/modifier", NEW)

    assert response.headers["location"] == "/badges/oreille/discussion"
    page, talk = visitor.get("/badges/oreille").text, browser.get("/badges/oreille/discussion").text
    assert "<h1>Oreille attentive</h1>" in page
    assert "vraiment" not in page
    assert "<ins>vraiment" in talk
    assert "Une nouvelle version est en discussion" in browser.get("/badges/oreille").text


def test_once_adopted_the_new_version_is_in_force_and_awards_keep_theirs(
    session: Session, badge: Badge, author: Person, signed_in_as: Browsing, visitor: Any
) -> None:
    first = version_of(session, badge).id
    make_award(session, badge)
    make_endorsement(session, badge=badge, version_id=first)
    signed_in_as(author).post("/badges/oreille/modifier", NEW)

    adopted = close_due_proposals(session, at=now() + timedelta(days=8))
    session.commit()

    assert adopted == 1
    (kept,) = read(session, Badge)
    assert (kept.current_version, kept.state) == (2, "adopted")
    assert [award.version_id for award in read(session, Award)] == [first]
    assert [row.version_id for row in read(session, Endorsement)] == [first]
    page = visitor.get("/badges/oreille").text
    assert "<h1>Oreille vraiment attentive</h1>" in page
    assert "Un titre plus juste." in page
    assert "Oreille vraiment" in visitor.get("/badges?graine=a&q=vraiment").text


def test_an_old_version_is_still_read_at_its_address(
    session: Session, badge: Badge, visitor: Any
) -> None:
    make_version(session, badge, number=2, title="Oreille patiente")
    badge.current_version = 2
    session.add(badge)
    session.commit()

    old, new = (visitor.get(f"/badges/oreille/versions/{n}").text for n in (1, 2))

    assert "<h1>Oreille attentive</h1>" in old
    assert "Une version plus récente est en vigueur" in old
    assert "<h1>Oreille patiente</h1>" in new
    assert "<del>attentive</del>" in new


@pytest.mark.parametrize("number", ["0", "3", "x", "1.0", "²"])
def test_there_are_no_other_versions(
    session: Session, badge: Badge, visitor: Any, number: str
) -> None:
    session.commit()

    assert visitor.get(f"/badges/oreille/versions/{number}").status_code == 404


def test_a_version_under_discussion_has_no_page_of_its_own(
    session: Session, badge: Badge, author: Person, signed_in_as: Browsing, visitor: Any
) -> None:
    browser = signed_in_as(author)
    browser.post("/badges/oreille/modifier", NEW)

    assert visitor.get("/badges/oreille/versions/2").status_code == 404
    assert browser.get("/badges/oreille/versions/2").status_code == 404


def test_coordination_may_propose_a_version_and_other_members_may_not(
    session: Session, badge: Badge, coordinator: Person, signed_in_as: Browsing
) -> None:
    other = signed_in_as(make_person(session))
    mine = signed_in_as(coordinator)

    assert other.get("/badges/oreille/modifier").status_code == 403
    assert other.post("/badges/oreille/modifier", NEW).status_code == 403
    assert mine.post("/badges/oreille/modifier", NEW).status_code == 303


def test_a_version_says_what_changes(
    session: Session, badge: Badge, author: Person, signed_in_as: Browsing
) -> None:
    response = signed_in_as(author).post("/badges/oreille/modifier", {**NEW, "change_note": ""})

    assert response.status_code == 422
    assert 'id="change_note-error"' in response.text
    assert "Oreille vraiment attentive" in response.text
    assert read(session, Proposal) == []


def test_a_version_that_changes_nothing_is_refused_kindly(
    session: Session, badge: Badge, author: Person, signed_in_as: Browsing
) -> None:
    same = {
        **NEW,
        "title": "Oreille attentive",
        "criteria": ["Raconter une situation", "Dire ce que vous avez fait"],
    }

    response = signed_in_as(author).post("/badges/oreille/modifier", same)

    assert response.status_code == 422
    assert "Rien ne change entre cette version" in response.text
    assert len(read(session, BadgeVersion)) == 1


def test_while_a_version_is_discussed_editing_changes_that_one(
    session: Session, badge: Badge, author: Person, signed_in_as: Browsing
) -> None:
    browser = signed_in_as(author)
    browser.post("/badges/oreille/modifier", NEW)

    browser.post("/badges/oreille/modifier", {**NEW, "title": "Oreille patiente"})

    assert sorted((row.number, row.title) for row in read(session, BadgeVersion)) == [
        (1, "Oreille attentive"),
        (2, "Oreille patiente"),
    ]


def test_a_version_taken_back_leaves_the_badge_as_it_was(
    session: Session, badge: Badge, author: Person, signed_in_as: Browsing, visitor: Any
) -> None:
    browser = signed_in_as(author)
    browser.post("/badges/oreille/modifier", NEW)

    browser.post("/badges/oreille/discussion/retrait")
    browser.post("/badges/oreille/modifier", {**NEW, "title": "Oreille patiente"})

    (kept,) = read(session, Badge)
    assert (kept.state, kept.current_version) == ("adopted", 1)
    assert sorted(row.number for row in read(session, BadgeVersion)) == [1, 2, 3]


def test_the_badge_of_the_month_is_chosen_by_coordination_with_a_reason(
    session: Session,
    badge: Badge,
    author: Person,
    coordinator: Person,
    signed_in_as: Browsing,
    visitor: Any,
) -> None:
    browser = signed_in_as(coordinator)
    path = "/badges/oreille/badge-du-mois"

    refused = signed_in_as(author).post(path, {"month_reason": "Il est à moi."})
    wordless = browser.post(path, {"month_reason": " "})
    browser.post(path, {"month_reason": "On en a parlé tout le mois."})
    browser.post(path, {"month_reason": "Et ce mois-ci encore."})

    assert (refused.status_code, wordless.status_code) == (403, 422)
    (chosen,) = read(session, BadgeOfTheMonth)
    assert chosen.reason == "Et ce mois-ci encore."
    assert "Badge du mois" in visitor.get("/badges/oreille").text


def test_what_a_badge_is_based_on_is_named(session: Session, badge: Badge, visitor: Any) -> None:
    made = make_badge(session, based_on_id=badge.id)
    path = f"/badges/{made.slug}"
    session.commit()

    assert (
        'Il s’inspire de <a href="/badges/oreille">Oreille attentive</a>.' in visitor.get(path).text
    )


def test_the_page_takes_as_many_statements_with_one_endorsement_and_holder_as_with_three(
    session: Session, badge: Badge, visitor: Any, statements: Any
) -> None:
    def count() -> int:
        session.commit()
        visitor.get("/badges/oreille")  # the trust graph is computed once for all pages
        with statements() as seen:
            assert visitor.get("/badges/oreille").status_code == 200
        return len(seen)

    def live() -> None:
        make_endorsement(session, badge=badge, version_id=version_of(session, badge).id)
        make_award(session, badge)

    live()
    one = count()
    live()
    live()

    assert count() == one
