"""Pages of any site may read the open addresses, and nothing else of this platform."""

import pytest

from tests.conftest import Visitor

ELSEWHERE = {"Origin": "https://verificateur.example"}
SAMPLES = [
    "/ob2/assertions/00000000-0000-4000-8000-000000000000",
    "/ob3/credentials/00000000-0000-4000-8000-000000000000",
    "/ob3/rien",
    "/issuers/00000000-0000-4000-8000-000000000000/did.json",
    "/images/badges/00000000-0000-4000-8000-000000000000.png",
]


@pytest.mark.parametrize("path", SAMPLES)
def test_what_is_not_there_may_be_read_from_another_site_too(visitor: Visitor, path: str) -> None:
    answer = visitor.client.get(path, headers=ELSEWHERE)
    assert answer.status_code == 404
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", SAMPLES)
def test_a_browser_that_asks_beforehand_is_let_in(visitor: Visitor, path: str) -> None:
    asked = {
        **ELSEWHERE,
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "accept, if-none-match",
    }
    answer = visitor.client.options(path, headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert answer.headers["access-control-allow-headers"] == "*"
    assert "set-cookie" not in answer.headers
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("path", ["/", "/connexion", "/ob3", "/badges", "/healthz"])
def test_nothing_else_may_be_read_from_another_site(visitor: Visitor, path: str) -> None:
    answer = visitor.client.get(path, headers=ELSEWHERE)
    assert "access-control-allow-origin" not in answer.headers
    assert visitor.client.options(path, headers=ELSEWHERE).status_code in (404, 405)


def test_an_open_address_is_written_to_by_nobody(visitor: Visitor) -> None:
    answer = visitor.post("/images/badges/00000000-0000-4000-8000-000000000000.png", {})
    assert answer.status_code == 405
    assert answer.headers["access-control-allow-origin"] == "*"
