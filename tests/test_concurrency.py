"""Several processes on one database: nothing lost, nobody refused (dependencies, section 3; J1)."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from recognition.db import reading, writing
from recognition.people.models import Person
from recognition.trust.models import TrustRevision
from tests.contenders import read, write
from tests.factories import make_person

WRITERS, READERS = 4, 2


def test_writers_and_readers_at_once_lose_nothing_and_are_never_refused(engine: Engine) -> None:
    with reading(engine) as session:
        before = session.exec(select(TrustRevision.number)).one()
    address = engine.url.render_as_string(hide_password=False)
    with ProcessPoolExecutor(WRITERS + READERS, mp_context=get_context("spawn")) as pool:
        writers = [pool.submit(write, address) for _ in range(WRITERS)]
        readers = [pool.submit(read, address) for _ in range(READERS)]
        written = sum(writer.result() for writer in writers)
        assert min(reader.result() for reader in readers) > 0
    with reading(engine) as session:
        after = session.exec(select(TrustRevision.number)).one()
    assert written > WRITERS
    assert after - before == written


@pytest.mark.parametrize("leaves", ["without a commit", "by an error"])
def test_a_writer_that_leaves_early_has_written_nothing(engine: Engine, leaves: str) -> None:
    with writing(engine) as session:
        person_id = make_person(session, "Avant").id
        session.commit()

    def change(session: Session) -> None:
        session.exec(select(Person).where(Person.id == person_id)).one().display_name = "Après"
        session.flush()
        if leaves == "by an error":
            raise RuntimeError

    if leaves == "by an error":
        with pytest.raises(RuntimeError), writing(engine) as session:
            change(session)
    else:
        with writing(engine) as session:
            change(session)
    with reading(engine) as session:
        names = session.exec(select(Person.display_name).where(col(Person.id) == person_id)).all()
    assert names == ["Avant"]
