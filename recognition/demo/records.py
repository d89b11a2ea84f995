"""The demo's files: their records, their dates, and the ids that their rows always have."""

import json
from datetime import date, datetime, time
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid5

from recognition.clock import HERE
from recognition.people.models import IssuerKind

NAMESPACE = UUID("8a4c1f0e-3c51-4a65-9f0b-6f6c5d1f7a20")  # stable ids: links in the demo last

Record = dict[str, Any]


def demo_id(kind: str, name: str) -> UUID:
    """The id a demo thing always has."""
    return uuid5(NAMESPACE, f"{kind}/{name}")


def read_records(name: str) -> list[Record]:
    text = files("recognition.demo").joinpath("data", f"{name}.json").read_text("utf-8")
    records: list[Record] = json.loads(text)
    return records


def time_of(day: str, hour: int = 10) -> datetime:
    """A demo date as a time: all that is known is the day."""
    return datetime.combine(date.fromisoformat(day), time(hour), HERE)


def person_id(name: str) -> UUID:
    return demo_id(IssuerKind.PERSON, name)


def version_id(badge: str, number: int) -> UUID:
    return demo_id("version", f"{badge}/{number}")


def meeting_id(record: Record) -> UUID:
    return demo_id("meeting", f"{record['collective']}/{record['person']}")


def typographic(text: str | None) -> str:
    """French typography for texts that were written with a plain keyboard."""
    text = (text or "").replace("'", "’")
    for mark in ":;!?»":
        text = text.replace(f" {mark}", f"\u00a0{mark}")
    return text.replace("« ", "«\u00a0")
