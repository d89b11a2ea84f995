"""Writing an invitation: typed, read again as its guests will read it, sent."""

import math
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from sqlalchemy import ColumnElement
from sqlmodel import col
from starlette.responses import Response
from starlette.routing import Route

from recognition.badges.gallery import BadgeCard, GallerySearch, Order, gallery_cards
from recognition.badges.models import Badge
from recognition.collectives.models import Collective
from recognition.collectives.queries import collective_by_slug, collective_subject
from recognition.endorsements.queries import unendorsed
from recognition.invitations.commands import Letter, NotYet, invite
from recognition.invitations.forms import Audience
from recognition.invitations.models import InvitationKind
from recognition.invitations.queries import (
    Invitee,
    badges_by_slug,
    invitees_by_handle,
    invitees_found,
)
from recognition.invitations.rules import FOR_ALL_MEMBERS, MOST_BADGES, MOST_CHOSEN
from recognition.invitations.views.checking import Checked, checked, handles_of
from recognition.invitations.views.mails import MailText, invitation_mail, tell_invited, when
from recognition.invitations.views.wording import ICONS, LEADS, PROPOSED, SEEN_BY, TITLES
from recognition.permissions import Action
from recognition.texts import Length
from recognition.web.answering import answering
from recognition.web.forms import FormState, typed_texts
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS
from recognition.web.templates import render
from recognition.web.visit import Visit

MOST_BADGES_FOUND = 8
FIELDS = ("kind", "people", "audience", "badges", "title", "words", "day", "hour", "place")


@dataclass(frozen=True)
class WritingPage:
    """What invitations/write.html shows; `form` holds what was typed, or is proposed."""

    visit: Visit
    collective: Collective
    kind: InvitationKind
    form: FormState

    @property
    def title(self) -> str:
        return _(TITLES[self.kind])

    @property
    def lead(self) -> str:
        return _(LEADS[self.kind])

    @property
    def seen_by(self) -> str:
        return _(SEEN_BY[self.kind])

    @property
    def kinds(self) -> list[tuple[str, str, str, bool]]:
        """Address, words, icon of each kind, and whether it is this one; people and badges go
        along."""
        path = self.visit.url("invitations:new", slug=self.collective.slug)
        along = [("personne", name) for name in self.form.values("people")]
        along += [("badge", name) for name in self.form.values("badges")]
        return [
            (
                f"{path}?{urlencode([('pour', kind.value), *along])}",
                _(TITLES[kind]),
                ICONS[kind],
                kind == self.kind,
            )
            for kind in InvitationKind
        ]

    @property
    def may_be_for_all(self) -> bool:
        return self.kind in FOR_ALL_MEMBERS

    @property
    def is_for_all(self) -> bool:
        return self.may_be_for_all and self.form.value("audience") == Audience.MEMBERS

    @cached_property
    def chosen(self) -> list[Invitee]:
        handles = handles_of(self.form.values("people"))
        return invitees_by_handle(self.visit.session, self.collective.id, self.kind, handles)

    @property
    def query(self) -> str:
        return self.form.value("q")[: Length.SEARCH]

    @cached_property
    def found(self) -> list[Invitee]:
        but = [self.visit.require_member().handle, *(one.handle for one in self.chosen)]
        session = self.visit.session
        return invitees_found(session, self.collective.id, self.kind, self.query, but=but)

    @cached_property
    def badges(self) -> list[BadgeCard]:
        slugs = handles_of(self.form.values("badges"))
        return badges_by_slug(self.visit.session, self.visit.actor, slugs)

    @property
    def badge_query(self) -> str:
        return self.form.value("badge_q")[: Length.SEARCH]

    @cached_property
    def badges_found(self) -> list[BadgeCard]:
        """Badges that answer the words; without words, those of the collective to water."""
        search = GallerySearch(collective=self.collective.slug, order=Order.TITLE)
        only: list[ColumnElement[bool]] = [
            col(Badge.slug).not_in([card.slug for card in self.badges])
        ]
        if self.badge_query.strip():
            search = GallerySearch(text=self.badge_query, order=Order.TITLE)
        else:
            only.append(unendorsed(col(Badge.id)))
        page = gallery_cards(
            self.visit.session,
            self.visit.actor,
            search,
            page_size=MOST_BADGES_FOUND,
            only=only,
        )
        return list(page.cards)


@dataclass(frozen=True)
class PreviewPage:
    """What invitations/preview.html shows: the letter and the mail, to the letter."""

    visit: Visit
    collective: Collective
    read: Checked
    letter: Letter
    mail: MailText

    @property
    def title(self) -> str:
        return _(TITLES[self.letter.kind])

    @property
    def seen_by(self) -> str:
        return _(SEEN_BY[self.letter.kind])

    @property
    def typed(self) -> list[tuple[str, str]]:
        """All that the form held, to be sent again."""
        state = self.read.state
        return [(name, value) for name in FIELDS for value in state.values(name)]


def _collective(visit: Visit) -> Collective:
    visit.require_member()
    collective = collective_by_slug(visit.session, visit.param("slug"))
    visit.require(Action.INVITE, collective_subject(collective))
    return collective


def _kind(name: str) -> InvitationKind:
    """The kind of that name; a word, which is the least, for any other."""
    try:
        return InvitationKind(name)
    except ValueError:
        return InvitationKind.WORD


def _asked(visit: Visit, name: str, most: int) -> list[str]:
    given = visit.request.query_params.getlist(name)
    return handles_of([one.replace("\x00", "") for one in given])[:most]


@answering
def new(visit: Visit) -> Response:
    collective = _collective(visit)
    kind = _kind(visit.query("pour"))
    people = _asked(visit, "personne", MOST_CHOSEN)
    is_for_all = kind in FOR_ALL_MEMBERS and not people
    form = FormState.of(
        people=people,
        badges=_asked(visit, "badge", MOST_BADGES),
        words=f"{_(PROPOSED[kind])}\n{visit.require_member().display_name}",
        audience=Audience.MEMBERS if is_for_all else Audience.CHOSEN,
    )
    page = WritingPage(visit, collective, kind, form)
    known = {one.handle for one in page.chosen}
    if unknown := [name for name in people if name not in known]:
        sentence = _(FIELD_FAULTS["guests.unknown"]).format(names=", ".join(unknown))
        page = replace(page, form=form.with_error("people", sentence))
    return render(visit, "invitations/write.html", page=page)


@answering
def create(visit: Visit) -> Response:
    collective = _collective(visit)
    kind = _kind(visit.text("kind"))
    step = _step(visit)
    if step in {"people", "badges", "change"}:
        page = WritingPage(visit, collective, kind, FormState(typed_texts(visit.form)))
        return render(visit, "invitations/write.html", block=_BLOCKS.get(step), page=page)
    letter = checked(visit, collective, kind)
    if letter.letter is None:
        page = WritingPage(visit, collective, kind, letter.state)
        return render(visit, "invitations/write.html", page=page, status=422)
    if step != "send":
        return _preview(visit, collective, letter, letter.letter)
    return _send(visit, collective, letter.state, letter.letter)


_BLOCKS = {"people": "people", "badges": "badges"}
_SEARCHES = {"people": ("q", "searched"), "badges": ("badge_q", "badge_searched")}


def _step(visit: Visit) -> str:
    """What was asked of the form. The Enter key in a search field presses no button of its own:
    words that were not looked for yet are looked for."""
    for step, (words, before) in _SEARCHES.items():
        is_new = visit.text(words).strip() not in {"", visit.text(before).strip()}
        if is_new and not visit.text("step"):
            return step
    return visit.text("step")


def _preview(visit: Visit, collective: Collective, read: Checked, letter: Letter) -> Response:
    mail = invitation_mail(visit, collective, letter, visit.url("invitations:show", id="…"))
    page = PreviewPage(visit, collective, read, letter, mail)
    return render(visit, "invitations/preview.html", page=page)


def _send(visit: Visit, collective: Collective, state: FormState, letter: Letter) -> Response:
    by = visit.require_member().id
    try:
        invitation = invite(visit.session, collective.id, letter, by=by, at=visit.at)
    except NotYet as refused:
        return _too_often(visit, collective, letter, state, refused)
    path = visit.url("invitations:show", id=invitation.id)
    tell_invited(visit, collective, invitation.id, letter, path)
    return visit.lead_to(path, said="invitation.sent")


def _too_often(
    visit: Visit, collective: Collective, letter: Letter, state: FormState, refused: NotYet
) -> Response:
    """What was typed, with when it can be sent (requirement E6)."""
    opens = _("le %(when)s") % {"when": when(refused.opens_at)}
    code = "guests.not_yet" if refused.names else "sending.not_yet"
    sentence = _(FIELD_FAULTS[code]).format(names=", ".join(refused.names), when=opens)
    state = state.with_error("people" if refused.names else "form", sentence)
    page = WritingPage(visit, collective, letter.kind, state)
    response = render(visit, "invitations/write.html", page=page, status=429)
    seconds = math.ceil((refused.opens_at - visit.at).total_seconds())
    response.headers["Retry-After"] = str(max(1, seconds))
    return response


_PATH = "/collectifs/{slug}/inviter"

routes = [
    Route(_PATH, new, name="invitations:new"),
    Route(_PATH, create, methods=["POST"], name="invitations:create"),
]
