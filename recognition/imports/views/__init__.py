"""The pages of the room `imports`."""

from starlette.routing import BaseRoute, Route

from recognition.imports.views import importing, keeping, showing, verifying

POST = ["POST"]

routes: list[BaseRoute] = [
    Route("/verifier", verifying.ask, name="imports:verifier"),
    Route("/verifier", verifying.verify, methods=POST, name="imports:verify"),
    Route("/moi/importer", importing.ask, name="imports:new"),
    Route("/moi/importer", importing.bring, methods=POST, name="imports:create"),
    Route("/venus-d-ailleurs/{id}", showing.show, name="imports:show"),
    Route("/venus-d-ailleurs/{id}/image", keeping.picture, name="imports:picture"),
    Route("/venus-d-ailleurs/{id}/fichier/{form}", keeping.file, name="imports:file"),
    Route(
        "/venus-d-ailleurs/{id}/visibilite",
        keeping.visibility,
        methods=POST,
        name="imports:visibility",
    ),
    Route(
        "/venus-d-ailleurs/{id}/verification",
        keeping.check_again,
        methods=POST,
        name="imports:check",
    ),
    Route(
        "/venus-d-ailleurs/{id}/suppression", keeping.removal, methods=POST, name="imports:removal"
    ),
]
