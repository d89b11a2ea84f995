"""A date for people's own calendars, read back by the rules of RFC 5545."""

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from recognition.invitations.agenda import LINE_OCTETS, Event, calendar, escaped, folded
from recognition.texts import clean

texts = st.text(max_size=300).map(clean)


def unfolded(content: str) -> list[str]:
    """The content lines of a file (section 3.1)."""
    assert content.endswith("\r\n")
    return content[:-2].replace("\r\n ", "").split("\r\n")


def unescaped(value: str) -> str:
    """The text of a TEXT value (section 3.3.11)."""
    return re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), value, flags=re.S)


def event(**values: object) -> Event:
    return Event(
        **{
            "uid": "1@exemple.org",
            "title": "Café badge",
            "words": "Venez à deux.",
            "place": "Albi",
            "address": "https://exemple.org/invitations/1",
            "starts_at": datetime(2026, 12, 3, 17, 0, tzinfo=UTC),
            "changed_at": datetime(2026, 11, 16, 9, 0, tzinfo=UTC),
            **values,
        }  # type: ignore[arg-type]
    )


def test_the_file_is_one_event_with_its_date_in_utc() -> None:
    assert unfolded(calendar(event(), product="Trame")) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Trame//FR",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:1@exemple.org",
        "DTSTAMP:20261116T090000Z",
        "SEQUENCE:0",
        "DTSTART:20261203T170000Z",
        "SUMMARY:Café badge",
        "LOCATION:Albi",
        "DESCRIPTION:Venez à deux.",
        "URL:https://exemple.org/invitations/1",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_what_was_called_off_says_so_and_counts_as_a_change() -> None:
    lines = unfolded(calendar(event(is_cancelled=True, place="", words=""), product="Trame"))
    assert "STATUS:CANCELLED" in lines
    assert "SEQUENCE:1" in lines
    assert [line for line in lines if line.startswith(("LOCATION", "DESCRIPTION"))] == []


def test_marks_with_a_meaning_are_escaped() -> None:
    assert escaped("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"


@given(texts)
def test_any_text_comes_back_from_its_escaping_and_adds_no_line(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert "\n" not in escaped(text)
    assert "\r" not in escaped(text)


@given(texts.map(lambda text: "SUMMARY:" + escaped(text)))
def test_any_line_is_folded_within_75_octets_and_comes_back(line: str) -> None:
    pieces = folded(line).split("\r\n")
    assert max(len(piece.encode()) for piece in pieces) <= LINE_OCTETS
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == line


@given(texts, texts, texts)
def test_no_text_of_a_member_adds_a_property(title: str, words: str, place: str) -> None:
    made = event(title=title, words=words, place=place)
    names = [line.split(":")[0] for line in unfolded(calendar(made, product="Trame"))]
    optional = ["LOCATION"] * bool(place) + ["DESCRIPTION"] * bool(words)
    assert names[9:-4] == ["SUMMARY", *optional]
    assert len(names) == 14 + len(optional)
