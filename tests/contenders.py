"""What each process of `test_concurrency` does: a module of its own, quick to import."""

import time

from sqlmodel import select

from recognition.db import make_engine, reading, writing
from recognition.trust.models import TrustRevision

SECONDS = 1.0


def write(address: str) -> int:
    """Read a number, add one, write it: how many times in the given time."""
    engine = make_engine(address)
    count = 0
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        with writing(engine) as session:
            row = session.exec(select(TrustRevision).with_for_update()).one()
            row.number += 1
            session.add(row)
            session.commit()
            count += 1
    engine.dispose()
    return count


def read(address: str) -> int:
    """Read the number: it never goes back."""
    engine = make_engine(address)
    count, last = 0, 0
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        with reading(engine) as session:
            number = session.exec(select(TrustRevision.number)).one()
            assert number >= last
            last = number
            count += 1
    engine.dispose()
    return count
