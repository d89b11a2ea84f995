"""What the platform itself scores: its rows as the metric's edges (trust metric, section 1).

Two graphs are never mixed. Seen from everywhere: only what anyone may see, with everyone a
collective has met. Seen from one collective: what its members may see, with the people that
collective has met. What is hidden, pending, declined or ended is in neither.
"""

from recognition.trust.queries.log import revision, units_changed
from recognition.trust.queries.reading import Read, read, trust_edges
from recognition.trust.queries.scope import (
    EVERYWHERE,
    Scope,
    award_node,
    badge_node,
    issuer_node,
)
from recognition.trust.queries.units import Units, widened

__all__ = [
    "EVERYWHERE",
    "Read",
    "Scope",
    "Units",
    "award_node",
    "badge_node",
    "issuer_node",
    "read",
    "revision",
    "trust_edges",
    "units_changed",
    "widened",
]
