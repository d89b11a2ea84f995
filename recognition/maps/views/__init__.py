"""The pages of the room `maps`."""

from starlette.routing import BaseRoute, Route

from recognition.maps.views import columns, exporting, showing

routes: list[BaseRoute] = [
    Route("/carte", showing.show, name="maps:show"),
    Route("/carte/donnees.json", columns.show, name="maps:data"),
    Route("/carte/export/{file}", exporting.show, name="maps:export"),
]
