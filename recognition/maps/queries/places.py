"""Where things stand on a map, and which maps are to be laid out anew."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, select
from sqlmodel import Session, col

from recognition.collectives.models import Collective
from recognition.maps.fabric import Fabric
from recognition.maps.layout import Place, beside, lay_out
from recognition.maps.models import MapLayout, MapPosition
from recognition.maps.queries.fabrics import PUBLIC, fabric_of, public_fabric
from recognition.maps.queries.kept import drawn_from
from recognition.trust.queries import EVERYWHERE, Scope, revision

MOST_AT_ONCE = 500  # nodes that a page may lay out by itself
REST = timedelta(minutes=5)  # between two layouts of one map: until then newcomers stand beside


class LaidOut(NamedTuple):
    """Which layout of a map is the one kept now."""

    revision: int
    computed_at: datetime


def laid_out_last(session: Session, scope: str) -> LaidOut | None:
    """None for a map that was never laid out. One query."""
    row = session.execute(
        select(col(MapLayout.revision), col(MapLayout.computed_at)).where(
            col(MapLayout.scope) == scope
        )
    ).first()
    return LaidOut(*row) if row else None


def kept_positions(
    session: Session,
    memory: MutableMapping[str, object],
    fabric: Fabric,
    layout: LaidOut | None,
) -> dict[str, Place]:
    """`positions`, kept in `memory` as long as the fabric and its `layout` are."""
    return drawn_from(memory, fabric, ("places", layout), lambda: positions(session, fabric))


def positions(session: Session, fabric: Fabric) -> dict[str, Place]:
    """A place for each node of a fabric and for the middle of each circle (`circle/…`). One query.

    Empty for a large map that the worker has not laid out yet. Whoever came since stands near
    their neighbours; without a place, should more have come than a page can wait for.
    """
    stood = _stood(session, fabric.scope)
    if not stood:
        return lay_out(fabric) if fabric.size <= MOST_AT_ONCE else {}
    nodes = [person.node for person in fabric.people] + [badge.node for badge in fabric.badges]
    if sum(node not in stood for node in nodes) <= MOST_AT_ONCE:
        return beside(fabric, stood)
    nodes += [f"circle/{circle.id}" for circle in fabric.circles]
    return {node: stood[node] for node in nodes if node in stood}


def _stood(session: Session, scope: str) -> dict[str, Place]:
    rows = session.execute(
        select(col(MapPosition.node), col(MapPosition.x), col(MapPosition.y)).where(
            col(MapPosition.scope) == scope
        )
    )
    return {node: Place(x, y) for node, x, y in rows}


def due_layouts(session: Session, at: datetime) -> list[str]:
    """The scopes ("everywhere", "public", a collective's id) whose map is older than what it is
    made of, the longest untouched first. Four queries."""
    laid_out = {
        scope: (made_at, computed_at)
        for scope, made_at, computed_at in session.execute(
            select(col(MapLayout.scope), col(MapLayout.revision), col(MapLayout.computed_at))
        )
    }
    current = revision(session)
    scopes = ["everywhere"]
    if session.scalar(select(exists().where(col(Collective.public_map)))):
        scopes.append(PUBLIC)
    scopes += sorted(str(i) for i in session.scalars(select(col(Collective.id))))
    new = [scope for scope in scopes if scope not in laid_out]
    old = [
        scope
        for scope in scopes
        if scope in laid_out and laid_out[scope][0] != current and laid_out[scope][1] <= at - REST
    ]
    return new + sorted(old, key=lambda scope: laid_out[scope][1])


@dataclass(frozen=True)
class Drawing:
    """A map that was laid out, and the trust revision that it was made of."""

    scope: str
    revision: int
    places: Mapping[str, Place]


def drawing(session: Session, scope: str) -> Drawing:
    """Lay out one map anew, from where things stand; some seconds for 20,000 nodes. Writes
    nothing: `commands.keep` does, in a transaction that need not last as long."""
    made_at = revision(session)
    if scope == PUBLIC:
        fabric = public_fabric(session, {}, valued=False)
    else:
        eyes = EVERYWHERE if scope == "everywhere" else Scope(UUID(scope))
        fabric = fabric_of(session, {}, eyes, valued=False)
    return Drawing(scope, made_at, lay_out(fabric, _stood(session, scope)))
