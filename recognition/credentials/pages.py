"""Where people read what a piece of public data is about: for anyone's eyes, one query each."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from recognition.badges.models import Badge, BadgeVersion
from recognition.badges.queries import version_seen_by
from recognition.collectives.models import Collective, Organisation
from recognition.endorsements.models import Endorsement
from recognition.endorsements.visibility import endorsement_public, with_targets
from recognition.errors import NotFound
from recognition.people.models import Issuer, IssuerKind, Person
from recognition.people.rules import SHOWN_TO_ALL as PROFILES_SHOWN_TO_ALL
from recognition.permissions import ANYONE


@dataclass(frozen=True)
class VersionPage:
    """The page of a version: that of its badge while it is the one in force."""

    slug: str
    number: int
    is_current: bool


@dataclass(frozen=True)
class IssuerPage:
    """The page of an issuer. `slug` is a person's handle."""

    kind: IssuerKind
    slug: str


@dataclass(frozen=True)
class EndorsedThing:
    """What an endorsement is of: exactly one of the three."""

    award_id: UUID | None
    badge_slug: str | None
    issuer_id: UUID | None


def version_page(session: Session, version_id: UUID) -> VersionPage:
    """Raises NotFound, also for a version that not everyone may see."""
    row = session.execute(
        select(col(Badge.slug), col(BadgeVersion.number), col(Badge.current_version))
        .join(Badge, col(Badge.id) == col(BadgeVersion.badge_id))
        .where(col(BadgeVersion.id) == version_id, version_seen_by(ANYONE))
    ).first()
    if row is None:
        raise NotFound
    slug, number, current = row
    return VersionPage(slug, number, number == current)


def issuer_page(session: Session, issuer_id: UUID) -> IssuerPage:
    """Raises NotFound, also for a person whose page not everyone may see."""
    row = session.execute(
        select(
            col(Issuer.kind),
            col(Person.handle),
            col(Person.profile_visibility),
            col(Collective.slug),
            col(Organisation.slug),
        )
        .outerjoin(Person, col(Person.id) == col(Issuer.id))
        .outerjoin(Collective, col(Collective.id) == col(Issuer.id))
        .outerjoin(Organisation, col(Organisation.id) == col(Issuer.id))
        .where(col(Issuer.id) == issuer_id)
    ).first()
    if row is None:
        raise NotFound
    kind, handle, shown_to, collective_slug, organisation_slug = row
    if kind == IssuerKind.PERSON and shown_to not in PROFILES_SHOWN_TO_ALL:
        raise NotFound
    return IssuerPage(IssuerKind(kind), handle or collective_slug or organisation_slug)


def endorsed_thing(session: Session, endorsement_id: UUID) -> EndorsedThing:
    """Raises NotFound, also for an endorsement that not everyone may see."""
    row = session.execute(
        with_targets(
            select(
                col(Endorsement.award_id), col(Badge.slug), col(Endorsement.issuer_id)
            ).select_from(Endorsement)
        ).where(col(Endorsement.id) == endorsement_id, endorsement_public())
    ).first()
    if row is None:
        raise NotFound
    return EndorsedThing(*row)
