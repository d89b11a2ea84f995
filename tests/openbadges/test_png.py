"""A badge is set into a PNG and read out of it; what is unsound is refused."""

import io
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngImageFile, PngInfo

from recognition.openbadges.carrying import KEYWORDS, OB2_KEYWORD, OB3_KEYWORD, TEXT_BYTES, Baked
from recognition.openbadges.png import SIGNATURE, bake, carry_over, unbake
from recognition.openbadges.reading import NotABadge
from tests.openbadges.pictures import FILES, chunk, itxt, pixels, png, with_chunks

texts = st.text(st.characters(exclude_categories=["Cs"]))


def refusal(content: bytes) -> str:
    with pytest.raises(NotABadge) as refused:
        unbake(content)
    return refused.value.reason


@given(texts, st.sampled_from(KEYWORDS), st.integers(1, 12))
def test_what_is_baked_is_read_again_and_no_pixel_moves(text: str, keyword: str, side: int) -> None:
    plain = png(side)
    baked = bake(plain, keyword, text)
    assert unbake(baked) == Baked(keyword, text)
    assert pixels(baked) == pixels(plain)
    assert baked[:33] + baked[33 + len(baked) - len(plain) :] == plain


@given(texts, texts, st.sampled_from(KEYWORDS), st.sampled_from(KEYWORDS))
def test_the_older_badge_is_gone_whichever_it_was(
    old: str, new: str, first: str, second: str
) -> None:
    again = bake(bake(png(2), first, old), second, new)
    assert again == bake(png(2), second, new)


def test_every_badge_of_every_kind_of_chunk_is_cleaned_wherever_it_stands() -> None:
    other = chunk(b"tEXt", b"Software\0openbadges\0")
    crowded = with_chunks(
        itxt(b"{}"),
        other,
        chunk(b"tEXt", b"openbadges\0https://example.org/a"),
        chunk(b"zTXt", b"openbadgecredential\0\0" + zlib.compress(b"{}")),
    )
    at_the_end = crowded[:-12] + itxt(b"[]") + crowded[-12:]
    assert bake(at_the_end, OB3_KEYWORD, "x") == bake(with_chunks(other), OB3_KEYWORD, "x")


def test_others_find_the_badge_where_they_look() -> None:
    baked = bake(png(), OB2_KEYWORD, '{"name":"Été"}')
    with Image.open(io.BytesIO(baked)) as image:  # the pixels are not read yet
        assert isinstance(image, PngImageFile)
        assert image.info["openbadges"] == '{"name":"Été"}'
        image.verify()


def test_a_picture_saved_again_by_pillow_with_its_texts_keeps_its_badge() -> None:
    baked = bake(png(), OB3_KEYWORD, '{"name":"Été"}')
    with Image.open(io.BytesIO(baked)) as image:
        kept = PngInfo()
        kept.add_itxt(OB3_KEYWORD, image.info[OB3_KEYWORD])
        file = io.BytesIO()
        image.save(file, "PNG", pnginfo=kept, optimize=True)
    assert unbake(file.getvalue()) == Baked(OB3_KEYWORD, '{"name":"Été"}')
    assert pixels(file.getvalue()) == pixels(baked)


def test_a_picture_drawn_anew_takes_its_badge_over() -> None:
    baked = bake(png(), OB3_KEYWORD, "a.b.c")
    with Image.open(io.BytesIO(baked)) as image:
        file = io.BytesIO()
        image.resize((4, 4)).save(file, "PNG")
    redrawn = file.getvalue()
    assert unbake(redrawn) is None
    assert unbake(carry_over(baked, redrawn)) == Baked(OB3_KEYWORD, "a.b.c")
    assert carry_over(png(), redrawn) == redrawn


@pytest.mark.parametrize(
    "piece",
    [
        chunk(b"tEXt", b"openbadges\0https://example.org/a"),
        chunk(b"zTXt", b"openbadges\0\0" + zlib.compress(b"https://example.org/a")),
        itxt(b"https://example.org/a"),
        itxt(zlib.compress(b"https://example.org/a"), flag=b"\1"),
        chunk(b"iTXt", b"openbadges\0\0\0fr\0titre\0https://example.org/a"),
    ],
)
def test_every_chunk_that_ever_carried_a_badge_is_read(piece: bytes) -> None:
    assert unbake(with_chunks(piece)) == Baked(OB2_KEYWORD, "https://example.org/a")


def test_the_text_of_an_old_chunk_is_utf8_or_latin() -> None:
    for encoding in ("utf-8", "latin-1"):
        piece = chunk(b"tEXt", b"openbadges\0" + '{"name":"é"}'.encode(encoding))
        assert unbake(with_chunks(piece)) == Baked(OB2_KEYWORD, '{"name":"é"}')


@pytest.mark.parametrize("near", [b"Openbadges", b"openbadge", b"openbadges2", b" openbadges"])
def test_another_keyword_is_no_badge(near: bytes) -> None:
    assert unbake(with_chunks(itxt(b"{}", keyword=near))) is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "png.not_png"),
        (b"GIF89a", "png.not_png"),
        (SIGNATURE, "png.cut_short"),
        (png()[:-1], "png.cut_short"),
        (png()[:-12], "png.cut_short"),
        (with_chunks(chunk(b"iTXt", b"", length=2**32 - 1)), "png.cut_short"),
        (with_chunks(chunk(b"iTX1", b"")), "png.chunk"),
        (with_chunks(chunk(b"IHDR", bytes(13))), "png.chunk"),
        (SIGNATURE + png()[33:], "png.chunk"),
        (with_chunks(*[chunk(b"tEXt", b"a\0")] * 70_000), "png.chunk"),
        (with_chunks(chunk(b"iTXt", b"openbadges\0\0\0\0\0{}", crc=1)), "png.checksum"),
        (with_chunks(chunk(b"tEXt", b"other\0", crc=1)), "png.checksum"),
        (with_chunks(itxt(b"{}"), itxt(b"{}")), "png.twice"),
        (with_chunks(itxt(b"{}"), itxt(b"{}", keyword=b"openbadgecredential")), "png.twice"),
        (with_chunks(itxt(b"{}"), chunk(b"tEXt", b"openbadges\0{}")), "png.twice"),
        (with_chunks(itxt(b"{}", flag=b"\1", method=b"\1")), "png.compression"),
        (with_chunks(itxt(b"{}", method=b"\1")), "png.compression"),
        (with_chunks(itxt(b"{}", flag=b"\2")), "png.compression"),
        (with_chunks(chunk(b"zTXt", b"openbadges\0\1")), "png.compression"),
        (with_chunks(chunk(b"zTXt", b"openbadges\0")), "png.compression"),
        (with_chunks(itxt(b"{}", flag=b"\1")), "png.text"),
        (with_chunks(itxt(zlib.compress(b"{}")[:-2], flag=b"\1")), "png.text"),
        (with_chunks(itxt(b"\xff")), "png.text"),
        (with_chunks(chunk(b"iTXt", b"openbadges\0\0\0fr")), "png.text"),
        (with_chunks(itxt(b"x" * (TEXT_BYTES + 1))), "png.text_too_large"),
        (with_chunks(itxt(zlib.compress(b"x" * (TEXT_BYTES + 1)), flag=b"\1")),
         "png.text_too_large"),
    ],
)  # fmt: skip
def test_what_is_unsound_is_refused_by_name(content: bytes, reason: str) -> None:
    assert refusal(content) == reason


def test_the_largest_text_is_read_compressed_or_not() -> None:
    text = "x" * TEXT_BYTES
    for piece in (itxt(text.encode()), itxt(zlib.compress(text.encode()), flag=b"\1")):
        assert unbake(with_chunks(piece)) == Baked(OB2_KEYWORD, text)


@pytest.mark.parametrize(
    "content",
    [
        with_chunks(chunk(b"iTXt", b"openbadges\0\0\0\0\0", length=2**32 - 1)),
        with_chunks(itxt(zlib.compress(bytes(200 << 20), 9), flag=b"\1")),
    ],
)
def test_what_announces_gigabytes_takes_no_memory(content: bytes) -> None:
    tracemalloc.start()
    refusal(content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 << 20


def test_no_byte_of_a_baked_picture_changes_unseen() -> None:
    baked = bake(png(2), OB3_KEYWORD, "{}")
    for at in range(len(baked)):
        assert refusal(baked[:at] + bytes([baked[at] ^ 1]) + baked[at + 1 :])


def test_nothing_is_baked_into_what_is_no_picture_or_with_too_long_a_text() -> None:
    for content in (b"", b"GIF89a", png()[:40], png()[:-12]):
        with pytest.raises(NotABadge):
            bake(content, OB3_KEYWORD, "{}")
    with pytest.raises(NotABadge):
        bake(png(), OB3_KEYWORD, "x" * (TEXT_BYTES + 1))


def test_the_real_pictures_say_what_their_makers_baked() -> None:
    found = {
        it.name: baked and (baked.keyword, baked.text[:20])
        for it in sorted(FILES.glob("*.png"))
        for baked in [unbake(it.read_bytes())]
    }
    assert found == {
        "dcpv__ob20__simple-badge.png": (OB2_KEYWORD, '{"@context":"https:/'),
        "dcpv__ob30__simple-json.png": (OB3_KEYWORD, '{  "@context": [    '),
        "dcpv__ob30__simple-jwt_v1.png": (OB3_KEYWORD, "eyJhbGciOiJSUzI1NiIs"),
        "openbadges-backpack__test__data__valid-baked.png": (OB2_KEYWORD, "https://example.org/"),
        "openbadges-bakery__openbadges_bakery__testfiles__baked_heart.png": (
            OB2_KEYWORD,
            '{"uid":"123","issued',
        ),
        "openbadges-displayer.js__dist__demo__public__demobadge.png": (
            OB2_KEYWORD,
            '{"uid":"459248023d91',
        ),
        "openbadges-verifier-chrome__test__img__no-text-chunk.png": None,
        "salava__test__invalid-metadata.png": (OB2_KEYWORD, "https://openbadgefac"),
    }
