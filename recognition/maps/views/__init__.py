"""The pages of the room `maps`."""

from starlette.routing import BaseRoute, Route

from recognition.maps.views import columns, showing

routes: list[BaseRoute] = [
    Route("/carte", showing.show, name="maps:show"),
    Route("/carte/donnees.json", columns.show, name="maps:data"),
]
