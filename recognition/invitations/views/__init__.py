"""The pages of the room `invitations`."""

from starlette.routing import BaseRoute

from recognition.invitations.views.showing import routes as shown
from recognition.invitations.views.writing import routes as written

routes: list[BaseRoute] = [*written, *shown]
