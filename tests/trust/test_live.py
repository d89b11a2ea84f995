"""A graph that stays: after any change it says what a fresh one says."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from recognition.trust.columns import columns_of
from recognition.trust.edges import Endorsement, Holding, Person, TrustEdges, read_csv
from recognition.trust.live import EdgeChange, LiveGraph
from tests.trust.histories import History

EXAMPLE = read_csv(Path(__file__).parents[1] / "data" / "trust-example.csv")
DIGITS = 9
STEPS = 40


def numbers(graph: LiveGraph, badges: list[str]) -> dict[str, tuple[float, int, int, int]]:
    """Of every badge, in order, all there is to count; from what the graph knows already."""
    told = {}
    for badge in badges:
        score = graph.score(badge)
        told[badge] = (
            round(score.value, DIGITS),
            score.voices,
            score.independent,
            score.circles,
        )
    return told


def all_scores(graph: LiveGraph) -> dict[str, tuple[float, int, int, int]]:
    scores = graph.scores()
    columns = (scores.voices, scores.independent, scores.circles)
    counts = zip(*(column.tolist() for column in columns), strict=True)
    values = [round(value, DIGITS) for value in scores.value.tolist()]
    return {
        badge: (value, *count)
        for badge, value, count in zip(scores.badges, values, counts, strict=True)
    }


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**9), st.integers(5, 16), st.sampled_from(["singly", "drained", "all"]))
@example(seed=1, people=12, way="all")
def test_14_incremental_is_full_after_any_sequence_of_additions_and_removals(
    seed: int, people: int, way: str
) -> None:
    history = History(Random(seed), people, badges=people)
    graph = LiveGraph(history.grown(4 * people).edges())

    for _ in range(STEPS):
        if way == "all":
            graph.scores()
        numbers(graph, history.things)  # everything is known before, so it has to be forgotten
        graph.apply(history.step())
        if way == "drained":
            graph.drain()
            assert graph.forgotten == ()

        fresh = LiveGraph(history.edges())
        assert numbers(graph, history.things) == numbers(fresh, history.things)
        badge = history.chance.choice(history.things)
        assert graph.standing(badge) == fresh.standing(badge)
    assert {badge: graph.raises(badge) for badge in history.things[:3]} == {
        badge: fresh.raises(badge) for badge in history.things[:3]
    }


def test_a_reason_of_c_on_w4_raises_w4_at_once_and_w5_through_the_chain_it_gives_to_g() -> None:
    graph = LiveGraph(EXAMPLE)
    graph.scores()

    graph.apply(EdgeChange(added=(Endorsement("C", "w4", 1.0),)))

    assert graph.forgotten == ("w4", "w5")
    assert graph.drain() == ("w4", "w5")
    assert graph.forgotten == ()
    assert [graph.value(f"w{n}") for n in range(1, 6)] == [2.25, 1.5, 0.5, 1.5, 1.0]


def test_an_endorsement_nobody_else_rests_on_forgets_its_own_badge_alone() -> None:
    graph = LiveGraph(EXAMPLE)
    graph.scores()

    graph.apply(EdgeChange(added=(Endorsement("B", "w1", 1.0),)))

    assert graph.forgotten == ("w1",)


def test_what_was_never_asked_for_is_not_computed_by_a_drain() -> None:
    graph = LiveGraph(EXAMPLE)

    graph.apply(EdgeChange(added=(Endorsement("C", "w4", 1.0),)))

    assert graph.drain() == ()
    assert graph.value("w4") == 1.5


def test_an_act_added_twice_stays_until_it_is_removed_twice() -> None:
    said = Endorsement("C", "w4", 1.0)
    graph = LiveGraph(EXAMPLE)
    graph.apply(EdgeChange(added=(said, said)))

    graph.apply(EdgeChange(removed=(said,)))
    assert graph.value("w4") == 1.5

    graph.apply(EdgeChange(removed=(said,)))
    assert graph.value("w4") == 0.5


def test_removing_what_is_not_there_is_refused_whole() -> None:
    graph = LiveGraph(EXAMPLE)
    there, absent = Endorsement("F", "w4", 1.0), Endorsement("C", "w4", 1.0)

    for removed in ((there, absent), (there, there)):
        with pytest.raises(KeyError):
            graph.apply(EdgeChange(removed=removed))

    assert graph.edges() == LiveGraph(EXAMPLE).edges()
    assert graph.value("w4") == 0.5


def test_a_quality_that_is_none_is_refused_whole() -> None:
    graph = LiveGraph(EXAMPLE)
    odd = Endorsement("C", "w4", 0.75)

    with pytest.raises(ValueError, match="quality"):
        graph.apply(EdgeChange(added=(Endorsement("C", "w4", 1.0), odd)))

    assert graph.value("w4") == 0.5


def test_of_somebody_forgotten_nothing_is_told_any_more() -> None:
    graph = LiveGraph(EXAMPLE)
    gone = [act for act in acts(EXAMPLE) if act.person == "F"]

    graph.apply(EdgeChange(removed=tuple(gone), people={"F": None}))

    assert "F" not in graph.edges().people
    assert [act for act in acts(graph.edges()) if act.person == "F"] == []
    assert graph.value("w4") == 0.0


def acts(edges: TrustEdges) -> list[Holding | Endorsement]:
    return [*edges.holdings, *edges.endorsements]


def test_a_badge_of_which_no_act_is_left_is_unknown_again() -> None:
    graph = LiveGraph(TrustEdges())
    said = Endorsement("A", "w", 1.0)

    graph.apply(EdgeChange(added=(said,), people={"A": Person("Nord", True)}))
    assert graph.value("w") == 1.0

    graph.apply(EdgeChange(removed=(said,)))
    assert (graph.standing("w"), graph.value("w"), graph.raises("w")) == (None, 0.0, None)
    assert graph.scores().badges == ()


def test_columns_are_the_same_edges_by_another_door() -> None:
    edges = History(Random(4), people=9, badges=9).grown(80).edges()

    by_columns = LiveGraph.from_columns(columns_of(edges))

    assert by_columns.edges() == LiveGraph(edges).edges()
    assert all_scores(by_columns) == all_scores(LiveGraph(edges))


def test_a_chain_ends_with_the_holding_by_which_it_reached_the_one_who_speaks() -> None:
    edges = TrustEdges(
        people={"A": Person("Nord", True), "B": Person("Sud", True)},
        holdings=(Holding("u", "first"), Holding("u", "second"), Holding("w", "second")),
        endorsements=(
            Endorsement("A", "first", 1.0),
            Endorsement("B", "second", 1.0),
            Endorsement("u", "b", 1.0),
            Endorsement("w", "b", 1.0),
        ),
    )
    graph = LiveGraph(edges)
    assert graph.score("b").independent == 2

    graph.apply(EdgeChange(removed=(Holding("u", "first"),)))

    assert graph.score("b").independent == 1


def test_a_network_grown_act_by_act_reads_as_one_that_was_there_at_once() -> None:
    history = History(Random(8), people=10, badges=10)
    graph = LiveGraph(TrustEdges())
    for _ in range(150):
        graph.apply(history.step(removals=0.2))

    fresh = LiveGraph(history.edges())

    assert {*map(repr, acts(graph.edges()))} == {*map(repr, acts(fresh.edges()))}
    assert graph.edges().people == fresh.edges().people
    assert all_scores(graph) == all_scores(fresh)
    assert list(graph.standings()) == list(fresh.standings())


def test_a_thing_received_that_the_confirmed_endorse_frees_who_was_disputed() -> None:
    graph = LiveGraph(EXAMPLE)
    graph.scores()
    assert graph.value("w4") == 0.5

    graph.apply(EdgeChange(added=(Holding("H", "w1"),)))

    assert graph.value("w4") == 0.75


def test_chains_end_with_the_confirmations_they_start_from() -> None:
    graph = LiveGraph(EXAMPLE)
    graph.scores()
    assert graph.value("w3") == 0.5

    graph.apply(EdgeChange(people={name: Person("Sud", confirmed=False) for name in "ABC"}))

    assert graph.value("w3") == 0.0
