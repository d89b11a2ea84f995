"""What a picture that carries a badge is made of, whichever its format."""

from dataclasses import dataclass

OB2_KEYWORD = "openbadges"  # 2.0 and earlier (Badge Baking)
OB3_KEYWORD = "openbadgecredential"  # 3.0, section 5.3
KEYWORDS = (OB2_KEYWORD, OB3_KEYWORD)

TEXT_BYTES = 512 << 10  # requirement C6
FILE_BYTES = 5 << 20  # requirement A4


class NotABadge(Exception):
    """No badge could be read. `reason` is a dotted code, of `png`, `svg`, `safejson` or
    `reading`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NothingInside(NotABadge):
    """The file may be sound, but nobody put a badge into it."""


@dataclass(frozen=True)
class Baked:
    """What was baked into a picture. `text` is JSON, a compact token or an address; `verify` is
    the attribute of an SVG that says it a second time, empty otherwise."""

    keyword: str
    text: str
    verify: str = ""
