"""The times that badges say: what each version of the standard allows, and nothing out of range."""

import re
from datetime import UTC, datetime

from recognition.openbadges.verdict import Version

_DATE = r"\d{4}-\d\d-\d\d"
_CLOCK = r"[Tt]\d\d:\d\d:\d\d(?:\.\d{1,30})?"
_ZONE = r"(?:[Zz]|[+-]\d\d:\d\d)"
_ZONED = re.compile(_DATE + _CLOCK + _ZONE)
# ISO 8601, seconds left out or not, with a zone (2.0, section DateTime).
_OB2 = re.compile(_DATE + r"[Tt]\d\d:\d\d(?::\d\d(?:[.,]\d{1,30})?)?(?:[Zz]|[+-]\d\d(?::?\d\d)?)")
# Earlier badges say a day, a time without zone, or seconds since 1970.
_OB1 = re.compile(
    _DATE + r"(?:[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,30})?)?(?:[Zz]|[+-]\d\d(?::?\d\d)?)?)?"
)
_SECONDS = range(253_402_300_800)  # up to the year 9999
_FRACTION = re.compile(r"[.,](\d+)")


def moment(value: object, version: Version) -> datetime | None:
    """The time that a member of such a badge says, in UTC; None when it says none that exists.

    3.0 wants a date, a time and a zone (XML Schema dateTimeStamp); 2.0 the same, seconds
    optional; 0.5 and 1.x also a day, which begins at midnight UTC, or seconds since 1970.
    """
    early = version in {Version.OB05, Version.OB1}
    if isinstance(value, int) and not isinstance(value, bool):
        return datetime.fromtimestamp(value, UTC) if early and value in _SECONDS else None
    form = _OB1 if early else _OB2 if version is Version.OB2 else _ZONED
    if not isinstance(value, str) or not value.isascii() or not form.fullmatch(value):
        return None
    # Six digits of a second are what we keep.
    text = _FRACTION.sub(lambda found: "." + found[1][:6].ljust(6, "0"), value.upper())
    try:
        read = datetime.fromisoformat(text)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):  # 30 February, 25 o'clock, the year 0
        return None
