"""The files of the demo's evidence: drawn, written and played here, since none come with it."""

import math
import random
import struct
import wave
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from recognition.badges.drawing import DYES
from recognition.paths import root

PHOTO_SIZE = (1200, 900)
PAGE_SIZE = (1240, 1754)  # A4 at 150 dots an inch
RATE = 16_000  # samples a second
NOTES = (262, 294, 330, 392, 440)  # hertz


@dataclass(frozen=True)
class DemoFile:
    """A file as `storage` keeps it."""

    content: bytes
    suffix: str
    media_type: str
    name: str
    alt_text: str = ""


def demo_file(kind: str, evidence_id: str, title: str) -> DemoFile | None:
    """A file for a piece of evidence of this kind; None when its words are all there is.

    The same evidence always gets the same file.
    """
    if kind == "photo":
        shown = "Image de démonstration : des collines sous un soleil"
        return DemoFile(_photo(evidence_id), ".png", "image/png", f"{evidence_id}.png", shown)
    if kind == "document":
        return DemoFile(_document(title), ".pdf", "application/pdf", f"{evidence_id}.pdf")
    if kind == "audio":
        return DemoFile(_sound(evidence_id), ".wav", "audio/wav", f"{evidence_id}.wav")
    return None


def _photo(seed: str) -> bytes:
    """A landscape of hills under a sun: nobody can be recognised in it."""
    chance = random.Random(seed)  # noqa: S311  (a picture, not a secret)
    names = chance.sample(sorted(DYES), 4)
    width, height = PHOTO_SIZE
    picture = Image.new("RGB", PHOTO_SIZE, "#f3efe6")
    draw = ImageDraw.Draw(picture)
    x, y, radius = chance.randint(200, 1000), chance.randint(140, 300), chance.randint(60, 110)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=DYES[names[0]].colour)
    for layer, name in enumerate(names[1:]):
        base = height * (0.45 + 0.17 * layer)
        phase, swell = chance.random() * 6.28, chance.randint(40, 110)
        ridge = [
            (step, base + swell * math.sin(step / 190 + phase) + 24 * math.sin(step / 61 + phase))
            for step in range(0, width + 20, 20)
        ]
        draw.polygon([*ridge, (width, height), (0, height)], fill=DYES[name].colour)
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    target = BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()


def _document(title: str) -> bytes:
    page = Image.new("RGB", PAGE_SIZE, "white")
    draw = ImageDraw.Draw(page)
    font = root() / "static" / "fonts"
    heading = ImageFont.truetype(str(next(font.glob("*.ttf"))), 54)
    words = ImageFont.truetype(str(next(font.glob("*.ttf"))), 30)
    line, lines = "", []
    for word in title.split():
        if draw.textlength(f"{line} {word}", font=heading) > PAGE_SIZE[0] - 240:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    for row, text in enumerate([*lines, line]):
        draw.text((120, 160 + row * 72), text, font=heading, fill="#17181f")
    note = "Document de démonstration, entièrement fictif."
    draw.text((120, 1600), note, font=words, fill="#4a4d5b")
    for row in range(14):
        top = 420 + row * 76
        draw.line((120, top, PAGE_SIZE[0] - 120, top), fill="#d5d6dd", width=3)
    target = BytesIO()
    page.save(target, "PDF", resolution=150)
    return target.getvalue()


def _sound(seed: str) -> bytes:
    """Two seconds of a small tune."""
    chance = random.Random(seed)  # noqa: S311  (a tune, not a secret)
    samples = bytearray()
    for _ in range(6):
        note = chance.choice(NOTES)
        for step in range(RATE // 3):
            fade = 1 - step / (RATE / 3)
            level = int(9000 * fade * math.sin(2 * math.pi * note * step / RATE))
            samples += struct.pack("<h", level)
    target = BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(bytes(samples))
    return target.getvalue()
