"""Where things stand on a trust map, kept so that the map does not jump from day to day.

A map is laid out once for each pair of eyes (`scope`: "everywhere" or a collective's id), from
what those eyes see and nothing else: a hidden thing may not even push its neighbours aside.
"""

from datetime import datetime

from sqlmodel import Field, SQLModel

from recognition.db import UtcDateTime


class MapLayout(SQLModel, table=True):
    """One computed map. `revision` is the trust revision it was computed at."""

    __tablename__ = "map_layout"

    scope: str = Field(primary_key=True, max_length=36)
    revision: int
    computed_at: datetime = Field(sa_type=UtcDateTime)


class MapPosition(SQLModel, table=True):
    """Where a node of one map stands, in units of the typical distance between neighbours.

    `node` is a node of the fabric: "person/…", "badge/…", "circle/…".
    """

    __tablename__ = "map_position"

    scope: str = Field(primary_key=True, max_length=36)
    node: str = Field(primary_key=True, max_length=50)
    x: float
    y: float
