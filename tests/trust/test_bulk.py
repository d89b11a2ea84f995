"""All badges at once on arrays say what each badge says alone, and what the definition says."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition.trust import bulk
from recognition.trust.bulk import scored
from recognition.trust.columns import Columns, columns_of
from recognition.trust.edges import Endorsement, Holding, Person, TrustEdges
from recognition.trust.live import LiveGraph
from recognition.trust.network import Network, network_of
from recognition.trust.value import values_of_edges
from tests.trust import oracle
from tests.trust.histories import History
from tests.trust.networks import crowded, networks

DUST = 1e-9

Numbers = dict[str, tuple[float, int, int, int]]


def at_once(edges: TrustEdges) -> Numbers:
    scores = LiveGraph(edges).scores()
    counts = zip(
        scores.voices.tolist(), scores.independent.tolist(), scores.circles.tolist(), strict=True
    )
    values = [round(value, 9) for value in scores.value.tolist()]
    return {b: (v, *n) for b, v, n in zip(scores.badges, values, counts, strict=True)}


def one_by_one(edges: TrustEdges) -> Numbers:
    return {
        badge: (round(it.value, 9), it.voices, it.independent, it.circles)
        for badge, it in values_of_edges(edges).items()
    }


@settings(deadline=None, max_examples=80)
@given(st.one_of(networks(), crowded()))
def test_all_badges_at_once_are_exact(edges: TrustEdges) -> None:
    found = at_once(edges)

    assert found == one_by_one(edges)
    for badge, (value, voices, independent, _) in found.items():
        truth = oracle.truth(edges, badge)
        assert value == pytest.approx(truth.value, abs=DUST)
        assert (voices, independent) == (truth.voices, truth.independent)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("share", [0.1, 0.4])
def test_hundreds_of_people_are_scored_at_once_as_badge_by_badge(seed: int, share: float) -> None:
    chance = Random(seed)
    people = {
        f"p{n}": Person(chance.choice(["", "A", "B"]), chance.random() < share) for n in range(300)
    }
    names = list(people)
    edges = TrustEdges(
        people=people,
        holdings=tuple(Holding(chance.choice(names), f"b{n}") for n in range(350)),
        endorsements=tuple(
            Endorsement(
                names[int(300 * chance.random() ** 1.5)],
                f"b{int(350 * chance.random() ** 3)}",
                chance.choice((1.0, 0.5, 0.25)),
            )
            for _ in range(2500)
        ),
    )

    assert at_once(edges) == one_by_one(edges)


def test_a_scoring_in_small_parts_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    edges = History(Random(5), people=12, badges=12).grown(150).edges()
    whole = at_once(edges)
    monkeypatch.setattr(bulk, "MOST_VOICES", 3)

    assert at_once(edges) == whole


def test_a_badge_with_more_vouchers_behind_each_voice_than_voices_needs_no_chain_named() -> None:
    met = [f"m{n}" for n in range(9)]
    people = {name: Person("Nord", True) for name in met}
    edges = TrustEdges(
        people=people,
        holdings=(Holding("x", "page of x"), Holding("y", "page of y"), Holding("h", "w")),
        endorsements=(
            *(Endorsement(name, f"page of {each}", 1.0) for name in met for each in "xy"),
            *(Endorsement(each, "w", 1.0) for each in "xy"),
        ),
    )
    network = network_of(edges)
    badge = network.position("w")
    assert badge is not None

    found = scored(network, np.array([badge]))

    assert found.independent.tolist() == [2]
    assert [rows.people.tolist() for rows in found.chains] == []
    # the first of two needs one voucher besides the holder, the second two
    assert sorted(found.needs.tolist())[-2:] == [2, 3]


def test_no_columns_are_no_badges() -> None:
    assert LiveGraph.from_columns(Columns()).scores().badges == ()


def test_a_quality_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="quality"):
        Network(columns_of(TrustEdges(endorsements=(Endorsement("A", "w", 0.75),))))
