"""Which form of a thing one asks for, as a table."""

import time

import pytest

from recognition.credentials.views.negotiation import (
    CREDENTIALS,
    OPEN_BADGES_2,
    Choice,
    Form,
    chosen,
)

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;"
    "q=0.8,application/signed-exchange;v=b3;q=0.7"
)
LD, JSON = "application/ld+json", "application/json"

TABLE = [
    # what is asked for, what an address with a token answers
    ("", "json", LD),
    ("*/*", "json", LD),  # curl, requests, wget
    ("application/*", "json", LD),
    ("application/json", "json", JSON),
    ("application/ld+json", "json", LD),
    ('application/ld+json;profile="http://www.w3.org/ns/activitystreams"', "json", LD),
    ('application/ld+json; profile="a, b;q=0", text/html;q=0.1', "json", LD),
    ("application/vc", "json", "application/vc"),
    ("application/vc+ld+json", "json", "application/vc+ld+json"),
    ("application/vc+jwt", "jwt", "application/vc+jwt"),
    ("application/jwt", "jwt", "application/jwt"),
    ("application/vc+jwt, */*;q=0.1", "jwt", "application/vc+jwt"),
    ("application/vc+jwt;q=0.1, */*", "json", LD),
    ("application/vc+jwt;q=0, */*", "json", LD),
    ("application/json, text/plain, */*", "json", LD),  # axios: all of one weight
    ("application/json;q=0.9, */*;q=0.1", "json", JSON),
    ("APPLICATION/JSON", "json", JSON),
    ("application/json ; q = 0.5", "json", JSON),
    ("text/html", "page", "text/html"),
    ("text/*", "page", "text/html"),
    (FIREFOX, "page", "text/html"),
    (CHROME, "page", "text/html"),
    ("text/html, image/gif, image/jpeg, */*; q=.2", "page", "text/html"),
    ("text/html;q=0.5, application/json;q=0.4", "page", "text/html"),
    ("text/html;q=0.4, application/json;q=0.5", "json", JSON),
    ("text/html, application/json", "json", JSON),
    ("text/html;q=0, */*;q=0.1", "json", LD),
    ("application/xhtml+xml", "page", "application/xhtml+xml"),
    ("image/png", "json", LD),
    ("*/*;q=0", "json", LD),
    ("nonsense", "json", LD),
    ("text/html;q=2", "json", LD),
    ("text/html;q=nan, application/json;q=0.1", "json", JSON),
    (",,;;,q=1,", "json", LD),
    ('"', "json", LD),
]


@pytest.mark.parametrize(("accept", "form", "media_type"), TABLE)
def test_an_address_answers_what_it_is_asked_for(accept: str, form: str, media_type: str) -> None:
    assert chosen(accept, CREDENTIALS) == Choice(Form(form), media_type)


def test_where_there_is_no_token_whoever_asks_for_one_reads_the_document() -> None:
    assert chosen("application/vc+jwt", OPEN_BADGES_2) == Choice(Form.DOCUMENT, LD)
    assert chosen("application/vc+jwt, application/json;q=0.1", OPEN_BADGES_2) == Choice(
        Form.DOCUMENT, JSON
    )


@pytest.mark.parametrize(
    ("named", "form"), [("json", "json"), ("jwt", "jwt"), ("xml", "page"), ("", "page")]
)
def test_what_the_address_names_goes_before_what_the_browser_prefers(named: str, form: str) -> None:
    assert chosen(FIREFOX, CREDENTIALS, named=named).form == form


@pytest.mark.parametrize("accept", ['"' * 60_000, "a/b," * 15_000, ";" * 60_000, '"\\' * 30_000])
def test_a_header_as_long_as_a_server_lets_in_takes_no_time(accept: str) -> None:
    started = time.perf_counter()
    assert chosen(accept, CREDENTIALS).form == Form.DOCUMENT
    assert time.perf_counter() - started < 0.5
