"""Reading people and their addresses."""

from uuid import UUID

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, col, select

from recognition.errors import NotFound
from recognition.people.models import EmailAddress, LoginSession, Person, SignInToken
from recognition.people.secrets import hashed


def person_by_id(session: Session, person_id: UUID) -> Person:
    """The person, for writing. Raises NotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def person_by_handle(session: Session, handle: str) -> Person:
    """The person whose page is ``/@handle``. Raises NotFound."""
    person = session.exec(select(Person).where(Person.handle == handle)).first()
    if person is None:
        raise NotFound
    return person


DEMO_DOMAIN = "@demo.invalid"
"""Where the people of the demo would read their mails, if that domain existed (RFC 2606)."""


def is_of_demo() -> ColumnElement[bool]:
    """SQL on `Person`: made up for the demo, and not someone who signed up in it."""
    return exists().where(
        col(EmailAddress.person_id) == col(Person.id),
        col(EmailAddress.is_primary),
        col(EmailAddress.address).endswith(DEMO_DOMAIN),
    )


def demo_person_id(session: Session, handle: str) -> UUID:
    """Whom one may enter as in the demo. Raises NotFound for anyone who signed up in it."""
    person_id = session.exec(select(Person.id).where(Person.handle == handle, is_of_demo())).first()
    if person_id is None:
        raise NotFound
    return person_id


def person_id_of_address(session: Session, address: str) -> UUID | None:
    """Whose verified address this is; None when nobody's. `address` as `forms.address_of` gives
    it."""
    return session.exec(
        select(EmailAddress.person_id).where(EmailAddress.address == address)
    ).first()


def addresses_of(session: Session, person_id: UUID) -> list[EmailAddress]:
    """A person's verified addresses, the one that mails go to first."""
    return list(
        session.exec(
            select(EmailAddress)
            .where(EmailAddress.person_id == person_id)
            .order_by(col(EmailAddress.is_primary).desc(), col(EmailAddress.address))
        )
    )


def primary_address(session: Session, person_id: UUID) -> str | None:
    """Where a person's mails go; None for a demo person or an erased account."""
    return session.exec(
        select(EmailAddress.address).where(
            EmailAddress.person_id == person_id, col(EmailAddress.is_primary)
        )
    ).first()


def session_of(session: Session, person_id: UUID, session_id: UUID) -> LoginSession:
    """One of a person's sessions, ended or not. Raises NotFound, also for another's."""
    found = session.get(LoginSession, session_id)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found


def latest_token(session: Session, browser_hash: str) -> SignInToken | None:
    """The last code asked for by a browser, whatever became of it."""
    return session.exec(
        select(SignInToken)
        .where(SignInToken.browser_hash == browser_hash)
        .order_by(col(SignInToken.created_at).desc())
        .with_for_update()
    ).first()


def token_by_link(session: Session, link: str) -> SignInToken | None:
    """The token whose link holds this secret, whatever became of it."""
    return session.exec(
        select(SignInToken).where(SignInToken.link_hash == hashed(link)).with_for_update()
    ).first()
