"""The pages of the room `people`."""

from starlette.routing import BaseRoute

from recognition.people.views import finding, on_map, profile, settings, signing_in

routes: list[BaseRoute] = [
    *signing_in.routes,
    *finding.routes,
    *profile.routes,
    *settings.routes,
    *on_map.routes,
]
