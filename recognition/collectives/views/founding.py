"""Founding a collective, and writing its page."""

from datetime import timedelta

from starlette.responses import Response
from starlette.routing import Route

from recognition.collectives.accents import ACCENTS
from recognition.collectives.commands import CollectiveWords, change_collective, found_collective
from recognition.collectives.forms import MOST_CHARTER_LINES, CollectiveForm
from recognition.collectives.models import Collective
from recognition.collectives.queries import collective_by_slug, collective_subject
from recognition.collectives.regions import REGIONS
from recognition.people.rates import Rate, count_try
from recognition.permissions import Action
from recognition.places.choosing import chosen_town
from recognition.places.towns import find_towns, town
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS
from recognition.web.templates import render
from recognition.web.visit import Visit

FOUNDING = Rate("collective.founding", 2, timedelta(days=1))
BEGINNING = ["", "", ""]  # the lines of a charter that one is invited to write


def _page(
    visit: Visit, form: FormState, *, collective: Collective | None, status: int = 200
) -> Response:
    return render(
        visit,
        "collectives/write.html",
        form=form,
        charter=form.values("charter") or BEGINNING,
        collective=collective,
        regions=list(REGIONS.items()),
        towns=find_towns(form.value("town")) if form.error("town") else (),
        accents=[(dye, dye.capitalize()) for dye in ACCENTS],
        most_lines=MOST_CHARTER_LINES,
        status=status,
    )


def _read(visit: Visit) -> tuple[CollectiveWords | None, FormState]:
    """What a collective says of itself, or None with the faults."""
    form, state = parse(CollectiveForm, visit.form)
    if form is None:
        return None, state
    choice = chosen_town(form.town, form.town_code)
    fault = choice.fault
    if choice.town is not None and choice.town.region_code != form.region_code:
        fault = "town.elsewhere"
    if fault:
        return None, state.with_error("town", _(FIELD_FAULTS[fault]))
    said = form.model_dump(exclude={"town"})
    return CollectiveWords(**said | {"town_code": choice.town.code if choice.town else ""}), state


def _with_rows_changed(visit: Visit, form: FormState) -> FormState | None:
    """The form with a line of charter more or less, when that is what was asked; else None."""
    lines = form.values("charter")
    if visit.text("add_charter"):
        lines = [*lines, ""][:MOST_CHARTER_LINES]
    elif (index := visit.text("remove_charter")) in map(str, range(len(lines))):
        del lines[int(index)]
    else:
        return None
    return FormState({**form.typed, "charter": lines or [""]})


@answering
def new(visit: Visit) -> Response:
    visit.require_member()
    return _page(visit, FormState.of(accent=ACCENTS[0]), collective=None)


@answering
def found(visit: Visit) -> Response:
    member = visit.require_member()
    words, state = _read(visit)
    if changed := _with_rows_changed(visit, state):
        return _page(visit, changed, collective=None)
    if words is None:
        return _page(visit, state, collective=None, status=422)
    count_try(visit.session, FOUNDING, str(member.id), at=visit.at)
    collective = found_collective(visit.session, member.id, words, at=visit.at)
    return visit.redirect("collectives:show", slug=collective.slug, said="collective.founded")


def _to_change(visit: Visit) -> Collective:
    visit.require_member()
    collective = collective_by_slug(visit.session, visit.param("slug"))
    visit.require(Action.EDIT, collective_subject(collective))
    return collective


@answering
def edit(visit: Visit) -> Response:
    collective = _to_change(visit)
    at = town(collective.town_code)
    shown = FormState.of(
        name=collective.name,
        short_name=collective.short_name,
        region_code=collective.region_code,
        town=at.label if at else "",
        accent=collective.accent,
        tagline=collective.tagline,
        description=collective.description,
        rhythm=collective.rhythm,
        charter=collective.charter,
    )
    return _page(visit, shown, collective=collective)


@answering
def change(visit: Visit) -> Response:
    collective = _to_change(visit)
    words, state = _read(visit)
    if changed := _with_rows_changed(visit, state):
        return _page(visit, changed, collective=collective)
    if words is None:
        return _page(visit, state, collective=collective, status=422)
    change_collective(visit.session, collective, words)
    return visit.redirect("collectives:show", slug=collective.slug, said="collective.changed")


routes = [
    Route("/collectifs/nouveau", new, name="collectives:new"),
    Route("/collectifs/nouveau", found, methods=["POST"], name="collectives:found"),
    Route("/collectifs/{slug}/modifier", edit, name="collectives:edit"),
    Route("/collectifs/{slug}/modifier", change, methods=["POST"], name="collectives:change"),
]
