import math

import pytest

from recognition.badges.drawing import Place, thread_places
from recognition.badges.drawing.threads import MOST_THREADS


def turned(place: Place) -> float:
    """Degrees clockwise from the top."""
    return math.degrees(math.atan2(place.x1 - 100, 100 - place.y1)) % 360


def test_a_badge_without_endorsement_has_thirty_six_dots() -> None:
    places = thread_places([])

    assert len(places) == 36
    assert {place.dye for place in places} == {None}
    assert places[9] == Place(208.0, 100.0, 208.0, 100.0, 3.6, None)


def test_ten_threads_are_spread_as_in_the_mock_up() -> None:
    places = thread_places(["garance"] * 10)

    angles = [round(turned(place), -1) % 360 for place in places if place.dye]
    assert angles == [0, 40, 70, 110, 140, 180, 220, 250, 290, 320]
    assert len(places) == 36


def test_a_thread_goes_outwards_from_the_badge() -> None:
    assert thread_places(["pastel"])[0] == Place(100.0, -3.0, 100.0, -18.0, 6.5, "pastel")


def test_threads_keep_the_order_of_the_endorsements() -> None:
    dyes = ["garance", "sarrette", "pastel", "noyer"]

    assert [place.dye for place in thread_places(dyes) if place.dye] == dyes


@pytest.mark.parametrize("count", range(37))
def test_up_to_thirty_six_endorsements_each_has_its_place(count: int) -> None:
    places = thread_places(["safran"] * count)

    assert len(places) == 36
    assert sum(place.dye is not None for place in places) == count


def test_beyond_thirty_six_threads_tighten_without_touching() -> None:
    places = thread_places(["garance", "pastel"] * 40)

    assert len(places) == 80
    assert all(place.dye for place in places)
    gap = math.dist((places[0].x1, places[0].y1), (places[1].x1, places[1].y1))
    assert 1 < places[0].width < gap


def test_beyond_the_limit_colours_keep_their_shares() -> None:
    places = thread_places(["garance"] * 500 + ["pastel"] * 500)

    assert len(places) == MOST_THREADS
    assert [place.dye for place in places] == ["garance"] * 90 + ["pastel"] * 90


@pytest.mark.parametrize("count", [0, 1, 36, 37, 1000])
def test_threads_stay_inside_the_view_box(count: int) -> None:
    for place in thread_places(["orseille"] * count):
        for number in (place.x1, place.y1, place.x2, place.y2):
            assert number - place.width / 2 >= -22
            assert number + place.width / 2 <= 222


def test_an_unknown_dye_is_refused() -> None:
    with pytest.raises(ValueError, match="'rouge'"):
        thread_places(["rouge"])
