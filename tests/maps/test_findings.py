"""What the map tells: each kind made on purpose, and its absence when there is nothing to tell."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from recognition.badges.models import (
    Badge,
    BadgeState,
    Contribution,
    ContributionKind,
    Position,
    Stance,
)
from recognition.collectives.models import Collective, Membership, MembershipState
from recognition.maps.fabric import Arc, Fabric
from recognition.maps.findings import (
    Finding,
    FindingAction,
    FindingKind,
    Waiting,
    WaitingKind,
)
from recognition.maps.queries import desk_of, fabric_of, told
from recognition.maps.shape import Loop, shape_of
from recognition.people.models import Person, ProfileVisibility
from recognition.trust.queries import EVERYWHERE, Scope
from tests.factories import (
    AT,
    join,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_meeting,
    make_person,
    make_proposal,
)
from tests.maps.test_layout import DAY, badge, circle, person

LATER = AT + timedelta(days=30)


def member(session: Session, collective: Collective, name: str, **values: object) -> Person:
    somebody = make_person(session, name, **values)
    join(session, somebody, collective)
    return somebody


def vouch(session: Session, one: Person, other: Person, thing: Badge | None = None) -> None:
    """One gives the other something."""
    make_award(session, thing, holder=other, giver=one)


def found(
    session: Session, kind: FindingKind, scope: Scope = EVERYWHERE, *, desk: bool = True
) -> list[Finding]:
    fabric = fabric_of(session, {}, scope)
    collectives = [scope.collective_id] if scope.collective_id else []
    at_desk = desk_of(session, collectives, LATER) if desk else None
    return [it for it in told({}, fabric, at_desk) if it.kind is kind]


def names(finding: Finding) -> list[str]:
    return [it.name for it in finding.people]


def woven(people: int, *arcs: tuple[int, int]) -> Fabric:
    """People of one circle, and who vouches for whom."""
    everybody = tuple(person(n, 1) for n in range(people))
    return Fabric(
        scope="everywhere",
        circles=(circle(1), circle(2)),
        people=everybody,
        badges=(badge(1, 1),),
        threads=(),
        arcs=tuple(Arc(everybody[one].id, everybody[other].id, DAY) for one, other in arcs),
    )


def test_words_across_a_border_are_bridges_and_who_wove_several_is_named(session: Session) -> None:
    north, south = make_collective(session, "Nord"), make_collective(session, "Sud")
    ada, bo, cleo = (
        member(session, north, "Ada"),
        member(session, north, "Bo"),
        member(session, south, "Cléo"),
    )
    southern, northern = (
        make_badge(session, south, cleo),
        make_badge(session, north, ada),
    )
    make_endorsement(session, endorser=ada, badge=southern)
    make_endorsement(session, endorser=bo, badge=southern)
    vouch(session, ada, cleo, northern)  # a badge of home, in the hands of another circle
    make_endorsement(session, endorser=bo, badge=northern)
    make_endorsement(session, endorser=make_person(session, "Sans"), badge=northern)

    (bridges,) = found(session, FindingKind.BRIDGES)

    assert (bridges.action, bridges.count, names(bridges)) == (FindingAction.WORD, 3, ["Ada"])
    assert {(it.person_id, it.badge_id) for it in bridges.threads} == {
        (ada.id, southern.id),
        (bo.id, southern.id),
        (ada.id, northern.id),
    }


def test_a_collective_is_told_of_its_own_bridges(session: Session) -> None:
    one, other, third = (make_collective(session, name) for name in ("A", "B", "C"))
    make_endorsement(
        session, endorser=member(session, one, "Ada"), badge=make_badge(session, other)
    )

    assert found(session, FindingKind.BRIDGES, Scope(other.id))[0].count == 1
    assert found(session, FindingKind.BRIDGES, Scope(third.id)) == []


def test_a_badge_is_thirsty_until_there_are_words_for_it_or_an_award_of_it(
    session: Session,
) -> None:
    collective = make_collective(session)
    dry, said, worn = (make_badge(session, collective, title=name) for name in ("A", "B", "C"))
    make_badge(session, collective, state=BadgeState.RETIRED)
    make_badge(session, collective, state=BadgeState.DISCUSSION, adopted_at=None)
    make_badge(session)  # of another collective
    make_award(session, dry)  # carried is not watered
    make_endorsement(session, badge=said)
    make_endorsement(session, award=make_award(session, worn))

    (thirsty,) = found(session, FindingKind.THIRSTY, Scope(collective.id))

    assert (thirsty.action, thirsty.count) == (FindingAction.ROUND, 1)
    assert [it.title for it in thirsty.badges] == ["A"]


def test_members_without_a_tie_are_to_be_welcomed_by_coordination(session: Session) -> None:
    collective = make_collective(session)
    chair = member(session, collective, "Zoé")
    join(session, make_person(session, "Yves"), collective, coordinator=True)
    vouch(session, chair, make_person(session))
    member(session, collective, "Ida", profile_visibility=ProfileVisibility.PRIVATE)
    member(session, collective, "Ada")
    make_person(session, "Personne d’autre")

    (welcome,) = found(session, FindingKind.WELCOME, Scope(collective.id))

    assert (welcome.action, welcome.count) == (FindingAction.MEETING, 3)
    assert [(it.person.name, [o.name for o in it.others]) for it in welcome.beside] == [
        ("Ada", ["Yves"]),
        ("Ida", ["Yves"]),
        ("Yves", []),
    ]
    assert welcome.people[1].handle is not None


def test_an_unmet_member_is_met_by_those_they_know_and_who_were_met(session: Session) -> None:
    collective = make_collective(session)
    chair = make_person(session, "Chantal")
    join(session, chair, collective, coordinator=True)
    ada, bo, cleo, driss, elie = (
        member(session, collective, name) for name in ("Ada", "Bo", "Cléo", "Driss", "Élie")
    )
    for somebody in (chair, ada, bo):
        make_meeting(session, somebody, collective)
    vouch(session, bo, driss)
    vouch(session, driss, ada)
    vouch(session, cleo, driss)  # not met either
    vouch(session, elie, make_person(session))

    (unmet,) = found(session, FindingKind.UNMET, Scope(collective.id))

    assert [(it.person.name, [o.name for o in it.others]) for it in unmet.beside] == [
        ("Cléo", ["Chantal"]),
        ("Driss", ["Ada", "Bo"]),
        ("Élie", ["Chantal"]),
    ]


def test_a_minor_is_sent_to_nobody_and_nobody_but_coordination_to_a_minor(
    session: Session,
) -> None:
    collective = make_collective(session)
    chair = make_person(session, "Chantal")
    join(session, chair, collective, coordinator=True)
    make_meeting(session, chair, collective)
    first_name = ProfileVisibility.FIRST_NAME_ONLY
    noe, lou, ada = (
        member(session, collective, "Noé", is_minor=True, profile_visibility=first_name),
        member(session, collective, "Lou", is_minor=True, profile_visibility=first_name),
        member(session, collective, "Ada"),
    )
    make_meeting(session, noe, collective)
    vouch(session, noe, ada)
    vouch(session, noe, lou)

    (unmet,) = found(session, FindingKind.UNMET, Scope(collective.id))

    assert [(it.person.name, [o.name for o in it.others]) for it in unmet.beside] == [
        ("Ada", ["Chantal"]),
        ("Lou", ["Chantal"]),
    ]


def test_a_group_that_only_vouches_for_itself_is_a_loop() -> None:
    loop = shape_of(woven(6, (0, 1), (1, 2), (2, 0), (1, 0), (3, 4), (0, 5))).loops

    ids = [person(n, 1).id for n in range(3)]
    assert loop == (Loop(person_ids=tuple(ids), outside_ids=(), returned=0.5),)


@pytest.mark.parametrize(("vouchers", "is_loop"), [(1, True), (2, False)])
def test_a_pair_with_eyes_from_outside_is_no_loop(vouchers: int, is_loop: bool) -> None:
    outside = [(2 + n, 0) for n in range(vouchers)]

    assert bool(shape_of(woven(6, (0, 1), (1, 0), *outside)).loops) is is_loop


def test_a_large_group_is_no_loop() -> None:
    around = [*pairwise(range(20)), (19, 0)]

    assert shape_of(woven(20, *around)).loops == ()


def test_a_loop_is_told_to_the_coordination_of_its_members_only(session: Session) -> None:
    ours, theirs = make_collective(session), make_collective(session)
    ada, bo = member(session, ours, "Ada"), member(session, ours, "Bo")
    vouch(session, ada, bo)
    vouch(session, bo, ada)

    (loop,) = found(session, FindingKind.LOOP, Scope(ours.id))

    assert (names(loop), loop.returned) == (["Ada", "Bo"], 1.0)
    assert found(session, FindingKind.LOOP, Scope(theirs.id)) == []
    assert found(session, FindingKind.LOOP, Scope(ours.id), desk=False) == []


def test_who_ties_others_to_the_rest_is_told_with_them(session: Session) -> None:
    collective = make_collective(session)
    ada, bo, cleo, driss, elie, farid = (
        member(session, collective, name)
        for name in ("Ada", "Bo", "Cléo", "Driss", "Élie", "Farid")
    )
    for one, other in ((ada, bo), (bo, cleo), (cleo, farid), (farid, ada), (ada, driss)):
        vouch(session, one, other, make_badge(session, collective, proposer=one))
    vouch(session, driss, elie, make_badge(session, collective, proposer=driss))

    (hinges,) = found(session, FindingKind.HINGES, Scope(collective.id))

    assert [(it.person.name, [o.name for o in it.others], it.count) for it in hinges.beside] == [
        ("Ada", ["Driss", "Élie"], 2)
    ]
    assert found(session, FindingKind.HINGES, Scope(collective.id), desk=False) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=30))
def test_hinges_are_the_articulation_points_and_leave_loose_what_they_part(
    pairs: list[tuple[int, int]],
) -> None:
    arcs = [(one, other) for one, other in pairs if one != other]
    fabric = woven(15, *arcs)
    number = {it.id: n for n, it in enumerate(fabric.people)}
    graph = nx.Graph(arcs)

    told_of = {number[it.person_id]: it for it in shape_of(fabric).hinges}

    expected = {}
    for cut in nx.articulation_points(graph):
        rest = graph.subgraph(nx.node_connected_component(graph, cut) - {cut})
        pieces = sorted(nx.connected_components(rest), key=len)
        if sum(map(len, pieces[:-1])) >= 2:
            expected[cut] = pieces
    assert told_of.keys() == expected.keys()
    for cut, pieces in expected.items():
        loose = {number[it] for it in told_of[cut].loose_ids}
        assert told_of[cut].loose_count == sum(map(len, pieces[:-1]))
        assert len(loose) == min(told_of[cut].loose_count, 12)
        remaining = [piece for piece in pieces if not piece & loose]
        assert [len(piece) for piece in remaining] == [len(pieces[-1])]


def test_a_circle_that_nobody_of_another_vouches_for_is_apart(session: Session) -> None:
    north, south, empty = (make_collective(session, name) for name in ("Nord", "Sud", "Vide"))
    ada, bo = member(session, north, "Ada"), member(session, south, "Bo")
    vouch(session, ada, bo)
    vouch(session, make_person(session), ada)  # of no circle

    (apart,) = found(session, FindingKind.APART)

    assert ([it.name for it in apart.circles], apart.action) == (["Nord"], FindingAction.WORKSHOP)
    vouch(session, bo, ada)
    assert found(session, FindingKind.APART) == []
    assert empty.name == "Vide"


def test_people_whom_arcs_hold_together_across_circles_are_a_community(session: Session) -> None:
    north, south = make_collective(session, "Nord"), make_collective(session, "Sud")
    mixed = [member(session, (north, south)[n % 2], f"Ami {n}") for n in range(6)]
    alike = [member(session, north, f"Voisin {n}") for n in range(6)]
    for group in (mixed, alike):
        for n, one in enumerate(group):
            for other in (group[(n + 1) % 6], group[(n + 2) % 6]):
                vouch(session, one, other, make_badge(session, north, proposer=one))

    (community,) = found(session, FindingKind.COMMUNITY)

    assert names(community) == [f"Ami {n}" for n in range(6)]
    assert [it.name for it in community.circles] == ["Nord", "Sud"]


def test_requests_that_wait_for_a_week_are_told_to_their_coordination(session: Session) -> None:
    collective = make_collective(session)
    for name, days in (("Ada", 30), ("Bo", 8), ("Cléo", 6)):
        session.add(
            Membership(
                collective_id=collective.id,
                person_id=make_person(session, name).id,
                state=MembershipState.REQUESTED,
                requested_at=LATER - timedelta(days=days),
            )
        )

    (waiting,) = found(session, FindingKind.WAITING, Scope(collective.id))

    assert waiting.action is FindingAction.DESK
    assert waiting.waiting == (
        Waiting(WaitingKind.MEMBERSHIP, "Ada", collective.slug, AT.date()),
        Waiting(
            WaitingKind.MEMBERSHIP,
            "Bo",
            collective.slug,
            (LATER - timedelta(days=8)).date(),
        ),
    )
    assert found(session, FindingKind.WAITING, Scope(make_collective(session).id)) == []


@pytest.mark.parametrize("reaction", ["none", "author", "word", "stance"])
def test_a_proposal_waits_until_somebody_else_reacts(session: Session, reaction: str) -> None:
    collective = make_collective(session)
    thing = make_badge(
        session, collective, title="Tisser", state=BadgeState.DISCUSSION, adopted_at=None
    )
    proposal = make_proposal(session, thing)
    author_id = thing.proposer_id if reaction == "author" else make_person(session).id
    if reaction in ("author", "word"):
        session.add(
            Contribution(
                proposal_id=proposal.id,
                author_id=author_id,
                kind=ContributionKind.REPLY,
                text="Et si…",
                written_at=AT,
            )
        )
    if reaction == "stance":
        session.add(
            Position(
                proposal_id=proposal.id, person_id=author_id, stance=Stance.SUPPORT, stated_at=AT
            )
        )
    session.flush()

    seen = found(session, FindingKind.WAITING, Scope(collective.id))

    expected = (Waiting(WaitingKind.PROPOSAL, "Tisser", thing.slug, AT.date()),)
    assert [it.waiting for it in seen] == ([expected] if reaction in ("none", "author") else [])


def test_an_empty_platform_tells_nothing(session: Session) -> None:
    assert told({}, fabric_of(session, {}, EVERYWHERE), desk_of(session, [], LATER)) == ()


def test_a_desk_takes_a_fixed_number_of_queries(
    session: Session, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    collective = make_collective(session)

    def asked() -> int:
        member(session, collective, "Ada")
        session.expire_all()
        with statements() as sent:
            desk_of(session, [collective.id], LATER)
        return len(sent)

    assert asked() == asked() == asked() <= 5


def test_what_is_told_is_worked_out_once_for_what_is_woven_and_the_desk(session: Session) -> None:
    one = make_person(session)
    collective = make_collective(session)
    vouch(session, one, make_person(session))
    session.commit()
    memory: dict[str, object] = {}
    first = told(memory, fabric_of(session, memory, EVERYWHERE))
    desk = desk_of(session, [collective.id], LATER)

    again = fabric_of(session, memory, EVERYWHERE)
    assert told(memory, again) is first
    assert told(memory, again, desk) is not first
    assert told(memory, again, desk) is told(memory, again, replace(desk))
