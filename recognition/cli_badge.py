"""`recognition badge`: badges as files, from the machine itself."""

from pathlib import Path
from typing import Annotated

import typer

from recognition.cli_verify import verify
from recognition.credentials.exports import Exported, export
from recognition.credentials.issuing import Issuing
from recognition.credentials.naming import subject_named
from recognition.credentials.rules import Ended, ExportForm
from recognition.db import reading
from recognition.errors import NotFound, Refused
from recognition.keys import KeyRing, KeysUnusable
from recognition.settings import Settings
from recognition.storage import Storage
from recognition.terminal import opened, read_settings, stop

app = typer.Typer(help="Badges as files.", no_args_is_help=True)
app.command("verify")(verify)

_NOT_SO = {
    "credential.no_such_form": "{name} does not exist as {form}: an award has every form, an"
    " endorsement ob3.json, ob3.jwt and ob2.json, a badge and an issuer ob3.json and ob2.json.",
    "credential.no_address": "{name} does not exist as {form}: version 2.0 names its holder by a"
    " mail address, and they have none. Take a form of 3.0.",
}


@app.command("export")
def export_one(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="Of an award, a badge, an issuer or an endorsement; a slug; @handle."
        ),
    ],
    form: Annotated[ExportForm, typer.Option("--as", help="The version and what carries it.")],
    out: Annotated[Path, typer.Option(help="Where to write the file.")],
) -> None:
    """Write what the download page gives, however widely it is shown."""
    settings = read_settings()
    exported = _exported(settings, name, form)
    try:
        out.write_bytes(exported.content)
    except OSError as problem:
        stop(f"{out} cannot be written: {problem.strerror}.")
    typer.echo(f"{out}: {len(exported.content)} bytes, {exported.media_type}.")


def _exported(settings: Settings, name: str, form: ExportForm) -> Exported:
    issuing = Issuing.of(settings, KeyRing(settings), Storage(settings.media_dir))
    with opened(settings) as engine, reading(engine) as session:
        try:
            return export(session, issuing, subject_named(session, name), form, actor=None)
        except NotFound:
            stop(f"There is nothing to export by the name of {name}.")
        except Ended:
            stop(f"{name} no longer holds: it was taken back, removed or withdrawn.")
        except Refused as refused:
            stop(_NOT_SO[refused.reason].format(name=name, form=form))
        except KeysUnusable as unusable:
            stop(str(unusable))
