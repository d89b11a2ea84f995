"""Headers of every answer, its request id, its line in the log (requirements E3, H5, I)."""

import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit
from uuid import uuid4

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from recognition.settings import LOOPBACK_HOSTS, Settings

log = structlog.get_logger("recognition.requests")

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; media-src 'self'; form-action 'self';"
    " base-uri 'none'; object-src 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


Accident = Callable[[Request, Exception], Awaitable[Response]]


class Guard:
    """ASGI middleware: refuses a foreign ``Host``, adds the headers, logs one line a request,
    and has `accident` answer for whatever nobody expected.

    The log names the route's template, never the address itself: it may hold a token.
    """

    def __init__(self, app: ASGIApp, settings: Settings, accident: Accident) -> None:
        self.app = app
        self.settings = settings
        self.accident = accident

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = uuid4().hex[:12]
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        status = 500
        started_answering = False

        async def guarded(message: Message) -> None:
            nonlocal status, started_answering
            if message["type"] == "http.response.start":
                started_answering = True
                status = message["status"]
                self._add_headers(MutableHeaders(scope=message), request_id)
            await send(message)

        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if hosts != [self.settings.host]:
            await self._elsewhere(hosts)(scope, receive, guarded)
        else:
            try:
                await self.app(scope, receive, guarded)
            except Exception as problem:
                if started_answering:
                    raise
                response = await self.accident(Request(scope), problem)
                await response(scope, receive, guarded)
        route = scope.get("route")
        log.info(
            "request",
            method=scope["method"],
            route=getattr(route, "path", None),
            status=status,
            ms=round((time.perf_counter() - started) * 1000, 1),
        )

    def _elsewhere(self, hosts: list[str]) -> Response:
        """A foreign host is refused; another name of this very machine leads to the right one."""
        ours = urlsplit(self.settings.base_url)
        try:
            asked = urlsplit(f"//{hosts[0]}").hostname if len(hosts) == 1 else None
        except ValueError:  # not a host at all
            asked = None
        if {asked, ours.hostname} <= LOOPBACK_HOSTS and hosts[0].endswith(f":{ours.port}"):
            return RedirectResponse(self.settings.base_url, status_code=303)
        return PlainTextResponse("Adresse inconnue de ce serveur.", 400)

    def _add_headers(self, headers: MutableHeaders, request_id: str) -> None:
        headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        headers["X-Content-Type-Options"] = "nosniff"
        headers.setdefault("Referrer-Policy", "same-origin")
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = PERMISSIONS_POLICY
        headers["X-Request-Id"] = request_id
        headers.setdefault("Cache-Control", "private, no-store")
        if self.settings.secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
