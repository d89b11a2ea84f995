"""A collective with its coordinator, a member, and someone from outside."""

from dataclasses import dataclass

import pytest
from sqlmodel import Session, col, select

from recognition.collectives.models import Collective, JournalEntry, Membership
from recognition.mail.models import Mail
from recognition.people.models import Person
from tests.factories import join, make_collective, make_met, make_person


@dataclass(frozen=True)
class Circle:
    """The people around one collective."""

    session: Session
    collective: Collective
    coordinator: Person
    member: Person
    outsider: Person

    @property
    def path(self) -> str:
        return f"/collectifs/{self.collective.slug}"

    def membership_of(self, person: Person) -> Membership:
        """The latest tie of a person to the collective, as the database has it now."""
        membership = self.session.exec(
            select(Membership)
            .where(
                Membership.collective_id == self.collective.id, Membership.person_id == person.id
            )
            .order_by(col(Membership.requested_at).desc())
            .execution_options(populate_existing=True)
        ).first()
        assert membership is not None
        self.session.commit()  # a reader that stays open would make SQLite's writers wait
        return membership

    def journal(self) -> list[JournalEntry]:
        entries = self.session.exec(
            select(JournalEntry)
            .order_by(col(JournalEntry.done_at))
            .execution_options(populate_existing=True)
        ).all()
        self.session.commit()
        return list(entries)

    def mails_to(self, person: Person) -> list[Mail]:
        address = f"{person.handle}@exemple.org"
        mails = self.session.exec(select(Mail).where(Mail.recipient == address)).all()
        self.session.commit()
        return list(mails)


@pytest.fixture
def circle(session: Session) -> Circle:
    collective = make_collective(session, "Badgeons le Nord")
    coordinator = make_person(session, "Coralie Coordination")
    member = make_person(session, "Maël Membre")
    outsider = make_person(session, "Odile Dehors")
    join(session, coordinator, collective, coordinator=True)
    join(session, member, collective)
    session.expire_on_commit = False  # reading a name of theirs later opens no transaction
    session.commit()
    return Circle(session, collective, coordinator, member, outsider)


@pytest.fixture
def met(circle: Circle) -> None:
    """Another collective has met the coordinator, who may note meetings therefore."""
    make_met(circle.session, circle.coordinator)
    circle.session.commit()
