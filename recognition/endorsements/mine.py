"""The endorsements that one member gave, received, or has to answer."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlmodel import Session, col

from recognition.awards.models import Award, AwardState
from recognition.awards.queries import Holder, award_seen_by
from recognition.badges.models import Badge, BadgeVersion
from recognition.badges.queries import badge_seen_by
from recognition.collectives.queries import profile_seen_by
from recognition.endorsements.lines import MyEndorsements, TargetLine, WaitingEndorsement
from recognition.endorsements.models import Endorsement, EndorsementState
from recognition.endorsements.reading import Reading, endorsement_rows
from recognition.endorsements.rules import TargetKind
from recognition.imports.models import ImportedBadge
from recognition.imports.queries.shown import Importer, imported_seen_by
from recognition.people.models import Issuer, IssuerKind, Person
from recognition.permissions import Actor

MOST_OF_MINE = 100
"""Endorsements in each list of a member's own page."""


def waiting_for(session: Session, actor: Actor) -> list[WaitingEndorsement]:
    """What waits for `actor` to accept or decline, oldest first. A fixed number of statements."""
    if actor.person_id is None:
        return []
    return _mine(
        session,
        actor,
        and_(col(Endorsement.state) == EndorsementState.OFFERED, _received(actor)),
        oldest_first=True,
    )


def my_endorsements(session: Session, actor: Actor) -> MyEndorsements:
    """All that the page ``/moi/endossements`` shows."""
    waiting = waiting_for(session, actor)
    answered = and_(col(Endorsement.decided_at).is_not(None), _received(actor))
    return MyEndorsements(
        waiting=waiting,
        received=_mine(session, actor, answered),
        given=_mine(session, actor, col(Endorsement.endorser_id) == actor.person_id),
    )


def _received(actor: Actor) -> ColumnElement[bool]:
    """It is about an award or a badge from elsewhere that `actor` still keeps, or about
    themselves."""
    return or_(
        and_(
            col(Award.holder_id) == actor.person_id,
            col(Award.state) == AwardState.ACCEPTED,
        ),
        and_(
            col(ImportedBadge.holder_id) == actor.person_id,
            col(ImportedBadge.removed_at).is_(None),
        ),
        col(Endorsement.issuer_id) == actor.person_id,
    )


def _mine(
    session: Session, actor: Actor, which: ColumnElement[bool], *, oldest_first: bool = False
) -> list[WaitingEndorsement]:
    given_at = col(Endorsement.given_at)
    rows = session.execute(
        endorsement_rows(actor)
        .add_columns(
            func.coalesce(col(BadgeVersion.title), col(ImportedBadge.title)),
            col(BadgeVersion.alt_text),
            col(Badge.slug),
            func.coalesce(col(Holder.display_name), col(Importer.display_name)),
            func.coalesce(col(Award.holder_id), col(ImportedBadge.holder_id)),
            col(Issuer.kind),
            _target_seen(actor),
        )
        .where(which)
        .order_by(given_at if oldest_first else given_at.desc(), col(Endorsement.id))
        .limit(MOST_OF_MINE)
    ).all()
    issuers = [row[0].issuer_id for row in rows if row[0].issuer_id]
    reading = Reading(session, actor, rows, naming=issuers)
    return [WaitingEndorsement(reading.line(row), _target(row, reading, actor)) for row in rows]


def _target_seen(actor: Actor) -> ColumnElement[bool]:
    """Whether the visitor may see what it is about, today."""
    people = select(col(Person.id)).where(profile_seen_by(actor)).correlate(None)
    return case(
        (col(Endorsement.badge_id).is_not(None), badge_seen_by(actor)),
        (col(Endorsement.award_id).is_not(None), award_seen_by(actor)),
        (col(Endorsement.imported_id).is_not(None), imported_seen_by(actor)),
        (col(Issuer.kind) == IssuerKind.PERSON, col(Endorsement.issuer_id).in_(people)),
        else_=True,
    )


def _target(row: Any, reading: Reading, actor: Actor) -> TargetLine:
    endorsement = row[0]
    title, alt_text, slug, holder, holder_id, issuer_kind, seen = row[5:]
    if not seen:
        title, alt_text, slug, holder = "", "", "", ""
    if endorsement.issuer_id is not None:
        named = reading.names[endorsement.issuer_id]
        return TargetLine(
            kind=TargetKind(issuer_kind),
            id=endorsement.issuer_id,
            slug=named.slug if seen else "",
            title=named.name if seen else "",
            holder_name="",
            is_seen=seen,
            is_mine=actor.is_person(endorsement.issuer_id),
        )
    kind = TargetKind.IMPORTED
    if endorsement.imported_id is None:
        kind = TargetKind.BADGE if endorsement.badge_id is not None else TargetKind.AWARD
    return TargetLine(
        kind=kind,
        id=endorsement.badge_id or endorsement.award_id or endorsement.imported_id,
        slug=slug or "",
        title=title,
        holder_name=holder or "",
        is_seen=seen,
        is_mine=actor.is_person(holder_id),
        version_id=endorsement.version_id if seen else None,
        alt_text=alt_text or "",
    )
