"""Awarding a badge: to a member found by name, or to whoever reads a mailbox."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from starlette.responses import Response

from recognition.awards.commands import Recipient, give
from recognition.awards.forms import AwardForm
from recognition.awards.queries import BadgeToGive, badge_to_give
from recognition.awards.rules import objection_to_state
from recognition.awards.views.mails import tell_recipient
from recognition.collectives.queries import (
    IssuerName,
    PersonLine,
    people_found,
    profile_subject,
    spoken_for,
)
from recognition.errors import NotAllowed, NotFound, Refused
from recognition.people.forms import address_of
from recognition.people.models import IssuerKind
from recognition.people.queries import person_by_handle, primary_address
from recognition.people.rates import Rate, count_try
from recognition.permissions import Action
from recognition.texts import clean_line
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS, REFUSALS
from recognition.web.templates import render
from recognition.web.visit import Visit

FEWEST_LETTERS = 2
FOUND_AT_MOST = 6
TO_ADDRESSES = Rate("award.address", 20, timedelta(days=1))
BESIDE_THE_FIELD = ("award.to_oneself", "award.twice")


@dataclass(frozen=True)
class GivingPage:
    """What awards/new.html shows. `searched` says that the words typed were looked for."""

    badge: BadgeToGive
    issuers: list[IssuerName]
    found: list[PersonLine]
    searched: bool


class UnknownRecipient(Exception):
    """Nobody can be given the badge under these words; `code` is one of FIELD_FAULTS."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


@answering
def give_page(visit: Visit) -> Response:
    badge = _badge(visit)
    typed = visit.query("recipient") or (f"@{to}" if (to := visit.query("to")) else "")
    page = _page(visit, badge, typed)
    state = FormState.of(recipient=typed, chosen=visit.query("to"))
    return render(visit, "awards/new.html", block="found", page=page, form=state)


@answering
def give_to(visit: Visit) -> Response:
    badge = _badge(visit)
    form, state = parse(AwardForm, visit.form)
    page = _page(visit, badge, state.value("recipient"))
    if visit.text("search"):
        return render(visit, "awards/new.html", page=page, form=FormState(state.typed))
    recipient = None
    try:
        recipient = _recipient(visit, state.value("recipient"), state.value("chosen"))
    except UnknownRecipient as unknown:
        sentence = _(FIELD_FAULTS[unknown.code]).format(**unknown.details)
        state = state.with_error("recipient", sentence)
    issuer = _issuer(visit, page, form.issuer) if form else None
    if form is not None and issuer is None:
        state = state.with_error("issuer", _(FIELD_FAULTS["not_a_choice"]))
    if form is None or recipient is None or issuer is None:
        return render(visit, "awards/new.html", page=page, form=state, status=422)
    try:
        given = give(
            visit.session,
            visit.actor,
            badge,
            recipient,
            issuer_id=issuer.id,
            sentence=form.sentence,
            at=visit.at,
        )
    except Refused as refused:
        if refused.reason not in BESIDE_THE_FIELD:
            raise
        state = state.with_error("recipient", _(REFUSALS[refused.reason]))
        return render(visit, "awards/new.html", page=page, form=state, status=422)
    if recipient.address:
        count_try(visit.session, TO_ADDRESSES, str(given.award.giver_id), at=visit.at)
    address = recipient.address or _mailbox(visit, recipient)
    if address and given.is_delivered:
        tell_recipient(visit, given.award, badge, address=address, issuer_name=issuer.name)
    return visit.redirect("awards:show", id=given.award.id, said="award.offered")


def _badge(visit: Visit) -> BadgeToGive:
    """The badge, for a member who may give it."""
    visit.require_member()
    badge = badge_to_give(visit.session, visit.actor, visit.param("slug"))
    if reason := objection_to_state(badge.badge_state):
        raise Refused(reason)
    if not visit.may(Action.AWARD, badge.subject):
        raise NotAllowed("award.not_yours_to_give")
    return badge


def _page(visit: Visit, badge: BadgeToGive, typed: str) -> GivingPage:
    words = clean_line(typed)
    searched = len(words) >= FEWEST_LETTERS and "@" not in words
    found = people_found(visit.session, visit.actor, words, most=FOUND_AT_MOST) if searched else []
    me = visit.require_member()
    return GivingPage(
        badge=badge,
        issuers=spoken_for(visit.session, visit.actor),
        found=[person for person in found if person.id != me.id],
        searched=searched,
    )


def _recipient(visit: Visit, typed: str, chosen: str) -> Recipient:
    """Whom the words mean: an address, else the person picked, else a handle, else the one person
    found under exactly that name. Raises UnknownRecipient."""
    words, picked = clean_line(typed), clean_line(chosen)
    if "@" in words[1:]:
        try:
            return Recipient(address=address_of(words))
        except ValueError as invalid:
            raise UnknownRecipient("not_an_address") from invalid
    if words.startswith("@"):
        return _member(visit, words[1:])
    if picked:
        return _member(visit, picked)
    if not words:
        raise UnknownRecipient("missing")
    found = people_found(visit.session, visit.actor, words, most=FOUND_AT_MOST)
    exact = [person for person in found if person.display_name.casefold() == words.casefold()]
    if len(exact) == 1:
        return _member(visit, exact[0].handle)
    raise UnknownRecipient("award.pick_one" if found else "award.nobody")


def _member(visit: Visit, handle: str) -> Recipient:
    try:
        person = person_by_handle(visit.session, handle)
    except NotFound as nobody:
        raise UnknownRecipient("award.nobody") from nobody
    page = profile_subject(visit.session, person)
    if not visit.may(Action.SEE, page):
        raise UnknownRecipient("award.nobody")
    is_me = person.id == visit.require_member().id
    if not is_me and not visit.may(Action.AWARD, page):
        raise UnknownRecipient("award.not_from_afar", name=person.display_name)
    return Recipient(person_id=person.id)


def _issuer(visit: Visit, page: GivingPage, chosen: str) -> IssuerName | None:
    """In whose name: oneself, or one of those the member speaks for; None for anyone else."""
    member = visit.require_member()
    if not chosen:
        return IssuerName(member.id, IssuerKind.PERSON, member.display_name, member.handle)
    return next((issuer for issuer in page.issuers if str(issuer.id) == chosen), None)


def _mailbox(visit: Visit, recipient: Recipient) -> str:
    person_id: UUID | None = recipient.person_id
    return (primary_address(visit.session, person_id) if person_id else None) or ""
