"""What a collective chooses about how it is shown."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from recognition.collectives.models import Collective, JournalEntry
from recognition.collectives.rules import Act


@dataclass(frozen=True)
class CollectiveChoices:
    """Switches of a collective; each has the meaning of the column of its name."""

    shows_value: bool
    public_map: bool


_ACTS = {
    ("shows_value", True): Act.VALUE_SHOWN,
    ("shows_value", False): Act.VALUE_HIDDEN,
    ("public_map", True): Act.MAP_OPENED,
    ("public_map", False): Act.MAP_CLOSED,
}


def choose_settings(
    session: Session, collective: Collective, choices: CollectiveChoices, *, by: UUID, at: datetime
) -> None:
    """Set the switches of a collective. Each that changes is one line of its journal, where
    `by` stands as owner too: what a collective decides for itself is done to nobody."""
    for name, value in asdict(choices).items():
        if getattr(collective, name) == value:
            continue
        setattr(collective, name, value)
        session.add(
            JournalEntry(
                collective_id=collective.id,
                actor_id=by,
                owner_id=by,
                act=_ACTS[name, value],
                subject_id=collective.id,
                done_at=at,
            )
        )
    session.add(collective)
    session.flush()
