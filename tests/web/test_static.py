"""Static files: named by their content, packed, kept for good."""

import gzip
import re
from hashlib import sha256

from recognition.paths import root
from tests.conftest import Visitor

ADDRESSES = re.compile(r'(?:href|src)="(/static/[^"#]+)')


def test_every_file_that_a_page_names_is_served_under_the_hash_of_its_content(
    visitor: Visitor,
) -> None:
    addresses = set(ADDRESSES.findall(visitor.get("/").text))
    assert len(addresses) >= 6
    for address in addresses:
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        digest = sha256(answer.content).hexdigest()[:12]
        assert f".{digest}." in address
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_what_a_style_sheet_names_is_served_too(visitor: Visitor) -> None:
    sheet = re.findall(r"/static/css/app\.[0-9a-f]+\.css", visitor.get("/").text)[0]
    named = re.findall(r'url\("([^")]+)"\)', visitor.get(sheet).text)
    assert {visitor.get(address).status_code for address in named} == {200}


def test_text_is_packed_for_whoever_can_unpack_it(visitor: Visitor) -> None:
    sheet = re.findall(r"/static/css/app\.[0-9a-f]+\.css", visitor.get("/").text)[0]
    with visitor.client.stream("GET", sheet, headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
        assert packed.headers["content-encoding"] == "gzip"
    plain = visitor.client.get(sheet, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 2
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


def test_files_of_the_folder_are_not_served_under_their_own_names(visitor: Visitor) -> None:
    for path in (root() / "static").rglob("*.css"):
        assert visitor.get(f"/static/css/{path.name}").status_code == 404
    for path in ("../recognition/app.py", "%2e%2e/pyproject.toml", "css", "", "vendor/VENDORED.md"):
        assert visitor.get(f"/static/{path}").status_code == 404


def test_a_page_weighs_less_than_150_kilobytes_without_its_pictures(visitor: Visitor) -> None:
    page = visitor.get("/")
    weight = len(gzip.compress(page.content))
    for address in set(ADDRESSES.findall(page.text)):
        if not address.endswith((".png", ".woff2")):
            with visitor.client.stream(
                "GET", address, headers={"Accept-Encoding": "gzip"}
            ) as answer:
                weight += sum(len(piece) for piece in answer.iter_raw())
    assert weight < 150_000
