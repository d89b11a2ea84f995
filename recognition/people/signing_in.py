"""Coming in by a code or a link sent by mail (requirements E3 and E4).

Nothing here asks whether an address is known before its mailbox has answered: the same rows are
written and the same mail is queued, so that nobody can learn who has an account.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from recognition.errors import Refused
from recognition.people.models import (
    EmailAddress,
    Issuer,
    IssuerKind,
    Person,
    ProfileVisibility,
    SignInToken,
)
from recognition.people.queries import latest_token, person_id_of_address, token_by_link
from recognition.people.rates import SIGN_IN_BY_ADDRESS, SIGN_IN_BY_CLIENT, count_try
from recognition.people.secrets import hashed, new_code, new_secret
from recognition.texts import slugify

GOOD_FOR = timedelta(minutes=15)
SIGN_UP_WITHIN = timedelta(minutes=30)
MOST_WRONG_CODES = 5


@dataclass(frozen=True)
class Key:
    """What is sent to a mailbox, and nowhere else."""

    link: str
    code: str


def ask_for_key(
    session: Session,
    address: str,
    *,
    browser: str,
    client: str,
    next_path: str,
    person_id: UUID | None = None,
    at: datetime,
) -> Key:
    """Prepare a key for a mailbox. `person_id` is who wants to add the address to theirs.

    Raises TooOften. The caller mails the key.
    """
    count_try(session, SIGN_IN_BY_ADDRESS, address, at=at)
    count_try(session, SIGN_IN_BY_CLIENT, client, at=at)
    key = Key(link=new_secret(), code=new_code())
    session.add(
        SignInToken(
            link_hash=hashed(key.link),
            code_hash=hashed(key.code, salt=browser),
            browser_hash=hashed(browser),
            address=address,
            person_id=person_id,
            next_path=next_path,
            created_at=at,
            expires_at=at + GOOD_FOR,
        )
    )
    return key


def use_code(session: Session, code: str, *, browser: str, at: datetime) -> SignInToken:
    """The token a typed code opens, now used. Raises Refused: wrong, expired, used, too many
    tries. A wrong code is counted: the caller commits it even so, through `WrongCode`."""
    token = latest_token(session, hashed(browser))
    if token is None or token.used_at is not None:
        raise Refused("sign_in.no_code")
    if _expired(token, at) or token.wrong_code_count >= MOST_WRONG_CODES:
        raise Refused("sign_in.expired")
    digits = "".join(character for character in code if character.isdecimal())
    if not hmac.compare_digest(hashed(digits, salt=browser), token.code_hash):
        token.wrong_code_count += 1
        session.add(token)
        raise WrongCode
    return _used(session, token, at)


class WrongCode(Refused):
    """The code is not the one that was sent. The try has been counted in the session."""

    def __init__(self) -> None:
        super().__init__("sign_in.wrong_code")


def link_is_for(session: Session, link: str, *, browser: str, at: datetime) -> bool:
    """Whether the link still works here: raises Refused when it is used, expired or unknown;
    False when another browser asked for it (there, the code is typed)."""
    token = token_by_link(session, link)
    if token is None or _expired(token, at):
        raise Refused("sign_in.expired")
    if token.used_at is not None:
        raise Refused("sign_in.used")
    return hmac.compare_digest(token.browser_hash, hashed(browser))


def use_link(session: Session, link: str, *, browser: str, at: datetime) -> SignInToken:
    """The token a link opens, now used. Raises Refused."""
    if not link_is_for(session, link, browser=browser, at=at):
        raise Refused("sign_in.other_browser")
    token = token_by_link(session, link)
    assert token is not None
    return _used(session, token, at)


def proven_key(session: Session, *, browser: str, at: datetime) -> SignInToken:
    """The used token of an address that this browser has just proven and that nobody has yet.
    Raises Refused."""
    token = latest_token(session, hashed(browser))
    if token is None or token.used_at is None or token.person_id is not None:
        raise Refused("sign_in.no_code")
    if at - token.used_at > SIGN_UP_WITHIN or at < token.used_at - timedelta(hours=1):
        raise Refused("sign_in.expired")
    if person_id_of_address(session, token.address) is not None:
        raise Refused("sign_in.used")
    return token


def sign_up(
    session: Session, address: str, *, display_name: str, locale: str, at: datetime
) -> Person:
    """A new person with one verified address; nothing of theirs is shown to anyone.

    Raises Refused when somebody was quicker with the same mailbox.
    """
    issuer = Issuer(kind=IssuerKind.PERSON)
    session.add(issuer)
    session.flush()
    person = Person(
        id=issuer.id,
        handle=free_handle(session, display_name),
        display_name=display_name,
        profile_visibility=ProfileVisibility.PRIVATE,
        locale=locale,
        joined_at=at,
    )
    session.add(person)
    session.flush()
    session.add(EmailAddress(person_id=person.id, address=address, is_primary=True, verified_at=at))
    try:
        session.flush()
    except IntegrityError as race:
        raise Refused("sign_in.used") from race
    return person


def free_handle(session: Session, display_name: str) -> str:
    """A handle made from a name that nobody has. One query."""
    stem = slugify(display_name, longest=50) or "personne"
    taken = set(
        session.exec(select(Person.handle).where(col(Person.handle).startswith(stem))).all()
    )
    handle, count = stem, 1
    while handle in taken:
        count += 1
        handle = f"{stem}-{count}"
    return handle


def _expired(token: SignInToken, at: datetime) -> bool:
    return not token.created_at - timedelta(hours=1) <= at < token.expires_at


def _used(session: Session, token: SignInToken, at: datetime) -> SignInToken:
    token.used_at = at
    session.add(token)
    session.flush()
    return token
