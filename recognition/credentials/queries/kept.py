"""Credentials as they are kept, found and authorised at once; and those that are to be signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select, true
from sqlmodel import Session, col

from recognition.awards.models import Award, AwardState, Visibility
from recognition.awards.queries import Holder, shown_publicly
from recognition.credentials.models import Credential, CredentialKind
from recognition.credentials.queries.facts import is_about_ours
from recognition.credentials.rules import Ended
from recognition.endorsements.models import Endorsement, EndorsementState
from recognition.endorsements.visibility import (
    endorsement_owned_by,
    endorsement_public,
    target_public,
    with_targets,
)
from recognition.errors import NotFound
from recognition.people.rules import SHOWN_TO_ALL
from recognition.permissions import Actor


@dataclass(frozen=True)
class Kept:
    """A credential in its forms, all empty while it is to be signed anew. `version_id` is the
    version of the badge it is about, None for an endorsement of an issuer."""

    id: UUID
    document: str
    token: str
    hosted: str
    version_id: UUID | None


def kept_award(session: Session, actor: Actor | None, award_id: UUID) -> Kept:
    """The credential of an award for anyone who may see it, and for its holder however widely it
    is shown; `actor` is None for who runs the platform. One statement.

    Raises Ended when it was taken back or put away by its holder and would be shown otherwise,
    NotFound for anything else that is not to be had.
    """
    row = session.connection().execute(_AWARD, {"id": award_id}).first()
    if row is None:
        raise NotFound
    if row.state != AwardState.ACCEPTED:
        raise Ended if actor is None or row.was_shown else NotFound
    if actor is not None and not row.shown and not actor.is_person(row.holder_id):
        raise NotFound
    return Kept(*row[:5])


# Built once: building a statement takes longer than running it (performance, "OB3 credential,
# already signed"). `was_shown` is about what ended, in the eyes of anyone.
_AWARD = (
    select(
        col(Credential.id),
        col(Credential.document),
        col(Credential.token),
        col(Credential.hosted),
        col(Award.version_id),
        col(Award.state),
        col(Award.holder_id),
        shown_publicly().label("shown"),
        and_(
            col(Award.visibility) == Visibility.PUBLIC,
            col(Holder.profile_visibility).in_(SHOWN_TO_ALL),
        ).label("was_shown"),
    )
    .join(Award, col(Award.id) == col(Credential.id))
    .join(Holder, col(Holder.id) == col(Award.holder_id))
    .where(col(Credential.id) == bindparam("id"))
)


def kept_endorsement(session: Session, actor: Actor | None, endorsement_id: UUID) -> Kept:
    """The credential of an endorsement for anyone who may see it, for who wrote it and for whom
    it is about; see `kept_award`. One statement."""
    statement = _PUBLIC_ENDORSEMENT
    if actor is None:
        statement = _endorsement(true())
    elif actor.person_id is not None:
        statement = _endorsement(
            or_(
                endorsement_public(),
                col(Endorsement.endorser_id) == actor.person_id,
                endorsement_owned_by(actor),
            )
        )
    row = session.connection().execute(statement, {"id": endorsement_id}).first()
    if row is None:
        raise NotFound
    if row.state != EndorsementState.ACCEPTED and (actor is None or row.was_shown):
        raise Ended
    if row.state != EndorsementState.ACCEPTED or not row.shown:
        raise NotFound
    return Kept(*row[:5])


def _endorsement(shown: ColumnElement[bool]) -> Select[Any]:
    return with_targets(
        select(
            col(Credential.id),
            col(Credential.document),
            col(Credential.token),
            col(Credential.hosted),
            col(Endorsement.version_id),
            col(Endorsement.state),
            shown.label("shown"),
            target_public().label("was_shown"),
        ).join(Endorsement, col(Endorsement.id) == col(Credential.id))
    ).where(col(Credential.id) == bindparam("id"), is_about_ours())


_PUBLIC_ENDORSEMENT = _endorsement(endorsement_public())


def changed_at(session: Session, credential_id: UUID) -> datetime:
    """When what a credential says last changed. Raises NotFound."""
    found = session.scalar(
        select(col(Credential.changed_at)).where(col(Credential.id) == credential_id)
    )
    if found is None:
        raise NotFound
    return found


def due(session: Session, kind: CredentialKind, count: int) -> Sequence[UUID]:
    """The credentials of this kind that hold and are to be signed, the longest waiting first, at
    most `count`."""
    rows = session.execute(_due(kind).order_by(col(Credential.changed_at)).limit(count))
    return [row[0] for row in rows]


def _due(kind: CredentialKind) -> Select[UUID]:
    statement = select(col(Credential.id)).where(
        col(Credential.document) == "", col(Credential.kind) == kind
    )
    if kind == CredentialKind.AWARD:
        return statement.where(
            exists().where(
                col(Award.id) == col(Credential.id),
                col(Award.state) == AwardState.ACCEPTED,
                col(Award.holder_id).is_not(None),
            )
        )
    return statement.where(
        exists().where(
            col(Endorsement.id) == col(Credential.id),
            col(Endorsement.state) == EndorsementState.ACCEPTED,
            is_about_ours(),
        )
    )
