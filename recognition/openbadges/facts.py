"""What our documents say, before it is put into the words of one version of the standard."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from recognition.openbadges.identity import Identity


@dataclass(frozen=True)
class Issuer:
    """Someone who gives or endorses, named as everyone may read it."""

    id: UUID
    name: str
    description: str = ""


@dataclass(frozen=True)
class Badge:
    """One version of a badge. `creator` is the collective that holds it; `family` is one of the
    eight kinds of recognition; `language` is a BCP 47 tag."""

    version_id: UUID
    number: int
    title: str
    definition: str
    criteria: tuple[str, ...]
    skills: tuple[str, ...]
    family: str
    alt_text: str
    language: str
    creator: Issuer


@dataclass(frozen=True)
class Evidence:
    """A piece of evidence that anyone may see. `url` is where a link leads; `has_file` says that
    a file of ours is to be had at its own address. `genre` is a kind, in one word."""

    id: UUID
    genre: str
    title: str
    description: str = ""
    url: str = ""
    has_file: bool = False


@dataclass(frozen=True)
class Told:
    """What the holder tells about one criterion."""

    criterion: str
    text: str


@dataclass(frozen=True)
class StatusEntry:
    """Which bit of which list says whether a credential still holds."""

    list_number: int
    index: int


@dataclass(frozen=True)
class Award:
    """A badge in someone's hands. `giver` is the person who signed, the issuer themselves unless
    they spoke for a body; `sentence` is what they said. `recipient` is None for somebody who has
    no address left."""

    id: UUID
    badge: Badge
    issuer: Issuer
    giver: Issuer
    holder_id: UUID
    recipient: Identity | None
    awarded_at: datetime
    sentence: str
    narrative: str
    told: tuple[Told, ...]
    evidence: tuple[Evidence, ...]

    @property
    def is_self(self) -> bool:
        """Whether its holder signed it, be it in the name of a body."""
        return self.giver.id == self.holder_id


class About(StrEnum):
    """What an endorsement is about."""

    AWARD = "award"
    BADGE = "badge"
    ISSUER = "issuer"


@dataclass(frozen=True)
class Endorsement:
    """Someone's words about `subject_id`: an award, a version of a badge, or an issuer. The voice
    is the person's, also where they spoke for `spoken_for`, the name of a body."""

    id: UUID
    about: About
    subject_id: UUID
    endorser: Issuer
    statement: str
    given_at: datetime
    spoken_for: str = ""
    relation: str = ""
    criteria: tuple[str, ...] = ()
