"""What is found in a file, whichever it is."""

import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recognition.openbadges import png as png_files
from recognition.openbadges import svg as svg_files
from recognition.openbadges.carrying import FILE_BYTES, OB2_KEYWORD, OB3_KEYWORD
from recognition.openbadges.reading import Carried, NotABadge, NothingInside, read
from recognition.openbadges.verdict import Form
from tests.openbadges.pictures import FILES, SVG, chunk, itxt, png, with_chunks

DOCUMENT = '{"id": "urn:uuid:1", "type": ["VerifiableCredential"]}'
SAYS = {"id": "urn:uuid:1", "type": ["VerifiableCredential"]}
TOKEN = "eyJhbGciOiJFZERTQSJ9.eyJpZCI6MX0.c2ln"
ADDRESS = "https://example.org/assertions/1?a=b#c"


def refusal(content: str | bytes) -> str:
    with pytest.raises(NotABadge) as refused:
        read(content.encode() if isinstance(content, str) else content)
    return refused.value.reason


def test_a_picture_is_kept_with_what_it_carries() -> None:
    baked = png_files.bake(png(), OB3_KEYWORD, DOCUMENT)
    assert read(baked) == Carried(
        Form.PNG, DOCUMENT, document=SAYS, picture=baked, keyword=OB3_KEYWORD
    )
    token = png_files.bake(png(), OB2_KEYWORD, TOKEN)
    assert read(token) == Carried(Form.PNG, TOKEN, token=TOKEN, picture=token, keyword=OB2_KEYWORD)
    old = with_chunks(chunk(b"tEXt", b"openbadges\0" + ADDRESS.encode()))
    assert read(old) == Carried(
        Form.PNG, ADDRESS, address=ADDRESS, picture=old, keyword=OB2_KEYWORD
    )


def test_a_drawing_is_read_and_never_kept_as_a_picture() -> None:
    hosted = svg_files.bake(SVG, OB2_KEYWORD, DOCUMENT, ADDRESS)
    assert read(hosted) == Carried(
        Form.SVG, DOCUMENT, document=SAYS, keyword=OB2_KEYWORD, hosted=ADDRESS
    )
    assert read(svg_files.bake(SVG, OB3_KEYWORD, TOKEN)) == Carried(
        Form.SVG, TOKEN, token=TOKEN, keyword=OB3_KEYWORD
    )


@pytest.mark.parametrize("wrap", ["{}", "\ufeff{}", " \r\n{}\n", "\n\t{} "])
def test_a_text_is_a_document_a_token_or_an_address(wrap: str) -> None:
    assert read(wrap.format(DOCUMENT).encode()) == Carried(Form.JSON, DOCUMENT, document=SAYS)
    assert read(wrap.format(TOKEN).encode()) == Carried(Form.JWT, TOKEN, token=TOKEN)
    assert read(wrap.format(ADDRESS).encode()) == Carried(Form.ADDRESS, ADDRESS, address=ADDRESS)


def test_a_token_broken_into_lines_is_made_whole() -> None:
    for broken in ("\n".join(TOKEN[at : at + 9] for at in range(0, len(TOKEN), 9)), TOKEN + "\r\n"):
        assert read(broken.encode()) == Carried(Form.JWT, TOKEN, token=TOKEN)
    with pytest.raises(NothingInside):
        read(b"as for a.b and c.d")


def test_an_address_may_hold_letters_of_any_language() -> None:
    address = "https://exämple.org/badges/été"
    assert read(address.encode()) == Carried(Form.ADDRESS, address, address=address)
    for odd in ("https://example.org/\u202eabc", "https://example.org/\u00a0", "https://"):
        with pytest.raises(NothingInside):
            read(odd.encode())


@pytest.mark.parametrize(
    "wrapped",
    [
        '{"type": "VerifiablePresentation", "verifiableCredential": %s}',
        '{"type": "VerifiablePresentation", "verifiableCredential": [%s]}',
        '{"offset": 0, "credential": [%s], "compactJwsString": []}',
        "[%s]",
        "[[%s]]",
    ],
)
def test_the_one_badge_of_a_wrapping_is_taken_out(wrapped: str) -> None:
    one = read((wrapped % DOCUMENT).encode())
    assert (one.form, one.document) == (Form.JSON, SAYS)
    assert one.text == DOCUMENT.replace(": ", ":").replace(", ", ",")
    token = read((wrapped % f'"{TOKEN}"').encode())
    assert token == Carried(Form.JWT, TOKEN, token=TOKEN)
    assert refusal(wrapped % f'{DOCUMENT}, "{TOKEN}"') in {"file.several", "json.syntax"}


def test_a_token_in_an_envelope_is_taken_out() -> None:
    envelope = (
        '{"@context": "https://www.w3.org/ns/credentials/v2", '
        '"type": "EnvelopedVerifiableCredential", "id": "data:application/vc+jwt,%s"}'
    )
    assert read((envelope % TOKEN).encode()) == Carried(Form.JWT, TOKEN, token=TOKEN)
    assert refusal(envelope % "nonsense") == "file.broken_text"


def test_a_badge_that_has_a_member_of_a_wrapping_is_itself() -> None:
    whole = '{"recipient": {}, "badge": "a", "credential": "b"}'
    assert read(whole.encode()).text == whole


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "file.empty"),
        (b" \n", "file.empty"),
        (png(), "file.nothing_inside"),
        (SVG.encode(), "file.nothing_inside"),
        (b"\xff\xd8\xff\xe0 jpeg", "file.nothing_inside"),
        (b"GIF89a", "file.nothing_inside"),
        (b"[]", "file.nothing_inside"),
        (b"A letter to nobody.", "file.unknown"),
        (b"%PDF-1.7\xff\xfe", "file.unknown"),
        (b"[1]", "file.unknown"),
        (b"<html>", "svg.not_svg"),
        (b"<!DOCTYPE html><html></html>", "svg.not_svg"),
        (b'"words"', "file.unknown"),
        (b'"[\\"https://example.org/\\"]"', "file.unknown"),
        (b"ftp://example.org/a", "file.unknown"),
        (b"javascript:alert(1)", "file.unknown"),
        (b"https://example.org/ https://example.org/", "file.unknown"),
        (b"https://example.org/" + b"a" * 3000, "file.unknown"),
    ],
)
def test_where_there_is_no_badge_to_judge_it_is_told_so(content: bytes, reason: str) -> None:
    with pytest.raises(NothingInside) as refused:
        read(content)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b" " * (FILE_BYTES + 1), "file.too_large"),
        (b"a.b.c.d.e", "file.encrypted"),
        (b"a.b.c.d", "file.broken_text"),
        (with_chunks(itxt(b"words")), "file.broken_text"),
        (with_chunks(itxt(b"{words}")), "json.syntax"),
        (with_chunks(itxt(b"")), "file.broken_text"),
        (with_chunks(itxt(b"{}"), itxt(b"{}")), "png.twice"),
        (b'{"a": 1, "a": 2}', "json.twice"),
        (b"{" + b" " * FILE_BYTES, "file.too_large"),
        (b"<svg>", "svg.syntax"),
        (b"<!DOCTYPE svg []><svg/>", "svg.doctype"),
        ((FILES / "openbadges-bakery__test__bad-json.svg").read_bytes(), "json.syntax"),
    ],
)
def test_a_broken_badge_is_told_from_none(content: bytes, reason: str) -> None:
    assert refusal(content) == reason
    with pytest.raises(NotABadge) as refused:
        read(content)
    assert not isinstance(refused.value, NothingInside)


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
@example(b"<")
@example(b"\xef\xbb\xbf<svg/>")
@example(b"[" * 400)
@example(base64.b64decode("iVBORw0KGgo="))
def test_whatever_the_bytes_they_are_read_or_refused(content: bytes) -> None:
    try:
        carried = read(content)
    except NotABadge:
        return
    held = (carried.document, carried.token, carried.address)
    assert sum(each is not None for each in held) == 1
    assert carried.text


@given(st.binary(max_size=60))
def test_whatever_a_picture_carries_is_read_or_refused(text: bytes) -> None:
    for content in (with_chunks(itxt(text)), with_chunks(chunk(b"tEXt", b"openbadges\0" + text))):
        try:
            assert read(content).form is Form.PNG
        except NotABadge as refused:
            assert refused.reason != "file.nothing_inside"  # noqa: PT017


def test_the_real_files_hold_what_their_manifest_says() -> None:
    found: dict[str, list[str]] = {"document": [], "token": [], "address": [], "none": []}
    for file in sorted(FILES.iterdir()):
        if file.is_dir():
            continue
        try:
            carried = read(file.read_bytes())
        except NotABadge:
            found["none"].append(file.name)
            continue
        held = "token" if carried.token else "address" if carried.address else "document"
        found[held].append(file.name)
    assert found["none"] == [
        "openbadges-bakery__test__bad-json.svg",
        "openbadges-verifier-chrome__test__img__no-text-chunk.png",
    ]
    assert found["address"] == [
        "openbadges-backpack__test__data__valid-baked.png",
        "salava__test__invalid-metadata.png",
    ]
    assert len(found["token"]) == 5
    assert len(found["document"]) == 38
