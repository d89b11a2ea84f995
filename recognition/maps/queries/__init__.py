"""Reading what a map is made of."""

from recognition.maps.queries.fabrics import PUBLIC, fabric_of, public_fabric, scope_name

__all__ = ["PUBLIC", "fabric_of", "public_fabric", "scope_name"]
