import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.badges.drawing.elements import element
from recognition.badges.drawing.flattening import Polyline, flatten
from recognition.badges.drawing.paths import (
    PathError,
    Point,
    Segment,
    data,
    moved,
    parse,
    scaled,
)

PATH_CHARACTERS = "MmLlHhVvCcSsQqTtAaZz0123456789.,+-eE \n"
coordinate = st.integers(-10_000, 10_000).map(lambda n: n / 100)


def polyline(*places: tuple[float, float], closed: bool = False) -> Polyline:
    return Polyline(tuple(Point(*place) for place in places), closed)


def points(path: str, tolerance: float = 0.01) -> tuple[Point, ...]:
    (line,) = flatten(parse(path), tolerance)
    return line.points


@given(st.text() | st.text(alphabet=PATH_CHARACTERS).map(lambda text: "M0 0" + text))
def test_any_text_is_either_drawn_or_refused_with_a_path_error(text: str) -> None:
    try:
        lines = flatten(parse(text), 0.5)
    except PathError:
        return
    assert all(math.isfinite(n) for line in lines for point in line.points for n in point)


@given(
    st.sampled_from(["circle", "ellipse", "rect", "line", "polyline", "polygon", "path", "image"]),
    st.dictionaries(
        st.sampled_from(
            [
                "cx",
                "cy",
                "r",
                "rx",
                "ry",
                "x",
                "y",
                "x1",
                "x2",
                "y1",
                "y2",
                "width",
                "height",
                "points",
                "d",
            ]
        ),
        st.text(alphabet="0123456789.,-eM ") | st.text(),
    ),
)
def test_any_element_is_either_drawn_or_refused_with_a_path_error(
    tag: str, attributes: dict[str, str]
) -> None:
    try:
        lines = flatten(element(tag, attributes), 0.5)
    except PathError:
        return
    assert all(math.isfinite(n) for line in lines for point in line.points for n in point)


def test_the_path_error_is_a_value_error() -> None:
    assert issubclass(PathError, ValueError)


@pytest.mark.parametrize(
    "text",
    [
        "L1 1",
        "5",
        "M",
        "M1",
        "M1,,2",
        "M1 2,",
        "M1 2 3",
        "M1 2L",
        "M1 2Z3",
        "M1 2X",
        "M1 2C1 2 3 4 5",
        "M1 2A1 1 0 2 0 3 3",
        "M1 2A1 1 0 0 -1 3 3",
        "M1 e5",
        "M٣ 1",
        "M1 1e9",
        "M1 1e999",
        "M1 nan",
    ],
)
def test_malformed_data_is_refused(text: str) -> None:
    with pytest.raises(PathError):
        parse(text)


def test_empty_data_is_an_empty_drawing() -> None:
    assert flatten(parse("  "), 0.1) == ()


def test_numbers_may_touch() -> None:
    assert parse("M1-.5.5 2") == (Segment("M", (1.0, -0.5)), Segment("L", (0.5, 2.0)))


def test_an_exponent_belongs_to_its_number() -> None:
    assert parse("M1e1-2E-1") == (Segment("M", (10.0, -0.2)),)


def test_arc_flags_may_touch_what_follows_them() -> None:
    assert parse("M0 0a1 2 30 01.5.25") == parse("M0 0 A 1,2 30 0,1 0.5,0.25")


def test_pairs_after_a_move_are_lines_of_the_same_kind() -> None:
    assert points("m1 1 2 0 0 2") == ((1, 1), (3, 1), (3, 3))
    assert points("M1 1 2 0 0 2") == ((1, 1), (2, 0), (0, 2))


def test_lower_case_commands_are_relative_and_upper_case_absolute() -> None:
    assert points("M10 10h5v5l-5 0z") == points("M10 10H15V15L10 15Z")
    assert parse("M10 10c1 2 3 4 5 6q1 2 3 4a1 1 0 0 1 2 2") == parse(
        "M10 10C11 12 13 14 15 16Q16 18 18 20A1 1 0 0 1 20 22"
    )


def test_a_smooth_cubic_mirrors_the_handle_before_it() -> None:
    assert parse("M0 0C1 3 2 3 4 0S6-3 8 0")[-1] == Segment("C", (6, -3, 6, -3, 8, 0))


def test_a_smooth_quadratic_mirrors_the_handle_it_made_itself() -> None:
    assert parse("M0 0Q1 2 2 0T4 0T6 0")[-1] == Segment("Q", (5, 2, 6, 0))


def test_a_smooth_curve_after_another_family_has_its_handle_where_it_starts() -> None:
    assert parse("M0 0Q1 2 2 0S3 3 4 0")[-1] == Segment("C", (2, 0, 3, 3, 4, 0))
    assert parse("M0 0L5 5T9 9")[-1] == Segment("Q", (5, 5, 9, 9))


def test_what_follows_a_closed_part_starts_where_that_part_started() -> None:
    lines = flatten(parse("M1 1h4v4zl2 2"), 0.1)

    assert lines == (
        polyline((1, 1), (5, 1), (5, 5), (1, 1), closed=True),
        polyline((1, 1), (3, 3)),
    )


def test_a_line_without_length_is_a_dot() -> None:
    assert flatten(parse("M5 5h0"), 0.1) == (polyline((5, 5)),)


def test_a_move_alone_draws_nothing() -> None:
    assert flatten(parse("M5 5M6 6"), 0.1) == ()


@given(
    st.floats(0.5, 100),
    st.floats(0, 2 * math.pi),
    st.floats(0.05, 6.2),
    st.sampled_from([1, -1]),
)
def test_a_circular_arc_stays_on_its_circle(
    radius: float, start: float, sweep: float, turn: int
) -> None:
    end = start + turn * sweep
    x, y = radius * math.cos(start), radius * math.sin(start)
    arc = Segment(
        "A",
        (
            radius,
            radius,
            0.0,
            float(sweep > math.pi),
            float(turn > 0),
            radius * math.cos(end),
            radius * math.sin(end),
        ),
    )
    (line,) = flatten((Segment("M", (x, y)), arc), 0.01)

    assert all(math.hypot(*point) == pytest.approx(radius, rel=1e-3) for point in line.points)
    length = sum(math.dist(a, b) for a, b in itertools.pairwise(line.points))
    assert length == pytest.approx(radius * sweep, rel=0.02)


@given(st.floats(2, 50), st.floats(2, 50), st.floats(0, 360))
def test_a_turned_elliptical_arc_satisfies_the_equation_of_its_ellipse(
    rx: float, ry: float, degrees: float
) -> None:
    turn = math.radians(degrees)
    tip = (rx * math.cos(turn), rx * math.sin(turn))
    half = (Segment("M", tip), Segment("A", (rx, ry, degrees, 0.0, 1.0, -tip[0], -tip[1])))
    (line,) = flatten(half, 0.01)

    for x, y in line.points:
        along = (x * math.cos(turn) + y * math.sin(turn)) / rx
        across = (y * math.cos(turn) - x * math.sin(turn)) / ry
        assert math.hypot(along, across) == pytest.approx(1.0, abs=1e-6)
        assert across > -1e-3  # the half where the sweep goes, clockwise on a screen


def test_radii_too_small_grow_until_they_span_both_ends() -> None:
    arc = points("M0 0A1 1 0 0 1 10 0")

    assert min(y for _, y in arc) == pytest.approx(-5.0, abs=0.02)


def test_an_arc_without_radius_is_a_line() -> None:
    assert points("M0 0A0 5 0 0 1 10 3") == ((0, 0), (10, 3))


def test_an_arc_that_would_grow_out_of_range_is_refused() -> None:
    with pytest.raises(PathError):
        flatten(parse("M0 0A1e-9 1e6 0 0 1 1e6 0"), 0.1)


@given(st.lists(coordinate, min_size=8, max_size=8), st.sampled_from([0.5, 0.05]))
def test_a_flattened_cubic_is_nowhere_further_than_the_tolerance(
    numbers: list[float], tolerance: float
) -> None:
    (line,) = flatten(
        (Segment("M", tuple(numbers[:2])), Segment("C", tuple(numbers[2:]))), tolerance
    )

    for step in range(21):
        t = step / 20
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        x = sum(w * n for w, n in zip(weights, numbers[0::2], strict=True))
        y = sum(w * n for w, n in zip(weights, numbers[1::2], strict=True))
        assert _distance(Point(x, y), line.points) <= tolerance * 1.001 + 1e-9


def _distance(point: Point, line: tuple[Point, ...]) -> float:
    best = math.dist(point, line[0])
    for a, b in itertools.pairwise(line):
        dx, dy = b.x - a.x, b.y - a.y
        share = ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy)
        share = min(1.0, max(0.0, share))
        best = min(best, math.dist(point, (a.x + dx * share, a.y + dy * share)))
    return best


@st.composite
def segments(draw: st.DrawFn) -> tuple[Segment, ...]:
    flag = st.sampled_from([0.0, 1.0])
    radius = st.integers(0, 1000).map(lambda n: n / 100)

    def numbers(count: int) -> st.SearchStrategy[tuple[float, ...]]:
        return st.tuples(*[coordinate] * count)

    kinds = st.one_of(
        numbers(2).map(lambda n: Segment("M", n)),
        numbers(2).map(lambda n: Segment("L", n)),
        numbers(4).map(lambda n: Segment("Q", n)),
        numbers(6).map(lambda n: Segment("C", n)),
        st.tuples(radius, radius, coordinate, flag, flag, coordinate, coordinate).map(
            lambda n: Segment("A", n)
        ),
        st.just(Segment("Z")),
    )
    return (Segment("M", draw(numbers(2))), *draw(st.lists(kinds, max_size=8)))


@given(segments())
def test_written_data_reads_back_the_same(drawn: tuple[Segment, ...]) -> None:
    assert parse(data(drawn)) == drawn


@given(segments(), st.sampled_from([0.25, 0.5, 2.0, 4.0]))
def test_scaling_there_and_back_changes_nothing(drawn: tuple[Segment, ...], factor: float) -> None:
    centre = Point(3.0, -7.0)
    back = scaled(scaled(drawn, factor, centre), 1 / factor, centre)

    assert data(back) == data(drawn)


def test_scaling_an_arc_scales_its_radii_and_keeps_its_flags() -> None:
    arc = parse("M0 0A1 2 30 1 0 4 4")

    assert scaled(arc, 2.0, Point(0, 0)) == parse("M0 0A2 4 30 1 0 8 8")


def test_moving_shifts_points_and_nothing_else() -> None:
    assert moved(parse("M0 0A1 2 30 1 0 4 4L5 6Z"), 10, 20) == parse(
        "M10 20A1 2 30 1 0 14 24L15 26Z"
    )


def test_a_circle_is_round() -> None:
    (line,) = flatten(element("circle", {"cx": "10", "cy": "20", "r": "5"}), 0.01)

    assert line.closed
    assert {round(math.dist(point, (10, 20)), 6) for point in line.points} == {5.0}


def test_an_ellipse_reaches_both_radii() -> None:
    (line,) = flatten(element("ellipse", {"cx": "0", "cy": "0", "rx": "6", "ry": "3"}), 0.001)

    assert max(x for x, _ in line.points) == pytest.approx(6, abs=0.01)
    assert max(y for _, y in line.points) == pytest.approx(3, abs=0.01)


def test_a_rectangle_has_four_corners() -> None:
    (line,) = flatten(element("rect", {"x": "1", "y": "2", "width": "3", "height": "4"}), 0.1)

    assert line == polyline((1, 2), (4, 2), (4, 6), (1, 6), (1, 2), closed=True)


def test_a_rectangle_with_one_radius_has_both_and_no_more_than_half_its_side() -> None:
    sides = {"width": "10", "height": "4"}

    assert element("rect", {**sides, "rx": "1"}) == element("rect", {**sides, "rx": "1", "ry": "1"})
    assert element("rect", {**sides, "rx": "9"}) == element("rect", {**sides, "rx": "5", "ry": "2"})


def test_points_make_an_open_polyline_or_a_closed_polygon() -> None:
    (opened,) = flatten(element("polyline", {"points": "0,0 4,0 4,3"}), 0.1)
    (closed,) = flatten(element("polygon", {"points": "0,0 4,0 4,3"}), 0.1)

    assert opened == polyline((0, 0), (4, 0), (4, 3))
    assert closed == polyline((0, 0), (4, 0), (4, 3), (0, 0), closed=True)


def test_a_line_joins_its_ends() -> None:
    ends = {"x1": "1", "y1": "2", "x2": "3", "y2": "4"}

    assert flatten(element("line", ends), 0.1) == (polyline((1, 2), (3, 4)),)


@pytest.mark.parametrize(
    ("tag", "attributes"),
    [
        ("image", {}),
        ("path", {}),
        ("circle", {"cx": "1", "cy": "1"}),
        ("circle", {"r": "-1"}),
        ("circle", {"r": "1px"}),
        ("rect", {"width": "1"}),
        ("polygon", {"points": "1"}),
        ("polygon", {"points": "1 1 Z 2 2"}),
        ("polyline", {"points": "L1 1"}),
    ],
)
def test_a_malformed_element_is_refused(tag: str, attributes: dict[str, str]) -> None:
    with pytest.raises(PathError):
        element(tag, attributes)
