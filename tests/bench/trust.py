"""The trust value against one sparse matrix pass over the same endorsements."""

import math
import random

import numpy as np
from scipy.sparse import csr_matrix

from recognition.trust.edges import QUALITIES, Endorsement, Holding, Person, TrustEdges
from recognition.trust.network import network_of
from recognition.trust.value import standings
from tests.bench.clock import cpu_ms

SIZES = (10_000, 100_000)
CONFIRMED_SHARE = 0.1


def synthetic(size: int, seed: int = 1) -> TrustEdges:
    """About `size` endorsements by a tenth as many people of as many badges, activity and
    popularity heavy-tailed, a tenth of the people confirmed."""
    chance = random.Random(seed)
    count = size // 10
    people = {
        f"p{n}": Person(f"c{n % 30}" if n % 4 else "", chance.random() < CONFIRMED_SHARE)
        for n in range(count)
    }
    active = [1 / (n + 10) for n in range(count)]
    popular = [1 / (n + 10) ** 0.8 for n in range(count)]
    chance.shuffle(active)
    pairs = zip(
        chance.choices(range(count), active, k=size),
        chance.choices(range(count), popular, k=size),
        strict=True,
    )
    return TrustEdges(
        people=people,
        holdings=tuple(Holding(f"p{n}", f"b{n}") for n in range(count)),
        endorsements=tuple(
            Endorsement(f"p{person}", f"b{badge}", chance.choice(QUALITIES))
            for person, badge in pairs
            if person != badge
        ),
    )


def _pass(edges: TrustEdges) -> float:
    rows = [int(said.person[1:]) for said in edges.endorsements]
    columns = [int(said.badge[1:]) for said in edges.endorsements]
    size = len(edges.people)
    values = [said.quality for said in edges.endorsements]
    matrix = csr_matrix((values, (columns, rows)), shape=(size, size))
    vector = np.ones(size)
    return cpu_ms(lambda: matrix @ vector, times=200)


def report() -> None:
    print("Trust: every value computed, against one pass of a sparse matrix over the endorsements")
    print(f"{'endorsements':>14} {'pass ms':>9} {'build ms':>9} {'values ms':>10} {'ratio':>8}")
    seen = []
    for size in SIZES:
        edges = synthetic(size)
        bare = _pass(edges)
        build = cpu_ms(lambda edges=edges: network_of(edges), times=1)  # type: ignore[misc]
        network = network_of(edges)
        full = cpu_ms(lambda network=network: standings(network), times=1, warm=0)  # type: ignore[misc]
        seen.append((len(edges.endorsements), build + full))
        print(
            f"{len(edges.endorsements):14,} {bare:9.3f} {build:9.0f} {full:10.0f}"
            f" {(build + full) / bare:8,.0f}"
        )
    (few, short), (many, long) = seen
    print(f"growth: time ~ endorsements ^ {math.log(long / short) / math.log(many / few):.2f}\n")
