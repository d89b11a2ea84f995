"""Consent, without a database."""

from datetime import timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.badges.models import BadgeState, Proposal, ProposalState, Stance
from recognition.badges.rules import BadgeSubject, Outcome, outcome
from recognition.permissions import ANYONE, Action, Actor, may
from tests.factories import AT

CLOSES_AT = AT + timedelta(days=10)


def proposal(state: str = ProposalState.OPEN) -> Proposal:
    return Proposal(
        badge_id=uuid4(), version_number=1, state=state, opened_at=AT, closes_at=CLOSES_AT
    )


def test_until_its_date_a_proposal_is_running_whatever_people_say() -> None:
    just_before = CLOSES_AT - timedelta(seconds=1)

    assert outcome(proposal(), [], at=just_before) == Outcome.RUNNING
    assert outcome(proposal(), [Stance.OBJECTION], at=just_before) == Outcome.RUNNING


def test_at_its_date_silence_adopts() -> None:
    assert outcome(proposal(), [], at=CLOSES_AT) == Outcome.DUE


def test_one_objection_outweighs_any_support() -> None:
    stances = [Stance.SUPPORT] * 50 + [Stance.OBJECTION]

    assert outcome(proposal(), stances, at=CLOSES_AT) == Outcome.HELD


@given(
    st.lists(st.sampled_from([Stance.SUPPORT, Stance.CONCERN, Stance.QUESTION])),
    st.timedeltas(timedelta(0), timedelta(days=4000)),
)
def test_nothing_but_an_objection_holds_adoption_back(stances: list[str], late: timedelta) -> None:
    assert outcome(proposal(), stances, at=CLOSES_AT + late) == Outcome.DUE


@pytest.mark.parametrize("state", [ProposalState.ADOPTED, ProposalState.WITHDRAWN])
def test_what_has_ended_is_not_decided_again(state: ProposalState) -> None:
    assert outcome(proposal(state), [Stance.OBJECTION], at=CLOSES_AT) == Outcome(state)


AUTHOR, COLLECTIVE = UUID(int=1), UUID(int=2)
ACTORS = {
    "visitor": ANYONE,
    "member": Actor(UUID(int=9)),
    "colleague": Actor(UUID(int=9), frozenset({COLLECTIVE})),
    "coordinator": Actor(UUID(int=9), frozenset({COLLECTIVE}), frozenset({COLLECTIVE})),
    "author": Actor(AUTHOR),
}
ALLOWED = {
    (Action.SEE, "discussion"): {"member", "colleague", "coordinator", "author"},
    (Action.SEE, "adopted"): set(ACTORS),
    (Action.SEE, "retired"): set(ACTORS),
    (Action.SEE, "withdrawn"): {"author"},
    (Action.TAKE_POSITION, "discussion"): {"colleague", "coordinator"},
    (Action.TAKE_POSITION, "withdrawn"): set(),
    (Action.DISCUSS, "discussion"): {"member", "colleague", "coordinator", "author"},
    (Action.EDIT, "discussion"): {"author"},
    (Action.EDIT, "adopted"): {"author", "coordinator"},
    (Action.EDIT, "retired"): set(),
    (Action.DECIDE, "discussion"): {"author", "coordinator"},
    (Action.WITHDRAW, "discussion"): {"author"},
    (Action.WITHDRAW, "adopted"): set(),
}


@pytest.mark.parametrize(("action", "state"), ALLOWED)
def test_who_may_do_what_with_a_badge(action: Action, state: str) -> None:
    subject = BadgeSubject(BadgeState(state), COLLECTIVE, AUTHOR)

    assert {name for name, actor in ACTORS.items() if may(actor, action, subject)} == ALLOWED[
        action, state
    ]


def test_the_table_above_covers_every_state_of_seeing() -> None:
    seen = set(product([Action.SEE], [str(state) for state in BadgeState]))

    assert seen - set(ALLOWED) == set()
