"""The addresses of the room `credentials`: public data, and the files of one's own badges."""

from starlette.routing import BaseRoute

from recognition.credentials.views import addresses, downloads, issuers

routes: list[BaseRoute] = [*addresses.routes, *issuers.routes, *downloads.routes]
