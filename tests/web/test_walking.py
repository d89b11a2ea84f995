"""A walk through every page that links lead to: nothing broken, nothing inline, nothing written."""

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel
from starlette.applications import Starlette
from starlette.routing import Route

from recognition.db import reading
from recognition.people.models import Person
from tests.conftest import Visitor
from tests.web.world import make_world

SignedInAs = Callable[[Person], Visitor]
MOST_QUERIES = 3  # of one path: filters lead to filters


class Markup(HTMLParser):
    """What a page links to, and what the security policy would have to forbid."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forbidden: list[str] = []
        self._in_script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src", "hx-get"} and value:
                self.links.append(unescape(value))
            scripted = name.startswith(("on", "hx-on")) or name in {"style", "hx-vals", "hx-vars"}
            if scripted or (value or "").strip().lower().startswith(("javascript:", "js:")):
                self.forbidden.append(f"<{tag} {name}>")
        if tag == "style" or (tag == "script" and "src" not in dict(attrs)):
            self.forbidden.append(f"<{tag}>")


def internal(link: str) -> bool:
    address = urlsplit(link)
    return not address.scheme and not address.netloc and link.startswith("/")


def walk(browser: Visitor) -> dict[str, str]:
    """Every page reached from home, by its address."""
    pages: dict[str, str] = {}
    waiting = ["/"]
    seen: set[str] = set()
    queries: dict[str, int] = {}
    while waiting:
        address = urldefrag(waiting.pop())[0]
        path = urlsplit(address).path
        if address in seen or queries.get(path, 0) >= MOST_QUERIES:
            continue
        seen.add(address)
        queries[path] = queries.get(path, 0) + 1
        answer = browser.get(address)
        assert answer.status_code < 400, address
        if answer.is_redirect:
            waiting.append(answer.headers["location"])
        elif answer.headers["content-type"].startswith("text/html"):
            pages[address] = answer.text
            waiting += [link for link in Markup(answer.text).links if internal(link)]
    return pages


def everything(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with reading(engine) as session:
        return {
            table.name: sorted(map(str, session.connection().execute(table.select())))
            for table in SQLModel.metadata.sorted_tables
        }


@pytest.mark.parametrize(("who", "fewest"), [("visitor", 15), ("insider", 35)])
def test_every_link_leads_somewhere_and_reading_writes_nothing(
    session: Session,
    engine: Engine,
    visitor: Visitor,
    signed_in_as: SignedInAs,
    who: str,
    fewest: int,
) -> None:
    world = make_world(session)
    browser = signed_in_as(world.insider) if who == "insider" else visitor
    session.commit()
    before = everything(engine)
    pages = walk(browser)
    assert len({urlsplit(address).path for address in pages}) >= fewest
    assert {a: Markup(html).forbidden for a, html in pages.items() if Markup(html).forbidden} == {}
    assert everything(engine) == before
    for html in pages.values():
        assert len(re.findall(r"<h1\b", html)) == 1
        head, _body = html.split("</head>")  # parts of a drawing have titles too
        assert len(re.findall(r"<title>[^<]+</title>", head)) == 1


def test_asking_for_the_head_of_a_page_is_asking_for_the_page_without_its_body(
    app: Starlette, session: Session, engine: Engine, signed_in_as: SignedInAs
) -> None:
    world = make_world(session)
    paths = [
        world.path(route.path)
        for route in app.routes
        if isinstance(route, Route) and "GET" in (route.methods or ())
    ]
    browser = signed_in_as(world.insider)
    before = everything(engine)
    for path in paths:
        assert browser.client.head(path).status_code == browser.get(path).status_code, path
    assert everything(engine) == before
