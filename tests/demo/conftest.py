"""The demo, loaded once on SQLite and copied; loaded anew for each test on PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from recognition.db import make_engine, writing
from recognition.demo.loader import load_demo
from recognition.people.models import Person
from recognition.settings import Settings
from recognition.storage import Storage
from tests.conftest import Visitor


@pytest.fixture(scope="session")
def loaded(
    migrated: str, on_postgresql: bool, tmp_path_factory: pytest.TempPathFactory
) -> Path | None:
    """A folder with the demo's SQLite file and media; None on PostgreSQL."""
    if on_postgresql:
        return None
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(migrated, folder / "demo.sqlite3")
    engine = make_engine(f"sqlite:///{folder / 'demo.sqlite3'}")
    with writing(engine) as session:
        load_demo(session, Storage(folder / "media"))
        session.commit()
    engine.dispose()
    return folder


@pytest.fixture
def settings(loaded: Path | None, database: str, tmp_path: Path) -> Settings:
    if loaded is not None:
        shutil.copy(loaded / "demo.sqlite3", tmp_path / "test.sqlite3")
        shutil.copytree(loaded / "media", tmp_path / "media")
    return Settings(
        _env_file=None,
        database_url=database,
        data_dir=tmp_path,
        secret_key="for tests only",
        demo=True,
    )


@pytest.fixture
def engine(settings: Settings, loaded: Path | None) -> Iterator[Engine]:
    engine = make_engine(settings.database)
    if loaded is None:
        with writing(engine) as session:
            load_demo(session, Storage(settings.media_dir))
            session.commit()
    yield engine
    engine.dispose()


@pytest.fixture
def entered_as(
    engine: Engine, signed_in_as: Callable[[Person], Visitor]
) -> Callable[[str], Visitor]:
    """A browser of a demo person, by handle."""

    def browser_of(handle: str) -> Visitor:
        with writing(engine) as session:
            person = session.exec(select(Person).where(Person.handle == handle)).one()
        return signed_in_as(person)

    return browser_of
