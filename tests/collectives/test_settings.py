"""« Réglages du collectif »: for the coordination, and noted."""

from collections.abc import Callable
from typing import Any

import pytest

from recognition.collectives.models import Collective
from recognition.people.models import Person
from tests.collectives.conftest import Circle

Browser = Callable[[Person], Any]


def _switches(circle: Circle) -> tuple[bool, bool]:
    circle.session.expire_all()
    collective = circle.session.get_one(Collective, circle.collective.id)
    found = (collective.shows_value, collective.public_map)
    circle.session.commit()
    return found


@pytest.mark.parametrize("who", ["member", "outsider"])
def test_settings_are_for_the_coordination(circle: Circle, signed_in_as: Browser, who: str) -> None:
    browser = signed_in_as(getattr(circle, who))

    assert browser.get(f"{circle.path}/reglages").status_code == 403
    assert browser.post(f"{circle.path}/reglages", {}).status_code == 403
    assert _switches(circle) == (True, False)


def test_each_switch_that_changes_is_a_line_of_the_journal(
    circle: Circle, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.coordinator)
    before = browser.get(f"{circle.path}/reglages").text
    assert 'name="shows_value" value="on" checked' in before
    assert 'name="public_map" value="on" checked' not in before

    answer = browser.post(f"{circle.path}/reglages", {"public_map": "on"})

    assert answer.status_code == 303
    assert _switches(circle) == (False, True)
    assert {entry.act for entry in circle.journal()} == {
        "collective.value_hidden",
        "collective.map_opened",
    }
    desk = browser.get(f"{circle.path}/adhesions").text
    assert "Les badges sont montrés sans nombre" in desk
    assert "annulation" not in desk  # one changes it again here instead

    browser.post(f"{circle.path}/reglages", {"public_map": "on"})
    assert len(circle.journal()) == 2

    browser.post(f"{circle.path}/reglages", {"shows_value": "on"})
    assert _switches(circle) == (True, False)
    assert len(circle.journal()) == 4


def test_what_one_decides_for_the_collective_is_not_told_to_oneself(
    circle: Circle, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.coordinator)
    browser.post(f"{circle.path}/reglages", {})

    assert "sans nombre" in browser.get(f"{circle.path}/adhesions").text
    assert "sans nombre" not in browser.get("/moi/reglages").text


def test_a_switch_that_is_neither_on_nor_off_is_sent_back(
    circle: Circle, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.coordinator)

    assert browser.post(f"{circle.path}/reglages", {"shows_value": "peut-être"}).status_code == 422
    assert _switches(circle) == (True, False)
