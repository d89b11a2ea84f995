"""Having credentials signed anew: emptying their forms, and never going back in time."""

from datetime import datetime

from sqlalchemy import ColumnElement, Update, and_, case, exists, select, update
from sqlmodel import Session, col

from recognition.credentials.models import Credential


def emptied(at: datetime) -> Update:
    """The statement that makes every credential due, as of `at`; narrow it with ``where``. What
    is signed then never says that it is older than what was signed before (requirement J5)."""
    return update(Credential).values(
        document="",
        token="",
        hosted="",
        revision=Credential.revision + 1,
        changed_at=case((col(Credential.changed_at) > at, col(Credential.changed_at)), else_=at),
    )


def is_any_from_elsewhere(session: Session, base_url: str) -> bool:
    """Whether something is kept that was signed while the platform was at another address than
    `base_url`, which has no slash at its end. Reads every credential where nothing is: for the
    start of a process, in a session that locks nobody out."""
    return bool(session.scalar(select(exists().where(_is_from_elsewhere(base_url)))))


def renew_from_elsewhere(session: Session, base_url: str, *, at: datetime) -> int:
    """Make due what was signed at another address, and names that address all through; returns
    how many."""
    return session.connection().execute(emptied(at).where(_is_from_elsewhere(base_url))).rowcount


def _is_from_elsewhere(base_url: str) -> ColumnElement[bool]:
    """As the beginning of an address: in a text of somebody's, a quotation mark is escaped."""
    return and_(
        col(Credential.document) != "",
        col(Credential.document).not_like(f'%"{_literally(base_url)}/ob3/%', escape="!"),
    )


def _literally(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
