"""What a file really is decides, whatever it is called (requirements C1 to C4)."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from recognition.evidence.files import (
    KEPT_SIDE,
    MOST_BYTES,
    Unusable,
    kept_file,
    one_range,
    photo,
)
from recognition.evidence.models import EvidenceKind
from tests.evidence import files


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_photo_is_drawn_anew_as_a_jpeg(kind: str) -> None:
    kept = kept_file(EvidenceKind.PHOTO, files.picture(kind))

    assert (kept.suffix, kept.media_type) == (".jpg", "image/jpeg")
    drawn = Image.open(BytesIO(kept.content))
    assert (drawn.format, drawn.size, drawn.mode) == ("JPEG", (60, 40), "RGB")


@pytest.mark.parametrize("sent", [files.telling_jpeg(), files.telling_png()])
def test_nothing_that_a_device_wrote_beside_the_picture_is_kept(sent: bytes) -> None:
    assert b"ecret" in sent

    kept = photo(sent)

    drawn = Image.open(BytesIO(kept))
    assert b"ecret" not in kept
    assert (dict(drawn.getexif()), drawn.info.get("icc_profile")) == ({}, None)
    assert b"Exif" not in kept


def test_a_photo_held_sideways_stands_upright() -> None:
    drawn = Image.open(BytesIO(photo(files.telling_jpeg()))).convert("RGB")

    assert drawn.size == (40, 60)
    top, bottom = drawn.getpixel((20, 5)), drawn.getpixel((20, 55))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > 60 > top[2]
    assert bottom[2] > 200 > 60 > bottom[0]


def test_what_shows_through_becomes_white() -> None:
    sent = BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(sent, "PNG")

    drawn = Image.open(BytesIO(photo(sent.getvalue())))

    assert drawn.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK"])
def test_pictures_of_every_common_kind_of_colour_are_taken(mode: str) -> None:
    sent = BytesIO()
    image = Image.new("RGB", (8, 8), "red").convert(mode)
    image.save(sent, "JPEG" if mode == "CMYK" else "PNG")

    assert Image.open(BytesIO(photo(sent.getvalue()))).size == (8, 8)


def test_a_large_photo_is_kept_smaller() -> None:
    kept = photo(files.picture("JPEG", (4800, 1000)))

    assert Image.open(BytesIO(kept)).size == (KEPT_SIDE, 500)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"", "evidence.empty_file"),
        (b"\x00" * (MOST_BYTES + 1), "evidence.too_heavy"),
        (files.SVG, "evidence.not_a_photo"),
        (files.HTML, "evidence.not_a_photo"),
        (files.PDF, "evidence.not_a_photo"),
        (b"GIF89a" + b"\x00" * 20, "evidence.not_a_photo"),
        (files.picture("GIF"), "evidence.not_a_photo"),
        (files.picture("BMP"), "evidence.not_a_photo"),
        (files.picture("TIFF"), "evidence.not_a_photo"),
        (b"\x89PNG\r\n\x1a\n", "evidence.not_a_photo"),
        (files.png_of_size(5000, 5000), "evidence.too_many_pixels"),
        (files.png_of_size(60000, 60000), "evidence.too_many_pixels"),
        (files.png_of_size(8001, 1), "evidence.too_many_pixels"),
        (files.png_of_size(300, 300), "evidence.broken_photo"),
        (files.animated("PNG"), "evidence.animated"),
        (files.animated("WEBP"), "evidence.animated"),
        (files.picture("JPEG", (400, 400))[:900], "evidence.broken_photo"),
        (files.picture("PNG", (400, 400))[:-40], "evidence.broken_photo"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_photo_that_is_none_is_refused_with_its_cause(sent: bytes, code: str) -> None:
    with pytest.raises(Unusable) as refused:
        kept_file(EvidenceKind.PHOTO, sent)

    assert refused.value.code == code


def test_a_picture_with_a_page_hidden_after_it_keeps_the_picture_only() -> None:
    kept = photo(files.picture("PNG") + files.HTML)

    assert b"<script" not in kept


@given(cut=st.integers(0, 800), flipped=st.integers(0, 800), by=st.integers(1, 255))
@settings(max_examples=120, deadline=None)
def test_a_broken_picture_is_refused_or_drawn_and_never_an_accident(
    cut: int, flipped: int, by: int
) -> None:
    for whole in _WHOLE:
        sent = bytearray(whole[: max(1, len(whole) - cut % len(whole))])
        sent[flipped % len(sent)] ^= by
        try:
            kept = photo(bytes(sent))
        except Unusable:
            continue
        assert kept.startswith(b"\xff\xd8\xff")


_WHOLE = [files.picture(kind, (30, 30)) for kind in ("PNG", "JPEG", "WEBP")]


@pytest.mark.parametrize(
    ("kind", "sent", "suffix", "media_type"),
    [
        (EvidenceKind.DOCUMENT, files.PDF, ".pdf", "application/pdf"),
        (EvidenceKind.AUDIO, files.MP3, ".mp3", "audio/mpeg"),
        (EvidenceKind.AUDIO, files.MP3_BARE, ".mp3", "audio/mpeg"),
        (EvidenceKind.AUDIO, files.OGG, ".ogg", "audio/ogg"),
        (EvidenceKind.AUDIO, files.WAV, ".wav", "audio/wav"),
        (EvidenceKind.AUDIO, files.M4A, ".m4a", "audio/mp4"),
    ],
)
def test_documents_and_sounds_are_known_by_how_they_begin(
    kind: EvidenceKind, sent: bytes, suffix: str, media_type: str
) -> None:
    kept = kept_file(kind, sent)

    assert (kept.content, kept.suffix, kept.media_type) == (sent, suffix, media_type)


@pytest.mark.parametrize(
    ("kind", "sent", "code"),
    [
        (EvidenceKind.DOCUMENT, files.HTML, "evidence.not_a_document"),
        (EvidenceKind.DOCUMENT, files.HTML + files.PDF, "evidence.not_a_document"),
        (EvidenceKind.DOCUMENT, files.PDF[:-8], "evidence.broken_document"),
        (EvidenceKind.AUDIO, files.HTML, "evidence.not_a_sound"),
        (EvidenceKind.AUDIO, files.PDF, "evidence.not_a_sound"),
        (EvidenceKind.AUDIO, files.MP4_FILM, "evidence.not_a_sound"),
        (EvidenceKind.AUDIO, files.picture("JPEG"), "evidence.not_a_sound"),
        (EvidenceKind.AUDIO, b"\xff\xff\xff\xff" * 9, "evidence.not_a_sound"),
        (EvidenceKind.AUDIO, b"\xff", "evidence.not_a_sound"),
    ],
)
def test_documents_and_sounds_that_are_none_are_refused(
    kind: EvidenceKind, sent: bytes, code: str
) -> None:
    with pytest.raises(Unusable) as refused:
        kept_file(kind, sent)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", None),
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=0-1,5-6", None),
        ("lines=0-1", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("bytes=" + "9" * 40 + "-", None),
    ],
)
def test_one_range_of_a_file_is_understood(header: str, expected: tuple[int, int] | None) -> None:
    assert one_range(header, 100) == expected


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=20-10", "bytes=-0"])
def test_a_range_outside_the_file_is_an_error(header: str) -> None:
    with pytest.raises(ValueError):
        one_range(header, 100)
