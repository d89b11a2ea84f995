"""« Rencontré·e en personne »: who may say so, of whom, and who is told."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from recognition.clock import now
from recognition.collectives.models import Meeting, MeetingWitness
from recognition.collectives.queries import confirmed_people
from recognition.collectives.rules import objection_to_meeting
from recognition.people.models import Person, ProfileVisibility
from tests.collectives.conftest import Circle
from tests.factories import AT, join, make_collective, make_meeting, make_met, make_person

Browser = Callable[[Person], Any]
pytestmark = pytest.mark.usefixtures("met")
YESTERDAY = (now() - timedelta(days=1)).date()


def _record(circle: Circle, browser: Any, person: Person, **data: str) -> Any:
    typed = {
        "collective": circle.collective.slug,
        "met_on": YESTERDAY.isoformat(),
        "occasion": "Café badge",
        **data,
    }
    return browser.post(f"/@{person.handle}/rencontre", typed)


def _meetings(circle: Circle) -> list[Meeting]:
    """Those that the collective has noted."""
    meetings = circle.session.exec(
        select(Meeting)
        .where(Meeting.collective_id == circle.collective.id)
        .execution_options(populate_existing=True)
    ).all()
    circle.session.commit()
    return list(meetings)


def _confirmed(circle: Circle) -> set[UUID]:
    """Who is, besides the coordinator."""
    return confirmed_people(circle.session) - {circle.coordinator.id}


def test_a_coordinator_says_that_their_collective_met_someone_and_is_its_witness(
    circle: Circle, signed_in_as: Browser
) -> None:
    answer = _record(circle, signed_in_as(circle.coordinator), circle.member)

    assert answer.status_code == 303
    meeting = _meetings(circle)[0]
    assert (meeting.person_id, meeting.met_on) == (circle.member.id, YESTERDAY)
    witnesses = circle.session.exec(select(MeetingWitness.person_id)).all()
    circle.session.commit()
    assert witnesses == [circle.coordinator.id]
    assert [entry.act for entry in circle.journal()] == ["meeting.recorded"]


def test_a_meeting_with_a_member_of_another_collective_counts_as_well(
    circle: Circle, signed_in_as: Browser
) -> None:
    join(circle.session, circle.outsider, make_collective(circle.session))

    assert _record(circle, signed_in_as(circle.coordinator), circle.outsider).status_code == 303
    assert _confirmed(circle) == {circle.outsider.id}


def test_someone_in_no_collective_is_not_confirmed_by_one(
    circle: Circle, signed_in_as: Browser
) -> None:
    answer = _record(circle, signed_in_as(circle.coordinator), circle.outsider)

    assert answer.status_code == 409
    assert _meetings(circle) == []


def test_one_does_not_meet_oneself_and_another_coordinator_may_say_so(
    circle: Circle, signed_in_as: Browser
) -> None:
    second = make_person(circle.session)
    join(circle.session, second, circle.collective, coordinator=True)
    make_met(circle.session, second)

    assert _record(circle, signed_in_as(circle.coordinator), circle.coordinator).status_code == 409
    assert _record(circle, signed_in_as(second), circle.coordinator).status_code == 303


@pytest.mark.parametrize("who", ["member", "outsider"])
def test_who_coordinates_nothing_notes_no_meeting(
    circle: Circle, signed_in_as: Browser, who: str
) -> None:
    browser = signed_in_as(getattr(circle, who))

    assert browser.get(f"/@{circle.member.handle}/rencontre").status_code == 403
    assert _record(circle, browser, circle.member).status_code == 403
    assert _meetings(circle) == []


def test_a_collective_one_does_not_coordinate_is_no_choice(
    circle: Circle, signed_in_as: Browser
) -> None:
    elsewhere = make_collective(circle.session)

    answer = _record(
        circle, signed_in_as(circle.coordinator), circle.member, collective=elsewhere.slug
    )

    assert answer.status_code == 422
    assert 'id="collective-error"' in answer.text
    assert _meetings(circle) == []


def test_a_person_one_may_not_see_is_not_found(circle: Circle, signed_in_as: Browser) -> None:
    join(circle.session, circle.outsider, make_collective(circle.session))
    circle.outsider.profile_visibility = ProfileVisibility.PRIVATE
    circle.session.add(circle.outsider)

    answer = _record(circle, signed_in_as(circle.coordinator), circle.outsider)

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("met_on", "fault"),
    [
        ((now() + timedelta(days=2)).date().isoformat(), "pas encore passée"),
        ("", "nécessaire"),
        ("2026-02-30", "Écrivez une date"),
        ("hier", "Écrivez une date"),
        ("99999-01-01", "Écrivez une date"),
    ],
)
def test_a_date_that_cannot_be_is_told_beside_its_field_and_the_words_are_kept(
    circle: Circle, signed_in_as: Browser, met_on: str, fault: str
) -> None:
    answer = _record(circle, signed_in_as(circle.coordinator), circle.member, met_on=met_on)

    assert answer.status_code == 422
    assert 'id="met_on-error"' in answer.text
    assert fault in answer.text
    assert 'value="Café badge"' in answer.text
    assert _meetings(circle) == []


def test_a_date_may_be_written_without_a_calendar(circle: Circle, signed_in_as: Browser) -> None:
    _record(circle, signed_in_as(circle.coordinator), circle.member, met_on="7/3/2026")

    assert _meetings(circle)[0].met_on == date(2026, 3, 7)


def test_today_is_today_wherever_our_regions_are() -> None:
    evening = AT.replace(hour=13)  # in Wallis-et-Futuna it is tomorrow

    def objection(met_on: date) -> str | None:
        return objection_to_meeting(
            is_oneself=False,
            is_recorder_met=True,
            has_collective=True,
            met_on=met_on,
            at=evening,
        )

    assert objection(AT.date() + timedelta(days=1)) is None
    assert objection(AT.date() + timedelta(days=2)) == "meeting.in_the_future"


def test_a_collective_says_once_that_it_met_someone(circle: Circle, signed_in_as: Browser) -> None:
    browser = signed_in_as(circle.coordinator)
    _record(circle, browser, circle.member)

    again = _record(circle, browser, circle.member, occasion="Autre")

    assert again.status_code == 422
    assert "déjà noté une rencontre" in again.text
    assert len(_meetings(circle)) == 1


def test_a_meeting_is_shown_to_its_person_and_to_the_members_of_its_collective_only(
    circle: Circle, signed_in_as: Browser, visitor: Any
) -> None:
    make_meeting(circle.session, circle.member, circle.collective)
    colleague = make_person(circle.session)
    join(circle.session, colleague, circle.collective)
    page = f"/@{circle.member.handle}"

    for reader in (circle.member, colleague, circle.coordinator):
        assert "Atelier" in signed_in_as(reader).get(page).text
    for browser in (visitor, signed_in_as(circle.outsider)):
        assert "Atelier" not in browser.get(page).text


def test_a_meeting_is_taken_back_with_a_reason_and_can_be_put_back(
    circle: Circle, signed_in_as: Browser
) -> None:
    meeting = make_meeting(circle.session, circle.member, circle.collective)
    browser = signed_in_as(circle.coordinator)
    path = f"/rencontres/{meeting.id}/retrait"
    assert browser.get(path).status_code == 200
    assert browser.post(path, {"reason": " "}).status_code == 422

    browser.post(path, {"reason": "Ce n’était pas elle."})

    assert _meetings(circle)[0].taken_back_reason == "Ce n’était pas elle."
    assert _confirmed(circle) == set()
    circle.session.commit()
    entry = circle.journal()[0]
    assert (entry.act, entry.reason) == ("meeting.taken_back", "Ce n’était pas elle.")
    browser.post(f"{circle.path}/journal/{entry.id}/annulation")
    assert _meetings(circle)[0].taken_back_at is None


@pytest.mark.parametrize("who", ["member", "outsider"])
def test_who_does_not_coordinate_the_collective_is_not_told_that_there_is_a_meeting(
    circle: Circle, signed_in_as: Browser, who: str
) -> None:
    meeting = make_meeting(circle.session, circle.member, circle.collective)
    if who == "outsider":
        join(circle.session, circle.outsider, make_collective(circle.session), coordinator=True)
    browser = signed_in_as(getattr(circle, who))

    assert browser.get(f"/rencontres/{meeting.id}/retrait").status_code == 404
    assert browser.post(f"/rencontres/{meeting.id}/retrait", {"reason": "x"}).status_code == 404
    assert _meetings(circle)[0].taken_back_at is None
