"""A fabric to take along: GraphML, GEXF and node-link JSON (networkx; the first two open in
Gephi), and tables. Badges carry their value if these eyes are shown it, people never any figure.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from recognition.badges.drawing import DYES
from recognition.maps.fabric import Fabric, MapBadge, MapPerson, ThreadKind
from recognition.maps.layout import BADGE_RADIUS, PERSON_RADIUS, Place

UNDYED = "noyer"  # whoever is in no circle
SCALE = 100  # Gephi's units to the space a person takes
TIES = {
    ThreadKind.ENDORSED: "a endossé",
    ThreadKind.GIVEN: "a attribué",
    ThreadKind.CARRIED: "porte",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def network(fabric: Fabric, places: Mapping[str, Place]) -> nx.MultiDiGraph:
    """Nodes "person/…" and "badge/…" with what the map shows of them, `x` and `y` where they have
    a place; threads (`tie` endorsed, given or carried) and arcs (`tie` "vouched"), each `since`
    its first day."""
    graph = nx.MultiDiGraph(name=fabric.scope)
    circles = {circle.id: circle.short_name for circle in fabric.circles}
    for thing in _things(fabric):
        told = _person(thing) if isinstance(thing, MapPerson) else _badge(thing)
        circle = circles.get(thing.circle_id, "") if thing.circle_id else ""
        graph.add_node(thing.node, **told, circle=circle, since=thing.since.isoformat())
        if thing.node in places:
            x, y = places[thing.node]
            graph.add_node(thing.node, x=x, y=y)
    for thread in fabric.threads:
        ends = f"person/{thread.person_id}", f"badge/{thread.badge_id}"
        graph.add_edge(
            *ends, key=str(thread.kind), tie=str(thread.kind), since=thread.on.isoformat()
        )
    for arc in fabric.arcs:
        ends = f"person/{arc.source_id}", f"person/{arc.target_id}"
        graph.add_edge(*ends, key="vouched", tie="vouched", since=arc.on.isoformat())
    return graph


def _things(fabric: Fabric) -> tuple[MapPerson | MapBadge, ...]:
    return (*fabric.people, *fabric.badges)


def _person(person: MapPerson) -> dict[str, Any]:
    return {"kind": "person", "label": person.name, "met": person.confirmed}


def _badge(badge: MapBadge) -> dict[str, Any]:
    told = {"kind": "badge", "label": badge.title, "family": badge.family}
    return told if badge.value is None else {**told, "value": round(badge.value, 3)}


def graphml(fabric: Fabric, places: Mapping[str, Place]) -> bytes:
    """GraphML, as networkx writes it."""
    buffer = io.BytesIO()
    nx.write_graphml_xml(network(fabric, places), buffer)
    return buffer.getvalue()


def gexf(fabric: Fabric, places: Mapping[str, Place]) -> bytes:
    """GEXF 1.2 with days as a timeline, and the map's places, sizes and colours (viz)."""
    graph = network(fabric, places)
    dyes = {circle.id: circle.accent for circle in fabric.circles}
    for thing in _things(fabric):
        dye = DYES[dyes.get(thing.circle_id, UNDYED) if thing.circle_id else UNDYED]
        told = graph.nodes[thing.node]
        x, y = told.pop("x", 0.0), told.pop("y", 0.0)
        told["start"] = told.pop("since")
        told["viz"] = {
            "color": _rgb(dye.colour),
            "size": SCALE * (BADGE_RADIUS if isinstance(thing, MapBadge) else PERSON_RADIUS),
            "position": {
                "x": round(SCALE * x, 2),
                "y": round(-SCALE * y, 2),
                "z": 0.0,
            },  # up is up in Gephi
        }
    for _, _, told in graph.edges(data=True):
        told["start"] = told.pop("since")
    buffer = io.BytesIO()
    nx.write_gexf(graph, buffer, version="1.2draft")
    return buffer.getvalue()


def _rgb(colour: str) -> dict[str, float]:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return {"r": red, "g": green, "b": blue, "a": 1.0}


def node_link(fabric: Fabric, places: Mapping[str, Place]) -> bytes:
    """JSON that `networkx.node_link_graph(…, edges="edges")` reads."""
    data = nx.node_link_data(network(fabric, places), edges="edges")
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def nodes_csv(fabric: Fabric, site: str, families: Mapping[str, str]) -> bytes:
    """People, then badges, in French. `site` is where their pages are, without a last slash;
    `families` gives the words of each family."""
    circles = {circle.id: circle.short_name for circle in fabric.circles}
    rows: list[list[object]] = [
        ["nature", "nom", "collectif", "famille", "depuis", "rencontre notée", "valeur", "page"]
    ]
    for person in fabric.people:
        circle = circles.get(person.circle_id, "") if person.circle_id else ""
        page = f"{site}/@{person.handle}" if person.handle else ""
        met = "oui" if person.confirmed else "pas encore"
        rows.append(["personne", person.name, circle, "", person.since, met, "", page])
    for badge in fabric.badges:
        value = "" if badge.value is None else f"{badge.value:.3f}".replace(".", ",")
        circle, family = circles.get(badge.circle_id, ""), families[badge.family]
        page = f"{site}/badges/{badge.slug}"
        rows.append(["badge", badge.title, circle, family, badge.since, "", value, page])
    return _table(rows)


def threads_csv(fabric: Fabric) -> bytes:
    """A row a thread, by day, in French."""
    circles = {circle.id: circle.short_name for circle in fabric.circles}
    people = {person.id: person for person in fabric.people}
    badges = {badge.id: badge for badge in fabric.badges}
    rows: list[list[object]] = [
        ["personne", "collectif", "geste", "badge", "collectif du badge", "depuis"]
    ]
    for thread in fabric.threads:
        person, badge = people[thread.person_id], badges[thread.badge_id]
        home = circles.get(person.circle_id, "") if person.circle_id else ""
        there = circles.get(badge.circle_id, "")
        rows.append([person.name, home, TIES[thread.kind], badge.title, there, thread.on])
    return _table(rows)


def _table(rows: Iterable[list[object]]) -> bytes:
    """What a French spreadsheet opens at once: semicolons, UTF-8 with its mark."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _harmless(cell: object) -> str:
    """A name must not become a formula (OWASP, CSV injection)."""
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
