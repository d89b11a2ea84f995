"""What a pair of eyes sees woven, and when it was."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from recognition.awards.models import AwardState, Visibility
from recognition.badges.models import BadgeState
from recognition.endorsements.models import EndorsementState
from recognition.maps.fabric import (
    Arc,
    Fabric,
    Filters,
    Thread,
    ThreadKind,
    filtered,
    months,
)
from recognition.maps.queries import fabric_of, public_fabric
from recognition.people.models import Person, ProfileVisibility
from recognition.trust.queries import EVERYWHERE, Scope, trust_edges
from tests.factories import (
    join,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_meeting,
    make_organisation,
    make_person,
    make_representative,
)
from tests.maps.weave import weave

DAY = date(2026, 3, 14)


def on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 10, tzinfo=UTC)


def seen(session: Session, scope: Scope = EVERYWHERE) -> Fabric:
    return fabric_of(session, {}, scope)


def names(fabric: Fabric) -> list[str]:
    return [person.name for person in fabric.people]


def test_giving_carrying_and_words_are_threads_with_their_days(session: Session) -> None:
    badge = make_badge(session)
    giver, holder, friend = (make_person(session) for _ in range(3))
    award = make_award(session, badge, holder, giver, decided_at=on(2026, 2, 1))
    make_endorsement(session, endorser=friend, award=award, decided_at=on(2026, 4, 2))
    make_endorsement(session, endorser=friend, badge=badge, decided_at=on(2026, 4, 9))

    fabric = seen(session)

    through = frozenset({holder.id})
    assert fabric.threads[-1] == Thread(
        friend.id, badge.id, ThreadKind.ENDORSED, date(2026, 4, 2), through
    )
    assert set(fabric.threads[:-1]) == {
        Thread(giver.id, badge.id, ThreadKind.GIVEN, date(2026, 2, 1), through),
        Thread(holder.id, badge.id, ThreadKind.CARRIED, date(2026, 2, 1)),
    }
    assert fabric.arcs == (
        Arc(giver.id, holder.id, date(2026, 2, 1)),
        Arc(friend.id, holder.id, date(2026, 4, 2)),
        Arc(friend.id, badge.proposer_id, date(2026, 4, 9)),
    )


def test_words_about_an_issuer_make_arcs_to_who_answers_for_it(session: Session) -> None:
    collective, organisation = make_collective(session), make_organisation(session)
    friend, chair, speaker, person = (make_person(session) for _ in range(4))
    join(session, chair, collective, coordinator=True)
    make_representative(session, speaker, organisation)
    for issuer_id in (collective.id, organisation.id, person.id):
        make_endorsement(session, endorser=friend, issuer_id=issuer_id)

    fabric = seen(session)

    assert fabric.threads == ()
    assert {(arc.source_id, arc.target_id) for arc in fabric.arcs} == {
        (friend.id, chair.id),
        (friend.id, speaker.id),
        (friend.id, person.id),
    }


def test_words_about_a_collective_without_coordination_tie_nobody(session: Session) -> None:
    make_endorsement(session, issuer_id=make_collective(session).id)

    fabric = seen(session)

    assert (fabric.people, fabric.arcs) == ((), ())


def test_arcs_are_those_of_the_metric(session: Session) -> None:
    weave(session, people=40, badges=12, seed=7)
    edges = trust_edges(session)
    holders: dict[str, set[str]] = {}
    for holding in edges.holdings:
        holders.setdefault(holding.badge, set()).add(holding.person)
    metric = {
        (said.person, holder)
        for said in edges.endorsements
        for holder in holders.get(said.badge, ())
        if holder != said.person
    }

    drawn = {(str(arc.source_id), str(arc.target_id)) for arc in seen(session).arcs}

    assert len(drawn) > 20
    assert drawn == metric


def test_recognising_oneself_is_carrying_and_no_arc(session: Session) -> None:
    person = make_person(session)
    make_award(session, holder=person, giver=person)

    fabric = seen(session)

    assert [(it.person_id, it.kind) for it in fabric.threads] == [(person.id, ThreadKind.CARRIED)]
    assert fabric.arcs == ()


@pytest.mark.parametrize(
    "hidden",
    [
        {"visibility": Visibility.PRIVATE},
        {"state": AwardState.OFFERED, "decided_at": None},
        {"state": AwardState.REVOKED},
        {"state": AwardState.REMOVED},
        {"state": AwardState.DECLINED},
    ],
)
def test_a_hidden_award_leaves_neither_thread_nor_arc_nor_person(
    session: Session, hidden: dict[str, str]
) -> None:
    award = make_award(session, **hidden)
    make_endorsement(session, award=award)

    fabric = seen(session)

    assert (fabric.people, fabric.threads, fabric.arcs) == ((), (), ())
    assert [badge.id for badge in fabric.badges] == [award.badge_id]


@pytest.mark.parametrize(
    "state",
    [EndorsementState.OFFERED, EndorsementState.DECLINED, EndorsementState.WITHDRAWN],
)
def test_words_that_do_not_stand_are_no_thread(session: Session, state: str) -> None:
    make_endorsement(session, badge=make_badge(session), state=state)

    assert seen(session).threads == ()


def test_what_a_collective_discusses_is_on_its_own_map_only(session: Session) -> None:
    collective = make_collective(session)
    badge = make_badge(session, collective, state=BadgeState.DISCUSSION, adopted_at=None)
    make_endorsement(session, badge=badge)

    ours = seen(session, Scope(collective.id))
    theirs = seen(session, Scope(make_collective(session).id))

    assert [(it.id, it.adopted) for it in ours.badges] == [(badge.id, False)]
    assert len(ours.threads) == 1
    assert (theirs.badges, theirs.threads, theirs.arcs) == ((), (), ())
    assert seen(session).badges == ()


def test_a_badge_no_longer_given_keeps_its_threads(session: Session) -> None:
    badge = make_badge(session, state=BadgeState.RETIRED)
    make_endorsement(session, badge=badge)

    fabric = seen(session)

    assert [(it.adopted, it.is_retired) for it in fabric.badges] == [(True, True)]
    assert len(fabric.threads) == 1


def test_members_without_a_tie_are_on_their_collective_s_map_unless_they_hide(
    session: Session,
) -> None:
    collective = make_collective(session)
    for name, visibility in (
        ("Zoé", ProfileVisibility.PUBLIC),
        ("Ava", ProfileVisibility.COLLECTIVE),
        ("Ida", ProfileVisibility.PRIVATE),
    ):
        join(session, make_person(session, name, profile_visibility=visibility), collective)

    assert names(seen(session, Scope(collective.id))) == ["Ava", "Zoé"]
    assert names(seen(session)) == []


def test_the_page_town_and_day_of_joining_are_shown_to_who_may_see_the_page(
    session: Session,
) -> None:
    collective, badge = make_collective(session), make_badge(session)
    for name, visibility in (
        ("Ada", ProfileVisibility.PUBLIC),
        ("Bo", ProfileVisibility.COLLECTIVE),
        ("Cléo", ProfileVisibility.PRIVATE),
        ("Driss", ProfileVisibility.FIRST_NAME_ONLY),
    ):
        person = make_person(
            session,
            name,
            profile_visibility=visibility,
            town_code="31555",
            joined_at=on(2025, 1, 1),
        )
        join(session, person, collective)
        make_endorsement(session, endorser=person, badge=badge)

    def shown(scope: Scope) -> dict[str, tuple[bool, str, date]]:
        return {
            it.name: (it.handle is not None, it.town_code, it.since)
            for it in seen(session, scope).people
            if it.name in ("Ada", "Bo", "Cléo", "Driss")
        }

    joined = date(2025, 1, 1)
    assert shown(EVERYWHERE) == {
        "Ada": (True, "31555", joined),
        "Bo": (False, "", DAY),
        "Cléo": (False, "", DAY),
        "Driss": (True, "", joined),
    }
    assert shown(Scope(collective.id)) == {
        "Ada": (True, "31555", joined),
        "Bo": (True, "31555", joined),
        "Cléo": (False, "", DAY),
        "Driss": (True, "31555", joined),
    }


def test_who_was_met_depends_on_whose_eyes_look(session: Session) -> None:
    here, there, person = make_collective(session), make_collective(session), make_person(session)
    join(session, person, here)
    make_meeting(session, person, there)
    make_endorsement(session, endorser=person, badge=make_badge(session))

    def is_met(scope: Scope) -> list[bool]:
        return [it.confirmed for it in seen(session, scope).people if it.id == person.id]

    assert (is_met(EVERYWHERE), is_met(Scope(there.id)), is_met(Scope(here.id))) == (
        [True],
        [True],
        [False],
    )


def test_a_value_is_shown_with_two_voices_unless_the_collective_prefers_none(
    session: Session,
) -> None:
    told, silent = make_collective(session), make_collective(session, shows_value=False)
    badges = [make_badge(session, told), make_badge(session, told), make_badge(session, silent)]
    for badge, count in zip(badges, (2, 1, 2), strict=True):
        for _ in range(count):
            friend = make_person(session)
            make_meeting(session, friend, told)
            make_endorsement(session, endorser=friend, badge=badge)

    values = {it.id: it.value for it in seen(session).badges}

    assert [values[badge.id] for badge in badges] == [1.5, None, None]


def test_everything_is_in_order_of_name_or_day(session: Session) -> None:
    weave(session, people=40, badges=12, seed=2)

    fabric = seen(session)

    assert [it.name for it in fabric.circles] == sorted(it.name for it in fabric.circles)
    assert [it.on for it in fabric.threads] == sorted(it.on for it in fabric.threads)
    assert [it.on for it in fabric.arcs] == sorted(it.on for it in fabric.arcs)
    assert len(fabric.threads) > 80


@pytest.mark.parametrize("eyes", ["everywhere", "collective", "public"])
def test_a_fabric_takes_a_fixed_number_of_queries(
    session: Session,
    statements: Callable[[], AbstractContextManager[list[str]]],
    eyes: str,
) -> None:
    collective = make_collective(session, public_map=True)
    scope = Scope(collective.id) if eyes == "collective" else EVERYWHERE

    def one_more() -> None:
        award = make_award(session, make_badge(session, collective))
        join(session, session.get_one(Person, award.holder_id), collective)
        make_endorsement(session, award=award)
        make_endorsement(session, issuer_id=collective.id)

    def asked() -> int:
        session.expire_all()
        with statements() as sent:
            if eyes == "public":
                assert public_fabric(session, {}).threads
            else:
                assert fabric_of(session, {}, scope).threads
        return len(sent)

    one_more()
    with_one = asked()
    one_more()
    one_more()

    assert asked() == with_one <= 40


def test_a_day_of_the_past_shows_what_was_woven_by_then(session: Session) -> None:
    badge = make_badge(session, adopted_at=on(2026, 1, 1))
    for month in (2, 3, 5):
        friend = make_person(session, joined_at=on(2026, month, 1))
        make_endorsement(session, endorser=friend, badge=badge, decided_at=on(2026, month, 20))

    past = filtered(seen(session), Filters(until=date(2026, 3, 31)))

    assert [thread.on.month for thread in past.threads] == [2, 3]
    assert len(past.badges) == 1
    assert filtered(seen(session), Filters(until=date(2025, 12, 31))).size == 0


def test_the_slider_stops_at_every_month(session: Session) -> None:
    badge = make_badge(session)
    for at in (on(2025, 11, 3), on(2026, 2, 1), on(2026, 2, 28)):
        make_endorsement(session, badge=badge, decided_at=at)

    stops = months(seen(session))

    assert [(it.first_day, it.last_day, it.thread_count, it.total) for it in stops] == [
        (date(2025, 11, 1), date(2025, 11, 30), 1, 1),
        (date(2025, 12, 1), date(2025, 12, 31), 0, 1),
        (date(2026, 1, 1), date(2026, 1, 31), 0, 1),
        (date(2026, 2, 1), date(2026, 2, 28), 2, 3),
    ]
    assert months(filtered(seen(session), Filters(families=frozenset({"role"})))) == ()
