"""Accidents, a locked database, a form sent twice: nothing is told that should not be, nothing is
lost, nothing is done twice (I3, J1, J2)."""

import json
import re
import sqlite3
from collections.abc import Callable
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine, event
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from recognition.collectives.models import Membership
from recognition.db import reading
from recognition.people.models import Person
from recognition.settings import Settings
from recognition.web import problems
from tests.conftest import Visitor
from tests.factories import make_collective, make_person

SignedInAs = Callable[[Person], Visitor]
SECRET = "SELECT mot_de_passe FROM coffre"


def break_down(_request: Request) -> Response:
    raise RuntimeError(SECRET)


def log_into(stream: StringIO) -> Any:
    """A logger as `logs.configure` makes them, onto `stream`."""
    return structlog.wrap_logger(
        structlog.PrintLogger(stream),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
    )


def browser_of(app: Starlette, settings: Settings) -> Visitor:
    visitor = Visitor(app, settings)
    visitor.client._transport.raise_server_exceptions = False  # type: ignore[attr-defined]
    return visitor


@pytest.mark.parametrize("htmx", [False, True])
def test_an_accident_tells_a_number_that_is_in_the_log_and_nothing_else(
    app: Starlette, settings: Settings, monkeypatch: pytest.MonkeyPatch, htmx: bool
) -> None:
    written = StringIO()
    monkeypatch.setattr(problems, "log", log_into(written))
    app.router.routes.append(Route("/accident", break_down))
    answer = browser_of(app, settings).get("/accident", htmx=htmx)
    assert answer.status_code == 500
    assert "Quelque chose s’est cassé chez nous" in answer.text
    numbers = re.findall(r'<span class="mono">([0-9a-f]{12})</span>', answer.text)
    assert numbers == [answer.headers["x-request-id"]]
    for told in (SECRET, "RuntimeError", "Traceback", ".py"):
        assert told not in answer.text
    accident = json.loads(written.getvalue())
    assert accident["event"] == "accident"
    assert accident["request_id"] == numbers[0]
    assert SECRET in accident["exception"]


def test_an_unknown_address_is_told_in_french(visitor: Visitor) -> None:
    answer = visitor.get("/rien-de-tel")
    assert answer.status_code == 404
    assert "Il n’y a rien à cette adresse" in answer.text
    assert 'lang="fr"' in answer.text


def test_an_unknown_address_is_told_in_the_language_chosen(visitor: Visitor) -> None:
    visitor.client.cookies.set("locale", "en")
    page = visitor.get("/rien-ici")
    assert page.status_code == 404
    assert '<html lang="en"' in page.text
    assert "There is nothing at this address" in page.text
    visitor.client.cookies.delete("locale")
    assert '<html lang="fr"' in visitor.get("/rien-ici").text


@pytest.fixture
def hurried(engine: Engine, on_postgresql: bool) -> Path:
    """The database file, whose lock our side waits for during 20 ms only."""
    if on_postgresql:
        pytest.skip("one lock for all writers is SQLite's")

    @event.listens_for(engine, "connect")
    def _hurry(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA busy_timeout=20")

    assert engine.url.database is not None
    return Path(engine.url.database)


def test_a_locked_database_answers_later_and_keeps_what_was_typed(
    app: Starlette,
    settings: Settings,
    session: Session,
    signed_in_as: SignedInAs,
    hurried: Path,
) -> None:
    slug = make_collective(session).slug
    member = signed_in_as(make_person(session))
    path = f"/collectifs/{slug}/adhesions"
    holder = sqlite3.connect(hurried, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    refused = member.post(path, {"sentence": "J’aimerais aider le samedi."})
    assert member.get("/").status_code == 200  # reading goes on
    holder.execute("ROLLBACK")
    holder.close()
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert "J’aimerais aider le samedi.</textarea>" in unescape(refused.text)
    form = re.search(rf'<form method="post" action="{path}">(.*?)</form>', refused.text, re.S)
    assert form is not None
    again = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[1]))
    done = member.client.post(
        path,
        data={name: unescape(value) for name, value in again.items()},
        headers={"Origin": settings.base_url},
    )
    assert done.status_code == 303
    asked = session.exec(select(Membership.sentence)).all()
    assert asked == ["J’aimerais aider le samedi."]


def test_a_form_sent_twice_writes_once_and_leads_to_the_same_place(
    session: Session, signed_in_as: SignedInAs, engine: Engine
) -> None:
    member = signed_in_as(make_person(session))
    fields = {
        "name": "La Chambre à Air",
        "kind": "association",
        "form_key": "the key of this form",
    }
    before = rows(engine, "organisation")
    first, second = (member.post("/organisations/nouvelle", fields) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert rows(engine, "organisation") == before + 1
    other_key = member.post("/organisations/nouvelle", {**fields, "form_key": "another key"})
    assert other_key.headers["location"] != first.headers["location"]
    assert rows(engine, "organisation") == before + 2


def test_the_key_of_one_form_does_not_answer_for_another(
    session: Session, signed_in_as: SignedInAs, engine: Engine
) -> None:
    me, other = make_person(session), make_person(session)
    fields = {"name": "La Chambre à Air", "kind": "association", "form_key": "the same key"}
    mine, theirs = (
        signed_in_as(person).post("/organisations/nouvelle", fields) for person in (me, other)
    )
    assert mine.headers["location"] != theirs.headers["location"]
    assert rows(engine, "organisation") == 2


def test_a_form_found_wanting_may_be_sent_again_with_its_key(
    session: Session, signed_in_as: SignedInAs, engine: Engine
) -> None:
    member = signed_in_as(make_person(session))
    key = {"form_key": "the same key"}
    assert member.post("/organisations/nouvelle", {"name": "", **key}).status_code == 422
    good = {"name": "La Chambre à Air", "kind": "association", **key}
    assert member.post("/organisations/nouvelle", good).status_code == 303
    assert rows(engine, "organisation") == 1


def rows(engine: Engine, table: str) -> int:
    with reading(engine) as session:
        found = session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
    return int(found)
