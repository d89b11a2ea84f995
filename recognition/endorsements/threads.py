"""The threads around awards in a list: one for each endorsement, in the dye of its endorser."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from recognition.awards.queries import AwardLine
from recognition.collectives.queries import accents_of
from recognition.endorsements.models import Endorsement, EndorsementState
from recognition.endorsements.visibility import endorsement_seen_by, with_targets
from recognition.permissions import Actor


def award_threads(
    session: Session, actor: Actor, award_ids: Iterable[UUID]
) -> dict[UUID, tuple[str, ...]]:
    """The dyes of the accepted endorsements that `actor` may see of each award, the oldest first;
    awards without one are not in the answer. Two statements at most."""
    rows = session.execute(
        with_targets(select_columns(col(Endorsement.award_id), col(Endorsement.endorser_id)))
        .where(
            col(Endorsement.award_id).in_(list(award_ids)),
            col(Endorsement.state) == EndorsementState.ACCEPTED,
            endorsement_seen_by(actor),
        )
        .order_by(col(Endorsement.given_at), col(Endorsement.id))
    ).all()
    accents = accents_of(session, {endorser_id for _, endorser_id in rows})
    threads: dict[UUID, tuple[str, ...]] = {}
    for award_id, endorser_id in rows:
        threads[award_id] = (*threads.get(award_id, ()), accents[endorser_id])
    return threads


def threaded(session: Session, actor: Actor, lines: Sequence[AwardLine]) -> list[AwardLine]:
    """The same awards, with their threads. Two statements at most."""
    threads = award_threads(session, actor, [line.award_id for line in lines])
    return [replace(line, threads=threads.get(line.award_id, ())) for line in lines]
