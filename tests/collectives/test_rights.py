"""Lists in SQL show and find exactly whom the table of permissions says (requirement F1)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from recognition.collectives.models import Membership, MembershipRole, MembershipState
from recognition.collectives.queries import (
    profile_found_by,
    profile_seen_by,
    profile_subject,
    standing_of,
)
from recognition.people.models import Person, ProfileVisibility
from recognition.permissions import ANYONE, Action, may
from tests.factories import AT, make_collective, make_person

TIES = st.one_of(
    st.none(), st.tuples(st.sampled_from(list(MembershipState)), st.sampled_from(MembershipRole))
)


@given(
    visibilities=st.lists(st.sampled_from(list(ProfileVisibility)), min_size=4, max_size=4),
    ties=st.lists(st.tuples(TIES, TIES), min_size=4, max_size=4),
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_lists_of_people_agree_with_the_table(
    session: Session,
    visibilities: list[ProfileVisibility],
    ties: list[tuple[tuple[MembershipState, MembershipRole] | None, ...]],
) -> None:
    collectives = [make_collective(session), make_collective(session)]
    people = [make_person(session, profile_visibility=visibility) for visibility in visibilities]
    for person, own_ties in zip(people, ties, strict=True):
        for collective, tie in zip(collectives, own_ties, strict=True):
            if tie is not None:
                session.add(
                    Membership(
                        collective_id=collective.id,
                        person_id=person.id,
                        state=tie[0],
                        role=tie[1],
                        requested_at=AT,
                    )
                )
    session.flush()
    ours = {person.id for person in people}
    subjects = [profile_subject(session, person) for person in people]
    actors = [ANYONE, *(standing_of(session, person.id).actor for person in people)]

    for actor in actors:
        for action, in_sql in [
            (Action.SEE, profile_seen_by(actor)),
            (Action.FIND, profile_found_by(actor)),
        ]:
            listed = set(session.exec(select(Person.id).where(in_sql))) & ours
            allowed = {s.person_id for s in subjects if may(actor, action, s)}
            assert listed == allowed, (action, actor)

    session.rollback()


@pytest.mark.parametrize("state", [s for s in MembershipState if s != MembershipState.ACCEPTED])
def test_a_membership_that_does_not_stand_gives_no_standing(
    session: Session, state: MembershipState
) -> None:
    person, collective = make_person(session), make_collective(session)
    session.add(
        Membership(
            collective_id=collective.id,
            person_id=person.id,
            role=MembershipRole.COORDINATOR,
            state=state,
            requested_at=AT,
        )
    )
    session.flush()

    standing = standing_of(session, person.id)

    assert standing.actor.collectives == frozenset()
    assert standing.actor.coordinates == frozenset()
    assert standing.accent == "noyer"
