"""The pages of the room `badges`."""

from starlette.routing import BaseRoute, Route

from recognition.badges.views.composing import new
from recognition.badges.views.gallery import gallery
from recognition.badges.views.pictures import picture
from recognition.badges.views.showing import show

routes: list[BaseRoute] = [
    Route("/images/badges/{version_id}.png", picture, name="badges:picture"),
    Route("/badges", gallery, name="badges:gallery"),
    Route("/badges/nouveau", new, name="badges:new"),
    Route("/badges/{slug}", show, name="badges:show"),
    Route("/badges/{slug}/discussion", show, name="badges:discussion"),
    Route("/badges/{slug}/modifier", show, name="badges:edit"),
]
