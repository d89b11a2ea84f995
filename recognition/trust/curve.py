"""The history of a value as a small drawing: a step curve with a mark at each event."""

from dataclasses import dataclass
from datetime import date

from recognition.trust.told import Moment, Timeline

WIDTH, HEIGHT = 320, 80  # units of the drawing
_SIDE, _TOP, _BOTTOM = 5, 8, 6  # room for the marks


@dataclass(frozen=True)
class Mark:
    """Where something happened. `kind` is of `Happening`; evidence before the others of its day."""

    x: float
    y: float
    kind: str


@dataclass(frozen=True)
class Curve:
    """`line` and `area` are SVG path data; `last` is the day to which the last value holds."""

    line: str
    area: str
    marks: tuple[Mark, ...]
    first: date
    last: date

    @property
    def kinds(self) -> tuple[str, ...]:
        """What its legend tells apart: voice, carried, evidence, those that are drawn."""
        drawn = {
            mark.kind if mark.kind in ("carried", "evidence") else "voice" for mark in self.marks
        }
        return tuple(kind for kind in ("voice", "carried", "evidence") if kind in drawn)


def curve(timeline: Timeline, until: date) -> Curve | None:
    """None for fewer than two moments."""
    steps = timeline.moments
    if len(steps) < 2:
        return None
    first, last = steps[0].on, max(until, steps[-1].on)
    span = max((last - first).days, 1)
    top = max(step.value for step in steps) or 1.0
    base = HEIGHT - _BOTTOM

    def x(day: date) -> float:
        return round(_SIDE + (WIDTH - 2 * _SIDE) * (day - first).days / span, 1)

    def y(value: float) -> float:
        return round(base - (base - _TOP) * value / top, 1)

    moves = [f"M{x(first)} {base}V{y(steps[0].value)}"]
    moves += [f"H{x(step.on)}V{y(step.value)}" for step in steps[1:]]
    line = "".join([*moves, f"H{x(last)}"])
    return Curve(
        line=line,
        area=f"{line}V{base}Z",
        marks=tuple(Mark(x(step.on), y(step.value), _kind(step)) for step in steps),
        first=first,
        last=last,
    )


def _kind(step: Moment) -> str:
    kinds = {happening.kind for happening in step.happenings}
    return next(kind for kind in ("evidence", "carried", "endorsed", "gave") if kind in kinds)
