"""A visit: one request, one session, one visitor."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from urllib.parse import quote
from uuid import UUID

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from recognition.errors import NotAllowed, NotFound
from recognition.people.sessions import SignedIn, Standing
from recognition.permissions import Action, Actor, Subject, may
from recognition.settings import Settings
from recognition.web import cookies
from recognition.web.csrf import csrf_token
from recognition.web.languages import current_locale
from recognition.web.state import Platform

LONGEST_PATH = 500  # characters of a way back, as `SignInToken.next_path` keeps it

StandingOf = Callable[[Session, UUID], Standing]


@dataclass
class Visit:
    """What a view is handed. `at` is the time of the request, aware, in UTC."""

    request: Request
    session: Session
    form: FormData
    platform: Platform
    at: datetime
    member: SignedIn | None = None
    signed_in_unchecked: bool = False  # the database could not be asked who this is
    _cookies: dict[str, tuple[str, int | None]] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        return self.platform.settings

    @property
    def path(self) -> str:
        return self.request.url.path

    @property
    def locale(self) -> str:
        return current_locale.get()

    @cached_property
    def standing(self) -> Standing:
        """The member's standing, read once; a visitor without account has none."""
        if self.member is None:
            return Standing()
        standing_of: StandingOf = self.request.app.state.standing_of
        return standing_of(self.session, self.member.id)

    @property
    def actor(self) -> Actor:
        """Who the visitor is as far as rights go."""
        return self.standing.actor

    @property
    def accent(self) -> str:
        """The dye of the member's portrait."""
        return self.standing.accent

    def may(self, action: Action, subject: Subject) -> bool:
        """Whether this visitor may do `action` with `subject`."""
        return may(self.actor, action, subject)

    def require(self, action: Action, subject: Subject) -> None:
        """Raise NotFound when the visitor may not see `subject`, NotAllowed when they may see it
        and may not do `action`."""
        if not self.may(Action.SEE, subject):
            raise NotFound
        if not self.may(action, subject):
            raise NotAllowed("not_allowed")

    def require_member(self) -> SignedIn:
        """The signed-in member. Raises SignInNeeded, which leads to the sign-in page and back."""
        if self.member is None:
            raise SignInNeeded
        return self.member

    def id(self, name: str = "id") -> UUID:
        """An identifier in the address. Raises NotFound when it has not the form of one."""
        try:
            return UUID(self.request.path_params[name])
        except ValueError as malformed:
            raise NotFound from malformed

    def param(self, name: str) -> str:
        """A word in the address, such as a slug. Raises NotFound for one that no database keeps
        (requirement A2)."""
        word = str(self.request.path_params[name])
        if "\x00" in word:
            raise NotFound
        return word

    def query(self, name: str, default: str = "") -> str:
        """A query parameter, the last of its name, without what no database keeps."""
        return self.request.query_params.get(name, default).replace("\x00", "")

    def text(self, name: str) -> str:
        """A submitted text that needs no form of its own, without what no database keeps; empty
        when absent or a file."""
        value = self.form.get(name)
        return value.replace("\x00", "") if isinstance(value, str) else ""

    @property
    def wants_fragment(self) -> bool:
        """Whether htmx will put the answer into a region of the page it shows."""
        headers = self.request.headers
        return (
            headers.get("hx-request") == "true"
            and "hx-boosted" not in headers
            and "hx-history-restore-request" not in headers
        )

    @cached_property
    def browser(self) -> str:
        """A random value that names this browser before it signs in; made on first need."""
        known = cookies.read(self.settings, self.request, "browser")
        if known:
            return known
        made = secrets.token_urlsafe(32)
        self.set_cookie("browser", made, seconds=cookies.BROWSER_SECONDS)
        return made

    @cached_property
    def csrf_token(self) -> str:
        return csrf_token(self.settings, self.form_holder or self.browser)

    @property
    def form_holder(self) -> str:
        """What forms are bound to: the session of a member, else the browser."""
        if self.member is None and not self.signed_in_unchecked:
            return ""
        return cookies.read(self.settings, self.request, "session")

    @property
    def new_form_key(self) -> str:
        """A fresh key for one form: the same form sent twice is carried out once."""
        return secrets.token_urlsafe(16)

    @cached_property
    def client_address(self) -> str:
        """Where the request comes from; a proxy's header counts only through uvicorn's own
        trusted-proxy setting."""
        return self.request.client.host if self.request.client else ""

    def url(self, name: str, **params: object) -> str:
        """The path of a route."""
        path = self.request.app.url_path_for(name, **{k: str(v) for k, v in params.items()})
        return str(path)

    def absolute(self, path: str) -> str:
        """A path as an address for mails and files: built from settings, never from Host."""
        return self.settings.base_url.rstrip("/") + path

    def redirect(
        self, name: str, *, said: str = "", anchor: str = "", **params: object
    ) -> Response:
        """Lead to a route after an act, where the sentence of the code `said` will be shown."""
        return self.lead_to(self.url(name, **params) + (f"#{anchor}" if anchor else ""), said=said)

    def lead_to(self, path: str, *, said: str = "") -> Response:
        """Lead to a local path; see `redirect`."""
        if said:
            self.set_cookie("flash", cookies.seal_flash(self.settings, said), seconds=120)
        if self.wants_fragment:
            return Response(status_code=204, headers={"HX-Redirect": path})
        return RedirectResponse(path, status_code=303)

    def take_flash(self) -> str:
        """The code to confirm on this page, once."""
        sealed = cookies.read(self.settings, self.request, "flash")
        if not sealed:
            return ""
        self.set_cookie("flash", "", seconds=0)
        return cookies.open_flash(self.settings, sealed)

    def set_cookie(self, name: str, value: str, *, seconds: int | None = None) -> None:
        """Have a cookie set on whatever is answered."""
        self._cookies[name] = (value, seconds)

    def with_cookies(self, response: Response) -> Response:
        for name, (value, seconds) in self._cookies.items():
            cookies.write(self.settings, response, name, value, seconds=seconds)
        return response


class SignInNeeded(Exception):
    """The page is for members: sign in first, then come back."""


class NotFromHere(Exception):
    """An unsafe request without proof that one of our pages sent it."""


def local_path(path: str) -> str:
    """`path` when it is a path of ours, else the home page (requirement E5)."""
    safe = (
        path.startswith("/")
        and len(path) <= LONGEST_PATH
        and not path.startswith(("//", "/\\"))
        and "\\" not in path
        and all(" " < character < "\x7f" for character in path)
        and not path[1:2].isspace()
    )
    return path if safe else "/"


def sign_in_path(visit: Visit) -> str:
    """The sign-in page, with the way back (only for pages that can be read again)."""
    back = visit.path if visit.request.method in {"GET", "HEAD"} else "/"
    if visit.request.url.query and back != "/":
        back = f"{back}?{visit.request.url.query}"
    return f"{visit.url('people:sign_in')}?next={quote(back)}"
