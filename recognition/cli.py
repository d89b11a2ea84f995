"""The command line: three lines around a command.

What one command alone needs is imported by it: pages, maps and numbers take longer to load than
most commands to run.
"""

import secrets
import sys
from pathlib import Path
from threading import Thread
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, select

from recognition import logs, schema
from recognition.badges.search import reindex
from recognition.cli_badge import app as badge
from recognition.cli_keys import app as keys
from recognition.cli_keys import make_missing, state_of_keys, take_keys
from recognition.clock import now
from recognition.collectives.commands import record_first_meeting, vouch_for
from recognition.collectives.models import Collective
from recognition.db import make_engine, reading, writing
from recognition.errors import NotFound, Refused
from recognition.paths import root
from recognition.people.accounts import invite_administrator
from recognition.people.forms import address_of
from recognition.people.queries import person_by_handle
from recognition.settings import Settings
from recognition.storage import Storage
from recognition.terminal import opened, read_settings, stop
from recognition.texts import Length, clean_line

app = typer.Typer(help="Recognition: a platform for open recognition.", no_args_is_help=True)
trust = typer.Typer(help="The endorsement value, with or without the platform.")
admin = typer.Typer(help="Accounts, from the machine itself.")
app.add_typer(trust, name="trust")
app.add_typer(admin, name="admin")
app.add_typer(keys, name="keys")
app.add_typer(badge, name="badge")


def main() -> None:
    """The entry point of the `recognition` command."""
    app()


@app.command()
def init(
    path: Annotated[Path, typer.Option(help="Where to write the settings.")] = Path(".env"),
) -> None:
    """Write a settings file with a fresh secret, and make the keys that sign badges: both are
    readable by their owner only."""
    if path.exists():
        stop(f"{path} exists: nothing was changed.")
    path.touch(mode=0o600)
    path.write_text(f"RECOGNITION_SECRET_KEY={secrets.token_urlsafe(48)}\n")
    typer.echo(f"{path} written. The other settings are explained in .env.example.")
    try:
        settings = Settings()
    except ValueError:  # a production that lacks the rest of its settings
        typer.echo("Once they are complete, `recognition keys make` makes the keys of badges.")
    else:
        make_missing(settings)
        typer.echo(f"The keys that sign badges are in {settings.keys_folder}: keep a copy.")


@app.command()
def migrate(
    to: Annotated[str, typer.Option(help="A revision, `head` or `base`.")] = "head",
) -> None:
    """Bring the database to the schema of this version."""
    engine = make_engine(read_settings().database)
    schema.migrate(engine, to)
    typer.echo(f"The database is at revision {schema.current_revision(engine) or 'none'}.")


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    worker: Annotated[bool, typer.Option(help="Also send mails and close proposals.")] = True,
) -> None:
    """Serve the platform (with its worker, unless `--no-worker` leaves that to another process)."""
    settings = read_settings()
    logs.configure(pretty=sys.stderr.isatty())
    with opened(settings) as engine:
        take_keys(engine, settings)
        _serve(settings, engine, host=host, port=port, worker=worker)


def _serve(settings: Settings, engine: Engine, *, host: str, port: int, worker: bool) -> None:
    import uvicorn

    from recognition.app import create_app
    from recognition.worker import make_worker, stop_on_signals

    stopping = stop_on_signals()  # uvicorn raises the signal again once it is done: end with 0 (J4)
    rounds = Thread(target=make_worker(engine, settings).run, args=(stopping,), name="worker")
    if worker:
        rounds.start()
    try:
        uvicorn.run(
            create_app(settings, engine),
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=settings.trusted_proxies or None,
            timeout_graceful_shutdown=10,
        )
    finally:
        stopping.set()
        if worker:
            rounds.join(timeout=10)


@app.command()
def worker() -> None:
    """Send mails, close proposals and clean up, beside one or more `serve --no-worker`."""
    from recognition.worker import make_worker, stop_on_signals

    settings = read_settings()
    logs.configure(pretty=sys.stderr.isatty())
    with opened(settings) as engine:
        take_keys(engine, settings)
        make_worker(engine, settings).run(stop_on_signals())


@app.command()
def demo() -> None:
    """Migrate, and load the demo collectives into an empty database."""
    from recognition.demo.loader import load_demo

    settings = read_settings()
    engine = make_engine(settings.database)
    schema.migrate(engine)
    with writing(engine) as session:
        loaded = load_demo(session, Storage(settings.media_dir))
        session.commit()
    take_keys(engine, settings)
    typer.echo("The demo is loaded." if loaded else "There are people here already: left as it is.")


@app.command()
def search_index() -> None:
    """Write the full-text index of badges anew."""
    with opened(read_settings()) as engine, writing(engine) as session:
        reindex(session)
        session.commit()


@admin.command("create")
def admin_create(
    address: Annotated[str, typer.Argument(help="A mail address.")],
    name: Annotated[str, typer.Option(help="The name others will read.")] = "Coordination",
) -> None:
    """Make an account for an address and print a link that opens it once, within 24 hours."""
    settings = read_settings()
    try:
        checked = address_of(address)
    except ValueError:
        stop(f"{address} has not the form of a mail address.")
    with opened(settings) as engine, writing(engine) as session:
        link = invite_administrator(session, checked, display_name=name, at=now())
        session.commit()
    typer.echo(f"{settings.base_url.rstrip('/')}/connexion/invitation/{link}")


_NOT_MET = {
    "meeting.recorded_already": "{collective} has met @{handle} already: nothing was changed.",
    "meeting.no_collective": "@{handle} is a member of no collective yet.",
}


@admin.command("met")
def admin_met(
    handle: Annotated[str, typer.Argument(help="Of the person, as in the address /@handle.")],
    collective: Annotated[str, typer.Argument(help="The slug of who met them.")],
    occasion: Annotated[str, typer.Option(help="Where, on what occasion.")],
) -> None:
    """Note that a collective met its first person: only who was met notes meetings."""
    from recognition.trust.changes import watch_changes

    handle, told = handle.removeprefix("@"), clean_line(occasion)
    if not 0 < len(told) <= Length.OCCASION:
        stop(f"The occasion is told in 1 to {int(Length.OCCASION)} characters.")
    watch_changes()  # a platform that is being served has the value follow
    with opened(read_settings()) as engine, writing(engine) as session:
        collective_id = _collective_id(session, collective)
        try:
            person = person_by_handle(session, handle)
            record_first_meeting(session, collective_id, person.id, occasion=told, at=now())
        except NotFound:
            stop(f"There is nobody at /@{handle}.")
        except Refused as refused:
            stop(_NOT_MET[refused.reason].format(collective=collective, handle=handle))
        session.commit()
    typer.echo(f"Noted: {collective} has met @{handle}, who may note meetings now.")


@admin.command("vouch")
def admin_vouch(
    collective: Annotated[str, typer.Argument(help="The slug of the collective.")],
) -> None:
    """Vouch for the first collective of a platform: its coordinators may vouch for others."""
    from recognition.trust.changes import watch_changes

    watch_changes()  # a platform that is being served has the value follow
    with opened(read_settings()) as engine, writing(engine) as session:
        found = session.get_one(Collective, _collective_id(session, collective))
        try:
            vouch_for(session, found, by=None, at=now())
        except Refused:
            stop(f"Somebody vouches for {collective} already: nothing was changed.")
        session.commit()
    typer.echo(f"Noted: what {collective} says of people counts everywhere now.")


@app.command()
def doctor() -> None:
    """Say what stands in the way of serving, one line a check; fail when something does."""
    settings = read_settings()
    checks = {
        "settings": "ok",
        "templates": "ok" if (root() / "templates" / "base.html").exists() else "missing",
        "data folder": _writable(settings.data_dir),
        "database": _database(settings),
        "keys": state_of_keys(settings),
        "mail": "mailbox page" if settings.mailbox_visible else settings.mail_from,
    }
    for name, verdict in checks.items():
        typer.echo(f"{name:12} {verdict}")
    if any(verdict.startswith(("missing", "not ")) for verdict in checks.values()):
        raise typer.Exit(1)


def _writable(folder: Path) -> str:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".doctor"
        probe.write_text("")
        probe.unlink()
    except OSError as problem:
        return f"not writable: {problem.strerror}"
    return "ok"


def _database(settings: Settings) -> str:
    engine = make_engine(settings.database)
    try:
        with reading(engine) as session:
            session.execute(text("SELECT 1"))
        schema.check(engine)
        return f"ok ({engine.dialect.name}, revision {schema.current_revision(engine)})"
    except (SQLAlchemyError, schema.SchemaMismatch) as problem:
        return f"not ready: {str(problem).splitlines()[0]}"
    finally:
        engine.dispose()


@trust.command()
def score(
    edges: Annotated[Path, typer.Option(help="A CSV file: kind,a,b,x.")],
    json: Annotated[Path, typer.Option(help="Where to write the values.")],
) -> None:
    """Score any network, without the platform (docs/trust-real-networks.md has examples)."""
    from recognition.trust.contract import score_document, write_json
    from recognition.trust.edges import EdgesError, read_csv

    try:
        write_json(score_document(read_csv(edges)), json)
    except (EdgesError, OSError) as problem:
        stop(f"{edges}: {problem}")


@trust.command()
def export(
    edges: Annotated[Path, typer.Option(help="Where to write the CSV file.")],
    collective: Annotated[
        str, typer.Option(help="A collective's slug; everywhere if absent.")
    ] = "",
) -> None:
    """Write what the platform itself scores, as `trust score` reads it."""
    from recognition.trust.edges import write_csv
    from recognition.trust.queries import EVERYWHERE, Scope, trust_edges

    with opened(read_settings()) as engine, reading(engine) as session:
        scope = Scope(_collective_id(session, collective)) if collective else EVERYWHERE
        write_csv(trust_edges(session, scope), edges)


def _collective_id(session: Session, slug: str) -> UUID:
    found = session.exec(select(Collective.id).where(Collective.slug == slug)).first()
    if found is None:
        stop(f"There is no collective {slug}.")
    return found
