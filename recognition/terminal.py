"""What every command does first: read the settings, open the database, or say why not."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from sqlalchemy import Engine

from recognition import schema
from recognition.db import make_engine
from recognition.settings import Settings


def stop(sentence: str) -> NoReturn:
    """End with status 1 and this sentence for the operator."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def read_settings() -> Settings:
    try:
        return Settings()
    except ValueError as wrong:
        stop(f"The settings cannot be used:\n{wrong}")


def ready(settings: Settings) -> Engine:
    """The database, at the schema of this version; else stop."""
    engine = make_engine(settings.database, threads=settings.threads)
    try:
        schema.check(engine)
    except schema.SchemaMismatch as mismatch:
        stop(str(mismatch))
    return engine


@contextmanager
def opened(settings: Settings) -> Iterator[Engine]:
    """The database for one command, its connections closed afterwards."""
    engine = ready(settings)
    try:
        yield engine
    finally:
        engine.dispose()
