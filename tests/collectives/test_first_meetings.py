"""Who notes a meeting was met in person themself: by somebody who was, or by the operator."""

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result
from sqlmodel import select
from typer.testing import CliRunner

from recognition import cli, terminal
from recognition.clock import now
from recognition.collectives.models import Meeting
from recognition.collectives.queries import confirmed_people
from recognition.people.models import Person
from recognition.settings import Settings
from recognition.trust.models import TrustChange
from tests.collectives.conftest import Circle
from tests.factories import join, make_collective, make_meeting, make_met, make_person

Browser = Callable[[Person], Any]
Typed = Callable[..., Result]
SENTENCE = "Avant de noter une rencontre, il faut avoir été rencontré·e soi-même\u00a0:"


def _record(circle: Circle, browser: Any) -> Any:
    typed = {
        "collective": circle.collective.slug,
        "met_on": now().date().isoformat(),
        "occasion": "Café badge",
    }
    return browser.post(f"/@{circle.member.handle}/rencontre", typed)


def _record_all(circle: Circle, browser: Any) -> Any:
    typed = {
        "met_on": now().date().isoformat(),
        "occasion": "Café badge",
        "people": [circle.member.handle],
    }
    return browser.post(f"{circle.path}/rencontres", typed)


@pytest.mark.parametrize("record", [_record, _record_all])
@pytest.mark.parametrize("why", ["never met", "taken back"])
def test_who_was_met_by_nobody_makes_nobody_real_and_keeps_what_they_typed(
    circle: Circle, signed_in_as: Browser, record: Callable[[Circle, Any], Any], why: str
) -> None:
    if why == "taken back":
        make_met(circle.session, circle.coordinator).taken_back_at = now()

    answer = record(circle, signed_in_as(circle.coordinator))

    assert answer.status_code == 422
    assert SENTENCE in answer.text
    assert 'value="Café badge"' in answer.text
    assert confirmed_people(circle.session) == set()


@pytest.mark.parametrize("record", [_record, _record_all])
@pytest.mark.parametrize("where", ["here", "elsewhere"])
def test_who_was_met_by_any_collective_notes_meetings(
    circle: Circle, signed_in_as: Browser, record: Callable[[Circle, Any], Any], where: str
) -> None:
    by = circle.collective if where == "here" else make_collective(circle.session)
    make_meeting(circle.session, circle.coordinator, by)

    assert record(circle, signed_in_as(circle.coordinator)).status_code == 303
    assert confirmed_people(circle.session) == {circle.coordinator.id, circle.member.id}


def test_a_founder_met_by_nobody_cannot_begin_with_accomplices(
    circle: Circle, signed_in_as: Browser
) -> None:
    """Two coordinators whom nobody has met do not make each other real."""
    second = make_person(circle.session)
    join(circle.session, second, circle.collective, coordinator=True)
    typed = {
        "collective": circle.collective.slug,
        "met_on": now().date().isoformat(),
        "occasion": "Entre nous",
    }

    for one, other in ((circle.coordinator, second), (second, circle.coordinator)):
        answer = signed_in_as(one).post(f"/@{other.handle}/rencontre", typed)
        assert answer.status_code == 422

    assert confirmed_people(circle.session) == set()


def test_the_pages_tell_why_instead_of_offering_what_would_be_refused(
    circle: Circle, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.coordinator)
    person = f"/@{circle.member.handle}"
    offered = {
        person: f'href="{person}/rencontre"',
        f"{person}/rencontre": f'action="{person}/rencontre"',
        f"{circle.path}/adhesions": f'href="{circle.path}/rencontres"',
        f"{circle.path}/rencontres": f'action="{circle.path}/rencontres"',
    }

    for path, offer in offered.items():
        page = browser.get(path).text
        assert (SENTENCE in page, offer in page) == (True, False), path
    make_met(circle.session, circle.coordinator)
    circle.session.commit()

    for path, offer in offered.items():
        page = browser.get(path).text
        assert (SENTENCE in page, offer in page) == (False, True), path


# The operator


@pytest.fixture
def typed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Typed:
    monkeypatch.setattr(terminal, "Settings", lambda: settings)

    def run(*words: str, occasion: str = "Un café à Tarbes") -> Result:
        return CliRunner().invoke(cli.app, ["admin", "met", *words, "--occasion", occasion])

    return run


def test_the_operator_notes_the_first_meeting_of_a_platform(
    circle: Circle, typed: Typed, signed_in_as: Browser
) -> None:
    answer = typed(f"@{circle.coordinator.handle}", circle.collective.slug)

    assert answer.exit_code == 0, answer.output
    [meeting] = circle.session.exec(select(Meeting)).all()
    changes = circle.session.exec(select(TrustChange)).all()
    circle.session.commit()
    assert (meeting.person_id, meeting.collective_id) == (
        circle.coordinator.id,
        circle.collective.id,
    )
    assert (meeting.basis, meeting.occasion) == ("operator", "Un café à Tarbes")
    assert changes != []
    assert circle.journal() == []
    browser = signed_in_as(circle.coordinator)
    assert "Un café à Tarbes" in browser.get(f"/@{circle.coordinator.handle}").text
    assert _record(circle, browser).status_code == 303


@pytest.mark.parametrize(
    ("handle", "slug", "occasion", "told"),
    [
        ("personne-inconnue", "", "Un café", "There is nobody at /@personne-inconnue."),
        ("", "collectif-inconnu", "Un café", "There is no collective collectif-inconnu."),
        ("", "", "Un café", "already: nothing was changed."),
        ("", "", " ", "The occasion is told in 1 to 160 characters."),
        ("", "", "x" * 161, "The occasion is told in 1 to 160 characters."),
    ],
)
def test_what_cannot_be_noted_is_told_clearly(
    circle: Circle, typed: Typed, handle: str, slug: str, occasion: str, told: str
) -> None:
    make_meeting(circle.session, circle.coordinator, circle.collective)
    circle.session.commit()

    answer = typed(
        handle or circle.coordinator.handle, slug or circle.collective.slug, occasion=occasion
    )

    assert answer.exit_code == 1
    assert told in answer.output
    assert len(circle.session.exec(select(Meeting)).all()) == 1


def test_who_is_in_no_collective_is_not_met_by_the_operator_either(
    circle: Circle, typed: Typed
) -> None:
    answer = typed(circle.outsider.handle, circle.collective.slug)

    assert answer.exit_code == 1
    assert "a member of no collective yet" in answer.output
    assert confirmed_people(circle.session) == set()
