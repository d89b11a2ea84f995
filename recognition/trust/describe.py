"""What the values of a whole network look like, in numbers about badges, never about persons.

python -m recognition.trust.describe EDGES.csv
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from time import perf_counter

from recognition.trust.edges import TrustEdges, read_csv
from recognition.trust.network import network_of
from recognition.trust.value import Standing, standings

STEPS = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m recognition.trust.describe")
    parser.add_argument("edges", type=Path)
    for line in describe(read_csv(parser.parse_args(arguments).edges)):
        sys.stdout.write(line + "\n")


def describe(edges: TrustEdges) -> list[str]:
    """One line a figure, in English; all but the last are the same at every run."""
    network = network_of(edges)
    started = perf_counter()
    scored = list(standings(network).values())
    seconds = perf_counter() - started
    voiced = [standing for standing in scored if standing.voices]
    contested = [standing for standing in voiced if _contested(standing)]
    causes = Counter(voice.cause for standing in scored for voice in standing.unseated)
    return [
        f"people: {len(network.people)}, confirmed {len(network.confirmed)}, "
        f"reached from them {len(network.reached)}, circles {len({*network.circles} - {''})}",
        f"badges: {len(scored)}, with a voice {len(voiced)}",
        f"voices: {sum(s.voices for s in scored)}, "
        f"independent {sum(s.independent for s in scored)}",
        "voices that add nothing: "
        + (", ".join(f"{cause} {count}" for cause, count in sorted(causes.items())) or "none"),
        f"values of badges with a voice: {_quantiles([s.value for s in voiced])}",
        f"badges by value: {_steps([s.value for s in voiced])}",
        f"voices of badges with a voice: {_quantiles([s.voices for s in voiced])}",
        f"bottleneck people of badges with a voice: "
        f"{_quantiles([len(s.bottleneck) for s in voiced])}",
        f"badges with fewer independent voices than voices: "
        f"{sum(s.independent < s.voices for s in voiced)}",
        f"contested badges: {len(contested)}, their voices "
        f"{sum(s.voices for s in contested)}, independent "
        f"{sum(s.independent for s in contested)}",
        f"seconds to score: {seconds:.2f}",
    ]


def _contested(standing: Standing) -> bool:
    return any(voice.cause == "contested" for voice in standing.unseated)


def _quantiles(numbers: Sequence[float]) -> str:
    ranked = sorted(numbers)
    if not ranked:
        return "none"
    named = [("least", 0), ("quarter", 25), ("half", 50), ("three quarters", 75), ("95 %", 95)]
    parts = [f"{name} {ranked[(len(ranked) - 1) * at // 100]:.4g}" for name, at in named]
    return ", ".join([*parts, f"most {ranked[-1]:.4g}"])


def _steps(numbers: Sequence[float]) -> str:
    """How many numbers are 0, then above each step up to the next."""
    parts = [f"0: {sum(number == 0 for number in numbers)}"]
    for low, high in pairwise(STEPS):
        parts.append(f"to {high:g}: {sum(low < number <= high for number in numbers)}")
    return ", ".join([*parts, f"above {STEPS[-1]:g}: {sum(n > STEPS[-1] for n in numbers)}"])


if __name__ == "__main__":
    main()
