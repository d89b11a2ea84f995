"""The JSON of `recognition trust score` (trust metric, section 5)."""

import json
from os import PathLike
from pathlib import Path
from time import perf_counter
from typing import Any, TextIO

from recognition.trust.edges import TrustEdges
from recognition.trust.live import LiveGraph
from recognition.trust.value import Standing

DIGITS = 9  # after the point, in every number of the file


def score_document(edges: TrustEdges) -> dict[str, Any]:
    """Badges and contributions in order of id; the same for the same edges in any order,
    but for `timing.compute_s`.

    Those seconds lead from the loaded arrays to value, voices, independent and circles of every
    badge. Who contributes what and the bottlenecks are told afterwards, badge by badge, which
    takes longer than the values did; reading the edges comes before.
    """
    graph = LiveGraph(edges)
    started = perf_counter()
    graph.scores()
    seconds = perf_counter() - started
    return {
        "timing": {"compute_s": round(seconds, DIGITS)},
        "badges": {badge: _entry(standing) for badge, standing in graph.standings()},
    }


def _entry(standing: Standing) -> dict[str, Any]:
    return {
        "value": round(standing.value, DIGITS),
        "voices": standing.voices,
        "independent": standing.independent,
        "circles": standing.circles,
        "contributions": [
            {
                "person": voice.person,
                "strength": round(voice.strength, DIGITS),
                "amount": round(voice.amount, DIGITS),
            }
            for voice in standing.contributions
        ],
        "bottleneck": list(standing.bottleneck),
    }


def write_json(document: dict[str, Any], target: str | PathLike[str] | TextIO) -> None:
    """ASCII with escapes, so that any id survives, one line, a newline at the end."""
    text = json.dumps(document) + "\n"
    if isinstance(target, str | PathLike):
        Path(target).write_text(text, encoding="ascii")
    else:
        target.write(text)
