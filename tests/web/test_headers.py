"""The headers of every kind of answer (section I)."""

import re
from collections.abc import Callable

import pytest
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from recognition.app import create_app
from recognition.people.models import Person
from recognition.settings import Settings
from tests.conftest import Visitor
from tests.factories import make_badge, make_person, version_of

SignedInAs = Callable[[Person], Visitor]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; media-src 'self'; form-action 'self';"
    " base-uri 'none'; object-src 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


def break_down(_request: Request) -> Response:
    raise RuntimeError("the secret of the house")


def assert_guarded(answer: Response) -> None:
    headers = answer.headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["permissions-policy"] == (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
    )
    assert "server" not in headers
    assert "x-powered-by" not in headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("GET", "/charte", 200),
        ("GET", "/healthz", 200),
        ("GET", "/moi/reglages", 303),
        ("POST", "/connexion", 403),
        ("GET", "/rien-de-tel", 404),
        ("GET", "/static/css/rien.css", 404),
        ("GET", "/@personne-du-tout", 404),
        ("DELETE", "/", 405),
        ("GET", "/accident", 500),
    ],
)
def test_every_kind_of_answer_is_guarded(
    app: Starlette, settings: Settings, method: str, path: str, status: int
) -> None:
    app.router.routes.append(Route("/accident", break_down))
    client = TestClient(
        app,
        base_url=settings.base_url,
        follow_redirects=False,
        raise_server_exceptions=False,
    )
    answer = client.request(method, path)
    assert answer.status_code == status
    assert_guarded(answer)
    assert answer.headers["cache-control"] == "private, no-store"


def test_static_files_and_pictures_are_guarded_and_may_be_kept(
    session: Session, visitor: Visitor
) -> None:
    version = version_of(session, make_badge(session))
    session.commit()
    sheet = re.findall(r'href="(/static/css/app\.[^"]+)"', visitor.get("/").text)[0]
    style = visitor.get(sheet)
    assert_guarded(style)
    assert style.headers["cache-control"] == "public, max-age=31536000, immutable"
    picture = visitor.get(f"/images/badges/{version.id}.png?size=36")
    assert_guarded(picture)
    assert picture.headers["content-type"] == "image/png"


def test_a_page_for_one_member_is_kept_by_nobody(
    session: Session, signed_in_as: SignedInAs
) -> None:
    answer = signed_in_as(make_person(session)).get("/")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    assert_guarded(answer)


@pytest.mark.parametrize(
    "host", ["ailleurs.example", "127.0.0.1:8000.ailleurs.example", "", "::", "[", "[x]:1"]
)
def test_another_host_is_refused_and_named_nowhere(visitor: Visitor, host: str) -> None:
    answer = visitor.client.get("/connexion", headers={"Host": host})
    assert answer.status_code == 400
    assert_guarded(answer)
    assert "ailleurs" not in answer.text
    assert "set-cookie" not in answer.headers


def test_the_right_host_is_answered(visitor: Visitor, settings: Settings) -> None:
    answer = visitor.client.get("/connexion", headers={"Host": settings.host})
    assert answer.status_code == 200


def test_behind_tls_browsers_are_told_to_stay_there(settings: Settings, visitor: Visitor) -> None:
    secure = settings.model_copy(update={"base_url": "https://trame.example"})
    client = TestClient(create_app(secure), base_url="https://trame.example")
    answer = client.get("/connexion")
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-browser=")
    assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "strict-transport-security" not in visitor.get("/connexion").headers
