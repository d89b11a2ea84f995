"""Signed-in browsers (requirements E1 and E2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlmodel import Session, and_, col, or_, select, update

from recognition.people.models import LoginSession, Person
from recognition.people.secrets import hashed, new_secret
from recognition.permissions import ANYONE, Actor

IDLE = timedelta(days=14)
IDLE_OF_COORDINATORS = timedelta(hours=12)
LONGEST = timedelta(days=90)
KEEP_ALIVE_EVERY = timedelta(minutes=10)


@dataclass(frozen=True)
class SignedIn:
    """The member behind a session, as every page shows them. `seen_at` is when the session was
    last noted as in use."""

    id: UUID
    session_id: UUID
    handle: str
    display_name: str
    locale: str
    seen_at: datetime

    @property
    def initials(self) -> str:
        return initials(self.display_name)


@dataclass(frozen=True)
class Standing:
    """What the collectives say of a member: their rights, and the dye of their portrait."""

    actor: Actor = ANYONE
    accent: str = "noyer"


def initials(name: str) -> str:
    """One or two capitals for a round portrait: ``LS`` for « Leïla Sauge »."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


def start_session(
    session: Session,
    person_id: UUID,
    *,
    browser_label: str,
    is_guarded: bool = False,
    at: datetime,
) -> str:
    """Open a session for a person and return the secret that its cookie holds. `is_guarded` for
    a coordinator, whose browser is forgotten after half a day without use."""
    secret = new_secret()
    session.add(
        LoginSession(
            secret_hash=hashed(secret),
            person_id=person_id,
            browser_label=browser_label,
            is_guarded=is_guarded,
            created_at=at,
            seen_at=at,
        )
    )
    session.flush()
    return secret


def signed_in(session: Session, secret: str, *, at: datetime) -> SignedIn | None:
    """The member whose browser holds `secret`; None when the session has ended or expired.

    One query. A clock that went back ends nothing early and opens nothing: a session seen in the
    future is refused after an hour's tolerance (requirement J5).
    """
    row = session.execute(
        select_columns(
            col(Person.id),
            col(LoginSession.id),
            col(Person.handle),
            col(Person.display_name),
            col(Person.locale),
            col(LoginSession.seen_at),
            col(LoginSession.created_at),
            col(LoginSession.is_guarded),
        )
        .join(LoginSession, col(LoginSession.person_id) == col(Person.id))
        .where(
            col(LoginSession.secret_hash) == hashed(secret), col(LoginSession.ended_at).is_(None)
        )
    ).first()
    if row is None:
        return None
    *fields, created_at, is_guarded = row
    member = SignedIn(*fields)
    age = at - created_at
    idle = IDLE_OF_COORDINATORS if is_guarded else IDLE
    expired = at - member.seen_at > idle or age > LONGEST or age < -timedelta(hours=1)
    return None if expired else member


def needs_keeping_alive(member: SignedIn, *, at: datetime) -> bool:
    """Whether the session's last use should be noted again; not on every page."""
    return at - member.seen_at > KEEP_ALIVE_EVERY


def keep_alive(session: Session, session_id: UUID, *, at: datetime) -> None:
    """Note that a session is in use."""
    session.exec(update(LoginSession).where(col(LoginSession.id) == session_id).values(seen_at=at))


def guard_sessions(session: Session, person_id: UUID) -> None:
    """Have the open sessions of someone who becomes a coordinator rest for less long."""
    session.exec(
        update(LoginSession)
        .where(col(LoginSession.person_id) == person_id, col(LoginSession.ended_at).is_(None))
        .values(is_guarded=True)
    )


def end_session(session: Session, person_id: UUID, session_id: UUID, *, at: datetime) -> None:
    """End one of a person's sessions; ending it twice, or another's, changes nothing."""
    session.exec(
        update(LoginSession)
        .where(
            col(LoginSession.id) == session_id,
            col(LoginSession.person_id) == person_id,
            col(LoginSession.ended_at).is_(None),
        )
        .values(ended_at=at)
    )


def end_other_sessions(
    session: Session, person_id: UUID, kept_session_id: UUID, *, at: datetime
) -> None:
    """End all of a person's sessions but the one in use, as after a change of address."""
    session.exec(
        update(LoginSession)
        .where(
            col(LoginSession.person_id) == person_id,
            col(LoginSession.id) != kept_session_id,
            col(LoginSession.ended_at).is_(None),
        )
        .values(ended_at=at)
    )


def open_sessions(session: Session, person_id: UUID, *, at: datetime) -> list[LoginSession]:
    """A person's sessions that still work, the latest used first."""
    return list(
        session.exec(
            select(LoginSession)
            .where(
                LoginSession.person_id == person_id,
                col(LoginSession.ended_at).is_(None),
                or_(
                    LoginSession.seen_at > at - IDLE_OF_COORDINATORS,
                    and_(LoginSession.seen_at > at - IDLE, col(LoginSession.is_guarded).is_(False)),
                ),
                LoginSession.created_at > at - LONGEST,
            )
            .order_by(col(LoginSession.seen_at).desc())
        )
    )
