"""How much a request may carry, and of what kind (A4)."""

import pytest
from starlette.applications import Starlette

from recognition.settings import Settings
from recognition.web.limits import FIELD_COUNT, FILE_COUNT, FILE_FORM_BYTES, FORM_BYTES
from tests.conftest import Visitor
from tests.web.sending import FORM_TYPE, encoded, part, send_pieces

MULTIPART = "multipart/form-data; boundary=limit"
HOLDER = "a browser"
PIECE = 16 * 1024


def typed(length: int) -> bytes:
    """A form body of exactly `length` bytes."""
    start = b"address=zoe%40exemple.org&more="
    return start + b"a" * (length - len(start))


def pieces(body: bytes) -> list[bytes]:
    return [body[start : start + PIECE] for start in range(0, len(body), PIECE)]


@pytest.mark.parametrize("told", [None, "10", "0"], ids=["no length", "too short", "zero"])
def test_a_form_is_measured_on_what_arrives_whatever_it_says(
    app: Starlette, settings: Settings, told: str | None
) -> None:
    headers = {"content-type": FORM_TYPE, **({"content-length": told} if told else {})}
    body = typed(4 * 1024 * 1024)
    answer = send_pieces(app, settings, "/connexion", pieces(body), headers=headers, holder=HOLDER)
    assert answer.status == 413
    assert "trop lourd" in answer.body.decode()
    assert answer.bytes_taken <= FORM_BYTES + PIECE


def test_a_form_at_its_limit_is_read_and_one_byte_more_is_not(
    app: Starlette, settings: Settings
) -> None:
    statuses = [
        send_pieces(
            app,
            settings,
            "/connexion",
            pieces(typed(length)),
            headers={"content-type": FORM_TYPE},
            holder=HOLDER,
        ).status
        for length in (FORM_BYTES, FORM_BYTES + 1)
    ]
    assert statuses == [303, 413]


def test_a_form_with_files_is_measured_too(app: Starlette, settings: Settings) -> None:
    body = part("photo", "a" * (FILE_FORM_BYTES + 1), file_name="a.png") + b"--limit--\r\n"
    answer = send_pieces(
        app,
        settings,
        "/connexion",
        pieces(body),
        headers={"content-type": MULTIPART},
        holder=HOLDER,
    )
    assert answer.status == 413
    assert answer.bytes_taken <= FILE_FORM_BYTES + PIECE


def test_a_text_inside_a_form_with_files_stays_as_short_as_any(
    app: Starlette, settings: Settings
) -> None:
    body = part("address", "a" * (FORM_BYTES + 1)) + b"--limit--\r\n"
    answer = send_pieces(
        app,
        settings,
        "/connexion",
        pieces(body),
        headers={"content-type": MULTIPART},
        holder=HOLDER,
    )
    assert answer.status in {400, 413}


@pytest.mark.parametrize("kind", ["urlencoded", "multipart", "files"])
def test_too_many_fields_are_refused(app: Starlette, settings: Settings, kind: str) -> None:
    if kind == "urlencoded":
        body, content_type = encoded(("a", "b") for _ in range(FIELD_COUNT + 1)), FORM_TYPE
    elif kind == "multipart":
        body, content_type = part("a", "b") * (FIELD_COUNT + 1) + b"--limit--\r\n", MULTIPART
    else:
        file = part("a", "b", file_name="a.txt")
        body, content_type = file * (FILE_COUNT + 1) + b"--limit--\r\n", MULTIPART
    answer = send_pieces(
        app,
        settings,
        "/connexion",
        [body],
        headers={"content-type": content_type},
        holder=HOLDER,
    )
    assert answer.status == 400


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "image/png", "application/xml"]
)
def test_another_content_type_is_not_accepted(visitor: Visitor, content_type: str) -> None:
    answer = visitor.client.post(
        "/connexion", content=b'{"address": "a"}', headers={"Content-Type": content_type}
    )
    assert answer.status_code == 415


def test_a_body_without_content_type_is_not_accepted(app: Starlette, settings: Settings) -> None:
    answer = send_pieces(
        app,
        settings,
        "/connexion",
        [b"address=a"],
        headers={"content-length": "9"},
        holder=HOLDER,
    )
    assert answer.status == 415


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"--limit\r\n"),
        (MULTIPART, b"not a part at all"),
        (MULTIPART, b"--limit\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--limit--\r\n"),
        (MULTIPART, part("a", "b")[:20]),
        (MULTIPART, b"--limit\r\n: \r\n\r\n\r\n--limit--\r\n"),
    ],
    ids=["no boundary", "no part", "no name", "cut", "empty header"],
)
def test_a_broken_body_is_a_broken_request(
    app: Starlette, settings: Settings, content_type: str, body: bytes
) -> None:
    answer = send_pieces(
        app, settings, "/connexion", [body], headers={"content-type": content_type}, holder=HOLDER
    )
    assert answer.status in {400, 422}
    assert "charset=utf-8" in answer.headers["content-type"]
