"""Processor time of a piece of work, all threads of this process included."""

import gc
import time
from collections.abc import Callable


def cpu_ms(work: Callable[[], object], *, times: int, warm: int = 1) -> float:
    """The least of three means over `times` runs, in ms: what disturbs only ever adds."""
    for _ in range(warm):
        work()
    means = []
    for _ in range(3):
        gc.collect()
        started = time.process_time()
        for _ in range(times):
            work()
        means.append((time.process_time() - started) / times * 1000)
    return min(means)
