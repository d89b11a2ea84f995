"""The edges as one annotated networkx graph: what maps, tests and other tools look at."""

from typing import Any, Literal, NamedTuple

import networkx as nx

from recognition.trust.edges import (
    Endorsement,
    Holding,
    Inheritance,
    Person,
    TrustEdges,
    Use,
)


class Node(NamedTuple):
    """A person and a badge may carry the same id, hence the kind."""

    kind: Literal["person", "badge"]
    id: str


def trust_graph(edges: TrustEdges) -> "nx.DiGraph[Node]":
    """People and badges as nodes, acts as edges from the person to the badge.

    - person nodes: `kind`, `circle` ("" for none), `confirmed`; badge nodes: `kind`.
    - person → badge: one edge for all that this person does to this badge, so every such
      edge has the three attributes `holds` (bool), `endorse` (strongest quality, None when
      not endorsed) and `use` (bool).
    - badge → badge: `inherit`, the strongest factor by which endorsements of the first
      count for the second.

    Linear in the edges. Node and edge order follow the order of `edges`.
    """
    graph: nx.DiGraph[Node] = nx.DiGraph()
    for person_id, person in edges.people.items():
        _add_person(graph, person_id, person)
    for holding in edges.holdings:
        _act(graph, edges, holding.person, holding.badge)["holds"] = True
    for said in edges.endorsements:
        act = _act(graph, edges, said.person, said.badge)
        act["endorse"] = max(act["endorse"] or 0.0, said.quality)
    for use in edges.uses:
        _act(graph, edges, use.person, use.badge)["use"] = True
    for link in edges.inheritances:
        source, target = _add_badge(graph, link.source), _add_badge(graph, link.target)
        known = graph.edges[source, target]["inherit"] if graph.has_edge(source, target) else 0.0
        graph.add_edge(source, target, inherit=max(known, link.factor))
    return graph


def _add_person(graph: "nx.DiGraph[Node]", person_id: str, person: Person) -> Node:
    node = Node("person", person_id)
    if node not in graph:
        graph.add_node(node, kind="person", circle=person.circle, confirmed=person.confirmed)
    return node


def _add_badge(graph: "nx.DiGraph[Node]", badge_id: str) -> Node:
    node = Node("badge", badge_id)
    if node not in graph:
        graph.add_node(node, kind="badge")
    return node


def _act(
    graph: "nx.DiGraph[Node]", edges: TrustEdges, person_id: str, badge_id: str
) -> dict[str, Any]:
    """Attributes of the edge from person to badge, made when new; to be written into."""
    person = _add_person(graph, person_id, edges.people.get(person_id, Person()))
    badge = _add_badge(graph, badge_id)
    if not graph.has_edge(person, badge):
        graph.add_edge(person, badge, holds=False, endorse=None, use=False)
    attributes: dict[str, Any] = graph.edges[person, badge]
    return attributes


def edges_of(graph: "nx.DiGraph[Node]") -> TrustEdges:
    """The edges a graph of `trust_graph` stands for, also after it was changed by hand."""
    people: dict[str, Person] = {}
    holdings: list[Holding] = []
    endorsements: list[Endorsement] = []
    uses: list[Use] = []
    inheritances: list[Inheritance] = []
    for node, data in graph.nodes(data=True):
        if node.kind == "person":
            people[node.id] = Person(circle=data["circle"], confirmed=data["confirmed"])
    for start, end, data in graph.edges(data=True):
        if start.kind == "badge":
            inheritances.append(Inheritance(start.id, end.id, data["inherit"]))
            continue
        if data["holds"]:
            holdings.append(Holding(start.id, end.id))
        if data["endorse"] is not None:
            endorsements.append(Endorsement(start.id, end.id, data["endorse"]))
        if data["use"]:
            uses.append(Use(start.id, end.id))
    return TrustEdges(
        people=people,
        holdings=tuple(holdings),
        endorsements=tuple(endorsements),
        uses=tuple(uses),
        inheritances=tuple(inheritances),
    )
