"""What a text may contain and how long it may be: the one table of lengths (requirement A1)."""

import re
import unicodedata
from enum import IntEnum


class Length(IntEnum):
    """The greatest number of characters of each text a person may type."""

    NAME = 80
    HANDLE = 60
    EMAIL = 254
    CITY = 80
    HEADLINE = 140
    BIO = 1200
    PRONOUN = 30
    COLLECTIVE_NAME = 120
    SHORT_NAME = 30
    TAGLINE = 160
    DESCRIPTION = 2000
    CHARTER_LINE = 160
    RHYTHM = 120
    JOIN_SENTENCE = 400
    BADGE_TITLE = 80
    DEFINITION = 400
    CRITERION = 240
    SKILL = 60
    EVIDENCE_HINT = 240
    WORD = 10
    ALT_TEXT = 200
    CHANGE_NOTE = 400
    CONTRIBUTION = 1200
    REASON = 600
    SENTENCE = 600
    NARRATIVE = 2000
    EVIDENCE_TITLE = 120
    EVIDENCE_TEXT = 4000
    FILE_NAME = 120
    URL = 500
    RELATION = 120
    STATEMENT = 1200
    OCCASION = 160
    PLACE = 120
    INVITATION_TITLE = 120
    INVITATION_WORDS = 2000
    SEARCH = 200


_DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """`text` in NFC, without the characters no person means to type: controls but tab and
    newline, lone surrogates, non-characters (requirement A2). Line ends become ``\\n``."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(
        character
        for character in text
        if character in "\t\n" or unicodedata.category(character) not in {"Cc", "Cs", "Cn"}
    )
    return unicodedata.normalize("NFC", text).strip()


def clean_line(text: str) -> str:
    """`text` cleaned and on one line, without direction marks: for names, titles, subjects
    (requirements B4 and B6)."""
    return re.sub(r"\s+", " ", _DIRECTION_MARKS.sub("", clean(text))).strip()


def fold(text: str) -> str:
    """`text` without accents and case: what is compared when people search."""
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def slugify(text: str, *, longest: int = 60) -> str:
    """`text` as a readable piece of an address: ``a-z``, ``0-9`` and hyphens; may be empty."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    return slug[:longest].rstrip("-")
