"""The pages of the room `endorsements`."""

from starlette.routing import BaseRoute, Route

from recognition.endorsements.views.deciding import (
    acceptance,
    ending,
    mine,
    refusal,
    restoration,
    withdrawal,
)
from recognition.endorsements.views.listing import of_award, of_badge, of_imported, of_issuer
from recognition.endorsements.views.writing import new_award, new_badge, new_imported, new_issuer

_BOTH = ["GET", "POST"]
_ONE = "/endossements/{id}"
_IMPORTED = "/venus-d-ailleurs/{id}"

routes: list[BaseRoute] = [
    Route("/badges/{slug}/endosser", new_badge, methods=_BOTH, name="endorsements:new_badge"),
    Route("/recus/{id}/endosser", new_award, methods=_BOTH, name="endorsements:new_award"),
    Route(f"{_IMPORTED}/endosser", new_imported, methods=_BOTH, name="endorsements:new_imported"),
    Route("/endosser/{kind}/{slug}", new_issuer, methods=_BOTH, name="endorsements:new_issuer"),
    Route(f"{_ONE}/acceptation", acceptance, methods=["POST"], name="endorsements:acceptance"),
    Route(f"{_ONE}/refus", refusal, methods=["POST"], name="endorsements:refusal"),
    Route(f"{_ONE}/retrait", withdrawal, methods=["POST"], name="endorsements:withdrawal"),
    Route(f"{_ONE}/fin", ending, methods=["POST"], name="endorsements:ending"),
    Route(f"{_ONE}/retablissement", restoration, methods=["POST"], name="endorsements:restoration"),
    Route("/badges/{slug}/endossements", of_badge, name="endorsements:of_badge"),
    Route("/recus/{id}/endossements", of_award, name="endorsements:of_award"),
    Route(f"{_IMPORTED}/endossements", of_imported, name="endorsements:of_imported"),
    Route("/endosser/{kind}/{slug}/tous", of_issuer, name="endorsements:of_issuer"),
    Route("/moi/endossements", mine, name="endorsements:mine"),
]
