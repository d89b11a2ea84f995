"""« Vérifier un badge »: open to all, and nothing of it is kept."""

from dataclasses import dataclass, field
from uuid import UUID

from starlette.responses import Response

from recognition.awards.queries import award_for, award_subject
from recognition.errors import NotFound
from recognition.imports.checking import own_award_id
from recognition.imports.forms import CheckForm
from recognition.imports.views.asking import (
    Unusable,
    asked_too_often,
    patiently,
    sent_by,
    verdict_for,
)
from recognition.imports.views.verdicts import Told
from recognition.people.queries import addresses_of
from recognition.people.rates import TooOften
from recognition.permissions import Action
from recognition.web.answering import answering, answering_aside
from recognition.web.forms import FormState, parse
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS
from recognition.web.templates import render
from recognition.web.visit import Visit

LONGEST_ADDRESS = 2000


@dataclass(frozen=True)
class CheckingPage:
    """What imports/verify.html shows; `told` once something was sent. `here_id` is the award of
    this platform that was sent, when the visitor may see it."""

    form: FormState = field(default_factory=FormState)
    told: Told | None = None
    here_id: UUID | None = None


@answering
def ask(visit: Visit) -> Response:
    form = FormState.of(source=visit.query("adresse")[:LONGEST_ADDRESS])
    return _shown(visit, CheckingPage(form))


@answering_aside
def verify(visit: Visit) -> Response:
    form, state = parse(CheckForm, visit.form)
    if form is None:
        return _shown(visit, CheckingPage(state), status=422)
    try:
        sent = sent_by(visit)
    except Unusable as unusable:
        state = state.with_error(unusable.field, _(FIELD_FAULTS[unusable.code]))
        return _shown(visit, CheckingPage(state), status=422)
    member = visit.member
    own = [each.address for each in addresses_of(visit.session, member.id)] if member else []
    typed = [form.recipient] if form.recipient else []
    try:
        verdict = verdict_for(visit, sent, typed or own)
    except TooOften as refused:
        state = asked_too_often(state, refused, visit, "import.too_often")
        return patiently(_shown(visit, CheckingPage(state), status=429), refused)
    told = Told.of(verdict, own=not typed and member is not None)
    here_id = seen_here(visit, own_award_id(_base(visit), verdict, sent.address))
    return _shown(visit, CheckingPage(state, told, here_id))


def seen_here(visit: Visit, award_id: UUID | None) -> UUID | None:
    """An award of this platform, when the visitor may see it."""
    if award_id is None:
        return None
    try:
        award = award_for(visit.session, award_id)
    except NotFound:
        return None
    return award_id if visit.may(Action.SEE, award_subject(visit.session, award)) else None


def _base(visit: Visit) -> str:
    return visit.settings.base_url.rstrip("/")


def _shown(visit: Visit, page: CheckingPage, *, status: int = 200) -> Response:
    return render(
        visit, "imports/verify.html", block="checking", status=status, page=page, form=page.form
    )
