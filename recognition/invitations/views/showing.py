"""An invitation: reading it, answering it, calling it off; and all that a collective sent."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from recognition.badges.gallery import BadgeCard, cards_of
from recognition.collectives.models import Collective
from recognition.collectives.queries import collective_by_slug, collective_subject
from recognition.endorsements.queries import first_endorsed_at
from recognition.errors import NotFound
from recognition.invitations import commands
from recognition.invitations.agenda import Event, calendar
from recognition.invitations.forms import AnswerForm
from recognition.invitations.models import Answer, Invitation, InvitationKind
from recognition.invitations.queries import (
    GuestLine,
    InvitationLine,
    SentLine,
    badges_of,
    guests_of,
    invitation_line,
    invitation_to_change,
    sent_by_collective,
    wants_no_further,
)
from recognition.invitations.rules import InvitationSubject
from recognition.invitations.views.mails import tell_cancelled
from recognition.permissions import Action
from recognition.web.answering import answering
from recognition.web.forms import parse
from recognition.web.languages import gettext as _
from recognition.web.sentences import SAID
from recognition.web.templates import render
from recognition.web.visit import Visit

PAGE_SIZE = 30


@dataclass(frozen=True)
class InvitationPage:
    """What invitations/show.html shows."""

    visit: Visit
    line: InvitationLine

    @cached_property
    def subject(self) -> InvitationSubject:
        return self.line.subject_for(self.visit.actor)

    @property
    def leads(self) -> bool:
        """Whether the reader sent it, or coordinates the collective that did."""
        return self.visit.may(Action.WITHDRAW, self.subject)

    @property
    def may_answer(self) -> bool:
        return self.visit.may(Action.ANSWER, self.subject)

    @property
    def may_stop(self) -> bool:
        return self.visit.may(Action.END, self.subject)

    @property
    def may_cancel(self) -> bool:
        return self.leads and not self.line.is_over

    @cached_property
    def wants_no_further(self) -> bool:
        reader = self.visit.require_member().id
        return wants_no_further(self.visit.session, self.line.collective_id, reader)

    @cached_property
    def guests(self) -> list[GuestLine]:
        return guests_of(self.visit.session, self.visit.actor, self.line.id)

    @property
    def named(self) -> list[GuestLine]:
        """Whose names a guest reads: at a workshop those who come; at a meeting those who come,
        and those whose page the guest may see anyway; else nobody's."""
        if not self.line.with_a_date:
            return []
        is_meeting = self.line.kind == InvitationKind.MEETING
        reader = self.visit.require_member().id
        return [
            guest
            for guest in self.guests
            if guest.person_id != reader and (guest.comes or (is_meeting and guest.handle))
        ]

    @property
    def unnamed_count(self) -> int:
        """How many more are invited to a meeting than the guest reads the names of."""
        if self.line.kind != InvitationKind.MEETING:
            return 0
        return len(self.guests) - len(self.named) - int(self.may_stop)

    @property
    def to_note(self) -> list[GuestLine]:
        """Whom the coordination may have met by now."""
        has_passed = self.line.is_over and self.line.cancelled_at is None
        if not (self.leads and has_passed):
            return []
        author = self.visit.require_member().id
        return [one for one in self.guests if one.comes and one.person_id != author]

    @cached_property
    def badges(self) -> list[BadgeCard]:
        ids = badges_of(self.visit.session, self.line.id)
        cards = cards_of(self.visit.session, self.visit.actor, ids) if ids else []
        return sorted(cards, key=lambda card: (card.title, card.slug))

    @cached_property
    def first_words_count(self) -> int:
        """How many of the badges of a round got their first words since it was sent."""
        ids = [card.id for card in self.badges]
        since = first_endorsed_at(self.visit.session, self.visit.actor, ids)
        return sum(first >= self.line.sent_at for first in since.values())


def _line(visit: Visit) -> InvitationLine:
    visit.require_member()
    return invitation_line(visit.session, visit.actor, visit.id(), at=visit.at)


@answering
def show(visit: Visit) -> Response:
    return render(
        visit, "invitations/show.html", page=InvitationPage(visit, _line(visit)), error=""
    )


def _to_change(visit: Visit, action: Action) -> Invitation:
    """The invitation, for someone who may do that with it. Raises NotFound, NotAllowed."""
    visit.require_member()
    line = invitation_line(visit.session, visit.actor, visit.id(), at=visit.at)
    visit.require(action, line.subject_for(visit.actor))
    return invitation_to_change(visit.session, line.id)


@answering
def answer(visit: Visit) -> Response:
    invitation = _to_change(visit, Action.ANSWER)
    form, state = parse(AnswerForm, visit.form)
    if form is None:
        return _page(visit, error=state.error("answer"))
    reader = visit.require_member().id
    commands.answer(visit.session, invitation, reader, form.answer, at=visit.at)
    line, region = _line(visit), visit.text("region")
    said = "invitation.no" if form.answer == Answer.NO else "invitation.yes"
    if not line.with_a_date:
        said = "invitation.read"
    if visit.wants_fragment:
        answered = "invitations/_answer.html"
        return render(visit, answered, line=line, region=region, said=_(SAID[said]))
    if region == "home":
        return visit.redirect("home:show", said=said, anchor="invitations")
    return visit.redirect("invitations:show", id=line.id, said=said)


def _page(visit: Visit, *, error: str) -> Response:
    page = InvitationPage(visit, _line(visit))
    return render(visit, "invitations/show.html", page=page, error=error, status=422)


@answering
def stop(visit: Visit) -> Response:
    invitation = _to_change(visit, Action.END)
    commands.stop(visit.session, invitation, visit.require_member().id)
    return visit.redirect("invitations:show", id=invitation.id, said="invitation.stopped")


@answering
def resume(visit: Visit) -> Response:
    invitation = _to_change(visit, Action.RESTORE)
    commands.resume(visit.session, invitation, visit.require_member().id)
    return visit.redirect("invitations:show", id=invitation.id, said="invitation.resumed")


@answering
def cancel(visit: Visit) -> Response:
    invitation = _to_change(visit, Action.WITHDRAW)
    by = visit.require_member().id
    commands.cancel(visit.session, invitation, by=by, at=visit.at)
    collective = visit.session.get_one(Collective, invitation.collective_id)
    tell_cancelled(visit, collective, invitation)
    return visit.redirect("invitations:show", id=invitation.id, said="invitation.cancelled")


@answering
def agenda(visit: Visit) -> Response:
    """The date as a file for calendars (RFC 5545)."""
    line = _line(visit)
    if line.starts_at is None:
        raise NotFound
    path = visit.url("invitations:show", id=line.id)
    host = visit.settings.base_url.partition("://")[2].partition("/")[0]
    event = Event(
        uid=f"{line.id}@{host}",
        title=line.title or _("Une rencontre"),
        words=line.words,
        place=line.place,
        address=visit.absolute(path),
        starts_at=line.starts_at,
        changed_at=line.cancelled_at or line.sent_at,
        is_cancelled=line.cancelled_at is not None,
    )
    return Response(
        calendar(event, product=visit.settings.product_name),
        media_type="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="rendez-vous.ics"'},
    )


@dataclass(frozen=True)
class SentPage:
    """What invitations/index.html shows."""

    visit: Visit
    collective: Collective

    @property
    def number(self) -> int:
        asked = self.visit.query("page")
        known = asked.isascii() and asked.isdigit() and len(asked) < 6
        return max(1, int(asked)) if known else 1

    @cached_property
    def _rows(self) -> list[SentLine]:
        return sent_by_collective(
            self.visit.session,
            self.collective.id,
            at=self.visit.at,
            most=PAGE_SIZE + 1,
            offset=(self.number - 1) * PAGE_SIZE,
        )

    @property
    def lines(self) -> list[SentLine]:
        return self._rows[:PAGE_SIZE]

    def _path(self, number: int) -> str:
        return f"{self.visit.path}?{urlencode({'page': number})}"

    @property
    def earlier_path(self) -> str | None:
        return self._path(self.number + 1) if len(self._rows) > PAGE_SIZE else None

    @property
    def later_path(self) -> str | None:
        return self._path(self.number - 1) if self.number > 1 else None


@answering
def index(visit: Visit) -> Response:
    visit.require_member()
    collective = collective_by_slug(visit.session, visit.param("slug"))
    visit.require(Action.INVITE, collective_subject(collective))
    page = SentPage(visit, collective)
    return render(visit, "invitations/index.html", page=page)


_ONE = "/invitations/{id}"

routes = [
    Route("/collectifs/{slug}/invitations", index, name="invitations:index"),
    Route(_ONE, show, name="invitations:show"),
    Route(f"{_ONE}/rendez-vous.ics", agenda, name="invitations:agenda"),
    Route(f"{_ONE}/reponse", answer, methods=["POST"], name="invitations:answer"),
    Route(f"{_ONE}/arret", stop, methods=["POST"], name="invitations:stop"),
    Route(f"{_ONE}/reprise", resume, methods=["POST"], name="invitations:resume"),
    Route(f"{_ONE}/annulation", cancel, methods=["POST"], name="invitations:cancellation"),
]
