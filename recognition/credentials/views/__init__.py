"""The addresses of the room `credentials`: public data, and the files of one's own badges."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
