"""The pages of the room `badges`."""

from starlette.routing import BaseRoute, Route

from recognition.badges.views.composing import change, create, edit, icons, new, preview
from recognition.badges.views.discussing import (
    add_contribution,
    adopt,
    discussion,
    prolong,
    state_position,
    take_back,
)
from recognition.badges.views.gallery import gallery
from recognition.badges.views.pictures import picture
from recognition.badges.views.showing import of_the_month, show, version

_TALK = "/badges/{slug}/discussion"

routes: list[BaseRoute] = [
    Route("/images/badges/{version_id}.png", picture, name="badges:picture"),
    Route("/badges", gallery, name="badges:gallery"),
    Route("/badges/nouveau", new, name="badges:new"),
    Route("/badges/nouveau", create, methods=["POST"], name="badges:create"),
    Route("/badges/nouveau/apercu", preview, methods=["POST"], name="badges:preview"),
    Route("/badges/nouveau/pictogrammes", icons, name="badges:icons"),
    Route("/badges/{slug}", show, name="badges:show"),
    Route("/badges/{slug}/versions/{number}", version, name="badges:version"),
    Route(
        "/badges/{slug}/badge-du-mois", of_the_month, methods=["POST"], name="badges:of_the_month"
    ),
    Route("/badges/{slug}/modifier", edit, name="badges:edit"),
    Route("/badges/{slug}/modifier", change, methods=["POST"], name="badges:change"),
    Route(_TALK, discussion, name="badges:discussion"),
    Route(f"{_TALK}/paroles", add_contribution, methods=["POST"], name="badges:contribute"),
    Route(f"{_TALK}/avis", state_position, methods=["POST"], name="badges:position"),
    Route(f"{_TALK}/prolongation", prolong, methods=["POST"], name="badges:extend"),
    Route(f"{_TALK}/retrait", take_back, methods=["POST"], name="badges:withdraw"),
    Route(f"{_TALK}/adoption", adopt, methods=["POST"], name="badges:conclude"),
]
