"""Coordination notes at once whom it met on one occasion."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from recognition.clock import now
from recognition.collectives.models import Meeting, MembershipState
from recognition.collectives.queries import confirmed_people
from recognition.people.models import Person
from tests.collectives.conftest import Circle
from tests.factories import (
    join,
    make_collective,
    make_meeting,
    make_person,
    make_report,
    make_witness,
)

Browser = Callable[[Person], Any]
pytestmark = pytest.mark.usefixtures("met")
YESTERDAY = (now() - timedelta(days=1)).date()


def _member(circle: Circle, name: str) -> Person:
    person = make_person(circle.session, name)
    join(circle.session, person, circle.collective)
    return person


def _record(circle: Circle, browser: Any, *people: Person, **data: str) -> Any:
    typed = {
        "met_on": YESTERDAY.isoformat(),
        "occasion": "Atelier à Tarbes",
        "people": [person.handle for person in people],
        **data,
    }
    return browser.post(f"{circle.path}/rencontres", typed)


def _meetings(circle: Circle) -> list[Meeting]:
    """Those that the collective has noted."""
    found = circle.session.exec(
        select(Meeting)
        .where(Meeting.collective_id == circle.collective.id)
        .execution_options(populate_existing=True)
    ).all()
    circle.session.commit()
    return list(found)


def test_the_day_and_the_occasion_may_come_with_the_address(
    circle: Circle, signed_in_as: Browser
) -> None:
    page = signed_in_as(circle.coordinator).get(
        f"{circle.path}/rencontres", params={"jour": "2026-11-20", "occasion": 'Café "badge"'}
    )

    assert 'value="2026-11-20"' in page.text
    assert 'value="Café &#34;badge&#34;"' in page.text


def test_several_people_are_noted_at_once_and_told_one_by_one(
    circle: Circle, signed_in_as: Browser
) -> None:
    alix, basile = _member(circle, "Alix"), _member(circle, "Basile")
    browser = signed_in_as(circle.coordinator)
    assert f"{circle.path}/rencontres" in browser.get(f"{circle.path}/adhesions").text

    answer = _record(circle, browser, alix, circle.member)

    assert answer.status_code == 303
    told = browser.get(answer.headers["location"]).text.split("C’est noté</h2>")[1]
    noted, left = told.split("Noter une occasion")
    assert [name in noted for name in ("Alix", "Maël", "Basile")] == [True, True, False]
    assert noted.count("Atelier à Tarbes") == 2
    assert noted.count("Témoin\u00a0: Coralie Coordination") == 2
    assert f'value="{basile.handle}"' in left
    assert f'value="{alix.handle}"' not in left
    assert {(row.person_id, row.met_on, row.basis) for row in _meetings(circle)} == {
        (person.id, YESTERDAY, "coordinator") for person in (alix, circle.member)
    }
    assert [entry.act for entry in circle.journal()] == ["meeting.recorded"] * 2


def test_sent_twice_it_is_one_meeting_each(circle: Circle, signed_in_as: Browser) -> None:
    alix = _member(circle, "Alix")
    browser = signed_in_as(circle.coordinator)
    _record(circle, browser, circle.member)

    answer = _record(circle, browser, circle.member, alix, occasion="Autre")

    assert answer.status_code == 303
    assert sorted(row.occasion for row in _meetings(circle)) == ["Atelier à Tarbes", "Autre"]
    told = browser.get(answer.headers["location"]).text
    assert "Atelier à Tarbes" in told


@pytest.mark.parametrize(
    ("data", "field", "fault"),
    [
        ({"people": ""}, "people", "Cochez au moins une personne"),
        ({"occasion": " "}, "occasion", "nécessaire"),
        ({"met_on": "2199-01-01"}, "met_on", "pas encore passée"),
    ],
)
def test_what_is_missing_is_told_and_what_was_ticked_stays_ticked(
    circle: Circle, signed_in_as: Browser, data: dict[str, str], field: str, fault: str
) -> None:
    answer = _record(circle, signed_in_as(circle.coordinator), circle.member, **data)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert fault in answer.text
    ticked = f'value="{circle.member.handle}" checked' in answer.text
    assert ticked == ("people" not in data)
    assert ('value="Atelier à Tarbes"' in answer.text) == ("occasion" not in data)
    assert _meetings(circle) == []


def test_who_is_not_a_member_any_more_stops_the_whole_list(
    circle: Circle, signed_in_as: Browser
) -> None:
    gone = _member(circle, "Alix")
    membership = circle.membership_of(gone)
    membership.state = MembershipState.LEFT
    circle.session.add(membership)

    answer = _record(circle, signed_in_as(circle.coordinator), gone, circle.member)

    assert answer.status_code == 422
    assert "n’est plus membre" in answer.text
    assert f'value="{circle.member.handle}" checked' in answer.text
    assert _meetings(circle) == []


def test_a_coordinator_does_not_meet_themself_in_a_list(
    circle: Circle, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.coordinator)

    page = browser.get(f"{circle.path}/rencontres").text
    assert f'value="{circle.member.handle}"' in page
    assert f'value="{circle.coordinator.handle}"' not in page
    assert _record(circle, browser, circle.coordinator, circle.member).status_code == 409
    assert _meetings(circle) == []


def test_more_people_than_the_month_has_room_for_are_not_noted_in_part(
    circle: Circle, signed_in_as: Browser
) -> None:
    for _ in range(59):
        report = make_report(
            circle.session, make_person(circle.session), circle.collective, circle.coordinator
        )
        report.reported_at = now()
        circle.session.add(report)
    alix = _member(circle, "Alix")
    browser = signed_in_as(circle.coordinator)

    answer = _record(circle, browser, alix, circle.member)

    assert answer.status_code == 422
    assert "Il vous reste 1 rencontre à dire" in answer.text
    assert "à partir du 1er" in answer.text
    assert answer.text.count(" checked") == 2
    assert _meetings(circle) == []
    assert _record(circle, browser, alix).status_code == 303


def test_the_page_tells_the_words_that_wait_and_of_nobody_outside(
    circle: Circle, signed_in_as: Browser
) -> None:
    reporter = _member(circle, "Nora")
    for collective, person in (
        (circle.collective, circle.member),
        (make_collective(circle.session), circle.outsider),
    ):
        make_report(circle.session, person, collective, reporter, reported_at=now())
    make_meeting(circle.session, circle.outsider, circle.collective)
    browser = signed_in_as(circle.coordinator)

    page = browser.get(f"{circle.path}/rencontres?notees={circle.outsider.handle}").text

    assert "dit par Nora" in page
    assert circle.outsider.handle not in page
    assert "C’est noté" not in page


@pytest.mark.parametrize("who", ["member", "outsider"])
def test_the_page_is_for_coordination(circle: Circle, signed_in_as: Browser, who: str) -> None:
    join(circle.session, circle.outsider, make_collective(circle.session), coordinator=True)
    browser = signed_in_as(getattr(circle, who))

    assert browser.get(f"{circle.path}/rencontres").status_code == 403
    assert _record(circle, browser, circle.member).status_code == 403
    assert confirmed_people(circle.session) == {circle.coordinator.id}


def test_a_search_finds_among_those_not_met_and_survives_a_fault(
    circle: Circle, signed_in_as: Browser
) -> None:
    chloe = _member(circle, "Chloé Été")
    browser = signed_in_as(circle.coordinator)
    path = f"{circle.path}/rencontres?q=ete"

    for page in (browser.get(path), browser.post(path, {"people": [chloe.handle]})):
        assert f'value="{chloe.handle}"' in page.text
        assert circle.member.handle not in page.text
        assert 'action="' + path + '"' in page.text


def test_three_of_each_ask_as_much_as_one(
    circle: Circle, signed_in_as: Browser, statements: Callable[[], Any]
) -> None:
    browser = signed_in_as(circle.coordinator)
    sent = []
    handles: list[str] = []
    for added in (1, 2):
        for _ in range(added):
            met, _unmet = _member(circle, ""), _member(circle, "")
            meeting = make_meeting(circle.session, met, circle.collective)
            make_witness(circle.session, meeting, circle.coordinator)
            make_report(circle.session, _member(circle, ""), circle.collective, met)
            handles.append(met.handle)
        circle.session.commit()
        with statements() as asked:
            browser.get(f"{circle.path}/rencontres?notees=" + "&notees=".join(handles))
        sent.append(len(asked))
    assert sent[0] == sent[1]
    assert sent[0] <= 10
