"""What tests of evidence have in common."""

from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from recognition.awards.models import Award
from recognition.evidence.models import Evidence
from recognition.people.models import Person
from recognition.settings import Settings

PHOTO_WORDS = {"kind": "photo", "title": "Le vélo", "alt_text": "Un vélo réparé"}


def holder_of(session: Session, award: Award) -> Person:
    holder = session.get(Person, award.holder_id)
    assert holder is not None
    return holder


def pieces(session: Session) -> list[Evidence]:
    """All the rows, as they are now."""
    session.expire_all()
    return list(session.exec(select(Evidence)))


def media(settings: Settings) -> list[Path]:
    """All the files that are kept."""
    return [path for path in settings.media_dir.rglob("*") if path.is_file()]


def form_of(award: Award) -> str:
    return f"/recus/{award.id}/preuves/nouvelle"


def sent(content: bytes, name: str = "photo.png", media_type: str = "image/png") -> dict[str, Any]:
    """A file as a browser sends it."""
    return {"files": {"file": (name, content, media_type)}}
