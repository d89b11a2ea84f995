"""Whether the platform is alive, and whether it can be asked (requirement J7)."""

from pathlib import Path

from sqlalchemy import Engine, text
from starlette.testclient import TestClient

from recognition import schema
from recognition.app import create_app
from recognition.db import make_engine
from recognition.settings import Settings
from tests.conftest import Visitor


def test_a_platform_with_its_database_is_ready(visitor: Visitor) -> None:
    assert visitor.get("/healthz").json() == {"status": "ok"}
    answer = visitor.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


def test_an_older_schema_is_not_ready_and_the_process_still_lives(
    visitor: Visitor, engine: Engine
) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    try:
        answer = visitor.get("/readyz")
        assert (answer.status_code, answer.json()["cause"]) == (503, "SchemaMismatch")
        assert visitor.get("/healthz").status_code == 200
    finally:  # the same server serves the next test on PostgreSQL
        with engine.execution_options(writes=True).begin() as connection:
            connection.execute(
                text("UPDATE alembic_version SET version_num = :latest"),
                {"latest": schema.latest_revision()},
            )


def test_a_database_that_cannot_be_opened_is_not_ready_and_tells_no_path(
    settings: Settings, tmp_path: Path
) -> None:
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    engine = make_engine(f"sqlite:///{blocked}")
    client = TestClient(create_app(settings, engine), base_url=settings.base_url)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "blocked" not in answer.text
    engine.dispose()
