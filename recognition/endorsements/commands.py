"""Endorsing, accepting, declining, taking back, ending."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, update

from recognition.collectives.models import JournalEntry
from recognition.endorsements.models import EndorsedCriterion, Endorsement, EndorsementState
from recognition.endorsements.queries import past_of
from recognition.endorsements.rules import Target, TargetKind, objection, speaks_for
from recognition.errors import NotAllowed, Refused
from recognition.permissions import Action, Actor, Role, may

ENDED = "endorsement.ended"  # in a collective's journal

_SIDE = {
    Action.DECIDE: Role.OWNER,
    Action.END: Role.OWNER,
    Action.RESTORE: Role.OWNER,
    Action.WITHDRAW: Role.AUTHOR,
}
"""Whose act each is: for them, a refusal means that it was done before."""


def endorse(
    session: Session,
    actor: Actor,
    target: Target,
    *,
    statement: str,
    relation: str = "",
    criterion_ids: Collection[UUID] = (),
    on_behalf_of_id: UUID | None = None,
    at: datetime,
) -> Endorsement:
    """Put the actor's name and words behind a thing.

    What one person carries, and a person, wait for the consent of whom they are about; the rest
    shows at once.
    Raises Refused with the objection of the rules, or when a criterion is not of that version;
    NotAllowed when the actor does not speak for the issuer named.
    """
    if reason := objection(actor, target, past_of(session, actor, target)):
        raise Refused(reason)
    assert actor.person_id is not None
    if on_behalf_of_id is not None and not speaks_for(actor, on_behalf_of_id):
        raise NotAllowed("endorsement.not_speaker")
    if not {choice.id for choice in target.criteria}.issuperset(criterion_ids):
        raise Refused("endorsement.other_criteria")
    waits = target.waits_for_consent
    endorsement = Endorsement(
        badge_id=_id_of(target, TargetKind.BADGE),
        award_id=_id_of(target, TargetKind.AWARD),
        imported_id=_id_of(target, TargetKind.IMPORTED),
        issuer_id=_id_of(target, TargetKind.PERSON, TargetKind.COLLECTIVE, TargetKind.ORGANISATION),
        version_id=target.version_id,
        endorser_id=actor.person_id,
        on_behalf_of_id=on_behalf_of_id,
        relation=relation,
        statement=statement,
        state=EndorsementState.OFFERED if waits else EndorsementState.ACCEPTED,
        given_at=at,
        decided_at=None if waits else at,
    )
    session.add(endorsement)
    try:
        session.flush()
    except IntegrityError as race:  # two clicks at once: both passed the rule
        raise Refused("endorsement.twice") from race
    for criterion_id in dict.fromkeys(criterion_ids):
        session.add(EndorsedCriterion(endorsement_id=endorsement.id, criterion_id=criterion_id))
    session.flush()
    return endorsement


def _id_of(target: Target, *kinds: TargetKind) -> UUID | None:
    return target.id if target.kind in kinds else None


def accept(
    session: Session, actor: Actor, endorsement: Endorsement, target: Target, *, at: datetime
) -> None:
    """Have it shown as widely as what it is about. Raises NotAllowed, or Refused when it was
    answered before."""
    _require(actor, Action.DECIDE, endorsement, target)
    endorsement.state, endorsement.decided_at = EndorsementState.ACCEPTED, at
    session.add(endorsement)


def decline(
    session: Session, actor: Actor, endorsement: Endorsement, target: Target, *, at: datetime
) -> None:
    """Keep it from being shown; nobody is told (requirement G1). Raises as `accept`."""
    _require(actor, Action.DECIDE, endorsement, target)
    endorsement.state, endorsement.decided_at = EndorsementState.DECLINED, at
    session.add(endorsement)


def withdraw(
    session: Session,
    actor: Actor,
    endorsement: Endorsement,
    target: Target,
    *,
    reason: str = "",
    at: datetime,
) -> None:
    """Take one's own words back; the row stays, as a dated trace. Raises as `accept`."""
    _require(actor, Action.WITHDRAW, endorsement, target)
    if endorsement.state != EndorsementState.DECLINED:
        endorsement.state = EndorsementState.WITHDRAWN
    endorsement.ended_at, endorsement.ended_reason = at, reason
    session.add(endorsement)


def end(
    session: Session,
    actor: Actor,
    endorsement: Endorsement,
    target: Target,
    *,
    reason: str = "",
    at: datetime,
) -> None:
    """End what is said of oneself or of what one answers for; the row stays. Raises as `accept`.

    What coordination does to another's words is written in its journal (requirement F4).
    """
    _require(actor, Action.END, endorsement, target)
    assert actor.person_id is not None
    endorsement.state = EndorsementState.ENDED
    endorsement.ended_at, endorsement.ended_reason = at, reason
    session.add(endorsement)
    if actor.is_person(endorsement.endorser_id):
        return  # one's own words: nobody else to answer to
    for collective_id in target.pattern.owning_collectives:
        session.add(
            JournalEntry(
                collective_id=collective_id,
                actor_id=actor.person_id,
                owner_id=endorsement.endorser_id,
                act=ENDED,
                subject_id=endorsement.id,
                reason=reason,
                done_at=at,
            )
        )


def restore(
    session: Session, actor: Actor, endorsement: Endorsement, target: Target, *, at: datetime
) -> None:
    """Show again what coordination or a representative ended. Raises as `accept`; a person's own
    choice about what is theirs is not reversed."""
    if target.waits_for_consent:
        raise NotAllowed("not_allowed")
    _require(actor, Action.RESTORE, endorsement, target)
    endorsement.state = EndorsementState.ACCEPTED
    endorsement.ended_at, endorsement.ended_reason = None, ""
    session.add(endorsement)
    session.execute(
        update(JournalEntry)
        .where(
            col(JournalEntry.subject_id) == endorsement.id,
            col(JournalEntry.act) == ENDED,
            col(JournalEntry.reversed_at).is_(None),
        )
        .values(reversed_at=at)
    )


def _require(actor: Actor, action: Action, endorsement: Endorsement, target: Target) -> None:
    subject = target.endorsement(endorsement.endorser_id, endorsement.state, endorsement.ended_at)
    if may(actor, action, subject):
        return
    if _SIDE[action] in subject.roles_of(actor):
        raise Refused("endorsement.already_answered")
    raise NotAllowed("not_allowed")
