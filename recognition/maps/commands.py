"""Keeping a map, so that it does not jump."""

from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from recognition.maps.models import MapLayout, MapPosition
from recognition.maps.queries import Drawing


def keep(session: Session, drawing: Drawing, at: datetime) -> bool:
    """Put a drawing in the place of the one before; False, and nothing done, when somebody else
    has kept a newer one meanwhile."""
    layout = session.get(MapLayout, drawing.scope, with_for_update=True)
    if layout is None:
        layout = MapLayout(scope=drawing.scope, revision=drawing.revision, computed_at=at)
        try:
            with session.begin_nested():
                session.add(layout)
        except IntegrityError:  # somebody else draws the same for the first time
            return False
    elif layout.revision > drawing.revision:
        return False
    layout.revision, layout.computed_at = drawing.revision, at
    session.execute(delete(MapPosition).where(col(MapPosition.scope) == drawing.scope))
    rows = [
        {"scope": drawing.scope, "node": node, "x": place.x, "y": place.y}
        for node, place in drawing.places.items()
    ]
    if rows:
        session.execute(insert(MapPosition), rows)
    return True
