"""The demo's workshops to come, as its coordinators invited to them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from recognition.clock import HERE
from recognition.demo.records import Record, demo_id, person_id, time_of, typographic
from recognition.invitations.models import Answer, Invitation, InvitationGuest, InvitationKind
from recognition.people.models import IssuerKind

SENT_ON = "2026-11-16"


def _id(record: Record) -> UUID:
    return demo_id("invitation", record["id"])


def workshop(record: Record, coordinators: list[str]) -> Invitation:
    """The workshop, sent by whichever of its hosts coordinates, else by a coordinator."""
    hosting = (name for name in record["hosts"] if name in coordinators)
    return Invitation(
        id=_id(record),
        collective_id=demo_id(IssuerKind.COLLECTIVE, record["collective"]),
        author_id=person_id(next(hosting, coordinators[0])),
        kind=InvitationKind.WORKSHOP,
        title=typographic(record["title"]),
        words=typographic(record["description"]),
        starts_at=datetime.fromisoformat(record["starts_at"]).replace(tzinfo=HERE),
        place=typographic(record["place"]),
        sent_at=time_of(SENT_ON),
    )


def hosts(record: Record) -> Iterable[InvitationGuest]:
    """Who hosts it, and so comes."""
    for name in record["hosts"]:
        yield InvitationGuest(
            invitation_id=_id(record),
            person_id=person_id(name),
            answer=Answer.YES,
            answered_at=time_of(SENT_ON),
        )
