"""Reading what a map is made of, what it tells, and where it stands."""

from recognition.maps.queries.desks import desk_of, told
from recognition.maps.queries.fabrics import PUBLIC, fabric_of, public_fabric, scope_name
from recognition.maps.queries.kept import drawn_from
from recognition.maps.queries.places import (
    Drawing,
    LaidOut,
    drawing,
    due_layouts,
    kept_positions,
    laid_out_last,
    positions,
)

__all__ = [
    "PUBLIC",
    "Drawing",
    "LaidOut",
    "desk_of",
    "drawing",
    "drawn_from",
    "due_layouts",
    "fabric_of",
    "kept_positions",
    "laid_out_last",
    "positions",
    "public_fabric",
    "scope_name",
    "told",
]
