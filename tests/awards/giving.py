"""What tests of giving have in common."""

from typing import Any

from sqlmodel import Session, col, select

from recognition.awards.models import Award
from recognition.mail.models import Mail
from recognition.people.models import Person
from tests.factories import make_badge, make_person

WORDS = "Ce jour-là, vous avez laissé chacun finir sa phrase."


def awards(session: Session) -> list[Award]:
    """All of them, the oldest first, as they are now."""
    session.expire_all()
    return list(session.exec(select(Award).order_by(col(Award.awarded_at))))


def mails(session: Session) -> list[Mail]:
    return list(session.exec(select(Mail).order_by(col(Mail.queued_at))))


def given_badge(session: Session, **values: Any) -> tuple[Person, str]:
    """Someone who may give a badge since they proposed it, and the address of the form."""
    giver = make_person(session, "Leïla Sauge")
    badge = make_badge(session, proposer=giver, title="Oreille attentive", **values)
    return giver, f"/badges/{badge.slug}/attribuer"
