"""Who is shown an endorsement, in SQL: the rows of ``SEE`` in the table of permissions.

Every clause is on `Endorsement` joined by `with_targets`.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_
from sqlalchemy.orm import aliased
from sqlmodel import col

from recognition.awards.models import Award
from recognition.awards.queries import Holder, shown_in_collective, shown_publicly
from recognition.badges.models import Badge, BadgeState
from recognition.badges.queries import SHOWN_TO_ALL
from recognition.collectives.queries import shares_collective
from recognition.endorsements.models import Endorsement, EndorsementState
from recognition.imports.models import ImportedBadge
from recognition.imports.queries.shown import Importer, imported_in_collective, imported_publicly
from recognition.people.models import Issuer, IssuerKind, Person, ProfileVisibility
from recognition.people.rules import SHOWN_TO_ALL as PROFILES_SHOWN_TO_ALL
from recognition.permissions import Actor

Endorsed = aliased(Person, name="endorsed")
"""The person whom an endorsement of an issuer is about, if it is one."""


def with_targets(statement: Select[*tuple[Any, ...]]) -> Select[Any]:
    """`statement`, which selects from `Endorsement`, joined to what it is about."""
    return (
        statement.outerjoin(Badge, col(Badge.id) == col(Endorsement.badge_id))
        .outerjoin(Award, col(Award.id) == col(Endorsement.award_id))
        .outerjoin(Holder, col(Holder.id) == col(Award.holder_id))
        .outerjoin(ImportedBadge, col(ImportedBadge.id) == col(Endorsement.imported_id))
        .outerjoin(Importer, col(Importer.id) == col(ImportedBadge.holder_id))
        .outerjoin(Issuer, col(Issuer.id) == col(Endorsement.issuer_id))
        .outerjoin(Endorsed, col(Endorsed.id) == col(Issuer.id))
    )


def endorsement_public() -> ColumnElement[bool]:
    """Anyone at all may see it."""
    return and_(col(Endorsement.state) == EndorsementState.ACCEPTED, target_public())


def target_public() -> ColumnElement[bool]:
    """Anyone at all may see what it is about."""
    return or_(
        col(Badge.state).in_(SHOWN_TO_ALL),
        shown_publicly(),
        imported_publicly(),
        col(Issuer.kind).in_((IssuerKind.COLLECTIVE, IssuerKind.ORGANISATION)),
        col(Endorsed.profile_visibility).in_(PROFILES_SHOWN_TO_ALL),
    )


def endorsement_in_collective(actor: Actor) -> ColumnElement[bool]:
    """It is shown to the collectives of `actor`, and perhaps no further."""
    return and_(
        col(Endorsement.state) == EndorsementState.ACCEPTED,
        or_(
            and_(shown_in_collective(), shares_collective(actor, col(Award.holder_id))),
            and_(imported_in_collective(), shares_collective(actor, col(ImportedBadge.holder_id))),
            and_(
                col(Endorsed.profile_visibility) == ProfileVisibility.COLLECTIVE,
                shares_collective(actor, col(Endorsed.id)),
            ),
        ),
    )


def endorsement_seen_by(actor: Actor) -> ColumnElement[bool]:
    """The rows of ``SEE`` for "endorsement"."""
    if actor.person_id is None:
        return endorsement_public()
    return or_(
        endorsement_public(),
        and_(
            col(Endorsement.state) == EndorsementState.ACCEPTED,
            col(Badge.state) == BadgeState.DISCUSSION,
        ),
        endorsement_in_collective(actor),
        col(Endorsement.endorser_id) == actor.person_id,
        endorsement_owned_by(actor),
    )


def endorsement_owned_by(actor: Actor) -> ColumnElement[bool]:
    """It is about something of `actor`: their award, their badge from elsewhere, themselves, what
    they coordinate or represent."""
    if actor.person_id is None:
        return false()
    return or_(
        col(Award.holder_id) == actor.person_id,
        col(ImportedBadge.holder_id) == actor.person_id,
        col(Endorsement.issuer_id) == actor.person_id,
        col(Badge.collective_id).in_(actor.coordinates),
        col(Endorsement.issuer_id).in_(actor.coordinates | actor.organisations),
    )
