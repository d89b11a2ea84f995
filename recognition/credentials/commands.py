"""Keeping what was signed, and having everything signed that is due."""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlmodel import Session, col

from recognition.credentials.models import Credential
from recognition.credentials.signing import Signed


def keep_signed(session: Session, made: Iterable[Signed]) -> int:
    """Keep these forms; returns how many. What changed since it was read is left to be signed
    anew: nothing that somebody hid meanwhile comes back.

    So is what somebody changes just now: to wait for them with other credentials in hand would
    be a deadlock for whoever changes those as well, and they would be turned away.
    """
    forms = {each.id: each for each in made}
    free = session.connection().scalars(
        select(col(Credential.id))
        .where(col(Credential.id).in_(forms))
        .with_for_update(skip_locked=True)
    )
    kept = 0
    for each in (forms[id_] for id_ in free.all()):
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
