"""Issuing against the bare work: signing at issue, reading what was signed, a large gift.

Targets (performance): eddsa-rdfc-2022 no slower than PyLD whole, 20 times as fast for a shape
seen before; signed reads at least 60 % of a bare answer of as many bytes; 1,000 awards signed and
baked within 5 s, in the worker.
"""

import json
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from recognition import schema
from recognition.app import create_app
from recognition.awards.models import Award
from recognition.credentials.exports import export
from recognition.credentials.issuing import Issuing
from recognition.credentials.models import Credential
from recognition.credentials.rules import ExportForm
from recognition.db import make_engine, reading, writing
from recognition.keys import Algorithm, KeyRing
from recognition.openbadges import png
from recognition.openbadges.canonical import canonicalise
from recognition.openbadges.carrying import OB3_KEYWORD
from recognition.openbadges.filling import Filling
from recognition.settings import Settings
from recognition.storage import Storage
from recognition.worker import make_worker
from tests import factories as make
from tests.bench.baking import picture as picture_of
from tests.bench.clock import cpu_ms
from tests.bench.pages import asking

GIFTS = (100, 1_000)
TIMES = 200


def report() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, data_dir=Path(folder), secret_key="for the bench")
        engine = make_engine(settings.database)
        schema.migrate(engine)
        app = create_app(settings, engine)
        issuing = Issuing.of(settings, KeyRing(settings), Storage(settings.media_dir))
        worker = make_worker(engine, settings)
        with writing(engine) as session:
            award_id = _endorsed(session)
            session.commit()
        worker.round()
        with reading(engine) as session:
            kept = session.get_one(Credential, award_id)
            texts = {"/ob3/credentials": kept.document, "/ob2/assertions": kept.hosted}
        _canonical_forms(kept.document)
        _reads(app, Path(folder), {f"{path}/{award_id}": text for path, text in texts.items()})
        for count in GIFTS:
            _gift(engine, worker, issuing, count)


def _endorsed(session: Session) -> Any:
    """An award with a word about its badge and one about its giver."""
    badge = make.make_badge(session)
    award = make.make_award(session, badge)
    make.make_endorsement(session, badge=badge)
    make.make_endorsement(session, issuer_id=award.giver_id)
    return award.id


def _canonical_forms(text: str) -> None:
    document, filling = json.loads(text), Filling()
    del document["proof"]
    whole = cpu_ms(lambda: canonicalise(document), times=20)
    filled = cpu_ms(lambda: filling(document), times=TIMES)
    print("Signing at issue: the canonical form of an award of a known shape, against PyLD whole")
    print(f"{'whole ms':>10} {'filled ms':>10} {'times':>6}")
    print(f"{whole:>10.2f} {filled:>10.3f} {whole / filled:>6.1f}\n")


def _reads(app: Starlette, folder: Path, texts: dict[str, str]) -> None:
    print("Signed reads: processor time of an answer, against a bare row of as many bytes")
    print(f"{'address':>18} {'bytes':>7} {'bare ms':>8} {'ours ms':>8} {'share':>6}")
    for number, (path, text) in enumerate(texts.items()):
        bare = asking(_bare(folder / f"bare{number}.sqlite3", text), "/")
        ours = asking(app, path)
        assert (ours().status, ours().size) == (200, len(text.encode())), path
        bare_ms, our_ms = cpu_ms(bare, times=TIMES), cpu_ms(ours, times=TIMES)
        name = path.rpartition("/")[0]
        print(
            f"{name:>18} {len(text.encode()):>7} {bare_ms:>8.3f} {our_ms:>8.3f}"
            f" {bare_ms / our_ms:>6.0%}"
        )
    print()


def _bare(path: Path, text: str) -> Starlette:
    connection = sqlite3.connect(path, check_same_thread=False)
    connection.execute("CREATE TABLE credential (id TEXT PRIMARY KEY, document TEXT)")
    connection.execute("INSERT INTO credential VALUES ('x', ?)", (text,))
    connection.commit()

    async def answer(_request: Request) -> Response:
        row = connection.execute("SELECT document FROM credential WHERE id = ?", ("x",)).fetchone()
        return Response(row[0], media_type="application/ld+json")

    return Starlette(routes=[Route("/", answer)])


def _gift(engine: Any, worker: Any, issuing: Issuing, count: int) -> None:
    """Accepting many awards of a badge, signing them all, baking them all."""
    with writing(engine) as session:
        badge, giver = make.make_badge(session), make.make_person(session)
        people = [make.make_person(session) for _ in range(count)]
        version_id = make.version_of(session, badge).id
        session.commit()
        started = time.process_time()
        awards = [
            Award(
                badge_id=badge.id,
                version_id=version_id,
                holder_id=person.id,
                issuer_id=giver.id,
                giver_id=giver.id,
                mode="peer",
                state="accepted",
                visibility="public",
                sentence="Merci à vous.",
                awarded_at=make.AT,
                decided_at=make.AT,
            )
            for person in people
        ]
        session.add_all(awards)
        session.commit()
        ids = [award.id for award in awards]
    accepted = time.process_time()
    while _due(engine):
        worker.round()
    signed = time.process_time()
    with reading(engine) as session:
        for award_id in ids:
            export(session, issuing, award_id, ExportForm.OB3_PNG)
        text = session.get_one(Credential, ids[0]).document
    baked = time.process_time()
    bare = _bare_gift(issuing, text, count)
    if count == GIFTS[0]:
        print("A large gift: accepted, signed in both proofs, baked; bare: two signatures, a chunk")
        print(
            f"{'awards':>8} {'accept s':>9} {'sign s':>7} {'bake s':>7} {'all s':>7}"
            f" {'bare s':>7} {'times':>6}"
        )
    total = baked - started
    print(
        f"{count:>8} {accepted - started:>9.2f} {signed - accepted:>7.2f} {baked - signed:>7.2f}"
        f" {total:>7.2f} {bare:>7.2f} {total / bare:>6.1f}"
    )
    if count == GIFTS[-1]:
        print()


def _due(engine: Any) -> bool:
    with reading(engine) as session:
        return session.exec(select(Credential.id).where(Credential.document == "")).first() is not (
            None
        )


def _bare_gift(issuing: Issuing, text: str, count: int) -> float:
    proof_key: Any = issuing.ring.signing(Algorithm.EDDSA).private
    token_key: Any = issuing.ring.signing(Algorithm.RS256).private
    picture = png.bake(picture_of(12_000), OB3_KEYWORD, "{}")
    raw = text.encode()
    started = time.process_time()
    for _ in range(count):
        proof_key.sign(raw)
        token_key.sign(raw, PKCS1v15(), SHA256())
        png.bake(picture, OB3_KEYWORD, text)
    return time.process_time() - started
