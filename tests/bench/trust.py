"""The trust value against one sparse matrix pass over the same endorsements.

Targets (trust metric, section 4), at a million endorsements: a full scoring in at most 2,500
passes with 30 % of the people confirmed and 7,000 with 10 %; one more endorsement at most 0.2 %
of a full on average and 0.01 % in the middle; 500 MB at most.
"""

import gc
import math
import resource
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from random import Random

import numpy as np
from scipy.sparse import csr_matrix

from recognition.trust.columns import Columns
from recognition.trust.edges import Endorsement
from recognition.trust.live import EdgeChange, LiveGraph
from tests.bench.clock import cpu_ms
from tests.bench.networks import synthetic

SIZES = (10_000, 100_000, 1_000_000)
CONFIRMED = (0.3, 0.1)
MORE = 200  # endorsements added one by one
FEWER = 60  # and taken away


def report() -> None:
    print(
        "Trust: all values, in passes of a bare sparse matrix over the same endorsements; then one"
    )
    print(
        "endorsement more or less, from the change to every value being right, in % of all values"
    )
    print(
        f"{'endorsements':>12} {'met':>4} {'pass ms':>8} {'load ms':>8} {'full ms':>8}"
        f" {'passes':>7} | {'':5} {'median':>7} {'mean':>7} {'p95':>7} {'worst':>7}"
        f" | {'MB':>5} {'B each':>6}"
    )
    peaks: list[float] = []
    for share in CONFIRMED:
        seen: list[tuple[int, float]] = []
        for size in SIZES:
            # A process each: memory given back by one would be counted as the next one's gain.
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
                count, full, peak = alone.submit(_measure, size, share).result()
            seen.append((count, full))
            peaks.append(peak)
        (few, short), (many, long) = seen[0], seen[-1]
        growth = math.log(long / short) / math.log(many / few)
        print(f"growth with {share:.0%} met: time ~ endorsements ^ {growth:.2f}")
    print(f"most memory of one of these processes: {max(peaks):.0f} MB\n")


def _measure(size: int, share: float) -> tuple[int, float, float]:
    columns = synthetic(size, share)
    before = _resident_mb()
    started = time.process_time()
    graph = LiveGraph.from_columns(columns)
    load = (time.process_time() - started) * 1000
    bare = _pass_ms(graph)
    started = time.process_time()
    graph.scores()
    full = (time.process_time() - started) * 1000
    gc.collect()
    resident = _resident_mb() - before
    count = len(columns.endorsers)
    chance = Random(1)
    lines = [("more", _more(columns, chance)), ("fewer", _fewer(columns, chance))]
    for name, changes in lines:
        spent = [_spent_ms(graph, change) / full * 100 for change in changes]
        quantiles = f"{np.median(spent):7.4f} {np.mean(spent):7.4f} {np.percentile(spent, 95):7.3f}"
        start = (
            f"{count:12,} {share:4.0%} {bare:8.3f} {load:8.0f} {full:8.0f} {full / bare:7,.0f}"
            if name == "more"
            else " " * 52
        )
        end = f"{resident:5.0f} {resident * 1e6 / count:6.0f}" if name == "more" else ""
        print(f"{start} | {name:5} {quantiles} {max(spent):7.3f} | {end}")
    sys.stdout.flush()
    return count, full, _peak_mb()


def _pass_ms(graph: LiveGraph) -> float:
    said = graph.network.endorsements.pairs()
    shape = (len(graph.network.badges), len(graph.network.people))
    matrix = csr_matrix((said.weights.astype(float), (said.heads, said.tails)), shape=shape)
    vector = np.ones(shape[1])
    work: Callable[[], object] = lambda: matrix @ vector  # noqa: E731
    return cpu_ms(work, times=50)


def _more(columns: Columns, chance: Random) -> Iterable[EdgeChange]:
    """By people as active and on badges as popular as in the network."""
    for _ in range(MORE):
        said = Endorsement(chance.choice(columns.endorsers), chance.choice(columns.endorsed), 1.0)
        yield EdgeChange(added=(said,))


def _fewer(columns: Columns, chance: Random) -> Iterable[EdgeChange]:
    for at in chance.sample(range(len(columns.endorsers)), FEWER):
        said = (columns.endorsers[at], columns.endorsed[at], columns.qualities[at])
        yield EdgeChange(removed=(Endorsement(*said),))


def _spent_ms(graph: LiveGraph, change: EdgeChange) -> float:
    started = time.process_time()
    graph.apply(change)
    graph.drain()
    return (time.process_time() - started) * 1000


def _resident_mb() -> float:
    """Of this process now; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as told:
            return int(told.read().split()[1]) * resource.getpagesize() / 1e6
    except OSError:
        return 0.0


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3
