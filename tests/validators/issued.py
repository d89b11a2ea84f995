"""A platform with its demo, everything signed, and what is taken from it to be judged."""

import base64
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.testclient import TestClient

from recognition import schema
from recognition.app import create_app
from recognition.clock import now
from recognition.credentials.exports import export
from recognition.credentials.issuing import Issuing
from recognition.credentials.keyring import sync
from recognition.credentials.models import Credential, CredentialKind
from recognition.db import make_engine, reading, writing
from recognition.demo.loader import load_demo
from recognition.keys import KeyRing
from recognition.openbadges import png, svg
from recognition.settings import Settings
from recognition.storage import Storage
from recognition.worker import Worker, make_worker
from tests.validators.judging import BASE, Case, web_around

Named = Callable[[UUID], str]


@dataclass(frozen=True)
class Issued:
    engine: Engine
    session: Session
    issuing: Issuing
    client: TestClient
    worker: Worker

    def ids(self, kind: CredentialKind) -> list[UUID]:
        """The awards or the endorsements that are credentials."""
        return list(self.session.exec(select(Credential.id).where(Credential.kind == kind)).all())

    def taken(self, subject_id: UUID, form: str, recipient: str = "") -> Case:
        """One of them in one form, as who runs the platform has it exported."""
        kind = {"json": "document", "jwt": "token"}.get(form.partition(".")[2], "image")
        content = export(self.session, self.issuing, subject_id, form, None).content
        return Case(f"{subject_id}.{form}", kind, content, recipient)

    def did(self, person_id: UUID) -> str:
        return self.issuing.addresses.issuer_did(person_id)

    def web(self, cases: Iterable[Case], *under: str) -> dict[str, Any]:
        """What verifiers of these cases may ask the platform for."""
        return web_around(self.client, map(carried, cases), under or ("/issuers/", "/ob3/status/"))


def carried(case: Case) -> str:
    """The text of a case: what an image holds, what a token claims."""
    text = ""
    if case.form != "image":
        text = case.content.decode()
    elif found := (png if case.content.startswith(b"\x89PNG") else svg).unbake(case.content):
        text = found.text
    return claims(text) if text.count(".") == 2 and not text.startswith(("{", "http")) else text


def claims(token: str) -> str:
    middle = token.split(".")[1]
    return base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)).decode()


@contextmanager
def demo(folder: Path) -> Iterator[Issued]:
    """The demo in `folder`, signed by the worker."""
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite:///{folder / 'issued.sqlite3'}",
        data_dir=folder,
        base_url=BASE,
        secret_key="for tests only",
        demo=True,
    )
    engine = make_engine(settings.database)
    schema.migrate(engine)
    app = create_app(settings, engine)
    storage, ring = Storage(settings.media_dir), KeyRing(settings)
    with writing(engine) as session:
        load_demo(session, storage)
        sync(session, ring, at=now())
        session.commit()
    worker = make_worker(engine, settings)
    worker.round()
    client = TestClient(app, base_url=BASE, follow_redirects=False)
    with reading(engine) as session:
        yield Issued(engine, session, Issuing.of(settings, ring, storage), client, worker)
    engine.dispose()
