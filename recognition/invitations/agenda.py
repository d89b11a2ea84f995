"""A date for people's own calendars: one event of RFC 5545, written by hand."""

from dataclasses import dataclass
from datetime import UTC, datetime

LINE_OCTETS = 75  # section 3.1, without the line end


@dataclass(frozen=True)
class Event:
    """What a calendar is told. `sequence` grows when the event changes (section 3.8.7.4)."""

    uid: str
    title: str
    words: str
    place: str
    address: str
    starts_at: datetime
    changed_at: datetime
    is_cancelled: bool = False


def escaped(text: str) -> str:
    """A TEXT value (section 3.3.11): backslash, semicolon, comma and line ends."""
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line: str) -> str:
    """A content line in pieces of at most 75 octets, never within a character (section 3.1)."""
    pieces, piece, octets = [], "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > LINE_OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece, octets = piece + character, octets + size
    return "\r\n".join([*pieces, piece])


def _utc(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def calendar(event: Event, *, product: str) -> str:
    """The calendar file that holds this one event. How long it lasts is not known, so not said."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{escaped(product)}//FR",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_utc(event.changed_at)}",
        f"SEQUENCE:{int(event.is_cancelled)}",
        f"DTSTART:{_utc(event.starts_at)}",
        f"SUMMARY:{escaped(event.title)}",
        *([f"LOCATION:{escaped(event.place)}"] if event.place else []),
        *([f"DESCRIPTION:{escaped(event.words)}"] if event.words else []),
        f"URL:{event.address}",
        f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(map(folded, lines)) + "\r\n"
