"""The pages of the room `collectives`."""

from starlette.routing import BaseRoute

from recognition.collectives.views import (
    choosing,
    desk,
    founding,
    joining,
    meetings,
    organisations,
    representing,
    showing,
    vouching,
    workshops,
)

routes: list[BaseRoute] = [
    *founding.routes,
    *showing.routes,
    *vouching.routes,
    *joining.routes,
    *desk.routes,
    *choosing.routes,
    *meetings.routes,
    *workshops.routes,
    *organisations.routes,
    *representing.routes,
]
