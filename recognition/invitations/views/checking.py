"""From what a coordinator typed to a letter that can be sent, or to what is wrong with it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from recognition.badges.gallery import BadgeCard
from recognition.collectives.models import Collective
from recognition.invitations.commands import Letter
from recognition.invitations.forms import FORMS, Audience
from recognition.invitations.models import InvitationKind
from recognition.invitations.queries import (
    Invitee,
    badges_by_slug,
    everyone_else,
    invitees_by_handle,
)
from recognition.invitations.rules import (
    FOR_ALL_MEMBERS,
    MOST_BADGES,
    MOST_CHOSEN,
    MOST_GUESTS,
    objection_to_date,
    objection_to_guests,
    starts_at_of,
)
from recognition.web.forms import FormState, parse
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS
from recognition.web.visit import Visit


@dataclass(frozen=True)
class Checked:
    """`letter` is None when `state` has faults. `guests` are empty when all members are meant."""

    state: FormState
    letter: Letter | None = None
    guests: tuple[Invitee, ...] = ()
    badges: tuple[BadgeCard, ...] = ()


def handles_of(typed: list[str]) -> list[str]:
    """What names people or badges in a form or an address, once each, as it was written."""
    names = (name.strip().removeprefix("@") for name in typed)
    return list(dict.fromkeys(name for name in names if name))


@dataclass
class _Checking:
    """One letter being checked; `faults` maps a field to a sentence."""

    visit: Visit
    collective: Collective
    kind: InvitationKind
    faults: dict[str, str] = field(default_factory=dict)

    def fault(self, name: str, code: str, **details: object) -> None:
        self.faults.setdefault(name, _(FIELD_FAULTS[code]).format(**details))

    def guests(self, handles: list[str]) -> list[Invitee]:
        session, collective_id = self.visit.session, self.collective.id
        if len(handles) > MOST_CHOSEN:
            self.fault("people", "guests.too_many", most=MOST_CHOSEN, count=len(handles))
            return []
        found = invitees_by_handle(session, collective_id, self.kind, handles)
        if unknown := [name for name in handles if name not in {one.handle for one in found}]:
            self.fault("people", "guests.unknown", names=", ".join(unknown))
        author = self.visit.require_member()
        objection = objection_to_guests(
            self.kind,
            guest_count=len(found),
            with_author=author.id in {one.id for one in found},
            with_minor=any(one.is_minor for one in found),
            with_stranger=not all(one.is_member for one in found),
        )
        if objection:
            self.fault("people", objection)
        return found

    def everyone(self) -> list[UUID]:
        author = self.visit.require_member()
        ids = everyone_else(self.visit.session, self.collective.id, author.id)
        if len(ids) > MOST_GUESTS:
            self.fault("people", "guests.too_many", most=MOST_GUESTS, count=len(ids))
        elif not ids:
            self.fault("people", "guests.none")
        return ids

    def badges(self, slugs: list[str]) -> list[BadgeCard]:
        if len(slugs) > MOST_BADGES:
            self.fault("badges", "badges.too_many", most=MOST_BADGES, count=len(slugs))
            return []
        found = badges_by_slug(self.visit.session, self.visit.actor, slugs)
        if unknown := [slug for slug in slugs if slug not in {card.slug for card in found}]:
            self.fault("badges", "badges.unknown", names=", ".join(unknown))
        elif not found:
            self.fault("badges", "badges.none")
        return found

    def starts_at(self, day: date | None, hour: time | None) -> datetime | None:
        if day is None or hour is None:
            if day is not None:
                self.fault("hour", "invitation.time_too")
            if hour is not None:
                self.fault("day", "invitation.day_too")
            return None
        starts_at = starts_at_of(day, hour)
        if starts_at is None:
            self.fault("hour", "invitation.no_such_time")
        elif objection := objection_to_date(starts_at, at=self.visit.at):
            self.fault("day", objection)
        return starts_at


def checked(visit: Visit, collective: Collective, kind: InvitationKind) -> Checked:
    """What was sent by the form of this kind, checked whole: every fault is told at once."""
    form, state = parse(FORMS[kind], visit.form)
    checking = _Checking(visit, collective, kind)
    to_all = kind in FOR_ALL_MEMBERS and state.value("audience") == Audience.MEMBERS
    guests: list[Invitee] = []
    if to_all:
        guest_ids = checking.everyone()
    else:
        guests = checking.guests(handles_of(state.values("people")))
        guest_ids = [guest.id for guest in guests]
    badges: list[BadgeCard] = []
    if kind == InvitationKind.ROUND:
        badges = checking.badges(handles_of(state.values("badges")))
    starts_at = None
    if form is not None:
        starts_at = checking.starts_at(getattr(form, "day", None), getattr(form, "hour", None))
    if form is None or checking.faults:
        return Checked(FormState(state.typed, {**checking.faults, **state.errors}))
    letter = Letter(
        kind=kind,
        words=form.words,
        guest_ids=tuple(guest_ids),
        to_all=to_all,
        title=getattr(form, "title", ""),
        starts_at=starts_at,
        place=getattr(form, "place", ""),
        badge_ids=tuple(card.id for card in badges),
    )
    return Checked(state, letter, tuple(guests), tuple(badges))
