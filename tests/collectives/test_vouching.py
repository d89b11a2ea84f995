"""« Se porter garant » of a collective: who may, how often, and what its page says."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from typer.testing import CliRunner

from recognition import cli, terminal
from recognition.clock import now
from recognition.collectives.commands import vouch_for
from recognition.collectives.models import Collective, JournalEntry
from recognition.db import writing
from recognition.errors import Refused
from recognition.people.models import Person
from recognition.settings import Settings
from recognition.trust.models import TrustChange
from tests.collectives.conftest import Circle
from tests.collectives.test_founding import WORDS
from tests.factories import join, make_collective, make_meeting, make_met, make_person

Browser = Callable[[Person], Any]
BUTTON = "Se porter garant de ce collectif"
MISSING = "Il vous manque un garant"


@pytest.fixture
def young(circle: Circle) -> Collective:
    """A collective of somebody else, for which nobody vouches yet; our coordinator was met."""
    young = make_collective(circle.session, "Jeune pousse", vouched_at=None)
    join(circle.session, circle.outsider, young, coordinator=True)
    make_meeting(circle.session, circle.coordinator, circle.collective)
    circle.session.commit()
    return young


def _now(session: Session, collective: Collective) -> Collective:
    found = session.exec(
        select(Collective)
        .where(Collective.id == collective.id)
        .execution_options(populate_existing=True)
    ).one()
    session.commit()
    return found


def _vouch(browser: Any, collective: Collective) -> int:
    return int(browser.post(f"/collectifs/{collective.slug}/garant", {}).status_code)


def test_a_collective_is_founded_without_anybody_who_vouches_for_it(
    circle: Circle, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.outsider)

    path = browser.post("/collectifs/nouveau", WORDS).headers["location"]

    founded = circle.session.exec(select(Collective).where(Collective.slug == "mayotte")).one()
    circle.session.commit()
    assert founded.vouched_at is None
    page = browser.get(path).text
    assert MISSING in page
    assert BUTTON not in page
    assert MISSING not in signed_in_as(circle.member).get(path).text


def test_a_coordinator_of_another_vouches_and_both_journals_tell(
    circle: Circle, young: Collective, signed_in_as: Browser, visitor: Any
) -> None:
    path = f"/collectifs/{young.slug}"
    browser = signed_in_as(circle.coordinator)
    assert BUTTON in browser.get(path).text
    assert BUTTON not in visitor.get(path).text

    answer = browser.post(f"{path}/garant", {})

    assert (answer.status_code, answer.headers["location"]) == (303, path)
    after = _now(circle.session, young)
    assert (after.vouched_by_id, after.vouched_at is None) == (circle.coordinator.id, False)
    assert {(line.collective_id, line.act, line.owner_id) for line in circle.journal()} == {
        (young.id, "collective.vouched", circle.outsider.id),
        (circle.collective.id, "collective.vouching", circle.coordinator.id),
    }
    page = visitor.get(path).text
    assert "Un autre collectif s’en porte garant." in page
    assert circle.collective.name not in page
    assert BUTTON not in browser.get(path).text
    by_its_own = signed_in_as(circle.outsider)
    assert MISSING not in by_its_own.get(path).text
    for desk, sentence in (
        (by_its_own.get(f"{path}/adhesions"), "Un autre collectif se porte garant du vôtre"),
        (browser.get(f"{circle.path}/adhesions"), "se porte garant d’un collectif"),
    ):
        assert sentence in desk.text
        assert "Revenir en arrière" not in desk.text


@pytest.mark.parametrize(
    "why", ["member", "not met", "met by one that does not count", "own does not count", "own"]
)
def test_nobody_else_vouches(
    circle: Circle, young: Collective, signed_in_as: Browser, why: str
) -> None:
    session, who = circle.session, make_person(circle.session)
    if why == "member":
        join(session, who, circle.collective)
        make_met(session, who)
    elif why == "not met":
        join(session, who, circle.collective, coordinator=True)
        make_met(session, who).taken_back_at = now()
    elif why == "met by one that does not count":
        join(session, who, circle.collective, coordinator=True)
        make_meeting(session, who, young)
    elif why == "own does not count":
        join(session, who, make_collective(session, vouched_at=None), coordinator=True)
        make_met(session, who)
    else:
        join(session, who, circle.collective, coordinator=True)
        join(session, who, young)
        make_met(session, who)
    session.commit()
    browser = signed_in_as(who)

    assert BUTTON not in browser.get(f"/collectifs/{young.slug}").text
    assert _vouch(browser, young) == 403
    assert _now(session, young).vouched_at is None
    assert circle.journal() == []


def test_two_a_year_and_once_each(circle: Circle, young: Collective, signed_in_as: Browser) -> None:
    second, third = (make_collective(circle.session, vouched_at=None) for _ in range(2))
    circle.session.commit()
    browser = signed_in_as(circle.coordinator)

    assert [_vouch(browser, one) for one in (young, second)] == [303, 303]
    again = browser.post(f"/collectifs/{young.slug}/garant", {})
    assert again.status_code == 409
    assert "Quelqu’un se porte déjà garant de ce collectif." in again.text
    too_many = browser.post(f"/collectifs/{third.slug}/garant", {})
    assert too_many.status_code == 409
    assert "deux collectifs en un an" in too_many.text

    _now(circle.session, young).vouched_at = now() - timedelta(days=366)
    circle.session.commit()
    assert _vouch(browser, third) == 303


def test_two_vouchings_at_once_do_not_each_take_the_last_place(
    circle: Circle, young: Collective, engine: Engine
) -> None:
    make_collective(circle.session, vouched_at=now(), vouched_by_id=circle.coordinator.id)
    other = make_collective(circle.session, vouched_at=None)
    circle.session.commit()

    def vouch(collective: Collective) -> str:
        with writing(engine) as session:
            found = session.get_one(Collective, collective.id)
            try:
                vouch_for(session, found, by=circle.coordinator.id, at=now())
            except Refused as refused:
                return refused.reason
            session.commit()
            return "done"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(vouch, (young, other)))

    assert answers == ["collective.vouched_enough", "done"]


def test_the_operator_vouches_for_the_first_one(
    circle: Circle, young: Collective, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "Settings", lambda: settings)

    def run(slug: str) -> Any:
        return CliRunner().invoke(cli.app, ["admin", "vouch", slug])

    answer = run(young.slug)

    assert answer.exit_code == 0, answer.output
    after = _now(circle.session, young)
    assert (after.vouched_by_id, after.vouched_at is None) == (None, False)
    assert "everything" in circle.session.exec(select(TrustChange.kind)).all()
    assert circle.session.exec(select(JournalEntry)).all() == []
    circle.session.commit()
    again = run(young.slug)
    assert (again.exit_code, "nothing was changed" in again.output) == (1, True)
    unknown = run("collectif-inconnu")
    assert (unknown.exit_code, "no collective collectif-inconnu" in unknown.output) == (1, True)


def test_two_collectives_a_day_are_founded_by_one_person(
    circle: Circle, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.outsider)

    answers = [browser.post("/collectifs/nouveau", WORDS) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert int(answers[2].headers["retry-after"]) > 0
    assert signed_in_as(circle.member).post("/collectifs/nouveau", WORDS).status_code == 303
