"""The pages of the room `home`."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
