"""What is put into a document, and what is to be had of one: pure functions."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from recognition.errors import Refusal

MOST_WORDS = 20
"""Endorsements of its badge inside an award, and as many of its issuer; the others are at their
own address."""

TOKENS_WITHIN = 30_000
"""Characters of endorsement tokens inside a token, for its badge and for its issuer each: many
readers (we too, requirement C9) refuse one beyond 64 KiB, and four characters carry three."""


class Ended(Refusal):
    """It held once, and whoever asks was then let to see it: status 410."""

    def __init__(self) -> None:
        super().__init__("credential.ended")


class ExportForm(StrEnum):
    """What a badge can be taken along as: a version of the standard and a carrier."""

    OB3_JSON = "ob3.json"
    OB3_JWT = "ob3.jwt"
    OB3_PNG = "ob3.png"
    OB3_SVG = "ob3.svg"
    OB2_JSON = "ob2.json"
    OB2_PNG = "ob2.png"
    OB2_SVG = "ob2.svg"

    @property
    def is_ob3(self) -> bool:
        return self.value.startswith("ob3")

    @property
    def suffix(self) -> str:
        return self.value.partition(".")[2]


AWARD_FORMS = frozenset(ExportForm)
ENDORSEMENT_FORMS = frozenset({ExportForm.OB3_JSON, ExportForm.OB3_JWT, ExportForm.OB2_JSON})
PLAIN_FORMS = frozenset({ExportForm.OB3_JSON, ExportForm.OB2_JSON})
"""Of a badge and of an issuer: neither is signed, neither is held by anybody."""

MEDIA_TYPES = {
    "json": "application/ld+json",
    "jwt": "application/vc+jwt",
    "png": "image/png",
    "svg": "image/svg+xml",
}


def within(tokens: Iterable[str], room: int = TOKENS_WITHIN) -> Sequence[str]:
    """The first tokens, as many as find room, in characters."""
    taken = []
    for token in tokens:
        room -= len(token)
        if room < 0:
            break
        taken.append(token)
    return taken
