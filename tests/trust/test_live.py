"""A graph that stays: after any change it says what a fresh one says."""

from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from recognition.trust.live import LiveGraph
from tests.trust.histories import History

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
