"""One database a test, one application, and visitors who send what a browser sends.

The suite runs on SQLite; with ``--postgresql``, what meets a database runs on PostgreSQL.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, SQLModel
from starlette.applications import Starlette
from starlette.testclient import TestClient

from recognition import logs, schema
from recognition.app import create_app
from recognition.clock import now
from recognition.db import make_engine, writing
from recognition.people.models import Person
from recognition.people.sessions import start_session
from recognition.settings import Settings
from recognition.web.csrf import csrf_token
from tests import postgresql
from tests.lent_keys import lend_keys

logs.configure(pretty=False)  # an accident's trace is one line, not a drawing that takes seconds


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgresql", action="store_true", help="run on a real PostgreSQL")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what has just been shown on SQLite and meets no database."""
    if not config.getoption("--postgresql"):
        return
    met = [item for item in items if "on_postgresql" in getattr(item, "fixturenames", ())]
    chosen = {id(item) for item in met}
    config.hook.pytest_deselected(items=[item for item in items if id(item) not in chosen])
    items[:] = met


@pytest.fixture(scope="session")
def on_postgresql(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--postgresql"))


@pytest.fixture(scope="session")
def migrated(on_postgresql: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a migrated database: a file to copy, or a server to empty."""
    if on_postgresql:
        with postgresql.server() as address:
            engine = make_engine(address)
            schema.migrate(engine)
            engine.dispose()
            yield address
        return
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    engine = make_engine(f"sqlite:///{path}")
    schema.migrate(engine)
    engine.dispose()
    yield str(path)


@pytest.fixture
def database(migrated: str, on_postgresql: bool, tmp_path: Path) -> str:
    """The address of an empty database of the latest schema."""
    if on_postgresql:
        engine = make_engine(migrated)
        tables = ["badge_search", *(table.name for table in SQLModel.metadata.sorted_tables)]
        with engine.begin() as connection:
            # Foreign keys wait, and so does the order. TRUNCATE writes new files for each table and
            # index, which takes twenty times as long where there are a few rows.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.exec_driver_sql("; ".join(f'DELETE FROM "{name}"' for name in tables))
            connection.exec_driver_sql("INSERT INTO trust_revision (id, number) VALUES (1, 0)")
        engine.dispose()
        return migrated
    path = tmp_path / "test.sqlite3"
    shutil.copy(migrated, path)
    return f"sqlite:///{path}"


@pytest.fixture
def settings(database: str, tmp_path: Path) -> Settings:
    lend_keys(tmp_path / "keys")
    return Settings(
        _env_file=None, database_url=database, data_dir=tmp_path, secret_key="for tests only"
    )


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    engine = make_engine(settings.database)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session to arrange rows with: commit before a visitor asks, or SQLite keeps them
    waiting."""
    with writing(engine) as session:
        yield session


@pytest.fixture
def app(settings: Settings, engine: Engine) -> Starlette:
    return create_app(settings, engine)


class Visitor:
    """A browser of one person: keeps its cookies, sends Origin and the token of its forms."""

    def __init__(self, app: Starlette, settings: Settings, secret: str = "") -> None:
        self._settings = settings
        self._secret = secret or "an anonymous browser"
        self.client = TestClient(
            app, base_url=settings.base_url, follow_redirects=False, raise_server_exceptions=True
        )
        self.client.cookies.set("session" if secret else "browser", self._secret)

    def get(self, path: str, *, htmx: bool = False, **values: Any) -> Any:
        headers = {"HX-Request": "true"} if htmx else {}
        return self.client.get(path, headers=headers, **values)

    def post(
        self,
        path: str,
        data: Any = None,
        *,
        htmx: bool = False,
        follow: bool = False,
        **values: Any,
    ) -> Any:
        """Send a form. `data` maps a field to a text or a list of texts."""
        secret = self.client.cookies.get("session") or self._secret
        headers = {"Origin": self._settings.base_url}
        if htmx:
            headers["HX-Request"] = "true"
        form = {"csrf_token": csrf_token(self._settings, secret), **(data or {})}
        return self.client.post(path, data=form, headers=headers, follow_redirects=follow, **values)


@pytest.fixture
def visitor(app: Starlette, settings: Settings) -> Visitor:
    """Someone without an account."""
    return Visitor(app, settings)


@pytest.fixture
def signed_in_as(
    app: Starlette, settings: Settings, session: Session
) -> Callable[[Person], Visitor]:
    """A browser signed in as a person. Commits what the test arranged so far."""

    def browser_of(person: Person) -> Visitor:
        secret = start_session(
            session, person.id, browser_label="Essai", at=now() - timedelta(minutes=1)
        )
        session.commit()
        return Visitor(app, settings, secret)

    return browser_of


@pytest.fixture
def statements(engine: Engine) -> Callable[[], AbstractContextManager[list[str]]]:
    """The SQL statements sent while a block runs, without BEGIN and PRAGMA."""

    @contextmanager
    def counted() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counted
