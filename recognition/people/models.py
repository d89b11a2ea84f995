"""People, their addresses, their ways in; and the issuers, of which a person is one kind."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, event, text
from sqlmodel import Field, SQLModel, Text

from recognition.db import UtcDateTime
from recognition.texts import fold


class IssuerKind(StrEnum):
    """Who can issue and be endorsed as an issuer: there is no clan of issuers."""

    PERSON = "person"
    COLLECTIVE = "collective"
    ORGANISATION = "organisation"


class Issuer(SQLModel, table=True):
    """What a person, a collective and an organisation have in common: each shares its `id` with
    its own row here, so that an award or an endorsement can name any of them."""

    __tablename__ = "issuer"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: str = Field(max_length=12)


class ProfileVisibility(StrEnum):
    """Who may see a person's page, and with it anything that is theirs."""

    PUBLIC = "public"
    FIRST_NAME_ONLY = "first_name_only"  # public under the first name, never indexed nor listed
    COLLECTIVE = "collective"
    PRIVATE = "private"


class Person(SQLModel, table=True):
    """An account. `display_name` is all that others read of a name.

    `sort_name` (the name without accents and case) and `search_text` (that, the city and the
    headline) follow the others at each flush: no database we use compares so by itself.
    """

    __tablename__ = "person"

    id: UUID = Field(primary_key=True, foreign_key="issuer.id")
    handle: str = Field(max_length=60, unique=True)
    display_name: str = Field(max_length=80)
    pronoun: str = Field(default="", max_length=30)
    city: str = Field(default="", max_length=80)
    headline: str = Field(default="", max_length=140)
    bio: str = Field(default="", max_length=1200)
    is_minor: bool = False
    profile_visibility: str = Field(default=ProfileVisibility.PRIVATE, max_length=16)
    locale: str = Field(default="fr", max_length=5)
    town_code: str = Field(default="", max_length=12)  # agreed to be on the map there; "" is no
    joined_at: datetime = Field(sa_type=UtcDateTime)
    sort_name: str = Field(default="", sa_type=Text, index=True)
    search_text: str = Field(default="", sa_type=Text)


@event.listens_for(Person, "before_insert")
@event.listens_for(Person, "before_update")
def _fold(_mapper: Any, _connection: Any, person: Person) -> None:
    person.sort_name = fold(person.display_name)
    person.search_text = "\n".join([person.sort_name, fold(person.city), fold(person.headline)])


class EmailAddress(SQLModel, table=True):
    """A mailbox that its person proved to read. A person may have several; a mailbox has one
    person. `address` is lower case."""

    __tablename__ = "email_address"
    __table_args__ = (
        Index(
            "uq_email_address_primary",
            "person_id",
            unique=True,
            sqlite_where=text("is_primary"),
            postgresql_where=text("is_primary"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    address: str = Field(max_length=254, unique=True)
    is_primary: bool = False
    verified_at: datetime = Field(sa_type=UtcDateTime)


class SignInToken(SQLModel, table=True):
    """A link and a code sent to a mailbox, good once and for fifteen minutes (requirement E3).

    Only hashes are kept. `person_id` is who asked to add the address; None for signing in.
    `browser_hash` binds the link to the browser that asked; the code may be typed elsewhere.
    """

    __tablename__ = "sign_in_token"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    link_hash: str = Field(max_length=64, unique=True)
    code_hash: str = Field(max_length=64)
    browser_hash: str = Field(max_length=64, index=True)
    address: str = Field(max_length=254, index=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    next_path: str = Field(default="/", max_length=500)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    wrong_code_count: int = 0
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LoginSession(SQLModel, table=True):
    """A browser that is signed in. The cookie holds the secret, the row its hash (E1).

    `is_guarded` marks a session of a coordinator, which rests for less long.
    """

    __tablename__ = "login_session"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    secret_hash: str = Field(max_length=64, unique=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    browser_label: str = Field(default="", max_length=120)
    is_guarded: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RateCount(SQLModel, table=True):
    """How often something was tried within one window of time; the key is hashed."""

    __tablename__ = "rate_count"

    key_hash: str = Field(max_length=64, primary_key=True)
    window_start: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    count: int = 0


class FormReceipt(SQLModel, table=True):
    """A form that was carried out, by the random key its page carried: sent twice, it leads to
    the same place and writes nothing more (requirement J1)."""

    __tablename__ = "form_receipt"

    key_hash: str = Field(max_length=64, primary_key=True)
    location: str = Field(sa_type=Text)
    received_at: datetime = Field(sa_type=UtcDateTime, index=True)
