"""What is taken along opens elsewhere, and says what the map says."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace

import networkx as nx
import pytest

from recognition.badges.families import FAMILIES
from recognition.maps.exports import gexf, graphml, network, node_link, nodes_csv, threads_csv
from recognition.maps.fabric import Arc, Fabric, Thread, ThreadKind
from recognition.maps.layout import Place, lay_out
from tests.maps.test_layout import DAY, badge, circle, person

Write = Callable[[Fabric, dict[str, Place]], bytes]
Read = Callable[[bytes], nx.MultiDiGraph]

SITE = "https://exemple.fr"
FAMILY_WORDS = {family: line.label for family, line in FAMILIES.items()}

READERS: dict[str, tuple[Write, Read]] = {
    "graphml": (graphml, lambda it: nx.read_graphml(io.BytesIO(it), force_multigraph=True)),
    "gexf": (gexf, lambda it: nx.read_gexf(io.BytesIO(it), version="1.2draft")),
    "json": (node_link, lambda it: nx.node_link_graph(json.loads(it), edges="edges")),
}


def small(name: str = "Léa", title: str = "Tisser", value: float | None = 2.25) -> Fabric:
    """Two people, one badge, a thread of two kinds, and an arc."""
    one, other = replace(person(1, 1), name=name), person(2)
    made = replace(badge(1, 1), title=title, value=value)
    return Fabric(
        scope="everywhere",
        circles=(circle(1),),
        people=(one, other),
        badges=(made,),
        threads=(
            Thread(one.id, made.id, ThreadKind.ENDORSED, DAY, frozenset({other.id})),
            Thread(one.id, made.id, ThreadKind.GIVEN, DAY),
            Thread(other.id, made.id, ThreadKind.CARRIED, DAY),
        ),
        arcs=(Arc(one.id, other.id, DAY),),
    )


def rows(table: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("form", READERS)
def test_every_node_and_every_tie_is_read_back(form: str) -> None:
    fabric = small()
    write, read = READERS[form]

    graph = read(write(fabric, lay_out(fabric)))

    one, other, made = (it.node for it in (*fabric.people, *fabric.badges))
    assert graph.is_directed()
    assert {(a, b, told["tie"]) for a, b, told in graph.edges(data=True)} == {
        (one, made, "endorsed"),
        (one, made, "given"),
        (other, made, "carried"),
        (one, other, "vouched"),
    }
    assert {node: told["label"] for node, told in graph.nodes(data=True)} == {
        one: "Léa",
        other: "P00002",
        made: "Tisser",
    }
    assert graph.nodes[one]["circle"] == "C1"
    assert (graph.nodes[made]["kind"], graph.nodes[made]["value"]) == ("badge", 2.25)


@pytest.mark.parametrize("form", READERS)
def test_no_person_carries_a_figure(form: str) -> None:
    fabric = small()
    write, read = READERS[form]

    graph = read(write(fabric, lay_out(fabric)))

    figures = {
        (name, type(value))
        for node, told in graph.nodes(data=True)
        if node.startswith("person/")
        for name, value in told.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    assert {name for name, _ in figures} <= {"x", "y"}
    assert [
        row[6] for row in rows(nodes_csv(fabric, SITE, FAMILY_WORDS)) if row[0] == "personne"
    ] == ["", ""]


def test_a_silent_badge_has_no_value_anywhere() -> None:
    fabric = small(value=None)

    assert "value" not in network(fabric, {}).nodes[fabric.badges[0].node]
    assert rows(nodes_csv(fabric, SITE, FAMILY_WORDS))[-1][6] == ""


def test_gephi_finds_days_colours_and_the_places_of_the_map() -> None:
    fabric = small()
    node = fabric.badges[0].node

    graph = READERS["gexf"][1](gexf(fabric, {node: Place(1.5, -2.0)}))

    told = graph.nodes[node]
    assert told["start"] == DAY.isoformat()
    assert told["viz"]["position"] == {"x": 150.0, "y": 200.0, "z": 0.0}
    assert told["viz"]["color"] == {"r": 195, "g": 70, "b": 85, "a": 1.0}
    assert {told["start"] for _, _, told in graph.edges(data=True)} == {DAY.isoformat()}


def test_tables_hold_a_row_a_node_and_a_row_a_thread() -> None:
    fabric = small()

    assert rows(nodes_csv(fabric, SITE, FAMILY_WORDS)) == [
        ["nature", "nom", "collectif", "famille", "depuis", "rencontre notée", "valeur", "page"],
        ["personne", "Léa", "C1", "", "2026-03-14", "oui", "", f"{SITE}/@P00001"],
        ["personne", "P00002", "", "", "2026-03-14", "oui", "", f"{SITE}/@P00002"],
        ["badge", "Tisser", "C1", "Rôle", "2026-03-14", "", "2,250", f"{SITE}/badges/b1"],
    ]
    assert rows(threads_csv(fabric))[:2] == [
        ["personne", "collectif", "geste", "badge", "collectif du badge", "depuis"],
        ["Léa", "C1", "a endossé", "Tisser", "C1", "2026-03-14"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_name_is_no_formula(start: str) -> None:
    fabric = small(name=f"{start}HYPERLINK(1)", title=f"{start}1+1")

    cells = [
        cell
        for table in (nodes_csv(fabric, SITE, FAMILY_WORDS), threads_csv(fabric))
        for row in rows(table)
        for cell in row
    ]

    assert f"'{start}HYPERLINK(1)" in cells
    assert f"'{start}1+1" in cells
    assert not [cell for cell in cells if cell.startswith(start)]


@pytest.mark.parametrize("form", READERS)
def test_what_xml_and_json_would_stumble_over_arrives_whole(form: str) -> None:
    name = '<b>&"Zoé"</b> \U0001f9f5'
    fabric = small(name=name)
    write, read = READERS[form]

    assert read(write(fabric, {})).nodes[fabric.people[0].node]["label"] == name


@pytest.mark.parametrize("form", READERS)
def test_an_empty_map_is_a_file_too(form: str) -> None:
    write, read = READERS[form]

    assert len(read(write(Fabric("everywhere", (), (), (), (), ()), {}))) == 0
