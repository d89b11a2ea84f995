"""The pages of the room `collectives`."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
