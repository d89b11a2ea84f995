"""The pages of the room `home`."""

from starlette.routing import BaseRoute, Route

from recognition.home.views.home import show, welcome
from recognition.home.views.trust_pages import about, accessibility, charter, data

routes: list[BaseRoute] = [
    Route("/", show, name="home:show"),
    Route("/bienvenue", welcome, name="home:welcome"),
    Route("/a-propos", about, name="pages:about"),
    Route("/charte", charter, name="pages:charter"),
    Route("/accessibilite", accessibility, name="pages:accessibility"),
    Route("/donnees", data, name="pages:data"),
]
