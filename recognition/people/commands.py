"""What a person changes about themselves."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from recognition.errors import NotFound, Refused
from recognition.people.models import EmailAddress, Person
from recognition.people.queries import addresses_of, person_by_id
from recognition.people.rules import objection_to_map, objection_to_profile

MOST_ADDRESSES = 8


def change_profile(
    session: Session,
    person: Person,
    *,
    display_name: str,
    pronoun: str,
    city: str,
    headline: str,
    bio: str,
    profile_visibility: str,
) -> None:
    """Write what a person says of themselves, and who may read it. Raises Refused with the
    objection of the rules."""
    objection = objection_to_profile(
        display_name=display_name, visibility=profile_visibility, is_minor=person.is_minor
    )
    if objection:
        raise Refused(objection)
    person.display_name = display_name
    person.pronoun = pronoun
    person.city = city
    person.headline = headline
    person.bio = bio
    person.profile_visibility = profile_visibility
    session.add(person)


def stand_on_map(session: Session, person_id: UUID, town_code: str) -> None:
    """Agree to be on the maps by one's town, of `places.towns`. Raises Refused with the objection
    of the rules."""
    person = person_by_id(session, person_id)
    if objection := objection_to_map(is_minor=person.is_minor):
        raise Refused(objection)
    person.town_code = town_code
    session.add(person)


def leave_map(session: Session, person_id: UUID) -> None:
    """Be on no map any more, from the next page on."""
    person = person_by_id(session, person_id)
    person.town_code = ""
    session.add(person)


def change_locale(session: Session, person_id: UUID, locale: str) -> None:
    """Remember in which language to speak and write to a person. Raises NotFound."""
    person = person_by_id(session, person_id)
    person.locale = locale
    session.add(person)


def add_address(session: Session, person_id: UUID, address: str, *, at: datetime) -> None:
    """Add a mailbox that has just answered. Raises Refused when it is somebody's already."""
    if len(addresses_of(session, person_id)) >= MOST_ADDRESSES:
        raise Refused("address.too_many")
    session.add(EmailAddress(person_id=person_id, address=address, verified_at=at))
    try:
        session.flush()
    except IntegrityError as taken:
        raise Refused("address.taken") from taken


def make_primary(session: Session, person_id: UUID, address_id: UUID) -> None:
    """Have mails go to this address. Raises NotFound when it is not the person's."""
    addresses = addresses_of(session, person_id)
    chosen = _own(addresses, address_id)
    for address in addresses:
        address.is_primary = False
        session.add(address)
    session.flush()
    chosen.is_primary = True
    session.add(chosen)


def remove_address(session: Session, person_id: UUID, address_id: UUID) -> None:
    """Forget an address. Raises Refused for the one that mails go to, NotFound for another's."""
    chosen = _own(addresses_of(session, person_id), address_id)
    if chosen.is_primary:
        raise Refused("address.primary")
    session.delete(chosen)


def _own(addresses: list[EmailAddress], address_id: UUID) -> EmailAddress:
    for address in addresses:
        if address.id == address_id:
            return address
    raise NotFound
