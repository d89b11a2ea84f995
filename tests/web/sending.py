"""What a browser would not send: raw bodies, foreign headers, whole ASGI messages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

import anyio
from starlette.applications import Starlette

from recognition.settings import Settings
from recognition.web.csrf import csrf_token

FORM_TYPE = "application/x-www-form-urlencoded"


def encoded(fields: Iterable[tuple[str, str]]) -> bytes:
    """A form body, lone surrogates and all: what no well-behaved client would write."""
    return "&".join(
        f"{quote_plus(name.encode('utf-8', 'surrogatepass'))}"
        f"={quote_plus(value.encode('utf-8', 'surrogatepass'))}"
        for name, value in fields
    ).encode()


def part(name: str, value: str, *, file_name: str = "") -> bytes:
    """One part of a multipart body with the boundary ``limit``."""
    named = f'; filename="{file_name}"' if file_name else ""
    return (
        f'--limit\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n{value}\r\n'
    ).encode()


@dataclass(frozen=True)
class Answer:
    """What came back, and how much of the request's body had been taken by then."""

    status: int
    headers: dict[str, str]
    body: bytes
    bytes_taken: int


def send_pieces(
    app: Starlette,
    settings: Settings,
    path: str,
    pieces: Sequence[bytes],
    *,
    headers: dict[str, str],
    holder: str,
) -> Answer:
    """POST a body piece by piece, with exactly these headers beside Host, Origin and the token:
    a ``Content-Length`` may lie or be absent."""
    given = {
        "host": settings.host,
        "origin": settings.base_url,
        "x-csrf-token": csrf_token(settings, holder),
        "cookie": f"browser={holder}",
        **headers,
    }
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
    }
    waiting = list(pieces)
    taken = 0
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        nonlocal taken
        piece = waiting.pop(0) if waiting else b""
        taken += len(piece)
        return {"type": "http.request", "body": piece, "more_body": bool(waiting)}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    async def whole() -> None:
        await app(scope, receive, send)

    anyio.run(whole)
    start = sent[0]
    return Answer(
        status=start["status"],
        headers={name.decode(): value.decode() for name, value in start["headers"]},
        body=b"".join(message.get("body", b"") for message in sent[1:]),
        bytes_taken=taken,
    )
