"""Who is shown an award, in SQL. `Holder` is the person of `Award.holder_id` in every query."""

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import col

from recognition.awards.models import Award, AwardState, Visibility
from recognition.collectives.queries import shares_collective
from recognition.people.models import Person, ProfileVisibility
from recognition.people.rules import SHOWN_TO_ALL
from recognition.permissions import Actor

Holder = aliased(Person, name="holder")


def shown_publicly() -> ColumnElement[bool]:
    """SQL on `Award` joined to `Holder`: anyone at all may see it."""
    return and_(
        col(Award.state) == AwardState.ACCEPTED,
        col(Award.visibility) == Visibility.PUBLIC,
        col(Holder.profile_visibility).in_(SHOWN_TO_ALL),
    )


def shown_in_collective() -> ColumnElement[bool]:
    """SQL on `Award` joined to `Holder`: at least the holder's collectives may see it."""
    return and_(
        col(Award.state) == AwardState.ACCEPTED,
        col(Award.visibility).in_((Visibility.PUBLIC, Visibility.COLLECTIVE)),
        col(Holder.profile_visibility) != ProfileVisibility.PRIVATE,
    )


def award_seen_by(actor: Actor) -> ColumnElement[bool]:
    """SQL on `Award` joined (outer) to `Holder`: the rows of ``SEE`` for "award"."""
    if actor.person_id is None:
        return shown_publicly()
    return or_(
        shown_publicly(),
        and_(shown_in_collective(), shares_collective(actor, col(Award.holder_id))),
        col(Award.holder_id) == actor.person_id,
        and_(col(Award.giver_id) == actor.person_id, col(Award.state) != AwardState.REMOVED),
    )
