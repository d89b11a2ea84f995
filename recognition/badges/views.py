"""The pages of the room `badges`."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
