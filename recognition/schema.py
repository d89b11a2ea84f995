"""Every table in one import, and the migrations that lead to them."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlmodel import SQLModel

import recognition.awards.models
import recognition.badges.models
import recognition.collectives.models
import recognition.credentials.models
import recognition.endorsements.models
import recognition.evidence.models
import recognition.imports.models
import recognition.invitations.models
import recognition.mail.models
import recognition.maps.models
import recognition.people.models
import recognition.trust.models  # noqa: F401
from alembic import command
from recognition.paths import root


class SchemaMismatch(Exception):
    """The database is not at the schema this code knows; the message says which command helps."""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(root() / "alembic"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up (or down, given an older `revision`)."""
    with (
        engine.execution_options(writes=True).connect() as connection,
        _tables_may_be_rebuilt(connection),
        connection.begin(),
    ):
        config = _config(connection)
        if revision in {"head", "+1"} or not revision.startswith(("-", "base")):
            command.upgrade(config, revision)
        else:
            command.downgrade(config, revision)
        if connection.dialect.name == "sqlite":
            dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            assert dangling is None, f"this migration leaves dangling rows: {dangling}"


@contextmanager
def _tables_may_be_rebuilt(connection: Connection) -> Iterator[None]:
    """SQLite changes a column by making its table anew, which its foreign keys would forbid.

    They can only be let go outside a transaction (sqlite.org/lang_altertable, section 7).
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def make_revision(engine: Engine, message: str) -> None:
    """Write a migration from the difference between the database and the models."""
    with engine.execution_options(writes=True).begin() as connection:
        command.revision(_config(connection), message=message, autogenerate=True)


def current_revision(engine: Engine) -> str | None:
    """The revision the database is at; None when it has no schema."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def latest_revision() -> str:
    """The newest revision this code knows."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def check(engine: Engine) -> None:
    """Raise SchemaMismatch when the database is not at the latest revision."""
    found, wanted = current_revision(engine), latest_revision()
    if found != wanted:
        raise SchemaMismatch(
            f"The database is at revision {found or 'none'}, this version needs {wanted}."
            " Run: recognition migrate"
        )


def drift(engine: Engine) -> list[str]:
    """What the models say and the migrated database does not, one line each."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _o, name, kind, *_: (
                    not (kind == "table" and (name or "").startswith("badge_search"))
                ),
            },
        )
        return [str(difference) for difference in compare_metadata(context, SQLModel.metadata)]
