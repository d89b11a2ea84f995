"""How rows become the lines that pages show, whatever list they are in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, select
from sqlmodel import Session, col

from recognition.badges.models import Badge, BadgeVersion, Criterion
from recognition.collectives.queries import IssuerName, accents_of, issuer_names, profile_seen_by
from recognition.endorsements.lines import EndorsementLine, OnBehalfOf
from recognition.endorsements.models import EndorsedCriterion, Endorsement, EndorsementState
from recognition.endorsements.rules import EndorsementSubject, Target, shown_state, state_in_rights
from recognition.endorsements.visibility import with_targets
from recognition.people.models import Person
from recognition.permissions import Action, Actor, may


def endorsement_rows(actor: Actor) -> Select[Any]:
    """Endorsements with what a line says beside their own columns, joined to their targets."""
    return (
        with_targets(
            select(
                Endorsement,
                col(Person.display_name),
                case((profile_seen_by(actor), col(Person.handle))),
                col(BadgeVersion.number),
                col(Badge.current_version),
            )
        )
        .join(Person, col(Person.id) == col(Endorsement.endorser_id))
        .outerjoin(BadgeVersion, col(BadgeVersion.id) == col(Endorsement.version_id))
    )


class Reading:
    """Rows of `endorsement_rows` and what they name: four statements at most beside one when
    someone spoke in a name, however many the rows."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        rows: Sequence[Any],
        target: Target | None = None,
        *,
        naming: Sequence[UUID] = (),
    ) -> None:
        """`target` is what all rows are about; without one, each line is the actor's own to
        withdraw, or is about what is theirs. `naming` are further issuers to know the name of."""
        endorsements = [row[0] for row in rows]
        self._actor = actor
        self._target = target
        self._accents = accents_of(session, {each.endorser_id for each in endorsements})
        named = {each.on_behalf_of_id for each in endorsements} - {None}
        self.names: dict[UUID, IssuerName] = issuer_names(session, {*named, *naming})
        self._criteria = _criteria(session, [each.id for each in endorsements])

    def line(self, row: Any) -> EndorsementLine:
        """The line of one of the rows."""
        endorsement, name, handle, number, current = row[:5]
        subject = self._subject(endorsement)
        is_mine = self._actor.is_person(endorsement.endorser_id)
        may_restore = may(self._actor, Action.RESTORE, subject) and not self._consents
        state = state_in_rights(endorsement.state, endorsement.ended_at)
        was_shown = (
            endorsement.decided_at is not None
            and state in {EndorsementState.WITHDRAWN, EndorsementState.ENDED}
            and endorsement.state != EndorsementState.DECLINED
        )
        reads = endorsement.ended_at is None or is_mine or may_restore
        return EndorsementLine(
            id=endorsement.id,
            endorser_id=endorsement.endorser_id,
            endorser_name=name,
            endorser_handle=handle,
            accent=self._accents[endorsement.endorser_id],
            on_behalf_of=self._behalf(endorsement.on_behalf_of_id),
            relation=endorsement.relation,
            statement=endorsement.statement if reads else "",
            criteria=self._criteria.get(endorsement.id, ()) if reads else (),
            version_number=number or 0,
            about_older_version=endorsement.badge_id is not None and number < current,
            state=shown_state(endorsement.state, endorsement.ended_at) if is_mine else state,
            given_at=endorsement.given_at,
            ended_at=endorsement.ended_at,
            ended_reason=endorsement.ended_reason,
            was_shown=was_shown,
            is_mine=is_mine,
            may_decide=may(self._actor, Action.DECIDE, subject),
            may_withdraw=may(self._actor, Action.WITHDRAW, subject),
            may_end=may(self._actor, Action.END, subject),
            may_restore=may_restore,
            end_needs_reason=not self._consents,
        )

    @property
    def _consents(self) -> bool:
        return self._target is None or self._target.waits_for_consent

    def _subject(self, endorsement: Endorsement) -> EndorsementSubject:
        if self._target is not None:
            return self._target.endorsement(
                endorsement.endorser_id, endorsement.state, endorsement.ended_at
            )
        mine = self._actor.person_id
        owners = frozenset({mine} if mine and endorsement.endorser_id != mine else ())
        return EndorsementSubject(
            state_in_rights(endorsement.state, endorsement.ended_at),
            endorsement.endorser_id,
            owner_ids=owners,
        )

    def _behalf(self, issuer_id: UUID | None) -> OnBehalfOf | None:
        named = self.names.get(issuer_id) if issuer_id else None
        return OnBehalfOf(named.name, named.kind, named.slug) if named else None


def _criteria(session: Session, endorsement_ids: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    texts: dict[UUID, tuple[str, ...]] = {}
    rows = session.execute(
        select(col(EndorsedCriterion.endorsement_id), col(Criterion.text))
        .join(Criterion, col(Criterion.id) == col(EndorsedCriterion.criterion_id))
        .where(col(EndorsedCriterion.endorsement_id).in_(endorsement_ids))
        .order_by(col(Criterion.position))
    )
    for endorsement_id, text in rows:
        texts[endorsement_id] = (*texts.get(endorsement_id, ()), text)
    return texts
