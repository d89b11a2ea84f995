"""Long lists of people, as pages show them."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from recognition.collectives.models import Membership, MembershipRole, MembershipState
from recognition.collectives.queries import accents_of
from recognition.people.models import Person
from recognition.people.sessions import initials


@dataclass(frozen=True)
class DemoPerson:
    """A person one may enter as, in the demo. `coordinates` tells who coordinates a collective."""

    handle: str
    display_name: str
    headline: str
    city: str
    accent: str
    coordinates: bool

    @property
    def initials(self) -> str:
        return initials(self.display_name)


def demo_people(session: Session) -> list[DemoPerson]:
    """Everyone in the demo, by name, whatever their page shows: it is all invented. Three
    queries."""
    people = session.exec(select(Person).order_by(col(Person.sort_name), col(Person.handle))).all()
    accents = accents_of(session, [person.id for person in people])
    coordinating = set(
        session.exec(
            select(Membership.person_id).where(
                Membership.role == MembershipRole.COORDINATOR,
                Membership.state == MembershipState.ACCEPTED,
            )
        )
    )
    return [
        DemoPerson(
            person.handle,
            person.display_name,
            person.headline,
            person.city,
            accents[person.id],
            person.id in coordinating,
        )
        for person in people
    ]
