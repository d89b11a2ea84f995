"""Two thousand broken files, always the same: what sound badges become under hostile hands.

Made from the corpus and from pictures baked here. Used on the reading of files, on the verifier
and through HTTP: nothing may answer them with an accident, or slowly.
"""

import json
import random
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from recognition.openbadges import png as png_files
from recognition.openbadges import svg as svg_files
from recognition.openbadges.carrying import OB2_KEYWORD, OB3_KEYWORD
from recognition.openbadges.png import SIGNATURE
from tests.openbadges.pictures import FILES, SVG, chunk, itxt, png, with_chunks

COUNT = 2000
_ODD_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 2**63, 2**64 - 1, 1.5, 1e308, "", " ", "x" * 5_000, "javascript:alert(1)",
    "http://[::1", "https://127.0.0.1/", "did:web:", "did:key:z6Mk", "9999-99-99T99:99:99Z",
    "0000-00-00", "2026-02-30T00:00:00Z", "\u202e", "\ufffe", "<svg onload=alert(1)>", [], {},
    [[]], [None], {"id": []}, {"@id": "x", "@type": "y"}, ["a"] * 300, {"type": {"type": {}}},
)  # fmt: skip


@dataclass(frozen=True)
class Mutation:
    """`name` says what was done to which file."""

    name: str
    content: bytes


def mutations(count: int = COUNT, seed: int = 4) -> Iterator[Mutation]:
    """The crafted ones first, then sound files changed at random; the same for the same seed."""
    crafted = _crafted()[:count]
    yield from crafted
    chance = random.Random(seed)
    sources = _sources()
    ways: tuple[tuple[str, Callable[[random.Random, bytes], bytes]], ...] = (
        ("flipped", _flipped), ("cut", _cut), ("doubled", _doubled), ("spliced", _spliced),
        ("lying", _lying), ("swapped", _swapped), ("swapped", _swapped), ("rechunked", _rechunked),
    )  # fmt: skip
    for number in range(len(crafted), count):
        way, change = ways[number % len(ways)]
        name, content = chance.choice(sources)
        yield Mutation(f"{number} {way} {name}", change(chance, content))


@cache
def _sources() -> list[tuple[str, bytes]]:
    """Every file of the corpus, and a badge of it baked into each kind of picture."""
    found = [(it.name, it.read_bytes()) for it in sorted(FILES.iterdir()) if it.is_file()]
    by_name = dict(found)
    credential = by_name["dcpv__ob30__simple.json"].decode()
    assertion = by_name["dcpv__ob20__basic-assertion.json"].decode()
    token = by_name["dcpv__ob30__velocity.jwt"].decode().strip()
    for name, keyword, text in (
        ("credential", OB3_KEYWORD, credential),
        ("assertion", OB2_KEYWORD, assertion),
        ("token", OB3_KEYWORD, token),
    ):
        found.append((f"{name}.png", png_files.bake(png(), keyword, text)))
        found.append((f"{name}.svg", svg_files.bake(SVG, keyword, text)))
    return found


def _flipped(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content))]


def _doubled(chance: random.Random, content: bytes) -> bytes:
    start = chance.randrange(len(content))
    end = min(len(content), start + chance.choice((1, 12, 400, 5_000)))
    return content[:end] + content[start:end] * chance.choice((1, 2, 40)) + content[end:]


def _spliced(chance: random.Random, content: bytes) -> bytes:
    _, other = chance.choice(_sources())
    return content[: chance.randrange(len(content))] + other[chance.randrange(len(other)) :]


def _lying(chance: random.Random, content: bytes) -> bytes:
    """A chunk of a PNG announces another length; in another file, four bytes are lost."""
    starts = _chunk_starts(content)
    at = chance.choice(starts) if starts else chance.randrange(len(content))
    lie = chance.choice((0, 1, 13, 2**16, 2**31 - 1, 2**31, 2**32 - 1, chance.randrange(2**20)))
    return content[:at] + lie.to_bytes(4, "big") + content[at + 4 :]


def _rechunked(chance: random.Random, content: bytes) -> bytes:
    """Bytes of a text chunk changed with its checksum made good again."""
    texts = [at for at in _chunk_starts(content) if content[at + 4 : at + 8] in {b"tEXt", b"iTXt"}]
    if not texts:
        return _swapped(chance, content)
    at = chance.choice(texts)
    length = int.from_bytes(content[at : at + 4], "big")
    kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
    return content[:at] + chunk(kind, _flipped(chance, data)) + content[at + 12 + length :]


def _chunk_starts(content: bytes) -> list[int]:
    if not content.startswith(SIGNATURE):
        return []
    starts, at = [], len(SIGNATURE)
    while at + 12 <= len(content):
        starts.append(at)
        at += 12 + int.from_bytes(content[at : at + 4], "big")
    return starts


def _swapped(chance: random.Random, content: bytes) -> bytes:
    """Members of a JSON document exchanged, lost, or given values of other kinds. What is not
    JSON takes a credential in its stead."""
    try:
        document = json.loads(content)
    except ValueError:
        document = json.loads(dict(_sources())["dcpv__ob30__complete.json"])
    for _ in range(chance.choice((1, 1, 2, 5))):
        places = [*_places(document)]
        if not places:
            break
        holder, key = chance.choice(places)
        other_holder, other_key = chance.choice(places)
        match chance.randrange(4):
            case 0:
                holder[key] = chance.choice(_ODD_VALUES)
            case 1:
                holder[key] = json.loads(json.dumps(other_holder[other_key]))
            case 2 if isinstance(holder, dict):
                del holder[key]
            case _:
                holder[key] = [holder[key]]
    return json.dumps(document).encode()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every member of it: what holds it, and its name or number there."""
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        members = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for key, each in members:
            yield holder, key
            if isinstance(each, dict | list):
                waiting.append(each)


def _crafted() -> list[Mutation]:
    """What chance would not find."""
    bomb = zlib.compress(b"{" + b" " * (64 << 20), 9)
    twice = itxt(b'{"a":1}') + itxt(b'{"a":2}', keyword=b"openbadgecredential")
    deep, wide = 200_000, 100_000
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    element = '<b:credential xmlns:b="https://purl.imsglobal.org/ob/v3p0">%s</b:credential>'
    head = '<svg xmlns="http://www.w3.org/2000/svg">'
    texts = {
        "deep list": "[" * deep,
        "deep list, closed": "[" * deep + "]" * deep,
        "deep object": '{"a":' * deep + "1" + "}" * deep,
        "deep within": '{"@context":' + "[" * 31 + "]" * 31 + "}",
        "open string": '{"a":"' + '\\"' * wide,
        "wide list": "[" + "{}," * wide + "{}]",
        "wide endorsement": '{"credentialSubject":{"achievement":{}},"endorsement":['
        + "{}," * wide
        + "{}]}",
        "wide types": '{"credentialSubject":{"achievement":{}},"type":[' + '"a",' * wide + '"b"]}',
        "huge integer": '{"a":' + "9" * 400_000 + "}",
        "huge fraction": '{"a":0.' + "9" * 400_000 + "}",
        "huge exponent": '{"a":1e999999999}',
        "no number": '{"a":NaN,"b":-Infinity}',
        "twice": '{"id":"a","id":"b"}',
        "surrogate": '{"id":"\\ud800"}',
        "nul": '{"id":"a\\u0000b"}',
        "dots": "." * 500_000,
        "token of dots": "a" * 300_000 + "." + "b" * 300_000 + ".",
        "encrypted": "a.b.c.d.e",
        "header none": "eyJhbGciOiJub25lIn0.e30.",
        "address": "https://" + "a" * 100_000,
        "address with a line": "https://example.org/\nhttps://example.org/",
        "presentation of itself": '{"verifiableCredential":{"verifiableCredential":{}}}',
        "presentation of several": '{"verifiableCredential":[{"a":1},{"a":2}]}',
        "presentation of none": '{"verifiableCredential":[]}',
        "entities": f"<!DOCTYPE svg [{laughs}]>{head}&l9;</svg>",
        "outer entity": '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + f"{head}{element % '&x;'}</svg>",
        "outer definition": f'<!DOCTYPE svg SYSTEM "https://example.org/x.dtd">{head}</svg>',
        "deep picture": "<g>" * deep,
        "deep svg": head + "<g>" * 5_000 + "</g>" * 5_000 + "</svg>",
        "wide svg": head + "<g/>" * 150_000 + "</svg>",
        "attributes": "<svg " + " ".join(f'a{n}=""' for n in range(wide)) + "/>",
        "two elements": head + element % "{}" + element % "{}" + "</svg>",
        "element in element": head + element % (element % "{}") + "</svg>",
        "element that is empty": head + element % "" + "</svg>",
        "odd encoding": f'<?xml version="1.0" encoding="utf-7"?>{head}</svg>',
        "no encoding": f'<?xml version="1.0" encoding="nothing"?>{head}</svg>',
        "html": "<!DOCTYPE html><html><body>404</body></html>",
    }
    files = {
        "nothing": b"",
        "spaces": b" \n\t " * 1_000,
        "zeros": bytes(100_000),
        "mark": b"\xef\xbb\xbf",
        "utf-16": '{"a":1}'.encode("utf-16"),
        "signature": SIGNATURE,
        "no end": SIGNATURE + png()[8:-12],
        "four gigabytes": SIGNATURE + chunk(b"IHDR", bytes(13)) + b"\xff\xff\xff\xffiTXtopenbadges",
        "length lie": with_chunks(chunk(b"iTXt", b"openbadges\0\0\0\0\0{}", length=2**31)),
        "two badges": with_chunks(twice),
        "bad checksum": with_chunks(chunk(b"iTXt", b"openbadges\0\0\0\0\0{}", crc=0)),
        "zip bomb": with_chunks(itxt(bomb, flag=b"\1")),
        "zip bomb, old chunk": with_chunks(chunk(b"zTXt", b"openbadges\0\0" + bomb)),
        "unknown compression": with_chunks(itxt(b"{}", flag=b"\1", method=b"\7")),
        "odd flag": with_chunks(itxt(b"{}", flag=b"\2")),
        "no zlib": with_chunks(itxt(b"{}", flag=b"\1")),
        "no fields": with_chunks(chunk(b"iTXt", b"openbadges\0")),
        "empty text": with_chunks(itxt(b"")),
        "not utf-8": with_chunks(itxt(b"\xff\xfe{}")),
        "many chunks": with_chunks(chunk(b"tEXt", b"a\0b") * 100_000),
        "deep in a picture": with_chunks(itxt(b"[" * 400_000)),
        "large text": with_chunks(itxt(b'"' + b"x" * 600_000 + b'"')),
        "latin": with_chunks(chunk(b"tEXt", b"openbadges\0" + '{"name":"é"}'.encode("latin-1"))),
    }
    files |= {name: text.encode() for name, text in texts.items()}
    return [Mutation(f"crafted {name}", content) for name, content in files.items()]
