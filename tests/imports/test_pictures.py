"""Pictures of badges from elsewhere are drawn anew, or left out (C1, C2)."""

import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from recognition.imports.pictures import KEPT_SIDE, redrawn
from tests.openbadges.pictures import chunk, png, with_chunks


def drawing(size: tuple[int, int] = (600, 300), form: str = "PNG", **how: object) -> bytes:
    made = BytesIO()
    Image.new("RGB" if form == "JPEG" else "RGBA", size, "teal").save(made, form, **how)  # type: ignore[arg-type]
    return made.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_a_png_of_ours_within_our_size(form: str) -> None:
    found = redrawn(drawing(form=form))
    assert found
    with Image.open(BytesIO(found), formats=["PNG"]) as opened:
        assert opened.size == (KEPT_SIDE, KEPT_SIDE // 2)
        assert opened.info == {}


def test_nothing_written_beside_the_pixels_is_kept() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_itxt("openbadges", "https://ailleurs.example/secret")
    words.add_text("Author", "Zoé")
    found = redrawn(drawing(pnginfo=words) + b"<script>after</script>")
    assert found
    for word in (b"openbadges", b"Author", b"script"):
        assert word not in found


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"\x89PNG\r\n\x1a\n",
        drawing()[:200],
        drawing(form="GIF"),
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        b"\0" * (5 * 1024 * 1024 + 1),
        drawing((8001, 4)),
        drawing(form="WEBP", save_all=True, append_images=[Image.new("RGBA", (600, 300), "red")]),
    ],
    ids=["none", "empty", "head", "cut", "gif", "svg", "heavy", "wide", "animated"],
)
def test_what_is_no_still_picture_within_bounds_is_left_out(content: bytes | None) -> None:
    assert redrawn(content) is None


def test_a_picture_that_announces_more_than_it_holds_takes_no_memory() -> None:
    head = b"\x00\x00\xff\xff\x00\x00\xff\xff\x08\x06\x00\x00\x00"
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
    assert redrawn(bomb) is None


def test_a_sound_picture_is_not_left_out_for_its_odd_chunks() -> None:
    assert redrawn(with_chunks(chunk(b"teSt", b"x"))) is not None
    assert redrawn(png()) is not None


def test_pictures_are_drawn_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes up to 150 MiB; four threads at once would take the process beyond 700 (A8)."""
    at_once, most = 0, 0
    convert = Image.Image.convert

    def counted(picture: Image.Image, mode: str) -> Image.Image:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        time.sleep(0.02)
        at_once -= 1
        return convert(picture, mode)

    monkeypatch.setattr(Image.Image, "convert", counted)
    sent = drawing()
    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(redrawn, [sent] * 4))
    assert most == 1
