"""The pages of the room `endorsements`."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
