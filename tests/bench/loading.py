"""A whole platform read into a graph, against a bare read of the rows it is made of."""

import gc
import itertools
import math
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from recognition import schema
from recognition.db import make_engine, reading
from recognition.trust.live import LiveGraph
from recognition.trust.queries import EVERYWHERE, read

SIZES = (10_000, 100_000)
DAY = "2026-03-14 10:00:00.000000"

# Every row that the graph is made of, in the order of the tables, nothing joined or decided.
BARE = (
    "SELECT id, profile_visibility FROM person",
    "SELECT person_id, collective_id, role FROM membership WHERE state = 'accepted'",
    "SELECT person_id FROM meeting WHERE taken_back_at IS NULL",
    "SELECT id, kind FROM issuer",
    "SELECT id, proposer_id, collective_id FROM badge WHERE state = 'adopted'",
    "SELECT id, badge_id, holder_id, giver_id, issuer_id, mode, sentence != '' FROM award"
    " WHERE state = 'accepted' AND visibility = 'public'",
    "SELECT award_id FROM evidence WHERE removed_at IS NULL AND visibility = 'public'",
    "SELECT endorser_id, badge_id, award_id, issuer_id FROM endorsement WHERE state = 'accepted'",
)


def fill(path: Path, size: int, seed: int = 1) -> None:
    """`size` endorsements by a tenth as many people of as many awards, a hundredth as many badges
    and thirty collectives; a tenth of the people met, a quarter of the awards with a proof."""
    chance = random.Random(seed)
    count = size // 10

    def ids(many: int) -> list[str]:
        return [UUID(int=chance.getrandbits(128), version=4).hex for _ in range(many)]

    people, collectives = ids(count), ids(30)
    badges, versions = ids(count // 10 + 1), ids(count // 10 + 1)
    awards = ids(count)
    other = (UUID(int=number).hex for number in itertools.count())
    tables: dict[str, Iterator[dict[str, Any]]] = {
        "issuer": (
            {"id": id, "kind": kind}
            for kind, these in (("person", people), ("collective", collectives))
            for id in these
        ),
        "person": (
            {"id": id, "handle": f"p{n}", "display_name": f"P{n}", "joined_at": DAY}
            | {"profile_visibility": "public"}
            for n, id in enumerate(people)
        ),
        "collective": (
            {"id": id, "slug": f"c{n}", "name": f"C{n}", "short_name": f"C{n}", "accent": "noyer"}
            | {"region_code": "76", "founded_on": "2024-09-14", "charter": "[]"}
            | {"vouched_at": DAY}
            for n, id in enumerate(collectives)
        ),
        "membership": (
            {"id": next(other), "collective_id": collectives[n % 30], "person_id": id}
            | {"role": "member", "state": "accepted", "requested_at": DAY, "decided_at": DAY}
            for n, id in enumerate(people)
        ),
        "meeting": (
            {"id": next(other), "collective_id": collectives[n % 30], "person_id": id}
            | {"met_on": "2026-03-14", "occasion": "", "basis": "", "recorded_at": DAY}
            for n, id in enumerate(people)
            if n % 10 == 0
        ),
        "badge": (
            {"id": id, "slug": f"b{n}", "collective_id": collectives[n % 30], "state": "adopted"}
            | {"proposer_id": people[n], "proposed_at": DAY}
            for n, id in enumerate(badges)
        ),
        "badge_version": (
            {"id": id, "badge_id": badges[n], "number": 1, "author_id": people[n]}
            | {"created_at": DAY}
            for n, id in enumerate(versions)
        ),
        "award": (
            {"id": id, "badge_id": badges[n // 10], "version_id": versions[n // 10]}
            | {"holder_id": people[n], "giver_id": people[n - 7], "issuer_id": people[n - 7]}
            | {"mode": "peer", "state": "accepted", "visibility": "public", "awarded_at": DAY}
            | {"sentence": "Vous avez tenu bon."}
            for n, id in enumerate(awards)
        ),
        "evidence": (
            {"id": next(other), "award_id": id, "added_by_id": people[n], "kind": "text"}
            | {"visibility": "public", "added_at": DAY}
            for n, id in enumerate(awards)
            if n % 4 == 0
        ),
        "endorsement": (
            {"id": next(other), "award_id": award, "endorser_id": person, "state": "accepted"}
            | {"version_id": versions[0], "statement": "Je l’ai vu faire.", "given_at": DAY}
            for award, person in _pairs(chance, awards, people, size)
        ),
    }
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -500000")  # KiB: ids fall anywhere in the indexes
    for table, rows in tables.items():
        _insert(connection, table, rows)
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()


def _pairs(
    chance: random.Random, awards: list[str], people: list[str], size: int
) -> Iterator[tuple[str, str]]:
    """Who endorses what: about `size` times, nobody the same thing twice."""
    popular = [1 / (n + 10) ** 0.8 for n in range(len(awards))]
    chosen = chance.choices(range(len(awards)), popular, k=size)
    seen: set[tuple[int, int]] = set()
    for award in chosen:
        pair = (award, chance.randrange(len(people)))
        if pair not in seen and award != pair[1]:
            seen.add(pair)
            yield awards[award], people[pair[1]]


def _insert(connection: sqlite3.Connection, table: str, rows: Iterator[dict[str, Any]]) -> None:
    """Rows in a table; its other columns that must hold something hold an empty text."""
    told = list(rows)
    known = connection.execute(f"PRAGMA table_info({table})").fetchall()
    must = [name for _, name, _, must, default, _ in known if must and default is None]
    blank = {name: "" for name in must if name not in told[0]}
    names = [*told[0], *blank]
    marks = ", ".join("?" * len(names))
    connection.executemany(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})",
        ([*row.values(), *blank.values()] for row in told),
    )


def _seconds(work: Callable[[], object], times: int = 3) -> float:
    """The least processor time of a few runs."""
    best = math.inf
    for _ in range(times):
        gc.collect()
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def report() -> None:
    print("Loading: a graph from the database, against a bare read of the same rows (sqlite3)")
    print(f"{'endorsements':>14} {'bare s':>8} {'read s':>8} {'graph s':>8} {'ratio':>6}")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "full.sqlite3"
            engine = make_engine(f"sqlite:///{path}")
            schema.migrate(engine)
            fill(path, size)
            connection = sqlite3.connect(path)

            def bare(connection: sqlite3.Connection = connection) -> None:
                for statement in BARE:
                    connection.execute(statement).fetchall()

            with reading(engine) as session:
                bare_s = _seconds(bare)
                read_s = _seconds(lambda s=session: read(s, EVERYWHERE))  # type: ignore[misc]
                columns = read(session, EVERYWHERE).columns
                graph_s = _seconds(lambda c=columns: LiveGraph.from_columns(c))  # type: ignore[misc]
            print(
                f"{len(columns.endorsers):14,} {bare_s:8.2f} {read_s:8.2f} {graph_s:8.2f}"
                f" {(read_s + graph_s) / bare_s:6.1f}"
            )
            connection.close()
            engine.dispose()
