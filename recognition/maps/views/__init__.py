"""The pages of the room `maps`."""

from starlette.routing import BaseRoute, Route

from recognition.maps.views import showing

routes: list[BaseRoute] = [
    Route("/carte", showing.show, name="maps:show"),
]
