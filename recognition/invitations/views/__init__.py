"""The pages of the room `invitations`."""

from starlette.routing import BaseRoute

from recognition.invitations.views import showing, writing

routes: list[BaseRoute] = [*writing.routes, *showing.routes]
