"""The pages of the room `evidence`."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
