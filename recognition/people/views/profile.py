"""A person's page: who they are and what they show, never what they weigh."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from recognition.awards.queries import AwardLine, awards_of_person
from recognition.collectives.queries import (
    CollectiveLine,
    IssuerName,
    accents_of,
    collectives_of_person,
    organisations_of_person,
    profile_subject,
)
from recognition.collectives.views.meeting_panel import MeetingPanel
from recognition.credentials.views.sections import OpenData, of_issuer
from recognition.endorsements.lines import EndorsementPanel
from recognition.endorsements.queries import issuer_endorsements
from recognition.endorsements.threads import threaded
from recognition.errors import NotFound
from recognition.imports.queries import imported_of_person
from recognition.imports.views.cards import ImportedCard, cards
from recognition.people.models import Person, ProfileVisibility
from recognition.people.queries import person_by_handle
from recognition.people.rules import ProfileSubject, is_indexed
from recognition.people.sessions import initials
from recognition.permissions import ANYONE, Action, Actor, may
from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit

EVERYONE = "tout-le-monde"
COLLEAGUES = "collectifs"
NOBODY = UUID(int=0)  # a member that no one is


@dataclass(frozen=True)
class ProfilePage:
    """What people/profile.html shows. `eyes` is through whose eyes: the visitor's own, or those
    that a person borrows to look at their page; `seen_as` names the borrowed ones."""

    visit: Visit
    person: Person
    subject: ProfileSubject
    eyes: Actor
    seen_as: str = ""

    @property
    def is_own(self) -> bool:
        return self.visit.actor.is_person(self.person.id)

    @property
    def has_collectives(self) -> bool:
        return bool(self.subject.collectives)

    @property
    def is_shown(self) -> bool:
        """Whether those eyes see a page at all."""
        return may(self.eyes, Action.SEE, self.subject)

    @property
    def is_indexed(self) -> bool:
        return is_indexed(self.person.profile_visibility, is_minor=self.person.is_minor)

    @property
    def shows_first_name_only(self) -> bool:
        return self.person.profile_visibility == ProfileVisibility.FIRST_NAME_ONLY

    @property
    def initials(self) -> str:
        return initials(self.person.display_name)

    @cached_property
    def accent(self) -> str:
        return accents_of(self.visit.session, [self.person.id])[self.person.id]

    @cached_property
    def collectives(self) -> list[CollectiveLine]:
        return collectives_of_person(self.visit.session, self.person.id)

    @cached_property
    def organisations(self) -> list[IssuerName]:
        return organisations_of_person(self.visit.session, self.person.id)

    @cached_property
    def awards(self) -> list[AwardLine]:
        awards = awards_of_person(self.visit.session, self.eyes, self.person.id)
        return threaded(self.visit.session, self.eyes, awards)

    @cached_property
    def imported(self) -> list[ImportedCard]:
        """Badges from elsewhere."""
        return cards(imported_of_person(self.visit.session, self.eyes, self.person.id))

    @cached_property
    def endorsements(self) -> EndorsementPanel:
        return issuer_endorsements(self.visit.session, self.eyes, self.person.id)

    @cached_property
    def open_data(self) -> OpenData | None:
        """The addresses that software reads; None where not everyone sees the page."""
        if not self.is_shown:
            return None
        return of_issuer(self.visit, self.person.id, self.subject, self.endorsements)

    @cached_property
    def meetings(self) -> MeetingPanel:
        return MeetingPanel(
            self.visit, self.person, self.has_collectives, borrowed=bool(self.seen_as)
        )

    @property
    def may_endorse(self) -> bool:
        """Whether to lead to the form: for who may write, or could once signed in."""
        if self.visit.member is None:
            return self.person.profile_visibility == ProfileVisibility.PUBLIC
        return self.endorsements.objection is None


@answering
def profile(visit: Visit) -> Response:
    person = person_by_handle(visit.session, visit.param("handle"))
    subject = profile_subject(visit.session, person)
    if not visit.may(Action.SEE, subject):
        raise NotFound
    return render(visit, "people/profile.html", page=_page(visit, person, subject))


def _page(visit: Visit, person: Person, subject: ProfileSubject) -> ProfilePage:
    colleague = Actor(NOBODY, collectives=subject.collectives)
    borrowed = {EVERYONE: ANYONE, COLLEAGUES: colleague}
    seen_as = visit.query("vue")
    if not visit.actor.is_person(person.id) or seen_as not in borrowed:
        return ProfilePage(visit, person, subject, visit.actor)
    return ProfilePage(visit, person, subject, borrowed[seen_as], seen_as)


routes = [Route("/@{handle}", profile, name="people:profile")]
