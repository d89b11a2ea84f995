"""Where a link of ours may lead."""

import pytest

from recognition.evidence.rules import host_of, is_link


@pytest.mark.parametrize(
    "address",
    [
        "https://exemple.org",
        "http://exemple.org/chemin?a=b#c",
        "HTTPS://Exemple.org",
        "https://été.exemple.org/é",
        "https://exemple.org:8443/",
    ],
)
def test_an_address_of_the_web_is_a_link(address: str) -> None:
    assert is_link(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://exemple.org/%0aalert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//exemple.org",
        "exemple.org",
        "https://",
        "https:///chemin",
        "https://machine",
        "https://banque.org@piege.org/",
        "https://exemple.org\\@piege.org",
        "https://exemple.org/a b",
        "https://exemple.org/\x7f",
        "https://exemple.org:port/",
        "https://[::1",
        'https://exemple.org/"onclick=x',
        "\x01https://exemple.org",
        "ftp://exemple.org",
        "",
    ],
)
def test_anything_else_is_none(address: str) -> None:
    assert not is_link(address)


def test_the_host_is_what_people_read() -> None:
    assert host_of("https://www.Exemple.org:8443/chemin") == "exemple.org"
    assert host_of("") == ""
