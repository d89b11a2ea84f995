"""Keeping what was signed, and having everything signed that is due."""

from collections.abc import Iterable

from sqlalchemy import update
from sqlmodel import Session, col

from recognition.credentials.models import Credential
from recognition.credentials.signing import Signed


def keep_signed(session: Session, made: Iterable[Signed]) -> int:
    """Keep these forms; returns how many. What changed since it was read is left to be signed
    anew: nothing that somebody hid meanwhile comes back."""
    kept = 0
    for each in made:
        done = session.connection().execute(
            update(Credential)
            .where(
                col(Credential.id) == each.id,
                col(Credential.revision) == each.revision,
                col(Credential.document) == "",
            )
            .values(document=each.document, token=each.token, hosted=each.hosted)
        )
        kept += done.rowcount
    return kept
