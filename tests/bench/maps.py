"""The layout of a trust map against networkx's on the same nodes, and what else a map takes."""

import math
import tempfile
from pathlib import Path

import networkx as nx

from recognition import schema
from recognition.db import make_engine, reading, writing
from recognition.maps.fabric import Fabric
from recognition.maps.layout import lay_out
from recognition.maps.queries import fabric_of
from recognition.maps.shape import shape_of
from recognition.trust.queries import EVERYWHERE
from tests.bench.clock import cpu_ms
from tests.maps.weave import weave

SIZES = ((75, 25), (1_600, 400), (16_000, 4_000))  # people, badges
LARGEST_SPRING = 3_000  # nodes; beyond, networkx takes minutes


def fabric(people: int, badges: int) -> Fabric:
    """What a woven platform of that size shows to anyone."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        schema.migrate(engine)
        with writing(engine) as session:
            weave(session, people=people, badges=badges)
            session.commit()
        with reading(engine) as session:
            woven = fabric_of(session, {}, EVERYWHERE, valued=False)
        engine.dispose()
        return woven


def spring(fabric: Fabric) -> float:
    """The same nodes and ties in networkx's spring layout, in ms."""
    graph = nx.Graph()
    graph.add_nodes_from(it.node for it in (*fabric.people, *fabric.badges))
    graph.add_edges_from(
        (f"person/{it.person_id}", f"badge/{it.badge_id}") for it in fabric.threads
    )
    graph.add_edges_from((f"person/{it.source_id}", f"person/{it.target_id}") for it in fabric.arcs)
    return cpu_ms(lambda: nx.spring_layout(graph, seed=1), times=1, warm=0)


def report() -> None:
    print("Maps: a layout against networkx's spring layout; one more node; what the map tells")
    print(
        f"{'nodes':>14} {'spring ms':>10} {'layout ms':>10} {'times':>6}"
        f" {'again ms':>9} {'shape ms':>9}"
    )
    seen = []
    for people, badges in SIZES:
        woven = fabric(people, badges)
        places = lay_out(woven)
        ours = cpu_ms(lambda woven=woven: lay_out(woven), times=1, warm=0)  # type: ignore[misc]
        gone = woven.badges[0].node
        before = {node: place for node, place in places.items() if node != gone}
        again = cpu_ms(
            lambda woven=woven, before=before: lay_out(woven, before),  # type: ignore[misc]
            times=1,
            warm=0,
        )
        shape = cpu_ms(lambda woven=woven: shape_of(woven), times=1, warm=0)  # type: ignore[misc]
        theirs = spring(woven) if woven.size <= LARGEST_SPRING else None
        seen.append((woven.size, ours))
        compared = f"{theirs:10,.0f}" if theirs else f"{'too long':>10}"
        ratio = f"{theirs / ours:6.1f}" if theirs else f"{'':6}"
        print(f"{woven.size:14,} {compared} {ours:10,.0f} {ratio} {again:9,.0f} {shape:9,.0f}")
    (few, short), (many, long) = seen[-2:]
    print(f"growth: time ~ nodes ^ {math.log(long / short) / math.log(many / few):.2f}\n")
