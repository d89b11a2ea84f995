"""Public data may be read by the pages of any site.

One ASGI layer for every address of `OPEN`, so that what is refused, gone or unknown can be read
across sites as well as what is there: a verifier in a browser has to tell a 410 from a network
that fails. No cookie is set and, with ``*``, none is ever sent: all that these addresses answer
to another site is what anyone may see.

Source: WHATWG Fetch, section 3.3 (the CORS protocol).
"""

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN = ("/ob2/", "/ob3/", "/issuers/", "/images/badges/")

SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Location, X-Request-Id",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, OPTIONS",
}


class ReadAcrossSites:
    """ASGI middleware: answers preflights of the open addresses, opens their answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(OPEN):
            await self.app(scope, receive, send)
            return

        async def opened(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SHARED)
            await send(message)

        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=PREFLIGHT)(scope, receive, opened)
        else:
            await self.app(scope, receive, opened)
