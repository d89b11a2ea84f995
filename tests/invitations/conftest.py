"""A collective with its coordination, three members, and someone of another collective."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlmodel import Session, col, select

from recognition.collectives.models import Collective, JournalEntry
from recognition.invitations.models import Invitation, InvitationGuest
from recognition.mail.models import Mail
from recognition.people.models import Person, ProfileVisibility
from tests.conftest import Visitor
from tests.factories import join, make_collective, make_person

SignedInAs = Callable[[Person], Visitor]


@dataclass(frozen=True)
class Circle:
    """The people around one collective, and what they find in the database."""

    session: Session
    collective: Collective
    elsewhere: Collective
    coordinator: Person
    other_coordinator: Person
    ada: Person
    bea: Person
    shy: Person
    neighbour: Person  # of another collective, with a public page
    outsider: Person  # of none

    @property
    def path(self) -> str:
        return f"/collectifs/{self.collective.slug}/inviter"

    def invitations(self) -> list[Invitation]:
        return self._all(select(Invitation).order_by(col(Invitation.sent_at)))

    def answer_of(self, person: Person) -> str:
        return self._all(
            select(InvitationGuest.answer).where(InvitationGuest.person_id == person.id)
        )[0]

    def guests(self) -> set[Any]:
        return set(self._all(select(InvitationGuest.person_id)))

    def mails_to(self, person: Person) -> list[Mail]:
        return self._all(select(Mail).where(Mail.recipient == f"{person.handle}@exemple.org"))

    def mail_count(self) -> int:
        return len(self._all(select(Mail.id)))

    def journal(self) -> list[JournalEntry]:
        return self._all(select(JournalEntry).order_by(col(JournalEntry.act)))

    def _all(self, statement: Any) -> list[Any]:
        rows = list(self.session.exec(statement.execution_options(populate_existing=True)))
        self.session.commit()  # a reader that stays open would make SQLite's writers wait
        return rows


@pytest.fixture
def circle(session: Session) -> Circle:
    collective = make_collective(session, "Badgeons le Nord")
    elsewhere = make_collective(session, "Badgeons le Sud")
    people = Circle(
        session,
        collective,
        elsewhere,
        make_person(session, "Coralie Coordination"),
        make_person(session, "Carl Coordination"),
        make_person(session, "Ada Membre"),
        make_person(session, "Béa Membre"),
        make_person(session, "Sacha Discret", profile_visibility=ProfileVisibility.PRIVATE),
        make_person(session, "Noé Voisin"),
        make_person(session, "Odile Dehors"),
    )
    join(session, people.coordinator, collective, coordinator=True)
    join(session, people.other_coordinator, collective, coordinator=True)
    for member in (people.ada, people.bea, people.shy):
        join(session, member, collective)
    join(session, people.neighbour, elsewhere)
    session.expire_on_commit = False  # reading a name of theirs later opens no transaction
    session.commit()
    return people
