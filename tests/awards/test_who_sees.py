"""Who sees an award, in every state, visibility and profile: nothing shows before acceptance."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from recognition.awards.models import Award
from recognition.awards.queries import (
    awards_of_person,
    holders_of_badge,
    latest_awards,
)
from recognition.collectives.queries import standing_of
from recognition.people.models import Person
from recognition.permissions import ANYONE
from tests.awards.worlds import (
    PROFILES,
    STATES,
    VIEWERS,
    VISIBILITIES,
    World,
    make_world,
    sees_award,
)
from tests.conftest import Visitor
from tests.factories import make_award, make_badge

SignIn = Callable[[Person], Visitor]
Combination = tuple[str, str]


def awards_of_all_kinds(session: Session, world: World) -> dict[Combination, Award]:
    """One award for each state and visibility, each of a badge of its own."""
    return {
        (state, visibility): make_award(
            session,
            make_badge(session),
            world["holder"],
            world["giver"],
            state=state,
            visibility=visibility,
        )
        for state in STATES
        for visibility in VISIBILITIES
    }


@pytest.mark.parametrize("profile", PROFILES)
def test_the_page_of_an_award_answers_those_who_may_see_it_and_is_absent_for_others(
    profile: str, session: Session, visitor: Visitor, signed_in_as: SignIn
) -> None:
    world = make_world(session, profile)
    awards = awards_of_all_kinds(session, world)
    session.commit()

    answered = {}
    for name in VIEWERS:
        browser: Any = visitor if name == "visitor" else signed_in_as(world[name])
        for (state, visibility), award in awards.items():
            status = browser.client.head(f"/recus/{award.id}").status_code
            answered[name, state, visibility] = status

    assert answered == {
        (name, state, visibility): 200 if sees_award(name, state, visibility, profile) else 404
        for name in VIEWERS
        for state, visibility in awards
    }


@pytest.mark.parametrize("profile", PROFILES)
def test_lists_hold_accepted_awards_only_and_only_those_one_may_see(
    profile: str, session: Session
) -> None:
    world = make_world(session, profile)
    awards = awards_of_all_kinds(session, world)

    for name in VIEWERS:
        actor = ANYONE if name == "visitor" else standing_of(session, world[name].id).actor
        expected = {
            award.id
            for (state, visibility), award in awards.items()
            if state == "accepted" and sees_award(name, state, visibility, profile)
        }
        listed = {line.award_id for line in awards_of_person(session, actor, world["holder"].id)}
        news = {line.award.award_id for line in latest_awards(session, actor, most=50)}
        holders = {
            line.award_id
            for award in awards.values()
            for line in holders_of_badge(session, actor, award.badge_id, seed="a")
        }
        assert (listed, news, holders) == (expected, expected, expected), name


def test_a_hidden_award_answers_like_an_unknown_one(
    session: Session, visitor: Visitor, signed_in_as: SignIn
) -> None:
    world = make_world(session)
    hidden = make_award(session, holder=world["holder"], giver=world["giver"], state="offered")
    member = signed_in_as(world["member"])

    for browser in (visitor, member):
        answers = []
        for identifier in (hidden.id, "00000000-0000-4000-8000-000000000000", "pas-un-numero"):
            for htmx in (False, True):
                answer = browser.get(f"/recus/{identifier}", htmx=htmx)
                told = answer.text.replace(str(identifier), "")
                answers.append((htmx, answer.status_code, len(told)))
        assert set(answers[::2]) == {(False, 404, answers[0][2])}
        assert set(answers[1::2]) == {(True, 404, answers[1][2])}


def test_only_the_holder_may_answer_and_only_the_giver_may_take_back(
    session: Session, signed_in_as: SignIn
) -> None:
    world = make_world(session)
    award = make_award(
        session, holder=world["holder"], giver=world["giver"], state="offered", decided_at=None
    )
    path = f"/recus/{award.id}"
    allowed = {("holder", "acceptation"), ("holder", "refus"), ("giver", "revocation")}
    browsers = {name: signed_in_as(world[name]) for name in VIEWERS[1:]}

    answered = {
        (name, act): browser.post(f"{path}/{act}").status_code
        for name, browser in browsers.items()
        for act in ("acceptation", "refus", "visibilite", "retrait", "revocation")
        if (name, act) not in allowed  # what they may do is tested where it is done
    }

    assert answered == {key: 403 if key[0] in {"giver", "holder"} else 404 for key in answered}
    session.expire_all()
    assert award.state == "offered"


def test_a_name_stays_while_its_page_is_hidden_and_is_no_link_then(
    session: Session, visitor: Visitor
) -> None:
    world = make_world(session)
    giver = world["giver"]
    giver.profile_visibility = "private"
    giver.city = "Albi"
    session.add(giver)
    award = make_award(session, holder=world["holder"], giver=giver)
    session.commit()

    page = visitor.get(f"/recus/{award.id}").text

    assert giver.display_name in page
    assert f"/@{giver.handle}" not in page
    assert f"/@{world['holder'].handle}" in page
