"""How an open address answers: to anyone alike, without a session of anyone's, without cookies.

What a visitor may see here is what anyone may see, whoever they are: these answers are copied to
other sites. Refusals are JSON for software and a page for people; a hidden thing and an unknown
one answer byte for byte alike (requirement F2), a thing that ended answers 410.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from uuid import UUID

from anyio import to_thread
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from recognition.credentials.issuing import Issuing
from recognition.credentials.rules import Ended
from recognition.credentials.views.negotiation import DOCUMENT, PAGE, Choice, Form, Offer, chosen
from recognition.db import reading
from recognition.errors import NotFound, Refused
from recognition.openbadges import ob2
from recognition.web import cookies
from recognition.web.languages import LOCALES, current_locale
from recognition.web.state import Platform
from recognition.web.templates import render_plain

UNKNOWN = b'{"error":"not_found"}\n'
CACHING = "no-cache"  # kept by whoever wants to, asked for again each time: G2


@dataclass(frozen=True)
class Asked:
    """One request for public data."""

    request: Request
    session: Session
    platform: Platform

    @property
    def issuing(self) -> Issuing:
        """What it takes to sign what nobody signed yet."""
        platform = self.platform
        return Issuing.of(platform.settings, platform.keys, platform.storage)

    def id(self, name: str = "id") -> UUID:
        """The identifier in the address, in the one form that our addresses have. Raises
        NotFound."""
        word = str(self.request.path_params[name])
        try:
            found = UUID(word)
        except ValueError as malformed:
            raise NotFound from malformed
        if str(found) != word:
            raise NotFound
        return found

    def chosen(self, offers: Sequence[Offer]) -> Choice:
        """What the request asks for: ``?as=json`` before its ``Accept``, so that people can look
        at what software reads."""
        accept = ",".join(self.request.headers.getlist("accept"))
        return chosen(accept, offers, named=self.request.query_params.get("as", ""))

    def url(self, name: str, **params: object) -> str:
        """The path of a route."""
        path = self.request.app.url_path_for(name, **{k: str(v) for k, v in params.items()})
        return str(path)

    def lead_to(self, path: str) -> Response:
        """Lead to the page for people, or to another form of the same thing."""
        return RedirectResponse(
            path, status_code=303, headers={"Vary": "Accept", "Cache-Control": CACHING}
        )

    def served(self, content: str | bytes, media_type: str) -> Response:
        """The content, or 304 to whoever has it already."""
        raw = content.encode() if isinstance(content, str) else content
        tag = f'"{sha256(media_type.encode() + b" " + raw).hexdigest()[:32]}"'
        headers = {
            "ETag": tag,
            "Cache-Control": CACHING,
            "Vary": "Accept",
            "X-Robots-Tag": "noindex",  # pages of people decide for themselves (requirement H2)
        }
        had = self.request.headers.get("if-none-match", "")
        if tag in {known.strip().removeprefix("W/") for known in had.split(",")}:
            return Response(status_code=304, headers=headers)
        return Response(raw, media_type=media_type, headers=headers)


View = Callable[[Asked], Response]


def open_address(view: View) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint from a plain function, run in a worker thread on a session that only reads."""

    @wraps(view)
    async def endpoint(request: Request) -> Response:
        platform: Platform = request.app.state.platform
        return await to_thread.run_sync(_answer, view, request, platform, limiter=platform.limiter)

    return endpoint


def _answer(view: View, request: Request, platform: Platform) -> Response:
    with reading(platform.engine) as session:
        asked = Asked(request, session, platform)
        for_people = asked.chosen((DOCUMENT, PAGE)).form == Form.PAGE
        try:
            return view(asked)
        except Ended:
            return _ended_page(request) if for_people else _ended(asked)
        except (NotFound, Refused) as absent:
            if for_people:
                raise HTTPException(404) from absent
            return Response(UNKNOWN, 404, media_type="application/json", headers={"Vary": "Accept"})


def _ended(asked: Asked) -> Response:
    """Without a reason: why is between those concerned."""
    path = asked.request.url.path
    here = asked.platform.settings.base_url.rstrip("/") + path
    body = ob2.ended(here) if path.startswith("/ob2/") else {"id": here, "revoked": True}
    return JSONResponse(body, 410, headers={"Vary": "Accept"})


def _ended_page(request: Request) -> Response:
    settings = request.app.state.platform.settings
    wanted = cookies.read(settings, request, "locale")
    current_locale.set(wanted if wanted in LOCALES else "fr")
    return render_plain(request, "credentials/ended.html", status=410, headers={"Vary": "Accept"})
