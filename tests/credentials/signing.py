"""Signing for tests: keys that are made once, and everything signed that is due."""

from pathlib import Path

from sqlmodel import Session

from recognition.credentials.commands import keep_signed
from recognition.credentials.issuing import Issuing
from recognition.credentials.models import CredentialKind
from recognition.credentials.queries import due
from recognition.credentials.signing import signed
from recognition.keys import KeyRing
from recognition.settings import Settings
from recognition.storage import Storage

BASE_URL = "https://badges.exemple.test"


def make_issuing(folder: Path, base_url: str = BASE_URL) -> Issuing:
    """A platform at `base_url` whose keys and pictures are in this folder."""
    settings = Settings(
        _env_file=None, data_dir=folder, base_url=base_url, mail_from="contact@exemple.test"
    )
    return Issuing.of(settings, KeyRing(settings), Storage(folder / "media"))


def sign_all(session: Session, issuing: Issuing) -> int:
    """Sign what is due, as the worker does; returns how many."""
    count = 0
    for kind in (CredentialKind.ENDORSEMENT, CredentialKind.AWARD):
        while ids := due(session, kind, 50):
            made = signed(session, issuing, ids)
            assert len(made) == len(ids)
            count += keep_signed(session, made.values())
    return count
