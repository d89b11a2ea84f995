"""`recognition badge verify`: what the page /verifier finds out, in a terminal."""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from recognition import schema
from recognition.clock import now
from recognition.credentials.issuing import Issuing
from recognition.credentials.own import OwnFirst
from recognition.db import make_engine
from recognition.fetching.web import Web
from recognition.keys import KeyRing
from recognition.openbadges.canonical import CanonicaliserProcess
from recognition.openbadges.carrying import FILE_BYTES
from recognition.openbadges.resolving import Resolver
from recognition.openbadges.verdict import (
    EndorsementSeen,
    IssuerSeen,
    Outcome,
    State,
    Step,
    Verdict,
)
from recognition.openbadges.verifying import verify_address, verify_file
from recognition.openbadges.verifying.plain import printable, sentence
from recognition.settings import Settings
from recognition.storage import Storage

ERROR = "error"  # the word of the JSON when nothing could be opened to be verified
_STATUS = {Outcome.VERIFIED: 0, Outcome.UNVERIFIED: 2}  # else 1
_MARKS = {State.HOLDS: "yes", State.FAILS: "NO", State.UNKNOWN: "?", State.NONE: "-"}


def verify(
    what: Annotated[
        str,
        typer.Argument(metavar="FILE|ADDRESS", help="A file, - for what is piped in, or https://…"),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    recipient: Annotated[
        list[str] | None,
        typer.Option(help="A mail address: is it theirs? May be given more than once."),
    ] = None,
) -> None:
    """Verify a badge: PNG, SVG, JSON, JWT, or what an address answers.

    Ends with 0 when it is verified, 2 when something could not be asked or anchored, 1 when it is
    invalid, when there is no badge and when nothing could be read.
    """
    try:
        verdict = _verdict(what, tuple(recipient or ()))
    except OSError as problem:
        said = f"{what} cannot be read: {problem.strerror}."
        if as_json:
            typer.echo(json.dumps({"outcome": ERROR, "reason": said}))
        else:
            typer.echo(said, err=True)
        raise typer.Exit(1) from problem
    if as_json:
        typer.echo(json.dumps(as_document(verdict), indent=2))
    else:
        for line in _lines(verdict):
            typer.echo(line)
    raise typer.Exit(_STATUS.get(verdict.outcome, 1))


def _verdict(what: str, addresses: tuple[str, ...]) -> Verdict:
    is_address = what.lower().startswith(("http://", "https://"))
    content = b"" if is_address else _content(what)
    with _resolver() as resolver, closing(CanonicaliserProcess(workers=1)) as canonicaliser:
        canonicalise = canonicaliser.canonicalise
        if is_address:
            return verify_address(
                what, resolver, at=now(), canonicalise=canonicalise, addresses=addresses
            )
        return verify_file(
            content, resolver, at=now(), canonicalise=canonicalise, addresses=addresses
        )


def _content(name: str) -> bytes:
    """At most one byte more than a badge may have: enough to be refused."""
    if name == "-":
        return typer.get_binary_stream("stdin").read(FILE_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(FILE_BYTES + 1)


@contextmanager
def _resolver() -> Iterator[Resolver]:
    """Whom the page asks: the platform itself where there is one here, and the web.

    A machine without a platform verifies all the same, and asks the web alone.
    """
    web = Web().errand()
    engine = _own_engine()
    if engine is None:
        yield web
        return
    settings = Settings()
    issuing = Issuing.of(settings, KeyRing(settings), Storage(settings.media_dir))
    try:
        yield OwnFirst(issuing, engine, web)
    finally:
        engine.dispose()


def _own_engine() -> Engine | None:
    """The database of the platform on this machine; None when there is none to be read."""
    try:
        settings = Settings()
    except ValueError:
        return None
    if not settings.database_url and not (settings.data_dir / "recognition.sqlite3").exists():
        return None  # opening SQLite would make an empty file
    engine = make_engine(settings.database, threads=settings.threads)
    try:
        schema.check(engine)
    except (schema.SchemaMismatch, SQLAlchemyError):
        engine.dispose()
        return None
    return engine


def as_document(verdict: Verdict) -> dict[str, Any]:
    """What `--json` prints. Everything in it beside outcome, states and reasons is what the badge
    says."""
    return {
        "outcome": str(verdict.outcome),
        "form": str(verdict.form),
        "version": str(verdict.version),
        "kind": str(verdict.kind),
        "id": verdict.id,
        "name": verdict.name,
        "description": verdict.description,
        "criteria": verdict.criteria,
        "issuer": _issuer(verdict.issuer),
        "issued_at": verdict.issued_at.isoformat() if verdict.issued_at else None,
        "expires_at": verdict.expires_at.isoformat() if verdict.expires_at else None,
        "self_issued": verdict.is_self,
        "recipient": [
            {"type": each.kind, "identity": each.value, "hashed": each.is_hashed}
            for each in verdict.recipients
        ],
        "steps": [_step(each) for each in verdict.steps],
        "endorsements": [_endorsement(each) for each in verdict.endorsements],
    }


def _issuer(seen: IssuerSeen) -> dict[str, str]:
    return {"name": seen.name, "id": seen.id, "url": seen.url, "host": seen.host}


def _step(step: Step) -> dict[str, str]:
    return {
        "check": str(step.check),
        "state": str(step.state),
        "reason": str(step.reason),
        "detail": step.detail,
    }


def _endorsement(seen: EndorsementSeen) -> dict[str, Any]:
    return {
        "outcome": str(seen.outcome),
        "target": seen.target,
        "endorser": _issuer(seen.endorser),
        "comment": seen.comment,
        "issued_at": seen.issued_at.isoformat() if seen.issued_at else None,
        "steps": [_step(each) for each in seen.steps],
    }


def _lines(verdict: Verdict) -> Iterator[str]:
    yield f"{verdict.outcome.upper()}{_title(verdict)}"
    issuer = verdict.issuer
    if issuer.name or issuer.id:
        answered = f", answered by {issuer.host}" if issuer.host else ""
        yield printable(f"by {issuer.name or issuer.id}{answered}")
    yield from _steps(verdict.steps)
    for seen in verdict.endorsements:
        who = printable(seen.endorser.name or seen.endorser.id) or "somebody"
        yield f"endorsement of the {printable(seen.target)} by {who}: {seen.outcome.upper()}"
        if seen.outcome is not Outcome.VERIFIED:
            yield from _steps(seen.steps)


def _title(verdict: Verdict) -> str:
    version = f"Open Badges {verdict.version}" if verdict.version else ""
    said = ", ".join(each for each in (printable(verdict.name), version, verdict.kind) if each)
    return f": {said}" if said else ""


def _steps(steps: Iterable[Step]) -> Iterator[str]:
    for step in steps:
        yield f"  {_MARKS[step.state]:4}{step.check:11}{sentence(step)}"
