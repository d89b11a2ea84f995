"""Organisations and who speaks for them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from recognition.collectives.commands.founding import free_slug
from recognition.collectives.commands.journal import note_act
from recognition.collectives.models import Organisation, Representative
from recognition.collectives.queries import coordinator_exists, speakers
from recognition.collectives.rules import Act
from recognition.errors import NotFound, Refused
from recognition.people.models import Issuer, IssuerKind


@dataclass(frozen=True)
class OrganisationWords:
    """What an organisation says of itself, and the collective it is affiliated to, if any."""

    name: str
    kind: str
    city: str
    description: str
    collective_id: UUID | None


def create_organisation(
    session: Session, creator_id: UUID, words: OrganisationWords, *, at: datetime
) -> Organisation:
    """A new organisation, whose creator is its first representative."""
    issuer = Issuer(kind=IssuerKind.ORGANISATION)
    session.add(issuer)
    session.flush()
    organisation = Organisation(
        id=issuer.id,
        slug=free_slug(session, Organisation, words.name, otherwise="organisation"),
        created_at=at,
        **asdict(words),
    )
    session.add(organisation)
    session.flush()
    session.add(
        Representative(
            organisation_id=organisation.id, person_id=creator_id, named_at=at, accepted_at=at
        )
    )
    session.flush()
    return organisation


def change_organisation(
    session: Session,
    organisation: Organisation,
    words: OrganisationWords,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """Write what an organisation says of itself. Its address stays: others link to it. What
    coordination writes is noted for each representative."""
    through = organisation.collective_id
    for name, value in asdict(words).items():
        setattr(organisation, name, value)
    session.add(organisation)
    _note_help(session, organisation, through, Act.ORGANISATION_CHANGED, by=by, at=at)


def name_representative(
    session: Session, organisation: Organisation, person_id: UUID, *, by: UUID, at: datetime
) -> Representative:
    """Ask someone to speak for an organisation: it counts once they accept. Raises Refused when
    they do, or were asked, already."""
    naming = Representative(
        organisation_id=organisation.id, person_id=person_id, named_by_id=by, named_at=at
    )
    session.add(naming)
    try:
        session.flush()
    except IntegrityError as already:
        raise Refused("representative.named_already") from already
    _note_help(
        session,
        organisation,
        organisation.collective_id,
        Act.REPRESENTATIVE_NAMED,
        by=by,
        at=at,
    )
    return naming


def accept_naming(
    session: Session, naming_id: UUID, person_id: UUID, *, at: datetime
) -> Representative:
    """Speak for the organisation from now on. Raises NotFound for a naming that is not theirs or
    was answered already."""
    naming = _own_naming(session, naming_id, person_id)
    naming.accepted_at = at
    session.add(naming)
    return naming


def decline_naming(session: Session, naming_id: UUID, person_id: UUID, *, at: datetime) -> None:
    """Not speak for the organisation; it is not announced. Raises as `accept_naming`."""
    naming = _own_naming(session, naming_id, person_id)
    naming.ended_at = at
    session.add(naming)


def end_representation(
    session: Session, organisation: Organisation, representative_id: UUID, *, at: datetime
) -> Representative:
    """Have someone speak for the organisation no longer, or take back their naming.

    Raises NotFound; Refused for the last one, unless a coordination remains that can name
    another.
    """
    ending = session.exec(
        select(Representative).where(
            Representative.id == representative_id,
            Representative.organisation_id == organisation.id,
            col(Representative.ended_at).is_(None),
        )
    ).first()
    if ending is None:
        raise NotFound
    is_last = ending.accepted_at is not None and speakers(session, organisation.id) == {
        ending.person_id
    }
    if is_last and not coordinator_exists(session, organisation.collective_id):
        raise Refused("representative.last")
    ending.ended_at = at
    session.add(ending)
    return ending


def _own_naming(session: Session, naming_id: UUID, person_id: UUID) -> Representative:
    naming = session.exec(
        select(Representative)
        .where(
            Representative.id == naming_id,
            Representative.person_id == person_id,
            col(Representative.accepted_at).is_(None),
            col(Representative.ended_at).is_(None),
        )
        .with_for_update()
    ).first()
    if naming is None:
        raise NotFound
    return naming


def _note_help(
    session: Session,
    organisation: Organisation,
    collective_id: UUID | None,
    act: Act,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """Note, for each representative, what coordination did in the organisation's affairs."""
    owners = speakers(session, organisation.id)
    if by in owners or collective_id is None:
        return
    for owner in owners:
        note_act(session, collective_id, act, organisation.id, by=by, owner=owner, at=at)
