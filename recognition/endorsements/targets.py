"""What can be endorsed, found with the visitor's rights: absent and hidden are one answer."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select
from sqlmodel import Session, col

from recognition.awards.models import Award, AwardState, Visibility
from recognition.awards.rules import AwardSubject, profile_width
from recognition.badges.models import Badge, BadgeState, BadgeVersion, Criterion
from recognition.badges.queries import SHOWN_TO_ALL
from recognition.badges.rules import BadgeSubject
from recognition.collectives.models import Collective, Organisation
from recognition.collectives.queries import collectives_of, profile_seen_by
from recognition.collectives.rules import CollectiveSubject, OrganisationSubject
from recognition.endorsements.models import Endorsement
from recognition.endorsements.rules import (
    MEMBERS,
    CriterionChoice,
    EndorsementSubject,
    Target,
    TargetKind,
)
from recognition.errors import NotFound
from recognition.imports.models import ImportedBadge
from recognition.imports.queries.shown import Importer
from recognition.imports.rules import ImportedSubject
from recognition.people.models import Issuer, IssuerKind, Person
from recognition.people.rules import ProfileSubject
from recognition.permissions import Action, Actor, may

_BY_SLUG = {
    TargetKind.PERSON: col(Person.handle),
    TargetKind.COLLECTIVE: col(Collective.slug),
    TargetKind.ORGANISATION: col(Organisation.slug),
}


def badge_target(session: Session, actor: Actor, slug: str) -> Target:
    """The badge of that address, in its current version. Raises NotFound. Two statements."""
    return _seen(actor, _badge(session, col(Badge.slug) == slug))


def award_target(session: Session, actor: Actor, award_id: UUID) -> Target:
    """The award, in the version it was given in. Raises NotFound, also for one that is not (or
    no longer) accepted. Three statements."""
    target = _seen(actor, _award(session, actor, award_id))
    if isinstance(target.subject, AwardSubject) and (
        target.subject.award_state != AwardState.ACCEPTED
    ):
        raise NotFound
    return target


def imported_target(session: Session, actor: Actor, imported_id: UUID) -> Target:
    """The badge from elsewhere. Raises NotFound. Two statements."""
    return _seen(actor, _imported(session, actor, imported_id))


def issuer_target(session: Session, actor: Actor, kind: TargetKind, slug: str) -> Target:
    """The person, collective or organisation of that address. Raises NotFound. One statement,
    two for a person."""
    return _seen(actor, _issuer(session, _BY_SLUG[kind] == slug))


def target_of(session: Session, actor: Actor, **ids: UUID | None) -> Target:
    """The thing behind the one of `badge_id`, `award_id`, `imported_id`, `issuer_id` that is not
    None, whether or not `actor` may still see it: for who takes part in an endorsement of it.
    Raises NotFound."""
    if (badge_id := ids.get("badge_id")) is not None:
        return _badge(session, col(Badge.id) == badge_id)
    if (award_id := ids.get("award_id")) is not None:
        return _award(session, actor, award_id)
    if (imported_id := ids.get("imported_id")) is not None:
        return _imported(session, actor, imported_id)
    return _issuer(session, col(Issuer.id) == ids.get("issuer_id"))


def target_of_endorsement(session: Session, actor: Actor, endorsement: Endorsement) -> Target:
    """What an endorsement is of, whether or not `actor` may still see it."""
    return target_of(
        session,
        actor,
        badge_id=endorsement.badge_id,
        award_id=endorsement.award_id,
        imported_id=endorsement.imported_id,
        issuer_id=endorsement.issuer_id,
    )


def seen_target(session: Session, actor: Actor, **ids: UUID | None) -> Target:
    """The same, for who looks at it. Raises NotFound when it is not to be seen."""
    return _seen(actor, target_of(session, actor, **ids))


def _seen(actor: Actor, target: Target) -> Target:
    if not may(actor, Action.SEE, target.subject):
        raise NotFound
    return target


def _badge(session: Session, which: ColumnElement[bool]) -> Target:
    row = session.execute(
        select(Badge, BadgeVersion)
        .join(
            BadgeVersion,
            and_(
                col(BadgeVersion.badge_id) == Badge.id,
                col(BadgeVersion.number) == Badge.current_version,
            ),
        )
        .where(which)
    ).first()
    if row is None:
        raise NotFound
    badge, version = row
    return Target(
        kind=TargetKind.BADGE,
        id=badge.id,
        slug=badge.slug,
        title=version.title,
        subject=BadgeSubject(badge.state, badge.collective_id, badge.proposer_id),
        pattern=EndorsementSubject(
            target_width=badge_width(badge.state),
            owning_collectives=frozenset({badge.collective_id}),
        ),
        maker_id=badge.proposer_id,
        definition=version.definition,
        criteria=_criteria(session, version.id),
        **_words(version),
    )


def badge_width(badge_state: str) -> str:
    """How widely an endorsement of a badge is shown."""
    if badge_state in SHOWN_TO_ALL:
        return Visibility.PUBLIC
    return MEMBERS if badge_state == BadgeState.DISCUSSION else Visibility.PRIVATE


def _award(session: Session, actor: Actor, award_id: UUID) -> Target:
    row = session.execute(
        select(Award, BadgeVersion, col(Badge.slug), Person, profile_seen_by(actor))
        .join(BadgeVersion, col(BadgeVersion.id) == Award.version_id)
        .join(Badge, col(Badge.id) == Award.badge_id)
        .outerjoin(Person, col(Person.id) == col(Award.holder_id))
        .where(col(Award.id) == award_id)
    ).first()
    if row is None:
        raise NotFound
    award, version, slug, holder, profile_is_seen = row
    subject = AwardSubject(award.state, award.visibility, award.holder_id, award.giver_id)
    if holder is not None:
        subject = replace(
            subject,
            profile_visibility=holder.profile_visibility,
            holder_collectives=collectives_of(session, holder.id),
        )
    return Target(
        kind=TargetKind.AWARD,
        id=award.id,
        slug=slug,
        title=version.title,
        subject=subject,
        pattern=EndorsementSubject(
            target_width=subject.width,
            owner_ids=frozenset({award.holder_id} - {None}),
            target_collectives=subject.holder_collectives,
        ),
        maker_id=award.holder_id,
        holder_name=holder.display_name if holder else "",
        holder_handle=holder.handle if holder and profile_is_seen else None,
        definition=version.definition,
        criteria=_criteria(session, version.id),
        **_words(version),
    )


def _imported(session: Session, actor: Actor, imported_id: UUID) -> Target:
    row = session.execute(
        select(ImportedBadge, Importer, col(Importer.id).in_(_pages_seen_by(actor)))
        .join(Importer, col(Importer.id) == col(ImportedBadge.holder_id))
        .where(col(ImportedBadge.id) == imported_id)
    ).first()
    if row is None:
        raise NotFound
    imported, holder, profile_is_seen = row
    subject = ImportedSubject(
        holder_id=holder.id,
        belonging=imported.belonging,
        visibility=imported.visibility,
        profile_visibility=holder.profile_visibility,
        holder_collectives=collectives_of(session, holder.id),
        is_removed=imported.removed_at is not None,
    )
    return Target(
        kind=TargetKind.IMPORTED,
        id=imported.id,
        slug="",
        title=imported.title,
        subject=subject,
        pattern=EndorsementSubject(
            target_width=subject.width,
            owner_ids=frozenset({holder.id}),
            target_collectives=subject.holder_collectives,
        ),
        maker_id=holder.id,
        holder_name=holder.display_name,
        holder_handle=holder.handle if profile_is_seen else None,
        has_picture=bool(imported.picture_key),
        definition=imported.description,
    )


def _pages_seen_by(actor: Actor) -> Select[UUID]:
    return select(col(Person.id)).where(profile_seen_by(actor)).correlate(None)


def _words(version: BadgeVersion) -> dict[str, Any]:
    return {
        "version_id": version.id,
        "version_number": version.number,
        "alt_text": version.alt_text,
    }


def _criteria(session: Session, version_id: UUID) -> tuple[CriterionChoice, ...]:
    rows = session.execute(
        select(col(Criterion.id), col(Criterion.text))
        .where(col(Criterion.version_id) == version_id)
        .order_by(col(Criterion.position))
    )
    return tuple(CriterionChoice(row[0], row[1]) for row in rows)


def _issuer(session: Session, which: ColumnElement[bool]) -> Target:
    row = session.execute(
        select(col(Issuer.kind), Person, Collective, Organisation)
        .outerjoin(Person, col(Person.id) == col(Issuer.id))
        .outerjoin(Collective, col(Collective.id) == col(Issuer.id))
        .outerjoin(Organisation, col(Organisation.id) == col(Issuer.id))
        .where(which)
    ).first()
    if row is None:
        raise NotFound
    kind, person, collective, organisation = row
    if kind == IssuerKind.PERSON:
        return _person(session, person)
    if kind == IssuerKind.COLLECTIVE:
        return Target(
            kind=TargetKind.COLLECTIVE,
            id=collective.id,
            slug=collective.slug,
            title=collective.name,
            subject=CollectiveSubject(collective.id),
            pattern=EndorsementSubject(owning_collectives=frozenset({collective.id})),
            definition=collective.tagline,
        )
    return Target(
        kind=TargetKind.ORGANISATION,
        id=organisation.id,
        slug=organisation.slug,
        title=organisation.name,
        subject=OrganisationSubject(organisation.id, organisation.collective_id),
        pattern=EndorsementSubject(owning_organisation_id=organisation.id),
        definition=organisation.kind,
    )


def _person(session: Session, person: Person) -> Target:
    collectives = collectives_of(session, person.id)
    return Target(
        kind=TargetKind.PERSON,
        id=person.id,
        slug=person.handle,
        title=person.display_name,
        subject=ProfileSubject(person.id, person.profile_visibility, collectives),
        pattern=EndorsementSubject(
            target_width=profile_width(person.profile_visibility),
            owner_ids=frozenset({person.id}),
            target_collectives=collectives,
        ),
        maker_id=person.id,
        definition=person.headline,
    )
