"""The computed graphs of this process, used exactly as long as they are true."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field

from sqlmodel import Session

from recognition.trust.explain import Raises, raises
from recognition.trust.network import Network, network_of
from recognition.trust.queries import Scope, revision, trust_edges
from recognition.trust.value import Standings, standings

MOST_RESCORED_VOICES = 60  # about 0.2 s


@dataclass(frozen=True)
class Computed:
    """A graph with its values, as of one revision of the rows."""

    revision: int
    network: Network
    standings: Standings
    _raises: dict[str, Raises] = field(default_factory=dict)

    def raises(self, node: str) -> Raises | None:
        """What would raise the value of a node, computed once; None for an unknown node, and for
        one with voices so many that rescoring it for each would keep a page waiting."""
        standing = self.standings.get(node)
        if standing is not None and standing.voices > MOST_RESCORED_VOICES:
            return None
        if node not in self._raises:
            try:
                self._raises[node] = raises(self.network, node)
            except KeyError:
                return None
        return self._raises[node]


def computed(session: Session, memory: MutableMapping[str, object], scope: Scope) -> Computed:
    """The graph of a scope, as true as the session that asks.

    One query when nothing changed since this process computed it, else a full recomputation.
    Two threads may compute the same graph at once; either result is right.
    """
    key = f"trust:{scope.collective_id or 'everywhere'}"
    at = revision(session)
    known = memory.get(key)
    if isinstance(known, Computed) and known.revision == at:
        return known
    network = network_of(trust_edges(session, scope))
    fresh = Computed(at, network, standings(network))
    memory[key] = fresh
    return fresh
