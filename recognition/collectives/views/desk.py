"""The desk of a collective's coordination: who asks to join, who is in it, what was done."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from recognition.collectives.commands import (
    accept_member,
    change_role,
    decline_member,
    end_membership,
    reverse_act,
)
from recognition.collectives.forms import DecliningForm, ReasonForm, RoleForm
from recognition.collectives.models import Collective
from recognition.collectives.queries import (
    JournalLine,
    MembersPage,
    RequestLine,
    ShakenMeeting,
    accents_of,
    collective_by_slug,
    collective_subject,
    journal_of_collective,
    members_page,
    membership_requests_for,
    shaken_meetings,
)
from recognition.collectives.views.mails import tell_declined, tell_ended, tell_welcomed
from recognition.collectives.views.meetings import must_be_met_first
from recognition.invitations.queries import SentLine, sent_by_collective
from recognition.permissions import Action
from recognition.texts import Length
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse
from recognition.web.languages import gettext as _
from recognition.web.sentences import SAID
from recognition.web.sentences.collectives import ACTS
from recognition.web.templates import render
from recognition.web.visit import Visit

MOST_INVITATIONS = 10


@dataclass(frozen=True)
class Desk:
    """What collectives/desk.html shows. `form` is what was last sent, for the membership of id
    `about`; `said` is read out where htmx put the answer."""

    visit: Visit
    collective: Collective
    form: FormState
    about: UUID | None = None
    said: str = ""

    @cached_property
    def requests(self) -> list[RequestLine]:
        return membership_requests_for(
            self.visit.session, self.visit.actor, collective_id=self.collective.id
        )

    @cached_property
    def accents(self) -> dict[UUID, str]:
        return accents_of(self.visit.session, [line.person_id for line in self.requests])

    @property
    def query(self) -> str:
        return self.visit.query("q")[: Length.SEARCH]

    @cached_property
    def members(self) -> MembersPage:
        return members_page(
            self.visit.session, self.collective.id, self.query, after=self.visit.query("apres")
        )

    @property
    def more_path(self) -> str:
        path = self.visit.url("collectives:desk", slug=self.collective.slug)
        more = {"q": self.query, "apres": self.members.after}
        return f"{path}?{urlencode(more)}#membres" if self.members.after else ""

    @cached_property
    def instead_of_recording(self) -> str:
        """What is told in the place of the link to « Qui était là ? »."""
        return must_be_met_first(self.visit)

    @cached_property
    def shaken(self) -> list[ShakenMeeting]:
        """The meetings to look at again."""
        return shaken_meetings(self.visit.session, self.visit.actor, self.collective.id)

    def may_take_back(self, meeting: ShakenMeeting) -> bool:
        return self.visit.may(Action.WITHDRAW, meeting.subject)

    @cached_property
    def invitations(self) -> list[SentLine]:
        """The last ones sent."""
        session, collective_id = self.visit.session, self.collective.id
        return sent_by_collective(session, collective_id, at=self.visit.at, most=MOST_INVITATIONS)

    @cached_property
    def journal(self) -> list[JournalLine]:
        return journal_of_collective(self.visit.session, self.collective.id, at=self.visit.at)

    def sentence_of(self, line: JournalLine) -> str:
        return _(ACTS.get(line.act, ACTS["other"]))

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, by the id of the field it stands beside; a role has no field."""
        ids = {"reason": f"reason-{self.about}", "role": "form"}
        return {ids[name]: sentence for name, sentence in self.form.errors.items()}

    def error(self, membership_id: UUID, name: str) -> str:
        """What is wrong in the form of this membership."""
        return self.form.error(name) if membership_id == self.about else ""

    def value(self, membership_id: UUID, name: str) -> str:
        return self.form.value(name) if membership_id == self.about else ""


def _collective(visit: Visit) -> Collective:
    visit.require_member()
    collective = collective_by_slug(visit.session, visit.param("slug"))
    visit.require(Action.DECIDE, collective_subject(collective))
    return collective


@answering
def show(visit: Visit) -> Response:
    return render(visit, "collectives/desk.html", page=Desk(visit, _collective(visit), FormState()))


def _refused_form(visit: Visit, collective: Collective, state: FormState) -> Response:
    desk = Desk(visit, collective, state, about=visit.id())
    return render(visit, "collectives/desk.html", page=desk, status=422)


def _answered(visit: Visit, collective: Collective, *, said: str) -> Response:
    """The desk again; or, for htmx, the requests that are left."""
    if not visit.wants_fragment:
        return visit.redirect("collectives:desk", slug=collective.slug, said=said)
    desk = Desk(visit, collective, FormState(), said=_(SAID[said]))
    return render(visit, "collectives/desk.html", block="requests", page=desk)


@answering
def acceptance(visit: Visit) -> Response:
    collective = _collective(visit)
    by = visit.require_member().id
    membership = accept_member(visit.session, collective.id, visit.id(), by=by, at=visit.at)
    tell_welcomed(visit, collective, membership.person_id)
    return _answered(visit, collective, said="membership.accepted")


@answering
def refusal(visit: Visit) -> Response:
    collective = _collective(visit)
    form, state = parse(DecliningForm, visit.form)
    if form is None:
        return _refused_form(visit, collective, state)
    membership = decline_member(
        visit.session,
        collective.id,
        visit.id(),
        by=visit.require_member().id,
        reason=form.reason,
        at=visit.at,
    )
    tell_declined(visit, collective, membership.person_id, reason=form.reason)
    return _answered(visit, collective, said="membership.declined")


@answering
def role(visit: Visit) -> Response:
    collective = _collective(visit)
    form, state = parse(RoleForm, visit.form)
    if form is None:
        return _refused_form(visit, collective, state)
    by = visit.require_member().id
    membership = change_role(
        visit.session, collective.id, visit.id(), form.role, by=by, at=visit.at
    )
    if membership.person_id == by:  # who steps down has no desk any more
        return visit.redirect("collectives:show", slug=collective.slug, said="role.changed")
    return visit.redirect(
        "collectives:desk", slug=collective.slug, said="role.changed", anchor="membres"
    )


@answering
def ending(visit: Visit) -> Response:
    collective = _collective(visit)
    form, state = parse(ReasonForm, visit.form)
    if form is None:
        return _refused_form(visit, collective, state)
    by = visit.require_member().id
    membership = end_membership(
        visit.session, collective.id, visit.id(), by=by, reason=form.reason, at=visit.at
    )
    if membership.person_id == by:
        return visit.redirect("collectives:show", slug=collective.slug, said="membership.left")
    tell_ended(visit, collective, membership.person_id, reason=form.reason)
    return visit.redirect(
        "collectives:desk", slug=collective.slug, said="membership.ended", anchor="membres"
    )


@answering
def reversal(visit: Visit) -> Response:
    collective = _collective(visit)
    by = visit.require_member().id
    reverse_act(visit.session, collective.id, visit.id(), by=by, at=visit.at)
    return visit.redirect(
        "collectives:desk", slug=collective.slug, said="journal.reversed", anchor="journal"
    )


_ONE = "/collectifs/{slug}/adhesions/{id}"


def _post(path: str, view: Callable[..., object], name: str) -> Route:
    return Route(path, view, methods=["POST"], name=name)


routes = [
    Route("/collectifs/{slug}/adhesions", show, name="collectives:desk"),
    _post(f"{_ONE}/acceptation", acceptance, "memberships:acceptance"),
    _post(f"{_ONE}/refus", refusal, "memberships:refusal"),
    _post(f"{_ONE}/role", role, "memberships:role"),
    _post(f"{_ONE}/fin", ending, "memberships:ending"),
    _post("/collectifs/{slug}/journal/{id}/annulation", reversal, "journal:reversal"),
]
