"""Figures that add up, and circles as a colour."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.trust.amounts import hundredths, rounded
from recognition.trust.told import CircleRows, Source, ValuePanel, VoiceRow
from recognition.trust.variety import Variety, effective_circles, variety
from recognition.trust.views import wording

AMOUNTS = st.lists(st.floats(0, 50, allow_nan=False), max_size=12)


@given(AMOUNTS)
def test_figures_add_up_to_the_rounded_sum_and_none_is_off_by_a_hundredth(
    amounts: list[float],
) -> None:
    figures = hundredths(amounts)

    assert abs(sum(figures) - sum(amounts) * 100) <= 0.5 + 1e-6
    for figure, amount in zip(figures, amounts, strict=True):
        assert abs(figure - amount * 100) < 1 + 1e-6


def test_thirds_share_a_total_by_their_remainders() -> None:
    assert hundredths([1 / 3, 1 / 3, 1 / 3]) == [34, 33, 33]
    assert hundredths([1.0, 0.5, 1 / 3], 183) == [100, 50, 33]
    assert hundredths([]) == []


def test_a_half_hundredth_goes_up_alone_as_in_a_sum() -> None:
    assert (rounded(3.425), rounded(2.0), rounded(1 / 3)) == (3.43, 2.0, 0.33)


@given(st.lists(st.floats(0.01, 40), min_size=1, max_size=9))
def test_effective_circles_are_between_one_and_their_number(amounts: list[float]) -> None:
    effective = effective_circles(amounts)

    assert 1 - 1e-9 <= effective <= len(amounts) + 1e-9
    assert effective_circles([amounts[0]] * len(amounts)) == pytest.approx(len(amounts))


def test_effective_circles_may_fall_as_a_value_grows_so_they_are_no_value() -> None:
    assert effective_circles([1, 1]) == pytest.approx(2)
    assert effective_circles([2, 1]) == pytest.approx(1.89, abs=0.005)
    assert effective_circles([]) == 0


def test_four_steps_of_variety() -> None:
    steps = [variety(number) for number in (0, 1, 1.49, 1.5, 2, 3, 4.4, 4.5, 12)]

    assert steps == [
        Variety.NONE,
        Variety.ONE,
        Variety.ONE,
        Variety.TWO,
        Variety.TWO,
        Variety.SEVERAL,
        Variety.SEVERAL,
        Variety.MANY,
        Variety.MANY,
    ]


def _rows(count: int) -> tuple[VoiceRow, ...]:
    source = Source("badge", "four-solaire", "Four solaire")
    return tuple(
        VoiceRow("Ada", None, "A", "noyer", "", "direct", source, True, 1.0, 1.0, seat=place)
        for place in range(1, count + 1)
    )


def test_a_long_panel_keeps_first_voices_of_every_circle_before_any_second() -> None:
    circles = tuple(
        CircleRows(name, "noyer", 1.0, 1.0, _rows(count))
        for name, count in (("Est", 40), ("Nord", 1), ("Sud", 2))
    )
    panel = ValuePanel("", circles=circles, silent=_rows(30))

    short = panel.shortened(6)

    assert [(circle.name, len(circle.rows)) for circle in short.circles] == [
        ("Est", 3),
        ("Nord", 1),
        ("Sud", 2),
    ]
    assert (len(short.silent), panel.row_count, short.row_count) == (6, 73, 12)
    assert [circle.name for circle in panel.shortened(2).circles] == ["Est", "Nord"]


def _circles(**amounts: float) -> ValuePanel:
    told = tuple(CircleRows(name, "noyer", it, rounded(it), ()) for name, it in amounts.items())
    return ValuePanel("", circles=told, variety=variety(effective_circles(amounts.values())))


@pytest.mark.parametrize(
    ("amounts", "with_numbers", "without"),
    [
        ({"Est": 1.0, "Sud": 1.0}, "Est, Sud", "Est, Sud"),
        (
            {"Est": 0.05, "Nord": 2.0, "Sud": 1.5},
            "Nord, Sud, plus légèrement Est",
            "Cercles entendus\u00a0: Est, Nord, Sud",
        ),
        (
            {"Est": 0.2, "Nord": 2.0, "Sud": 0.2},
            "Cercles entendus\u00a0: Est, Nord, Sud",
            "Cercles entendus\u00a0: Est, Nord, Sud",
        ),
    ],
)
def test_the_circles_that_weigh_are_named_first_unless_numbers_are_kept(
    amounts: dict[str, float], with_numbers: str, without: str
) -> None:
    panel = _circles(**amounts)

    assert (wording.circles(panel, True), wording.circles(panel, False)) == (with_numbers, without)
