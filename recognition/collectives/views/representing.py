"""Who speaks for an organisation: naming, accepting, ending."""

from starlette.responses import Response
from starlette.routing import Route

from recognition.collectives.commands import (
    accept_naming,
    decline_naming,
    end_representation,
    name_representative,
)
from recognition.collectives.models import Organisation
from recognition.collectives.queries import (
    organisation_by_slug,
    organisation_subject,
    people_found,
    profile_subject,
    representatives_of,
)
from recognition.collectives.views.mails import tell_named
from recognition.errors import NotAllowed, NotFound, Refused
from recognition.people.queries import person_by_handle
from recognition.permissions import Action
from recognition.texts import Length
from recognition.web.answering import answering
from recognition.web.forms import FormState
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS, REFUSALS
from recognition.web.templates import render
from recognition.web.visit import Visit


def _organisation(visit: Visit) -> Organisation:
    visit.require_member()
    organisation = organisation_by_slug(visit.session, visit.param("slug"))
    visit.require(Action.NAME_SPEAKER, organisation_subject(organisation))
    return organisation


def _page(
    visit: Visit, organisation: Organisation, *, form: FormState, status: int = 200
) -> Response:
    query = (visit.query("q") or form.value("q"))[: Length.SEARCH]
    named = representatives_of(visit.session, visit.actor, organisation.id)
    asked = representatives_of(visit.session, visit.actor, organisation.id, accepted=False)
    tied = {person.person_id for person in named + asked}
    found = people_found(visit.session, visit.actor, query) if query.strip() else []
    return render(
        visit,
        "organisations/representatives.html",
        block="found",
        organisation=organisation,
        speaks=visit.may(Action.SPEAK_FOR, organisation_subject(organisation)),
        named=named,
        asked=asked,
        query=query,
        found=[person for person in found if person.id not in tied],
        form=form,
        status=status,
    )


@answering
def show(visit: Visit) -> Response:
    return _page(visit, _organisation(visit), form=FormState())


@answering
def name(visit: Visit) -> Response:
    organisation = _organisation(visit)
    form = FormState.of(q=visit.text("q"))
    try:
        person = person_by_handle(visit.session, visit.text("handle"))
        subject = profile_subject(visit.session, person)
        if not visit.may(Action.FIND, subject):
            raise NotFound
        by = visit.require_member().id
        if person.id == by and representatives_of(visit.session, visit.actor, organisation.id):
            raise NotAllowed("not_allowed")  # coordination helps; it does not take an office
        name_representative(visit.session, organisation, person.id, by=by, at=visit.at)
    except NotFound:
        form = form.with_error("q", _(FIELD_FAULTS["issuer.unknown"]))
        return _page(visit, organisation, form=form, status=422)
    except Refused as refused:
        visit.session.rollback()
        form = form.with_error("q", _(REFUSALS[refused.reason]))
        return _page(visit, _organisation(visit), form=form, status=422)
    tell_named(visit, organisation, person.id)
    return visit.redirect(
        "representatives:show", slug=organisation.slug, said="representative.named"
    )


@answering
def ending(visit: Visit) -> Response:
    """By another representative, or by the person themself: coordination may help to name, and
    does not silence who speaks."""
    member = visit.require_member()
    organisation = organisation_by_slug(visit.session, visit.param("slug"))
    if not visit.may(Action.SPEAK_FOR, organisation_subject(organisation)):
        raise NotAllowed("not_allowed")
    ended = end_representation(visit.session, organisation, visit.id(), at=visit.at)
    if ended.person_id == member.id:
        return visit.redirect(
            "organisations:show", slug=organisation.slug, said="representative.left"
        )
    return visit.redirect(
        "representatives:show", slug=organisation.slug, said="representative.ended"
    )


@answering
def acceptance(visit: Visit) -> Response:
    member = visit.require_member()
    naming = accept_naming(visit.session, visit.id(), member.id, at=visit.at)
    organisation = visit.session.get_one(Organisation, naming.organisation_id)
    return visit.redirect(
        "organisations:show", slug=organisation.slug, said="representative.accepted"
    )


@answering
def refusal(visit: Visit) -> Response:
    member = visit.require_member()
    decline_naming(visit.session, visit.id(), member.id, at=visit.at)
    return visit.redirect("people:settings", said="representative.declined")


routes = [
    Route("/organisations/{slug}/representants", show, name="representatives:show"),
    Route(
        "/organisations/{slug}/representants", name, methods=["POST"], name="representatives:name"
    ),
    Route(
        "/organisations/{slug}/representants/{id}/fin",
        ending,
        methods=["POST"],
        name="representatives:ending",
    ),
    Route(
        "/nominations/{id}/acceptation",
        acceptance,
        methods=["POST"],
        name="representatives:acceptance",
    ),
    Route("/nominations/{id}/refus", refusal, methods=["POST"], name="representatives:refusal"),
]
