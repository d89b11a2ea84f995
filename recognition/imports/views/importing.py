"""« Importer »: a badge received elsewhere joins one's own, when it is one's own."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from starlette.responses import Response

from recognition.imports.checking import IMPORTS, own_award_id
from recognition.imports.commands import keep_badge
from recognition.imports.forms import ImportForm
from recognition.imports.models import Belonging
from recognition.imports.rules import Landing, landing
from recognition.imports.views.asking import (
    Unusable,
    asked_too_often,
    is_short,
    patiently,
    sent_by,
    verdict_for,
)
from recognition.imports.views.verdicts import Told
from recognition.imports.views.verifying import seen_here
from recognition.openbadges.verdict import Verdict
from recognition.people.queries import addresses_of
from recognition.people.rates import TooOften
from recognition.web.answering import answering, answering_aside
from recognition.web.forms import FormState, parse
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS
from recognition.web.templates import render
from recognition.web.visit import Visit

APART = "apart"  # what `ImportForm.keep` says to keep somebody else's badge
HERE = "here"


@dataclass(frozen=True)
class ImportingPage:
    """What imports/import.html shows. `became` is the `Landing` of what was sent, or ``here`` for
    a badge of this platform; `source` is its text, to be sent again with one's choice."""

    addresses: tuple[str, ...]
    form: FormState = field(default_factory=FormState)
    told: Told | None = None
    became: str = ""
    here_id: UUID | None = None
    source: str = ""

    @property
    def names_somebody(self) -> bool:
        """Whether the badge that was sent says whose it is."""
        return bool(self.told and self.told.verdict.recipients)


@answering
def ask(visit: Visit) -> Response:
    visit.require_member()
    return _shown(visit, ImportingPage(_addresses(visit)))


@answering_aside
def bring(visit: Visit) -> Response:
    member = visit.require_member()
    addresses = _addresses(visit)
    form, state = parse(ImportForm, visit.form)
    try:
        sent = sent_by(visit)
    except Unusable as unusable:
        state = state.with_error(unusable.field, _(FIELD_FAULTS[unusable.code]))
        return _shown(visit, ImportingPage(addresses, state), status=422)
    try:
        verdict = verdict_for(visit, sent, addresses, rates=(IMPORTS,))
    except TooOften as refused:
        state = asked_too_often(state, refused, visit, "import.too_many")
        return patiently(_shown(visit, ImportingPage(addresses, state), status=429), refused)
    award_id = own_award_id(visit.settings.base_url.rstrip("/"), verdict, sent.address)
    became = landing(verdict, addresses)
    is_ours = award_id is not None and became is not Landing.REFUSED
    keeps_apart = form is not None and form.keep == APART
    is_kept = became is Landing.MINE or (became is Landing.NOT_MINE and keeps_apart)
    if is_kept and not is_ours:
        return _kept(visit, member.id, verdict, became)
    page = ImportingPage(addresses, state, Told.of(verdict, own=True))
    if is_ours:
        return _shown(visit, _told(page, HERE, here_id=seen_here(visit, award_id)))
    source = verdict.document if is_short(verdict.document) else ""
    status = 200 if became is Landing.NOT_MINE else 422
    return _shown(visit, _told(page, became, source=source), status=status)


def _kept(visit: Visit, member_id: UUID, verdict: Verdict, became: Landing) -> Response:
    belonging = Belonging.MINE if became is Landing.MINE else Belonging.NOT_MINE
    kept = keep_badge(
        visit.session,
        visit.platform.storage,
        member_id,
        verdict,
        belonging=belonging,
        at=visit.at,
    )
    said = "import.kept_apart" if became is Landing.NOT_MINE else "import.kept"
    if not kept.is_new:
        said = "import.again"
    return visit.redirect("imports:show", id=kept.imported.id, said=said)


def _told(
    page: ImportingPage, became: str, *, here_id: UUID | None = None, source: str = ""
) -> ImportingPage:
    return replace(page, became=became, here_id=here_id, source=source)


def _addresses(visit: Visit) -> tuple[str, ...]:
    """The confirmed addresses of the member."""
    member = visit.require_member()
    return tuple(each.address for each in addresses_of(visit.session, member.id))


def _shown(visit: Visit, page: ImportingPage, *, status: int = 200) -> Response:
    return render(
        visit, "imports/import.html", block="checking", status=status, page=page, form=page.form
    )
