"""The page of an organisation: creating it, reading it, writing it."""

from dataclasses import dataclass
from functools import cached_property

from starlette.responses import Response
from starlette.routing import Route

from recognition.collectives.commands import (
    OrganisationWords,
    change_organisation,
    create_organisation,
)
from recognition.collectives.forms import OrganisationForm
from recognition.collectives.models import Collective, Organisation
from recognition.collectives.queries import (
    CollectiveLine,
    NamedPerson,
    collectives_of_person,
    organisation_by_slug,
    organisation_subject,
    representatives_of,
)
from recognition.credentials.views.sections import OpenData, of_issuer
from recognition.endorsements.lines import EndorsementPanel
from recognition.endorsements.queries import issuer_endorsements
from recognition.permissions import Action
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS
from recognition.web.templates import render
from recognition.web.visit import Visit


@dataclass(frozen=True)
class OrganisationPage:
    """What organisations/show.html shows."""

    visit: Visit
    organisation: Organisation

    @cached_property
    def collective(self) -> Collective | None:
        collective_id = self.organisation.collective_id
        return self.visit.session.get(Collective, collective_id) if collective_id else None

    @property
    def accent(self) -> str:
        return self.collective.accent if self.collective else "noyer"

    @cached_property
    def representatives(self) -> list[NamedPerson]:
        return representatives_of(self.visit.session, self.visit.actor, self.organisation.id)

    @cached_property
    def endorsements(self) -> EndorsementPanel:
        return issuer_endorsements(self.visit.session, self.visit.actor, self.organisation.id)

    @cached_property
    def open_data(self) -> OpenData | None:
        """The addresses that software reads."""
        subject = organisation_subject(self.organisation)
        return of_issuer(self.visit, self.organisation.id, subject, self.endorsements)

    @property
    def may_endorse(self) -> bool:
        return self.visit.member is not None and self.endorsements.objection is None

    @property
    def may_edit(self) -> bool:
        return self.visit.may(Action.EDIT, organisation_subject(self.organisation))

    @property
    def may_name(self) -> bool:
        return self.visit.may(Action.NAME_SPEAKER, organisation_subject(self.organisation))


@answering
def show(visit: Visit) -> Response:
    organisation = organisation_by_slug(visit.session, visit.param("slug"))
    page = OrganisationPage(visit, organisation)
    return render(visit, "organisations/show.html", page=page)


def _choices(visit: Visit, organisation: Organisation | None) -> dict[str, CollectiveLine]:
    """The collectives an organisation may be affiliated to, by slug: the visitor's own, and the
    one it has."""
    lines = collectives_of_person(visit.session, visit.require_member().id)
    own = {line.slug: line for line in lines}
    if organisation is None or organisation.collective_id is None:
        return own
    has = visit.session.get_one(Collective, organisation.collective_id)
    kept = CollectiveLine(
        has.id, has.slug, has.name, has.short_name, has.region_code, has.accent, has.tagline
    )
    return {has.slug: kept} | own


def _form_page(
    visit: Visit, form: FormState, organisation: Organisation | None, *, status: int = 200
) -> Response:
    choices = _choices(visit, organisation).values()
    return render(
        visit,
        "organisations/write.html",
        form=form,
        organisation=organisation,
        collectives=[("", _("Aucun")), *((line.slug, line.name) for line in choices)],
        status=status,
    )


def _words(
    visit: Visit, organisation: Organisation | None
) -> tuple[OrganisationWords | None, FormState]:
    form, state = parse(OrganisationForm, visit.form)
    choices = _choices(visit, organisation)
    if form is not None and form.collective and form.collective not in choices:
        state = state.with_error("collective", _(FIELD_FAULTS["not_a_choice"]))
    if form is None or state.errors:
        return None, state
    chosen = choices.get(form.collective)
    words = OrganisationWords(
        form.name, form.kind, form.city, form.description, chosen.id if chosen else None
    )
    return words, state


@answering
def new(visit: Visit) -> Response:
    visit.require_member()
    return _form_page(visit, FormState.of(collective=visit.query("collectif")), None)


@answering
def create(visit: Visit) -> Response:
    member = visit.require_member()
    words, state = _words(visit, None)
    if words is None:
        return _form_page(visit, state, None, status=422)
    organisation = create_organisation(visit.session, member.id, words, at=visit.at)
    return visit.redirect("organisations:show", slug=organisation.slug, said="organisation.created")


def _to_change(visit: Visit) -> Organisation:
    visit.require_member()
    organisation = organisation_by_slug(visit.session, visit.param("slug"))
    visit.require(Action.EDIT, organisation_subject(organisation))
    return organisation


@answering
def edit(visit: Visit) -> Response:
    organisation = _to_change(visit)
    collective = OrganisationPage(visit, organisation).collective
    shown = FormState.of(
        name=organisation.name,
        kind=organisation.kind,
        city=organisation.city,
        description=organisation.description,
        collective=collective.slug if collective else "",
    )
    return _form_page(visit, shown, organisation)


@answering
def change(visit: Visit) -> Response:
    organisation = _to_change(visit)
    words, state = _words(visit, organisation)
    if words is None:
        return _form_page(visit, state, organisation, status=422)
    by = visit.require_member().id
    change_organisation(visit.session, organisation, words, by=by, at=visit.at)
    return visit.redirect("organisations:show", slug=organisation.slug, said="organisation.changed")


routes = [
    Route("/organisations/nouvelle", new, name="organisations:new"),
    Route("/organisations/nouvelle", create, methods=["POST"], name="organisations:create"),
    Route("/organisations/{slug}", show, name="organisations:show"),
    Route("/organisations/{slug}/modifier", edit, name="organisations:edit"),
    Route("/organisations/{slug}/modifier", change, methods=["POST"], name="organisations:change"),
]
