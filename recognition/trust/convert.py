"""Public trust networks turned into edges, to see how the value behaves on real ones.

    python -m recognition.trust.convert advogato IN.csv OUT.csv [--met 10] [--circles none]

Everybody holds one badge, the page about them, and whoever vouches for them endorses it. The
two things these networks lack are stood in for: who is confirmed is drawn by a hash of the
id, so that it depends on nothing else; circles are communities found by seeded Louvain. In
the product both are given by collectives and by nothing else.
"""

import argparse
import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import networkx as nx

from recognition.trust.edges import Endorsement, Holding, Person, TrustEdges, write_csv

LOUVAIN_SEED = 1


@dataclass(frozen=True, slots=True)
class Format:
    """A column of ratings and the quality each becomes; other ratings are left out."""

    column: str
    qualities: dict[str, float]


FORMATS = {
    # an observer certificate only says that the person is new here
    "advogato": Format("level", {"master": 1.0, "journeyer": 0.5, "apprentice": 0.25}),
    # of ratings from -10 to 10, 1 is what most people give at a first contact
    "bitcoin-alpha": Format(
        "rating",
        {"1": 0.25} | {str(n): 0.5 for n in range(2, 5)} | {str(n): 1.0 for n in range(5, 11)},
    ),
}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m recognition.trust.convert")
    parser.add_argument("format", choices=sorted(FORMATS))
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--met", type=int, default=10, help="percent of people confirmed")
    parser.add_argument("--circles", choices=["louvain", "none"], default="louvain")
    chosen = parser.parse_args(arguments)
    with chosen.source.open(encoding="utf-8", newline="") as opened:
        said = endorsements(csv.DictReader(opened), FORMATS[chosen.format])
    write_csv(stood_in(said, chosen.met, louvain=chosen.circles == "louvain"), chosen.target)


def endorsements(rows: Iterable[dict[str, str]], form: Format) -> list[Endorsement]:
    """Rows with `source` and `target`, in their order; what people say of themselves is none."""
    return [
        Endorsement(row["source"], page_of(row["target"]), form.qualities[row[form.column]])
        for row in rows
        if row[form.column] in form.qualities and row["source"] != row["target"]
    ]


def page_of(person: str) -> str:
    return f"page of {person}"


def stood_in(said: Sequence[Endorsement], met_percent: int, *, louvain: bool) -> TrustEdges:
    """The endorsements of `page_of` somebody, with holders, confirmed people and circles."""
    taker = {page_of(act.person): act.person for act in said}
    taker |= {act.badge: act.badge.removeprefix(page_of("")) for act in said}
    people = sorted({act.person for act in said} | set(taker.values()))
    circle = _communities(people, [(act.person, taker[act.badge]) for act in said], louvain)
    return TrustEdges(
        people={
            person: Person(circle[person], confirmed=_drawn(person, met_percent))
            for person in people
        },
        holdings=tuple(Holding(person, page_of(person)) for person in people),
        endorsements=tuple(said),
    )


def _drawn(person: str, percent: int) -> bool:
    return int.from_bytes(sha256(person.encode()).digest()[:8]) % 100 < percent


def _communities(
    people: Sequence[str], arcs: Sequence[tuple[str, str]], louvain: bool
) -> dict[str, str]:
    """The circle of each person, the largest community being c1; "" for all without Louvain."""
    if not louvain:
        return dict.fromkeys(people, "")
    acquaintance = nx.Graph()
    acquaintance.add_nodes_from(people)
    acquaintance.add_edges_from(arcs)
    found = nx.community.louvain_communities(acquaintance, seed=LOUVAIN_SEED)
    ordered = sorted(found, key=lambda members: (-len(members), min(members)))
    return {p: f"c{n}" for n, members in enumerate(ordered, start=1) for p in members}


if __name__ == "__main__":
    main()
