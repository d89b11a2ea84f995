"""« Je me reconnais » : a story for each criterion, and a self-award that says so everywhere."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from recognition.awards.models import Award, AwardMode, CriterionNarrative
from recognition.awards.queries import holders_of_badge
from recognition.badges.models import Badge, Criterion
from recognition.people.models import Person
from recognition.permissions import ANYONE
from tests.conftest import Visitor
from tests.factories import make_award, make_badge, make_person, version_of

SignIn = Callable[[Person], Visitor]


@pytest.fixture
def badge(session: Session) -> Badge:
    return make_badge(session, criteria=("Raconter", "Dire", "Montrer"), award_rule="self")


def criteria_of(session: Session, badge: Badge) -> list[UUID]:
    version = version_of(session, badge)
    return list(
        session.exec(
            select(Criterion.id)
            .where(Criterion.version_id == version.id)
            .order_by(col(Criterion.position))
        )
    )


def test_a_story_is_kept_for_each_criterion_and_the_award_is_accepted(
    badge: Badge, session: Session, visitor: Visitor, signed_in_as: SignIn
) -> None:
    person = make_person(session, "Théo Luzerne")
    first, _, third = criteria_of(session, badge)
    form = f"/badges/{badge.slug}/me-reconnaitre"
    browser = signed_in_as(person)

    answer = browser.post(
        form,
        {
            f"told_{first}": "Un soir, au jardin partagé.",
            f"told_{third}": "La liste est restée au mur.",
            "narrative": "J’ai tenu la permanence.",
            "visibility": "public",
        },
    )

    [award] = session.exec(select(Award)).all()
    assert answer.headers["location"] == f"/recus/{award.id}"
    assert (award.mode, award.state, award.visibility) == (AwardMode.SELF, "accepted", "public")
    assert award.holder_id == award.giver_id == award.issuer_id == person.id
    kept = {row.criterion_id: row.text for row in session.exec(select(CriterionNarrative))}
    assert kept == {first: "Un soir, au jardin partagé.", third: "La liste est restée au mur."}
    page = visitor.get(f"/recus/{award.id}").text
    for words in (*kept.values(), "J’ai tenu la permanence."):
        assert words in page


def test_a_self_award_says_so_on_its_page_its_card_and_among_holders(
    badge: Badge, session: Session, visitor: Visitor, signed_in_as: SignIn
) -> None:
    person = make_person(session, "Théo Luzerne")
    award = make_award(session, badge, person, person, sentence="", narrative="Voilà.")
    page = f"/recus/{award.id}"
    badge_id = badge.id
    browser = signed_in_as(person)

    assert "Reconnu par soi-même" in visitor.get(page).text
    assert "Reconnu par soi-même" in browser.get("/moi/badges").text
    [holder] = holders_of_badge(session, ANYONE, badge_id, seed="1")
    assert holder.is_self


def test_who_was_given_it_too_is_a_holder_by_anothers_hand_once(
    badge: Badge, session: Session
) -> None:
    person = make_person(session)
    make_award(session, badge, person, person)
    given = make_award(session, badge, person)

    [holder] = holders_of_badge(session, ANYONE, badge.id, seed="1")

    assert (holder.award_id, holder.is_self) == (given.id, False)


def test_an_award_by_another_never_says_it_is_by_oneself(
    badge: Badge, session: Session, visitor: Visitor
) -> None:
    award = make_award(session, badge)
    session.commit()

    assert "soi-même" not in visitor.get(f"/recus/{award.id}").text


def test_at_least_one_criterion_is_told(
    badge: Badge, session: Session, signed_in_as: SignIn
) -> None:
    first = criteria_of(session, badge)[0]
    form = f"/badges/{badge.slug}/me-reconnaitre"
    browser = signed_in_as(make_person(session))

    answer = browser.post(form, {"narrative": "Une histoire en général."})

    assert answer.status_code == 422
    assert f'id="told_{first}-error"' in answer.text
    assert "Une histoire en général." in answer.text
    assert session.exec(select(Award)).all() == []


def test_a_story_too_long_is_said_beside_it_and_kept(
    badge: Badge, session: Session, signed_in_as: SignIn
) -> None:
    first, second, _ = criteria_of(session, badge)
    form = f"/badges/{badge.slug}/me-reconnaitre"
    browser = signed_in_as(make_person(session))

    answer = browser.post(form, {f"told_{first}": "Bref.", f"told_{second}": "é" * 2001})

    assert answer.status_code == 422
    assert f'id="told_{second}-error"' in answer.text
    assert "é" * 2001 in answer.text
    assert session.exec(select(Award)).all() == []


def test_words_for_another_badges_criterion_go_nowhere(
    badge: Badge, session: Session, signed_in_as: SignIn
) -> None:
    first = criteria_of(session, badge)[0]
    elsewhere = criteria_of(session, make_badge(session))[0]
    form = f"/badges/{badge.slug}/me-reconnaitre"
    browser = signed_in_as(make_person(session))

    browser.post(form, {f"told_{first}": "Ici.", f"told_{elsewhere}": "Ailleurs."})

    kept = [row.criterion_id for row in session.exec(select(CriterionNarrative))]
    assert kept == [first]


def test_a_story_is_text_whatever_is_typed_in_it(
    badge: Badge, session: Session, visitor: Visitor, signed_in_as: SignIn
) -> None:
    first = criteria_of(session, badge)[0]
    form = f"/badges/{badge.slug}/me-reconnaitre"
    browser = signed_in_as(make_person(session))
    hostile = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))"

    answer = browser.post(
        form, {f"told_{first}": hostile, "narrative": hostile, "visibility": "public"}
    )

    page = visitor.get(answer.headers["location"]).text
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize(("rule", "status"), [("event", 403), ("coordinator", 403)])
def test_where_the_collective_wants_anothers_look_one_cannot_recognise_oneself(
    rule: str, status: int, session: Session, signed_in_as: SignIn
) -> None:
    badge = make_badge(session, award_rule=rule)
    first = criteria_of(session, badge)[0]
    form = f"/badges/{badge.slug}/me-reconnaitre"
    browser = signed_in_as(make_person(session))

    assert browser.get(form).status_code == status
    assert browser.post(form, {f"told_{first}": "Moi."}).status_code == status
    assert session.exec(select(Award)).all() == []


def test_recognising_oneself_twice_makes_one_award(
    badge: Badge, session: Session, signed_in_as: SignIn
) -> None:
    first = criteria_of(session, badge)[0]
    form = f"/badges/{badge.slug}/me-reconnaitre"
    browser = signed_in_as(make_person(session))
    told = {f"told_{first}": "Un soir."}

    once = browser.post(form, {**told, "form_key": "même page"})
    clicked = browser.post(form, {**told, "form_key": "même page"})
    again = browser.post(form, told)

    assert once.headers["location"] == clicked.headers["location"]
    assert again.status_code == 409
    assert "Vous vous êtes déjà reconnu·e" in again.text
    assert len(session.exec(select(Award)).all()) == 1
