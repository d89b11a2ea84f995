"""Proof that a form was sent from one of our own pages (requirement E7)."""

import hashlib
import hmac
from urllib.parse import urlsplit

from starlette.requests import Request

from recognition.settings import Settings


def csrf_token(settings: Settings, holder: str) -> str:
    """The token bound to `holder`: the secret of a session, or of an anonymous browser."""
    return hmac.new(settings.secret, f"csrf:{holder}".encode(), hashlib.sha256).hexdigest()


def is_ours(settings: Settings, request: Request, *, token: str, holder: str) -> bool:
    """Whether an unsafe request comes from a page of ours: the right token, and an ``Origin``
    (or, failing that, a ``Referer``) of this platform."""
    given = token.encode("utf-8", "surrogatepass")  # a text outside ASCII cannot be compared
    if not holder or not hmac.compare_digest(given, csrf_token(settings, holder).encode()):
        return False
    origin = request.headers.get("origin")
    if origin is None:
        try:
            referer = urlsplit(request.headers.get("referer", ""))
        except ValueError:  # not an address at all
            return False
        origin = f"{referer.scheme}://{referer.netloc}"
    ours = urlsplit(settings.base_url)
    return origin == f"{ours.scheme}://{ours.netloc}"
