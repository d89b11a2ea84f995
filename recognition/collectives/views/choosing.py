"""« Réglages du collectif »: what coordination chooses about how the collective is shown."""

from starlette.responses import Response
from starlette.routing import Route

from recognition.collectives.commands import CollectiveChoices, choose_settings
from recognition.collectives.forms import CollectiveChoicesForm
from recognition.collectives.models import Collective
from recognition.collectives.queries import collective_by_slug, collective_subject
from recognition.permissions import Action
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse
from recognition.web.templates import render
from recognition.web.visit import Visit


def _page(visit: Visit, collective: Collective, form: FormState, *, status: int = 200) -> Response:
    return render(
        visit, "collectives/settings.html", collective=collective, form=form, status=status
    )


def _to_choose(visit: Visit) -> Collective:
    visit.require_member()
    collective = collective_by_slug(visit.session, visit.param("slug"))
    visit.require(Action.DECIDE, collective_subject(collective))
    return collective


@answering
def show(visit: Visit) -> Response:
    collective = _to_choose(visit)
    ticked = {name: "on" for name in ("shows_value", "public_map") if getattr(collective, name)}
    return _page(visit, collective, FormState.of(**ticked))


@answering
def choose(visit: Visit) -> Response:
    collective = _to_choose(visit)
    form, state = parse(CollectiveChoicesForm, visit.form)
    if form is None:
        return _page(visit, collective, state, status=422)
    choose_settings(
        visit.session,
        collective,
        CollectiveChoices(**form.model_dump()),
        by=visit.require_member().id,
        at=visit.at,
    )
    return visit.redirect("collectives:settings", slug=collective.slug, said="collective.chosen")


routes = [
    Route("/collectifs/{slug}/reglages", show, name="collectives:settings"),
    Route("/collectifs/{slug}/reglages", choose, methods=["POST"], name="collectives:choose"),
]
