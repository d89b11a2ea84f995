"""Our three cookies (requirement E2): who is signed in, which browser this is, what to say next."""

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from recognition.settings import Settings

SESSION_SECONDS = 90 * 24 * 3600
BROWSER_SECONDS = 24 * 3600


def _name(settings: Settings, name: str) -> str:
    return f"__Host-{name}" if settings.secure else name


def read(settings: Settings, request: Request, name: str) -> str:
    """The value of one of our cookies; empty when the browser sent none."""
    return request.cookies.get(_name(settings, name), "")


def write(
    settings: Settings, response: Response, name: str, value: str, *, seconds: int | None = None
) -> None:
    """Set a cookie that scripts and other sites cannot read."""
    response.set_cookie(
        _name(settings, name),
        value,
        max_age=seconds,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )


def forget(settings: Settings, response: Response, name: str) -> None:
    """Remove a cookie."""
    write(settings, response, name, "", seconds=0)


def seal_flash(settings: Settings, code: str) -> str:
    """A code of `sentences.SAID`, signed."""
    return URLSafeSerializer(settings.secret, "flash").dumps(code)


def open_flash(settings: Settings, sealed: str) -> str:
    """The code sealed by `seal_flash`; empty when it is not ours."""
    try:
        code = URLSafeSerializer(settings.secret, "flash").loads(sealed)
    except BadSignature:
        return ""
    return code if isinstance(code, str) else ""
