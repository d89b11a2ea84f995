"""One graph for all who ask in a process, and each is shown what their own session sees."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, update
from sqlmodel import Session, col, delete

from recognition.awards.models import Award, Visibility
from recognition.db import reading, writing
from recognition.endorsements.models import Endorsement, EndorsementState
from recognition.people.models import Person
from recognition.trust.changes import watch_changes
from recognition.trust.live import LiveGraph
from recognition.trust.memory import MOST_SCOPES, SeenGraph, live_graph
from recognition.trust.models import TrustChange
from recognition.trust.queries import EVERYWHERE, Scope, award_node, trust_edges
from tests.factories import (
    join,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_meeting,
    make_person,
)

watch_changes()


@pytest.fixture
def award_id(session: Session) -> UUID:
    """An award of a badge, with nobody's word yet but its giver's, whom nobody has met."""
    award_id = make_award(session).id
    session.commit()
    return award_id


def endorsed_by_somebody_met(engine: Engine, award_id: UUID) -> UUID:
    with writing(engine) as writer:
        friend, collective = make_person(writer), make_collective(writer)
        join(writer, friend, collective)
        make_meeting(writer, friend, collective)
        said = make_endorsement(writer, endorser=friend, award=writer.get_one(Award, award_id)).id
        writer.commit()
    return said


def seen(session: Session, memory: dict[str, object], award_id: UUID) -> float:
    return live_graph(session, memory, EVERYWHERE).value(award_node(award_id))


def is_fresh(session: Session, graph: SeenGraph) -> bool:
    """Whether a graph shows what this session would read now."""
    fresh = LiveGraph(trust_edges(session)).edges()
    with graph.held() as live:
        shown = live.edges()
    return set(shown.endorsements) == set(fresh.endorsements) and shown.people == fresh.people


def test_what_one_request_writes_the_next_one_sees_in_every_process(
    engine: Engine, award_id: UUID
) -> None:
    here: dict[str, object] = {}
    there: dict[str, object] = {}
    values = []
    for process in (here, there):
        with reading(engine) as session:
            values.append(seen(session, process, award_id))
    said = endorsed_by_somebody_met(engine, award_id)
    for process in (here, there):
        with reading(engine) as session:
            values.append(seen(session, process, award_id))
    with writing(engine) as writer:
        writer.get_one(Endorsement, said).state = EndorsementState.WITHDRAWN
        writer.commit()
    for process in (here, there):
        with reading(engine) as session:
            values.append(seen(session, process, award_id))

    assert values == [0, 0, 0.5, 0.5, 0, 0]


def test_an_older_session_is_not_shown_what_a_newer_one_has_caught_up_with(
    engine: Engine, award_id: UUID, statements: Callable[..., Any]
) -> None:
    memory: dict[str, object] = {}
    with reading(engine) as older:
        before = live_graph(older, memory, EVERYWHERE)
        assert is_fresh(older, before)
        endorsed_by_somebody_met(engine, award_id)
        with reading(engine) as newer:
            assert is_fresh(newer, live_graph(newer, memory, EVERYWHERE))
            assert seen(newer, memory, award_id) == 0.5

            assert is_fresh(older, before)
            assert is_fresh(older, live_graph(older, memory, EVERYWHERE))
            with statements() as sent:
                before.value(award_node(award_id))
            assert len(sent) <= 1  # it went back; nothing was read again

            assert is_fresh(newer, live_graph(newer, memory, EVERYWHERE))


def test_a_session_older_than_all_that_is_remembered_is_shown_its_own(
    engine: Engine, award_id: UUID
) -> None:
    memory: dict[str, object] = {}
    with reading(engine) as older:
        before = live_graph(older, memory, EVERYWHERE)
        assert before.value(award_node(award_id)) == 0
        said = endorsed_by_somebody_met(engine, award_id)
        with writing(engine) as writer:  # after this, everything is read again
            writer.exec(
                update(Endorsement).where(col(Endorsement.id) == said).values(relation="amie")
            )
            writer.commit()
        with reading(engine) as newer:
            assert seen(newer, memory, award_id) == 0.5

            assert is_fresh(older, before)
            assert is_fresh(older, before)
            assert is_fresh(newer, live_graph(newer, memory, EVERYWHERE))


@pytest.mark.parametrize("known_before", [True, False])
def test_what_may_still_be_taken_back_is_shown_to_its_writer_only(
    engine: Engine, award_id: UUID, known_before: bool
) -> None:
    memory: dict[str, object] = {}
    if known_before:
        with reading(engine) as session:
            assert seen(session, memory, award_id) == 0
    with writing(engine) as writer:
        award = writer.get_one(Award, award_id)
        make_meeting(writer, writer.get_one(Person, award.giver_id), make_collective(writer))
        assert seen(writer, memory, award_id) == 0.5
        award.visibility = Visibility.PRIVATE
        assert seen(writer, memory, award_id) == 0
        writer.rollback()
    with reading(engine) as session:
        assert seen(session, memory, award_id) == 0
    endorsed_by_somebody_met(engine, award_id)  # under the number that was taken back
    with reading(engine) as session:
        assert seen(session, memory, award_id) == 0.5


def test_whoever_comes_after_the_log_was_swept_reads_everything(
    engine: Engine, award_id: UUID
) -> None:
    memory: dict[str, object] = {}
    with reading(engine) as session:
        assert seen(session, memory, award_id) == 0
    endorsed_by_somebody_met(engine, award_id)
    with writing(engine) as writer:
        writer.exec(delete(TrustChange))
        writer.commit()

    with reading(engine) as session:
        assert seen(session, memory, award_id) == 0.5


def test_a_page_asks_once_when_nothing_changed_and_as_often_on_any_platform_when_something_did(
    session: Session, engine: Engine, award_id: UUID, statements: Callable[..., Any]
) -> None:
    memory: dict[str, object] = {}

    def asked() -> int:
        with reading(engine) as reader, statements() as sent:
            seen(reader, memory, award_id)
        return len(sent)

    costs = []
    for more in (0, 1, 12):
        for _ in range(more):
            award = make_award(session, make_badge(session))
            make_endorsement(session, award=award)
        friend = make_person(session)
        session.commit()
        asked()
        assert asked() == 1
        make_endorsement(session, endorser=friend, award=session.get_one(Award, award_id))
        session.commit()
        costs.append(asked())
        assert asked() == 1

    assert costs == [costs[0]] * 3
    assert costs[0] < 16


def test_the_graph_not_asked_for_longest_is_let_go(session: Session) -> None:
    memory: dict[str, object] = {}
    scopes = [EVERYWHERE, *(Scope(uuid4()) for _ in range(MOST_SCOPES))]
    graphs = [live_graph(session, memory, scope) for scope in scopes[:MOST_SCOPES]]
    again = live_graph(session, memory, EVERYWHERE)
    live_graph(session, memory, scopes[-1])

    assert again._resident is graphs[0]._resident
    assert live_graph(session, memory, EVERYWHERE)._resident is graphs[0]._resident
    assert live_graph(session, memory, scopes[1])._resident is not graphs[1]._resident


def test_many_readers_and_a_writer_at_once_are_each_shown_what_they_see(
    engine: Engine, award_id: UUID
) -> None:
    memory: dict[str, object] = {}

    def read() -> bool:
        with reading(engine) as session:
            graph = live_graph(session, memory, EVERYWHERE)
            first = graph.value(award_node(award_id))
            voices = len(trust_edges(session).endorsements)
            with graph.held() as live:
                told = len(live.edges().endorsements)
            again = graph.value(award_node(award_id))
        # PostgreSQL shows a session what was committed since it began
        return engine.dialect.name != "sqlite" or (first == again and told == voices)

    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(read) for _ in range(30)]
        for _ in range(8):
            endorsed_by_somebody_met(engine, award_id)
        assert all(answer.result() for answer in asked)
    with reading(engine) as session:
        assert is_fresh(session, live_graph(session, memory, EVERYWHERE))
