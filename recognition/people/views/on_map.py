"""Being on the maps by one's town, or no longer."""

from starlette.responses import Response
from starlette.routing import Route

from recognition.people.commands import leave_map, stand_on_map
from recognition.people.forms import TownForm
from recognition.people.views.settings import SettingsPage, show
from recognition.places.choosing import chosen_town
from recognition.web.answering import answering
from recognition.web.forms import parse
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS
from recognition.web.visit import Visit


@answering
def stand(visit: Visit) -> Response:
    member = visit.require_member()
    form, state = parse(TownForm, visit.form)
    choice = chosen_town(form.town, form.town_code) if form else None
    if choice is not None and choice.town is not None:
        stand_on_map(visit.session, member.id, choice.town.code)
        return visit.redirect("people:settings", said="map.joined", anchor="carte")
    if choice is not None:
        state = state.with_error("town", _(FIELD_FAULTS[choice.fault]))
    towns = choice.matches if choice else ()
    return SettingsPage(visit, member, town_form=state, towns=towns).render(status=422)


@answering
def leave(visit: Visit) -> Response:
    leave_map(visit.session, visit.require_member().id)
    return visit.redirect("people:settings", said="map.left", anchor="carte")


routes = [
    # Reloading a form that was refused asks for its own address: the page answers there too.
    Route("/moi/carte", show, name="people:map_form"),
    Route("/moi/carte", stand, methods=["POST"], name="people:stand_on_map"),
    Route("/moi/carte/retrait", leave, methods=["POST"], name="people:leave_map"),
]
