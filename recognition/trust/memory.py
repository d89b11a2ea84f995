"""The graphs of this process, used exactly as long as they are true."""

from collections.abc import MutableMapping
from dataclasses import dataclass

from sqlmodel import Session

from recognition.trust.live import LiveGraph
from recognition.trust.queries import Scope, revision, trust_edges


@dataclass(frozen=True)
class _Known:
    revision: int
    graph: LiveGraph


def live_graph(session: Session, memory: MutableMapping[str, object], scope: Scope) -> LiveGraph:
    """The graph of a scope, as true as the session that asks.

    One query when nothing changed since this process read it. Two threads may read the same
    graph at once; either result is right.
    """
    key = f"trust:{scope.collective_id or 'everywhere'}"
    at = revision(session)
    known = memory.get(key)
    if isinstance(known, _Known) and known.revision == at:
        return known.graph
    graph = LiveGraph(trust_edges(session, scope))
    memory[key] = _Known(at, graph)
    return graph
