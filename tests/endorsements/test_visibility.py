"""Who reads an endorsement: as wide as what it is about, and never before it is accepted."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from recognition.awards.models import AwardState, Visibility
from recognition.badges.models import BadgeState
from recognition.collectives.queries import standing_of
from recognition.db import writing
from recognition.endorsements.models import Endorsement, EndorsementState
from recognition.endorsements.targets import target_of_endorsement
from recognition.endorsements.visibility import endorsement_seen_by, with_targets
from recognition.imports.models import Belonging
from recognition.people.models import Person, ProfileVisibility
from recognition.permissions import ANYONE, Action, Actor, may
from tests.endorsements.conftest import WORDS, World
from tests.factories import (
    join,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_imported,
    make_organisation,
    make_person,
    make_representative,
)

SIDES = {"holder", "endorser"}
INSIDE = {"holder", "colleague", "coordinator", "proposer"}
EVERYONE = {*INSIDE, "endorser", "giver", "other", "visitor"}


def _seen(session: Session, actor: Actor) -> set[UUID]:
    statement = with_targets(select(col(Endorsement.id))).where(endorsement_seen_by(actor))
    return set(session.scalars(statement))


def _readers(session: Session, world: World, endorsement: Endorsement) -> set[str]:
    """The roles that SQL lets read it; it must agree with `may`."""
    readers = set()
    for role in EVERYONE:
        actor = ANYONE
        if role != "visitor":
            actor = standing_of(session, getattr(world, role).id).actor
        if endorsement.id in _seen(session, actor):
            readers.add(role)
    return readers


@pytest.mark.parametrize(
    ("visibility", "profile", "readers"),
    [
        ("public", "public", EVERYONE),
        ("public", "first_name_only", EVERYONE),
        ("public", "collective", INSIDE | SIDES),
        ("public", "private", SIDES),
        ("collective", "public", INSIDE | SIDES),
        ("collective", "collective", INSIDE | SIDES),
        ("collective", "private", SIDES),
        ("private", "public", SIDES),
        ("private", "private", SIDES),
    ],
)
def test_accepted_words_on_an_award_are_shown_as_widely_as_the_award(
    visibility: str, profile: str, readers: set[str], world: World, session: Session
) -> None:
    world.award.visibility, world.holder.profile_visibility = visibility, profile
    session.add_all([world.award, world.holder])
    shown = make_endorsement(session, endorser=world.endorser, award=world.award)
    aside = [
        make_endorsement(
            session, endorser=world.endorser, award=world.award, state=state, ended_at=None
        )
        for state in ("declined", "withdrawn", "ended")
    ]
    assert _readers(session, world, shown) == readers
    for each in aside:
        assert _readers(session, world, each) == SIDES
    shown.state = "offered"
    session.add(shown)
    session.flush()
    assert _readers(session, world, shown) == SIDES


@pytest.mark.parametrize("state", ["offered", "declined", "revoked", "removed"])
def test_words_on_an_award_that_is_not_held_are_hidden_with_it(
    state: str, world: World, session: Session
) -> None:
    world.award.state = state
    session.add(world.award)
    shown = make_endorsement(session, endorser=world.endorser, award=world.award)
    assert _readers(session, world, shown) == SIDES


@pytest.mark.parametrize(
    ("profile", "readers"),
    [
        ("public", EVERYONE),
        ("first_name_only", EVERYONE),
        ("collective", INSIDE | SIDES),
        ("private", SIDES),
    ],
)
def test_words_about_a_person_are_shown_as_widely_as_their_page(
    profile: str, readers: set[str], world: World, session: Session
) -> None:
    world.holder.profile_visibility = profile
    session.add(world.holder)
    shown = make_endorsement(session, endorser=world.endorser, issuer_id=world.holder.id)
    assert _readers(session, world, shown) == readers
    shown.state = "offered"
    session.add(shown)
    session.flush()
    assert _readers(session, world, shown) == SIDES


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        ("adopted", EVERYONE),
        ("retired", EVERYONE),
        ("discussion", EVERYONE - {"visitor"}),
        ("withdrawn", {"endorser", "coordinator"}),
    ],
)
def test_words_about_a_badge_follow_its_life(
    state: str, readers: set[str], world: World, session: Session
) -> None:
    world.badge.state = state
    session.add(world.badge)
    shown = make_endorsement(session, endorser=world.endorser, badge=world.badge)
    assert _readers(session, world, shown) == readers


@pytest.mark.parametrize("visibility", ["private", "collective", "public"])
def test_the_page_of_an_award_shows_words_to_whom_they_are_shown(
    visibility: str, world: World, session: Session, signed_in_as: Any, visitor: Any
) -> None:
    """Requirement G1, role by role and state by state, on the page itself."""
    world.award.visibility = visibility
    session.add(world.award)
    row = make_endorsement(session, endorser=world.endorser, award=world.award, statement=WORDS)
    session.commit()
    browsers = {
        role: visitor if role == "visitor" else signed_in_as(getattr(world, role))
        for role in EVERYONE
    }
    opens = {
        "private": {"holder", "giver"},
        "collective": INSIDE | {"giver"},
        "public": EVERYONE,
    }[visibility]
    shown_to = {"private": SIDES, "collective": INSIDE | SIDES, "public": EVERYONE}[visibility]
    reads_words = {
        "accepted": shown_to,
        "offered": SIDES,
        "declined": {"endorser"},
        "withdrawn": set[str](),
        "ended": set[str](),
    }
    for state, readers in reads_words.items():
        row.state = state
        row.ended_at = row.given_at if state in {"withdrawn", "ended"} else None
        session.add(row)
        session.commit()
        for role, browser in browsers.items():
            page = browser.get(f"/recus/{world.award.id}")
            assert page.status_code == (200 if role in opens else 404), (state, role)
            assert (WORDS in page.text) == (role in readers & opens), (state, role)


_PEOPLE = st.integers(0, 3)
_STATES = st.sampled_from(EndorsementState)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    profiles=st.tuples(*[st.sampled_from(ProfileVisibility)] * 4),
    members=st.sets(st.tuples(_PEOPLE, st.integers(0, 1))),
    coordinators=st.sets(st.tuples(_PEOPLE, st.integers(0, 1)), max_size=2),
    speaker=_PEOPLE,
    badges=st.lists(st.tuples(st.sampled_from(BadgeState), _PEOPLE, _STATES), max_size=3),
    awards=st.lists(
        st.tuples(
            _PEOPLE,
            st.sampled_from(AwardState),
            st.sampled_from(Visibility),
            _PEOPLE,
            _STATES,
        ),
        max_size=5,
    ),
    issuers=st.lists(st.tuples(st.integers(0, 6), _PEOPLE, _STATES), max_size=5),
    imported=st.lists(
        st.tuples(
            _PEOPLE,
            st.sampled_from(Belonging),
            st.sampled_from(Visibility),
            st.booleans(),  # whether it was removed
            _PEOPLE,
            _STATES,
        ),
        max_size=4,
    ),
)
def test_sql_and_the_table_of_permissions_agree_on_any_world(
    engine: Engine,
    profiles: Any,
    members: Any,
    coordinators: Any,
    speaker: int,
    badges: Any,
    awards: Any,
    issuers: Any,
    imported: Any,
) -> None:
    with writing(engine) as session:  # never committed: each world is forgotten
        people = [make_person(session, profile_visibility=each) for each in profiles]
        collectives = [make_collective(session), make_collective(session)]
        organisation = make_organisation(session)
        make_representative(session, people[speaker], organisation)
        for person, collective in members | coordinators:
            leads = (person, collective) in coordinators
            join(session, people[person], collectives[collective], coordinator=leads)
        for state, endorser, said in badges:
            badge = make_badge(session, collectives[0], people[0], state=state)
            make_endorsement(session, endorser=people[endorser], badge=badge, state=said)
        for holder, state, visibility, endorser, said in awards:
            award = make_award(session, None, people[holder], state=state, visibility=visibility)
            make_endorsement(session, endorser=people[endorser], award=award, state=said)
        for holder, belonging, visibility, is_removed, endorser, said in imported:
            brought = make_imported(
                session, people[holder], belonging=belonging, visibility=visibility
            )
            brought.removed_at = brought.imported_at if is_removed else None
            make_endorsement(session, endorser=people[endorser], imported=brought, state=said)
        ids = [row.id for row in (*people, *collectives, organisation)]
        for (issuer, endorser), said in {(i, e): said for i, e, said in issuers}.items():
            make_endorsement(session, endorser=people[endorser], issuer_id=ids[issuer], state=said)
        _assert_agreement(session, people)


def _assert_agreement(session: Session, people: list[Person]) -> None:
    rows = session.scalars(select(Endorsement)).all()
    actors = [ANYONE, *(standing_of(session, person.id).actor for person in people)]
    for actor in actors:
        allowed = set()
        for row in rows:
            target = target_of_endorsement(session, actor, row)
            subject = target.endorsement(row.endorser_id, row.state, row.ended_at)
            if may(actor, Action.SEE, subject):
                allowed.add(row.id)
        assert _seen(session, actor) == allowed
