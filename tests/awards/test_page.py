"""The page of an award, its order, and what each page costs."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from recognition.awards.queries import (
    award_page,
    awards_of_person,
    excerpt_of,
    holders_of_badge,
    latest_awards,
    offers_waiting,
)
from recognition.collectives.queries import standing_of
from recognition.endorsements.threads import threaded
from recognition.people.models import Person
from recognition.permissions import ANYONE
from tests.conftest import Visitor
from tests.factories import (
    AT,
    join,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_evidence,
    make_organisation,
    make_person,
    make_representative,
    make_version,
)

SignIn = Callable[[Person], Visitor]
Statements = Callable[[], AbstractContextManager[list[str]]]


def test_what_happened_is_told_in_the_order_in_which_it_happened(
    session: Session, visitor: Visitor
) -> None:
    award = make_award(session)
    days = [timedelta(days=n) for n in range(1, 5)]
    make_evidence(session, award, title="Troisième", added_at=AT + days[2])
    make_evidence(session, award, title="Première", added_at=AT + days[0])
    make_endorsement(session, award=award, statement="Deuxième", given_at=AT + days[1])
    make_endorsement(session, award=award, statement="Quatrième", given_at=AT + days[3])
    session.commit()

    page = visitor.get(f"/recus/{award.id}?ordre=inverse").text.split('id="valeur"')[0]

    told = re.findall("a attribué ce badge|Première|Deuxième|Troisième|Quatrième", page)
    assert told == ["a attribué ce badge", "Première", "Deuxième", "Troisième", "Quatrième"]
    assert "2 preuves, 2 endossements" in page


def test_a_badge_that_was_just_born_invites(
    session: Session, visitor: Visitor, signed_in_as: SignIn
) -> None:
    holder = make_person(session)
    award = make_award(session, holder=holder)
    page = f"/recus/{award.id}"
    browser = signed_in_as(holder)

    for shown in (visitor.get(page).text, browser.get(page).text):
        assert "Ce badge vient de naître" in shown
        assert "0 preuve" not in shown


def test_an_award_keeps_the_words_of_its_day_when_the_badge_changes(
    session: Session, visitor: Visitor
) -> None:
    badge = make_badge(session, title="Premiers mots", criteria=("Critère d’alors",))
    award = make_award(session, badge)
    make_version(session, badge, number=2, title="Mots nouveaux", criteria=("Critère d’après",))
    badge.current_version = 2
    session.add(badge)
    session.commit()

    page = visitor.get(f"/recus/{award.id}").text

    assert "Premiers mots" in page
    assert "Critère d’alors" in page
    assert "Critère d’après" not in page
    assert "Les mots ont changé depuis" in page


def test_for_whom_it_was_given_is_named_beside_who_signed(
    session: Session, visitor: Visitor
) -> None:
    giver = make_person(session, "Paulin Coquelicot")
    workshop = make_organisation(session, "La Chambre à Air")
    make_representative(session, giver, workshop)
    award = make_award(session, giver=giver, issuer_id=workshop.id)
    session.commit()

    page = visitor.get(f"/recus/{award.id}").text

    assert "Paulin Coquelicot" in page
    assert "La Chambre à Air" in page


def test_no_search_engine_keeps_the_page(session: Session, visitor: Visitor) -> None:
    award = make_award(session, holder=make_person(session, "Idriss", is_minor=True))
    session.commit()

    page = visitor.get(f"/recus/{award.id}").text

    assert '<meta name="robots" content="noindex">' in page
    assert "Idriss est mineur·e" in page


def furnish(session: Session, holder: Person, giver: Person, count: int) -> Any:
    """An award with `count` proofs and endorsements, and `count` awards of each kind beside."""
    badge = make_badge(session)
    award = make_award(session, badge, holder, giver)
    for _ in range(count):
        make_evidence(session, award)
        make_endorsement(session, award=award)
        make_award(session, badge)
        make_award(session, holder=holder)
        make_award(session, holder=holder, state="offered", decided_at=None)
        make_award(session, giver=holder, state="offered", decided_at=None)
    session.commit()
    return award


def test_pages_cost_the_same_with_one_thing_and_with_three(
    session: Session, signed_in_as: SignIn, statements: Statements
) -> None:
    counted = []
    for count in (1, 3):
        holder, giver, colleague = (make_person(session) for _ in range(3))
        here = make_collective(session)
        for person in (holder, colleague):
            join(session, person, here)
        page = f"/recus/{furnish(session, holder, giver, count).id}"
        browsers = [signed_in_as(person) for person in (holder, giver, colleague)]
        for browser in browsers:
            browser.get(page)  # the value is computed once and remembered
        costs = []
        for browser in browsers:
            with statements() as seen:
                assert browser.get(page).status_code == 200
            costs.append(len(seen))
        with statements() as seen:
            assert browsers[0].get("/moi/badges").status_code == 200
        costs.append(len(seen))
        counted.append(costs)

    assert counted[0] == counted[1]
    assert max(counted[0]) <= 34


def test_lists_cost_the_same_with_one_thing_and_with_three(
    session: Session, statements: Statements
) -> None:
    counted = []
    for count in (1, 3):
        holder, giver = make_person(session), make_person(session)
        award = furnish(session, holder, giver, count)
        actor = standing_of(session, holder.id).actor
        holder_id, badge_id, award_id = holder.id, award.badge_id, award.id
        costs = []
        for ask in (
            lambda a=actor, h=holder_id: threaded(session, a, awards_of_person(session, a, h)),
            lambda a=actor, b=badge_id: holders_of_badge(session, a, b, seed="x"),
            lambda a=actor, n=count: latest_awards(session, a, most=n),
            lambda h=holder_id: offers_waiting(session, h),
            lambda a=actor, i=award_id: award_page(session, a, i),
        ):
            with statements() as seen:
                assert ask()
            costs.append(len(seen))
        counted.append(costs)

    assert counted[0] == counted[1] == [3, 3, 3, 1, 3]


def test_holders_stand_in_an_order_that_a_hidden_one_leaves_no_trace_in(
    session: Session,
) -> None:
    badge = make_badge(session)
    shown = [make_person(session) for _ in range(6)]
    for person in shown:
        make_award(session, badge, person)
    before = [line.award_id for line in holders_of_badge(session, ANYONE, badge.id, seed="a")]
    other = [line.award_id for line in holders_of_badge(session, ANYONE, badge.id, seed="b")]
    make_award(session, badge, visibility="private")

    after = [line.award_id for line in holders_of_badge(session, ANYONE, badge.id, seed="a")]

    assert after == before
    assert sorted(map(str, other)) == sorted(map(str, before))
    assert other != before


def test_the_name_of_who_hides_is_no_way_to_their_page(session: Session) -> None:
    badge = make_badge(session)
    here = make_collective(session)
    holder = make_person(session, profile_visibility="collective", city="Foix")
    colleague = make_person(session)
    for person in (holder, colleague):
        join(session, person, here)
    make_award(session, badge, holder)
    actor = standing_of(session, colleague.id).actor

    [seen] = holders_of_badge(session, actor, badge.id, seed="a")

    assert holders_of_badge(session, ANYONE, badge.id, seed="a") == []
    assert (seen.handle, seen.city) == (holder.handle, "Foix")


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("Court.", 20, "Court."),
        ("Deux\nlignes", 20, "Deux lignes"),
        ("Une phrase, longue assez", 14, "Une phrase…"),
        ("x" * 30, 10, "x" * 9 + "…"),
    ],
)
def test_an_excerpt_is_cut_between_words(text: str, most: int, shown: str) -> None:
    assert excerpt_of(text, most=most) == shown
