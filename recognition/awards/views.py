"""The pages of the room `awards`."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
