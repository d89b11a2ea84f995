"""What a member decides about their account: profile, addresses, browsers, language."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from starlette.responses import Response
from starlette.routing import Route

from recognition.collectives.queries import (
    JournalLine,
    NamingLine,
    collectives_of,
    journal_of_owner,
    namings_for,
)
from recognition.errors import NotFound, Refused
from recognition.people.commands import (
    MOST_ADDRESSES,
    change_locale,
    change_profile,
    make_primary,
    remove_address,
)
from recognition.people.forms import AddressForm, ProfileForm
from recognition.people.models import EmailAddress, LoginSession, Person
from recognition.people.queries import addresses_of, person_by_id, session_of
from recognition.people.rates import TooOften
from recognition.people.rules import choices_of
from recognition.people.sessions import SignedIn, end_other_sessions, end_session, open_sessions
from recognition.people.views.signing_in import send_key, too_often
from recognition.places.towns import Town, town
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse
from recognition.web.languages import LOCALES
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS, REFUSALS
from recognition.web.sentences.people import ACTS, ANY_ACT
from recognition.web.templates import render
from recognition.web.visit import Visit, local_path

LOCALE_SECONDS = 365 * 24 * 3600
_FIELD_OF = {"profile.not_offered": "profile_visibility", "profile.whole_name": "display_name"}
_PROFILE = ("display_name", "pronoun", "city", "headline", "bio", "profile_visibility")


@dataclass(frozen=True)
class SettingsPage:
    """What people/settings.html shows. The forms are as first shown unless one was refused."""

    visit: Visit
    member: SignedIn
    profile_form: FormState | None = None
    address_form: FormState = field(default_factory=FormState)
    town_form: FormState = field(default_factory=FormState)
    towns: Sequence[Town] = ()

    @cached_property
    def person(self) -> Person:
        return person_by_id(self.visit.session, self.member.id)

    @property
    def profile(self) -> FormState:
        written = {name: getattr(self.person, name) for name in _PROFILE}
        return self.profile_form or FormState.of(**written)

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong in whichever form was refused, by field."""
        forms = (self.profile, self.town_form, self.address_form)
        return {name: text for form in forms for name, text in form.errors.items()}

    @property
    def choices(self) -> list[str]:
        return [str(choice) for choice in choices_of(is_minor=self.person.is_minor)]

    @property
    def town(self) -> Town | None:
        """Where the person agreed to stand on the map; None when they are not on it."""
        return town(self.person.town_code)

    @cached_property
    def has_collectives(self) -> bool:
        return bool(collectives_of(self.visit.session, self.member.id))

    @cached_property
    def addresses(self) -> list[EmailAddress]:
        return addresses_of(self.visit.session, self.member.id)

    @property
    def may_add_address(self) -> bool:
        return len(self.addresses) < MOST_ADDRESSES

    @cached_property
    def sessions(self) -> list[LoginSession]:
        return open_sessions(self.visit.session, self.member.id, at=self.visit.at)

    @cached_property
    def namings(self) -> list[NamingLine]:
        return namings_for(self.visit.session, self.member.id)

    @cached_property
    def acts(self) -> list[JournalLine]:
        """What coordination did with this person's things, the latest first."""
        return journal_of_owner(self.visit.session, self.member.id, at=self.visit.at)

    def told(self, act: JournalLine) -> str:
        """An act in plain words."""
        return _(ACTS.get(act.act, ANY_ACT))

    def render(self, *, status: int = 200) -> Response:
        return render(self.visit, "people/settings.html", status=status, page=self)


@answering
def show(visit: Visit) -> Response:
    return SettingsPage(visit, visit.require_member()).render()


@answering
def profile(visit: Visit) -> Response:
    member = visit.require_member()
    form, state = parse(ProfileForm, visit.form)
    if form is not None:
        try:
            person = person_by_id(visit.session, member.id)
            change_profile(visit.session, person, **form.model_dump())
        except Refused as refused:
            state = state.with_error(_FIELD_OF[refused.reason], _(REFUSALS[refused.reason]))
    if state.errors:
        return SettingsPage(visit, member, profile_form=state).render(status=422)
    return visit.redirect("people:settings", said="profile.changed")


@answering
def add_address(visit: Visit) -> Response:
    member = visit.require_member()
    form, state = parse(AddressForm, visit.form)
    known = addresses_of(visit.session, member.id)
    if form is not None and form.address in {own.address for own in known}:
        state = state.with_error("address", _(FIELD_FAULTS["address.own"]))
    elif form is not None and len(known) >= MOST_ADDRESSES:
        state = state.with_error("address", _(REFUSALS["address.too_many"]))
    if form is None or state.errors:
        return SettingsPage(visit, member, address_form=state).render(status=422)
    settings = visit.url("people:settings")
    try:
        send_key(visit, form.address, next_path=settings, person_id=member.id)
    except TooOften as refused:
        state = state.with_error("address", _(REFUSALS[refused.reason]))
        page = SettingsPage(visit, member, address_form=state)
        return too_often(page.render(status=429), refused)
    return visit.redirect("people:code")


@answering
def primary_address(visit: Visit) -> Response:
    member = visit.require_member()
    make_primary(visit.session, member.id, visit.id())
    end_other_sessions(visit.session, member.id, member.session_id, at=visit.at)
    return visit.redirect("people:settings", said="address.primary", anchor="adresses")


@answering
def address_removal(visit: Visit) -> Response:
    member = visit.require_member()
    remove_address(visit.session, member.id, visit.id())
    end_other_sessions(visit.session, member.id, member.session_id, at=visit.at)
    return visit.redirect("people:settings", said="address.removed", anchor="adresses")


@answering
def session_end(visit: Visit) -> Response:
    member = visit.require_member()
    ended = session_of(visit.session, member.id, visit.id())
    end_session(visit.session, member.id, ended.id, at=visit.at)
    if ended.id != member.session_id:
        return visit.redirect("people:settings", said="session.ended", anchor="navigateurs")
    visit.set_cookie("session", "", seconds=0)
    return visit.redirect("home:show", said="sign_out.done")


@answering
def other_sessions_end(visit: Visit) -> Response:
    member = visit.require_member()
    end_other_sessions(visit.session, member.id, member.session_id, at=visit.at)
    return visit.redirect("people:settings", said="session.others_ended", anchor="navigateurs")


@answering
def locale(visit: Visit) -> Response:
    chosen = visit.text("locale")
    if chosen not in LOCALES:
        raise NotFound
    if visit.member is not None:
        change_locale(visit.session, visit.member.id, chosen)
    visit.set_cookie("locale", chosen, seconds=LOCALE_SECONDS)
    return visit.lead_to(local_path(visit.text("next") or "/"), said="locale.changed")


_HERE = "/moi/reglages"

routes = [
    Route(_HERE, show, name="people:settings"),
    # Reloading a form that was refused asks for its own address: the page answers there too.
    Route(f"{_HERE}/profil", show, name="people:profile_form"),
    Route(f"{_HERE}/profil", profile, methods=["POST"], name="people:change_profile"),
    Route("/moi/adresses", show, name="people:address_form"),
    Route("/moi/adresses", add_address, methods=["POST"], name="people:add_address"),
    Route(
        "/moi/adresses/{id}/principale",
        primary_address,
        methods=["POST"],
        name="people:primary_address",
    ),
    Route(
        "/moi/adresses/{id}/retrait",
        address_removal,
        methods=["POST"],
        name="people:address_removal",
    ),
    Route(
        "/moi/sessions/fin", other_sessions_end, methods=["POST"], name="people:other_sessions_end"
    ),
    Route("/moi/sessions/{id}/fin", session_end, methods=["POST"], name="people:session_end"),
    Route("/langue", locale, methods=["POST"], name="people:locale"),
]
