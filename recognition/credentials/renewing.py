"""Having credentials signed anew: emptying their forms, and never going back in time."""

from datetime import datetime

from sqlalchemy import Update, case, update
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


def renew_from_elsewhere(session: Session, base_url: str, *, at: datetime) -> int:
    """Make due what was signed while the platform was at another address, and names that address
    all through; returns how many. `base_url` has no slash at its end. Reads every credential:
    for the start of a process."""
    done = session.connection().execute(
        emptied(at).where(
            col(Credential.document) != "",
            # as the beginning of an address: in a text of somebody's a quotation mark is escaped
            col(Credential.document).not_like(f'%"{_literally(base_url)}/ob3/%', escape="!"),
        )
    )
    return done.rowcount


def _literally(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
