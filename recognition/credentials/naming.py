"""Finding what somebody at the command line means."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from recognition.badges.models import Badge
from recognition.collectives.models import Collective, Organisation
from recognition.errors import NotFound
from recognition.people.models import Person


def subject_named(session: Session, name: str) -> UUID:
    """The id itself; a person by ``@handle``; a badge, else a collective, else an organisation
    by its slug. An id is believed as it stands. Raises NotFound."""
    try:
        return UUID(name)
    except ValueError:
        pass
    if name.startswith("@"):
        searched = [select(col(Person.id)).where(col(Person.handle) == name[1:])]
    else:
        searched = [
            select(col(each.id)).where(col(each.slug) == name)
            for each in (Badge, Collective, Organisation)
        ]
    for statement in searched:
        if (found := session.scalar(statement)) is not None:
            return found
    raise NotFound
