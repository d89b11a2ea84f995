"""Giving, accepting, ending awards."""

from uuid import UUID

from sqlmodel import Session, col, update

from recognition.awards.models import Award, AwardState


def claim_waiting_awards(session: Session, person_id: UUID, address: str) -> None:
    """Hand a person the awards that wait for an address they have just proven to read."""
    session.exec(
        update(Award)
        .where(
            col(Award.recipient_address) == address,
            col(Award.holder_id).is_(None),
            col(Award.state) == AwardState.OFFERED,
            col(Award.giver_id) != person_id,
        )
        .values(holder_id=person_id)
    )
