"""`recognition keys`: the keys that sign badges, from the machine itself."""

from typing import Annotated

import typer
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from recognition.clock import now
from recognition.credentials.keyring import known_keys, rotate, sync
from recognition.credentials.renewing import is_any_from_elsewhere, renew_from_elsewhere
from recognition.db import reading, writing
from recognition.keys import Algorithm, KeyRing, KeysUnusable
from recognition.settings import Settings
from recognition.terminal import opened, read_settings, stop

app = typer.Typer(help="The keys that sign badges.", no_args_is_help=True)

_ONE = typer.Option(help="EdDSA or RS256; both if absent.")


def take_keys(engine: Engine, settings: Settings) -> None:
    """Write down the public halves of the keys that sign; stop when one is missing or unfit. What
    was signed by another key, or at another address of the platform, is due again."""
    with writing(engine) as session:
        try:
            sync(session, KeyRing(settings), at=now())
        except KeysUnusable as unusable:
            stop(str(unusable))
        session.commit()
    base_url = settings.base_url.rstrip("/")
    with reading(engine) as session:
        is_moved = is_any_from_elsewhere(session, base_url)
    if is_moved:
        with writing(engine) as session:
            renew_from_elsewhere(session, base_url, at=now())
            session.commit()


def make_missing(settings: Settings) -> list[str]:
    """Make the keys that are neither in the folder nor in the environment; their ids."""
    ring = KeyRing(settings)
    missing = [
        algorithm
        for algorithm in Algorithm
        if not ring.from_environment(algorithm) and not ring.numbers(algorithm)
    ]
    return [ring.make(algorithm, 1).id for algorithm in missing]


def state_of_keys(settings: Settings) -> str:
    """For `recognition doctor`, without making any."""
    ring = KeyRing(settings)
    given = [each for each in Algorithm if ring.from_environment(each) or ring.numbers(each)]
    if settings.environment == "development" and len(given) < len(Algorithm):
        return "made at first use"
    try:
        return f"ok ({', '.join(key.id for key in ring.signing_keys())})"
    except KeysUnusable as unusable:
        return f"not usable: {unusable}"


@app.command("make")
def make() -> None:
    """Make the keys that are missing, once for a platform. Those there are stay as they are."""
    settings = read_settings()
    made = make_missing(settings)
    typer.echo(
        f"Made in {settings.keys_folder}: {', '.join(made)}. Keep a copy in a safe place."
        if made
        else "There is a key of each kind already: nothing was changed."
    )


@app.command("list")
def list_keys() -> None:
    """Say which keys sign, and which only verify what they once signed."""
    settings = read_settings()
    ring = KeyRing(settings)
    with opened(settings) as engine, reading(engine) as session:
        try:
            signing = {key.id for key in ring.signing_keys()}
            known = known_keys(session, ring)
        except KeysUnusable as unusable:
            stop(str(unusable))
    for key in known:
        retired = f"retired {key.retired_at:%Y-%m-%d}" if key.retired_at else "known"
        typer.echo(f"{key.id:28} {key.algorithm:6} {'signs' if key.id in signing else retired}")


@app.command("rotate")
def rotate_keys(only: Annotated[Algorithm | None, _ONE] = None) -> None:
    """Have a new key sign. All badges are signed anew by the worker; what the former key signed
    goes on verifying, and its private half is deleted."""
    settings = read_settings()
    ring = KeyRing(settings)
    algorithms = [only] if only else list(Algorithm)
    with opened(settings) as engine, writing(engine) as session:
        try:
            made = rotate(session, ring, algorithms, at=now())
            session.commit()
        except KeysUnusable as unusable:
            stop(str(unusable))
        except IntegrityError:
            stop("Somebody else rotates the keys just now: look with `recognition keys list`.")
    for key in made:
        ring.forget_before(key)
    typer.echo(f"From now on these sign: {', '.join(key.id for key in made)}.")
