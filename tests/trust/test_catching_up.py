"""A graph that stays is, after whatever happened, the one that a fresh reading would bring."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from recognition.collectives.models import Collective
from recognition.db import reading, writing
from recognition.trust.changes import watch_changes
from recognition.trust.edges import TrustEdges
from recognition.trust.live import LiveGraph
from recognition.trust.memory import live_graph
from recognition.trust.queries import EVERYWHERE, Scope, trust_edges
from tests.trust.upheavals import UPHEAVALS, World, happen, small_platform

watch_changes()

happenings = st.lists(
    st.tuples(
        st.lists(  # what happens in one transaction
            st.tuples(st.sampled_from(sorted(UPHEAVALS)), st.lists(st.integers(0, 30), max_size=5)),
            min_size=1,
            max_size=3,
        ),
        st.sampled_from((True, True, False)),  # whether it is kept
        st.booleans(),  # whether anybody looks afterwards
    ),
    max_size=8,
)


def told(edges: TrustEdges) -> dict[str, Any]:
    """Everything the edges say, each thing once."""
    acts = (*edges.holdings, *edges.endorsements, *edges.uses, *edges.inheritances)
    return {"people": dict(edges.people), "acts": set(acts)}


def assert_caught_up(engine: Engine, memory: dict[str, object], scopes: list[Scope]) -> None:
    with reading(engine) as session:
        for scope in scopes:
            fresh = trust_edges(session, scope)
            with live_graph(session, memory, scope).held() as graph:
                assert told(graph.edges()) == told(fresh), scope


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(happened=happenings)
def test_after_whatever_happened_the_graph_is_what_a_fresh_reading_brings(
    engine: Engine, happened: list[tuple[list[tuple[str, list[int]]], bool, bool]]
) -> None:
    with writing(engine) as session:
        ids = small_platform(session).ids
        session.commit()
    scopes = [EVERYWHERE, *(Scope(collective_id) for collective_id in ids[Collective])]
    memory: dict[str, object] = {}
    assert_caught_up(engine, memory, scopes)

    for together, kept, look in happened:
        with writing(engine) as session:
            world = World(session, {model: list(made) for model, made in ids.items()})
            for name, numbers in together:
                happen(world, name, numbers)
            if kept:
                ids = world.ids
                session.commit()
        if look:
            assert_caught_up(engine, memory, scopes)

    assert_caught_up(engine, memory, scopes)
    with reading(engine) as session:
        for scope in scopes:
            fresh = LiveGraph(trust_edges(session, scope))
            seen = live_graph(session, memory, scope)
            nodes = {holding.badge for holding in fresh.edges().holdings}
            assert {node: seen.standing(node) for node in nodes} == {
                node: fresh.standing(node) for node in nodes
            }
