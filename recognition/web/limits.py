"""How much a request may carry, counted on the bytes that arrive (requirement A4)."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

FORM_BYTES = 64 * 1024
FILE_FORM_BYTES = 5 * 1024 * 1024 + FORM_BYTES
JSON_BYTES = 512 * 1024
FIELD_COUNT = 50
FILE_COUNT = 10


class BodyTooLarge(Exception):
    """More arrived than this kind of request may carry."""


def most_bytes(content_type: str) -> int:
    """The limit for a body of this ``Content-Type``."""
    kind = content_type.split(";", 1)[0].strip().lower()
    if kind == "multipart/form-data":
        return FILE_FORM_BYTES
    return JSON_BYTES if kind == "application/json" else FORM_BYTES


class BodyLimit:
    """ASGI middleware: raises BodyTooLarge into whoever reads the body past its limit."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        most = most_bytes(headers.get(b"content-type", b"").decode("latin-1"))
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise BodyTooLarge
            return message

        await self.app(scope, counted, send)
