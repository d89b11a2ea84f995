"""Rights on evidence: never shown more widely than the badge that it is on."""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from recognition.awards.rules import AwardSubject, narrower
from recognition.evidence.models import EvidenceKind
from recognition.imports.rules import ImportedSubject
from recognition.permissions import Actor, Role

FILE_KINDS = frozenset({EvidenceKind.PHOTO, EvidenceKind.DOCUMENT, EvidenceKind.AUDIO})
ADDED_KINDS = (
    EvidenceKind.TEXT,
    EvidenceKind.TESTIMONY,
    EvidenceKind.LINK,
    EvidenceKind.PHOTO,
    EvidenceKind.DOCUMENT,
    EvidenceKind.AUDIO,
)
"""What can be added here, in the order in which it is offered; a film is added as a link."""
MOST_A_PIECE = 60
"""Pieces of evidence on one badge, removed ones not counted."""


@dataclass(frozen=True)
class EvidenceSubject:
    """A piece of evidence as `permissions.may` sees it; its owner is the holder of what it is
    on: an award, or a badge from elsewhere."""

    kind: ClassVar[str] = "evidence"

    visibility: str
    on: AwardSubject | ImportedSubject

    @property
    def state(self) -> str:
        return narrower(self.visibility, self.on.width)

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        return self.on.roles_of(actor)


def is_link(text: str) -> bool:
    """Whether `text` is an address that a page of ours may lead to: http or https, a host, and
    nothing that could disguise where it goes. Nothing is fetched."""
    if any(character <= " " or character in '\\<>"\x7f' for character in text):
        return False
    try:
        address = urlsplit(text)
        _ = address.port
    except ValueError:
        return False
    named = address.hostname or ""
    return (
        address.scheme in {"http", "https"}
        and "." in named.strip(".")
        and len(named) <= 253
        and "@" not in address.netloc
    )


def host_of(url: str) -> str:
    """The host that a link leads to, as people read it; empty for no link."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
