"""Reading badges."""

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from recognition.badges.models import Badge, BadgeState
from recognition.permissions import Actor

SHOWN_TO_ALL = (BadgeState.ADOPTED, BadgeState.RETIRED)


def badge_seen_by(actor: Actor) -> ColumnElement[bool]:
    """SQL on `Badge`: the rows of ``SEE`` for "badge" in the table of permissions."""
    shown = col(Badge.state).in_(SHOWN_TO_ALL)
    if actor.person_id is None:
        return shown
    return or_(
        shown,
        col(Badge.state) == BadgeState.DISCUSSION,
        and_(col(Badge.state) == BadgeState.WITHDRAWN, col(Badge.proposer_id) == actor.person_id),
    )
