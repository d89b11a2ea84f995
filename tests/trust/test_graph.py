"""The public graph: annotated, and the same edges both ways."""

from collections import Counter
from pathlib import Path

import networkx as nx
from hypothesis import given, settings

from recognition.trust.edges import (
    Endorsement,
    Holding,
    Inheritance,
    Person,
    TrustEdges,
    Use,
    read_csv,
)
from recognition.trust.graph import Node, edges_of, trust_graph
from recognition.trust.value import values, values_of_edges
from tests.trust.networks import networks

EXAMPLE = Path(__file__).parents[1] / "data" / "trust-example.csv"


def test_people_and_badges_are_annotated_nodes_and_acts_are_edges() -> None:
    graph = trust_graph(read_csv(EXAMPLE))

    assert isinstance(graph, nx.DiGraph)
    assert Counter(kind for _, kind in graph.nodes(data="kind")) == {"person": 8, "badge": 5}
    assert graph.nodes[Node("person", "C")] == {
        "kind": "person",
        "circle": "Sud",
        "confirmed": True,
    }
    assert graph.nodes[Node("badge", "w1")] == {"kind": "badge"}
    assert graph.edges[Node("person", "B"), Node("badge", "w1")] == {
        "holds": False,
        "endorse": 0.5,
        "use": False,
    }
    assert graph.number_of_edges() == 15


def test_one_edge_carries_all_that_a_person_does_to_a_badge() -> None:
    graph = trust_graph(
        TrustEdges(
            holdings=(Holding("A", "w"),),
            endorsements=(Endorsement("A", "w", 0.25), Endorsement("A", "w", 0.5)),
            uses=(Use("A", "w"),),
        )
    )

    assert dict(graph.edges) == {
        (Node("person", "A"), Node("badge", "w")): {"holds": True, "endorse": 0.5, "use": True}
    }


def test_a_person_and_a_badge_of_the_same_id_are_two_nodes() -> None:
    graph = trust_graph(TrustEdges(holdings=(Holding("7", "7"),)))

    assert list(graph.edges) == [(Node("person", "7"), Node("badge", "7"))]


def test_a_person_who_is_not_listed_has_no_circle_and_is_not_confirmed() -> None:
    graph = trust_graph(TrustEdges(endorsements=(Endorsement("A", "w", 1.0),)))

    assert graph.nodes[Node("person", "A")] == {
        "kind": "person",
        "circle": "",
        "confirmed": False,
    }


def test_of_two_factors_between_the_same_badges_the_greater_holds() -> None:
    links = (Inheritance("v", "w", 0.25), Inheritance("v", "w", 0.5), Inheritance("v", "w", 0.3))

    graph = trust_graph(TrustEdges(inheritances=links))

    assert graph.edges[Node("badge", "v"), Node("badge", "w")] == {"inherit": 0.5}


@settings(deadline=None, max_examples=60)
@given(networks())
def test_graph_and_edges_are_the_same_thing_said_twice(edges: TrustEdges) -> None:
    graph = trust_graph(edges)

    again = trust_graph(edges_of(graph))

    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    assert {(a, b): data for a, b, data in again.edges(data=True)} == {
        (a, b): data for a, b, data in graph.edges(data=True)
    }
    assert values(graph) == values_of_edges(edges)


def test_a_graph_changed_by_hand_is_scored_as_it_now_stands() -> None:
    graph = trust_graph(read_csv(EXAMPLE))

    graph.nodes[Node("person", "E")]["confirmed"] = True
    graph.remove_edge(Node("person", "D"), Node("badge", "w2"))

    assert values(graph)["w3"].value == 1.0
    assert values(graph)["w2"].value == 1.0
    assert edges_of(graph).people["E"] == Person("Sud", confirmed=True)
