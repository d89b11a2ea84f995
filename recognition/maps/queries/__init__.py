"""Reading what a map is made of, what it tells, and where it stands."""

from recognition.maps.queries.desks import desk_of, told
from recognition.maps.queries.fabrics import PUBLIC, fabric_of, public_fabric, scope_name
from recognition.maps.queries.places import Drawing, drawing, due_layouts, positions

__all__ = [
    "PUBLIC",
    "Drawing",
    "desk_of",
    "drawing",
    "due_layouts",
    "fabric_of",
    "positions",
    "public_fabric",
    "scope_name",
    "told",
]
