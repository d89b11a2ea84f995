"""Which form of a thing one asks for: a page for people, a document or a token for software.

Source: RFC 9110, sections 12.4.2 (weights) and 12.5.1 (``Accept``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 2000  # characters of a header that are read: browsers send some 150

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_WEIGHT = re.compile(r"^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$")


class Form(StrEnum):
    PAGE = "page"
    DOCUMENT = "json"
    TOKEN = "jwt"  # noqa: S105  (a form, not a secret)


@dataclass(frozen=True)
class Offer:
    """A form that an address has, under its media types, the preferred one first."""

    form: Form
    media_types: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """What is answered, and as what."""

    form: Form
    media_type: str


PAGE = Offer(Form.PAGE, ("text/html", "application/xhtml+xml"))
DOCUMENT = Offer(Form.DOCUMENT, ("application/ld+json", "application/json"))
CREDENTIAL = Offer(
    Form.DOCUMENT, (*DOCUMENT.media_types, "application/vc", "application/vc+ld+json")
)
TOKEN = Offer(Form.TOKEN, ("application/vc+jwt", "application/jwt", "application/vc+ld+json+jwt"))

OPEN_BADGES_2 = (DOCUMENT, PAGE)
CREDENTIALS = (CREDENTIAL, TOKEN, PAGE)


def chosen(accept: str, offers: Sequence[Offer], *, named: str = "") -> Choice:
    """The offer that `accept` weighs most; the earlier one when several weigh the same.

    `named` is a `Form` that the address itself asks for: it goes before the header. Where nothing
    offered is acceptable the first offer is answered all the same (RFC 9110 leaves the choice):
    software that asks for an image, or for what it cannot spell, still reads JSON.
    """
    for offer in offers:
        if named == offer.form:
            return Choice(offer.form, offer.media_types[0])
    ranges = dict(_ranges(accept)) or {"*/*": 1.0}
    best, weight = Choice(offers[0].form, offers[0].media_types[0]), 0.0
    for offer in offers:
        for media_type in offer.media_types:
            found = _weight_of(media_type, ranges)
            if found > weight:
                best, weight = Choice(offer.form, media_type), found
    return best


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Each media range and its weight, lower-case. Parameters other than the weight (a charset, a
    JSON-LD profile) choose nothing here; a range that cannot be read is left out."""
    for part in _QUOTED.sub("", accept[:LONGEST]).split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name.count("/") != 1:
            continue
        weights = [piece[2:].strip() for piece in parameters if piece.startswith("q=")]
        if not weights:
            yield name, 1.0
        elif _WEIGHT.match(weights[0]):
            yield name, float(weights[0])


def _weight_of(media_type: str, ranges: dict[str, float]) -> float:
    """The weight of the most specific range that covers a media type, 0 without one."""
    kind = media_type.partition("/")[0]
    for name in (media_type, f"{kind}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0
