"""Two pages against the barest application that sends as many bytes from as many rows."""

import asyncio
import math
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from recognition import logs, schema
from recognition.app import create_app
from recognition.badges.search import reindex
from recognition.db import make_engine, writing
from recognition.settings import Settings
from tests import factories as make
from tests.bench.clock import cpu_ms

BADGES = (100, 1_000)
ENDORSEMENTS = 100
TIMES = 30

BARE = jinja2.Environment(autoescape=True).from_string(
    "<!doctype html><title>{{ title }}</title><main>{% for row in rows %}"
    "<article><h3>{{ row[0] }}</h3><p>{{ row[1] }}</p></article>{% endfor %}</main>"
)


@dataclass(frozen=True)
class Answer:
    status: int
    size: int


def asking(app: Any, path: str, query: str = "") -> Callable[[], Answer]:
    """A function that asks an application for a page, without a socket between."""
    loop = asyncio.new_event_loop()
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8000")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
    }

    async def ask() -> Answer:
        status, size = 0, 0

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))

        await app({**scope, "app": app, "state": {}}, receive, send)
        return Answer(status, size)

    return lambda: loop.run_until_complete(ask())


def bare_application(path: Path, size: int, rows: int) -> Starlette:
    """One query of `rows` rows, one template, `size` bytes."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE line (title TEXT, text TEXT)")
    frame = len(BARE.render(title="Bare", rows=[("Title 0", "")] * rows))
    text = "x" * max(1, (size - frame) // rows)
    connection.executemany(
        "INSERT INTO line VALUES (?, ?)", [(f"Title {n % 10}", text) for n in range(rows)]
    )
    connection.commit()

    async def page(request: Request) -> HTMLResponse:
        found = connection.execute("SELECT title, text FROM line").fetchall()
        return HTMLResponse(BARE.render(title="Bare", rows=found))

    return Starlette(routes=[Route("/", page)])


def fill(session: Session, badges: int) -> str:
    """An adopted badge with many endorsements among `badges` others; its slug."""
    collectives = [make.make_collective(session) for _ in range(8)]
    proposer = make.make_person(session)
    members = [make.make_person(session) for _ in range(ENDORSEMENTS)]
    for number, member in enumerate(members):
        make.join(session, member, collectives[number % 8])
        if number % 10 == 0:
            make.make_meeting(session, member, collectives[number % 8])
    for number in range(badges - 1):
        make.make_badge(session, collectives[number % 8], proposer)
    badge = make.make_badge(session, collectives[0], proposer)
    for member in members:
        make.make_endorsement(session, badge=badge, endorser=member)
    reindex(session)
    session.commit()
    return badge.slug


def report() -> None:
    logs.configure(pretty=False)
    print("Pages: processor time of an answer, against a bare page of as many bytes and rows")
    print(f"{'badges':>8} {'page':>10} {'bytes':>8} {'bare ms':>8} {'ours ms':>8} {'ratio':>6}")
    spent: dict[str, list[float]] = {}
    for badges in BADGES:
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(_env_file=None, data_dir=Path(folder), secret_key="for the bench")
            engine = make_engine(settings.database)
            schema.migrate(engine)
            with writing(engine) as session:
                slug = fill(session, badges)
            ours = create_app(settings, engine)
            wanted = [("badge", f"/badges/{slug}", "", ENDORSEMENTS)]
            wanted.append(("gallery", "/badges", "ordre=recents", 48))
            for name, path, query, rows in wanted:
                ask = asking(ours, path, query)
                answer = ask()
                assert answer.status == 200, (path, answer)
                bare = asking(
                    bare_application(Path(folder) / f"{name}.sqlite3", answer.size, rows), "/"
                )
                size = bare().size
                assert abs(size - answer.size) < answer.size / 10, (size, answer.size)
                bare_ms, our_ms = cpu_ms(bare, times=TIMES), cpu_ms(ask, times=TIMES)
                spent.setdefault(name, []).append(our_ms)
                print(
                    f"{badges:8,} {name:>10} {answer.size:8,} {bare_ms:8.2f} {our_ms:8.2f}"
                    f" {our_ms / bare_ms:6.1f}"
                )
            engine.dispose()
    decades = math.log(BADGES[1] / BADGES[0])
    for name, (short, long) in spent.items():
        print(f"growth of {name}: time ~ badges ^ {math.log(long / short) / decades:.2f}")
