"""Runs migrations on the connection that `recognition.schema` hands over."""

from logging import getLogger

from sqlmodel import SQLModel

import recognition.schema  # noqa: F401  (imports every table)
from alembic import context

getLogger("alembic").setLevel("WARNING")


def _own(_object: object, name: str | None, kind: str, *_: object) -> bool:
    """Leave the full-text tables alone: each engine has its own, made by its migration."""
    return not (kind == "table" and name is not None and name.startswith("badge_search"))


def run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=_own,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
