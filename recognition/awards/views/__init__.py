"""The pages of the room `awards`."""

from starlette.routing import BaseRoute, Route

from recognition.awards.views.answers import (
    acceptance,
    refusal,
    removal,
    revocation,
    visibility,
)
from recognition.awards.views.giving import give_page, give_to
from recognition.awards.views.mine import mine
from recognition.awards.views.recognising import recognise, recognise_page
from recognition.awards.views.showing import show

routes: list[BaseRoute] = [
    Route("/moi/badges", mine, name="me:badges"),
    Route("/badges/{slug}/attribuer", give_page, name="awards:new"),
    Route("/badges/{slug}/attribuer", give_to, methods=["POST"], name="awards:create"),
    Route("/badges/{slug}/me-reconnaitre", recognise_page, name="awards:recognise"),
    Route(
        "/badges/{slug}/me-reconnaitre", recognise, methods=["POST"], name="awards:create_for_me"
    ),
    Route("/recus/{id}", show, name="awards:show"),
    Route("/recus/{id}/acceptation", acceptance, methods=["POST"], name="awards:acceptance"),
    Route("/recus/{id}/refus", refusal, methods=["POST"], name="awards:refusal"),
    Route("/recus/{id}/visibilite", visibility, methods=["POST"], name="awards:visibility"),
    Route("/recus/{id}/revocation", revocation, methods=["POST"], name="awards:revocation"),
    Route("/recus/{id}/retrait", removal, methods=["POST"], name="awards:removal"),
]
