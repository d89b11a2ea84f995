"""Reading evidence."""

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from recognition.awards.models import Award, Visibility
from recognition.awards.queries import shown_in_collective, shown_publicly
from recognition.collectives.queries import shares_collective
from recognition.evidence.models import Evidence
from recognition.permissions import Actor


def evidence_public() -> ColumnElement[bool]:
    """SQL on `Evidence` joined to `Award` and `Holder`: anyone may see it."""
    return and_(
        col(Evidence.removed_at).is_(None),
        col(Evidence.visibility) == Visibility.PUBLIC,
        shown_publicly(),
    )


def evidence_in_collective() -> ColumnElement[bool]:
    """SQL on `Evidence` joined to `Award` and `Holder`: the holder's collectives may see it."""
    return and_(
        col(Evidence.removed_at).is_(None),
        col(Evidence.visibility).in_((Visibility.PUBLIC, Visibility.COLLECTIVE)),
        shown_in_collective(),
    )


def evidence_seen_by(actor: Actor) -> ColumnElement[bool]:
    """SQL on `Evidence` joined to `Award` and (outer) `Holder`: the rows of ``SEE`` for
    "evidence"."""
    if actor.person_id is None:
        return evidence_public()
    return or_(
        evidence_public(),
        and_(evidence_in_collective(), shares_collective(actor, col(Award.holder_id))),
        and_(col(Evidence.removed_at).is_(None), col(Award.holder_id) == actor.person_id),
    )
