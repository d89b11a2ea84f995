"""The pages of the room `imports`."""

from starlette.routing import BaseRoute, Route

from recognition.imports.views import showing

routes: list[BaseRoute] = [
    Route("/venus-d-ailleurs/{id}", showing.show, name="imports:show"),
]
