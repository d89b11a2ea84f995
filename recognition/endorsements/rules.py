"""Rights on endorsements, and who may not endorse what."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from recognition.awards.models import Visibility
from recognition.collectives.rules import CollectiveSubject, OrganisationSubject
from recognition.endorsements.models import EndorsementState
from recognition.permissions import Action, Actor, Role, Subject, may

MEMBERS = "members"
"""The width of a badge in discussion: every member, nobody else."""


class TargetKind(StrEnum):
    """What can be endorsed; the last three are issuers."""

    BADGE = "badge"
    AWARD = "award"
    IMPORTED = "imported"  # a badge from elsewhere
    PERSON = "person"
    COLLECTIVE = "collective"
    ORGANISATION = "organisation"


CARRIED = frozenset({TargetKind.AWARD, TargetKind.IMPORTED})
"""Badges in the hands of somebody: their page is a story, and their address names their id."""

CONSENTING = CARRIED | {TargetKind.PERSON}
"""What belongs to one person, who accepts before anything shows (requirement G1)."""


@dataclass(frozen=True)
class EndorsementSubject:
    """An endorsement as `permissions.may` sees it.

    Its author is the endorser; its owners are those it is about: the holder of the award or of
    the badge from elsewhere, the person endorsed, coordination of the badge's or endorsed
    collective, an organisation's representatives. Accepted, it is shown as widely as what it
    endorses (`target_width`), to the collectives of that thing when it is shown there only.
    """

    kind: ClassVar[str] = "endorsement"

    endorsement_state: str = EndorsementState.ACCEPTED
    endorser_id: UUID | None = None
    target_width: str = Visibility.PUBLIC
    owner_ids: frozenset[UUID] = frozenset()  # persons
    owning_collectives: frozenset[UUID] = frozenset()  # their coordination owns it
    owning_organisation_id: UUID | None = None
    target_collectives: frozenset[UUID] = frozenset()  # whose members see a narrow target

    @property
    def state(self) -> str:
        if self.endorsement_state != EndorsementState.ACCEPTED:
            return self.endorsement_state
        return f"accepted_{self.target_width}"

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        roles = actor.general_roles() | actor.roles_in(self.target_collectives)
        if actor.is_person(self.endorser_id):
            roles.add(Role.AUTHOR)
        owns = (
            actor.person_id in self.owner_ids
            or actor.coordinates & self.owning_collectives
            or self.owning_organisation_id in actor.organisations
        )
        if actor.person_id is not None and owns:
            roles.add(Role.OWNER)
        return frozenset(roles)


@dataclass(frozen=True)
class CriterionChoice:
    """A criterion that an endorser may vouch for."""

    id: UUID
    text: str


@dataclass(frozen=True)
class Target:
    """What is endorsed: how it is named, who it belongs to, how widely it is seen.

    `subject` is the thing itself under `permissions.may`, `pattern` any endorsement of it;
    `maker_id` is who cannot endorse it because it is theirs: the holder of an award or of a badge
    from elsewhere, the proposer of a badge, the person themselves. `slug` is a handle for a
    person, the badge's for an award, empty for a badge from elsewhere; `has_picture` is whether
    that one has a picture.
    """

    kind: TargetKind
    id: UUID
    slug: str
    title: str
    subject: Subject
    pattern: EndorsementSubject
    maker_id: UUID | None = None
    holder_name: str = ""
    holder_handle: str | None = None  # None when the visitor may not see their page
    version_id: UUID | None = None
    version_number: int = 0
    alt_text: str = ""
    has_picture: bool = False
    definition: str = ""
    criteria: tuple[CriterionChoice, ...] = ()

    @property
    def key(self) -> str:
        """What its address names: the id of what somebody carries, the slug or handle of anything
        else."""
        return str(self.id) if self.kind in CARRIED else self.slug

    @property
    def waits_for_consent(self) -> bool:
        """Whether an endorsement of it shows only once someone has accepted it."""
        return self.kind in CONSENTING

    def endorsement(
        self, endorser_id: UUID, state: str, ended_at: datetime | None
    ) -> EndorsementSubject:
        """An endorsement of this thing, for `permissions.may`."""
        return replace(
            self.pattern,
            endorser_id=endorser_id,
            endorsement_state=state_in_rights(state, ended_at),
        )


def state_in_rights(state: str, ended_at: datetime | None) -> str:
    """The state that decides rights: declined words that their author took back are withdrawn,
    and their row still says that they were declined."""
    if state == EndorsementState.DECLINED and ended_at is not None:
        return EndorsementState.WITHDRAWN
    return state


def shown_state(state: str, ended_at: datetime | None) -> str:
    """The state as the author is told it: a refusal looks like a wait (requirement G1)."""
    told = state_in_rights(state, ended_at)
    return EndorsementState.OFFERED if told == EndorsementState.DECLINED else told


@dataclass(frozen=True)
class Past:
    """What a person already wrote about a target: `stands` while it is shown, waits, or was
    declined without their knowing; `was_ended` when the other side ended the last one;
    `went_unanswered` when the last one was never shown, so that another is not announced."""

    stands: bool = False
    was_ended: bool = False
    went_unanswered: bool = False


def own_thing(actor: Actor, target: Target) -> str | None:
    """Why this is the actor's own, as a reason code (requirement G3); None when it is not."""
    if actor.is_person(target.maker_id):
        return {
            TargetKind.BADGE: "endorsement.own_badge",
            TargetKind.AWARD: "endorsement.own_award",
            TargetKind.IMPORTED: "endorsement.own_award",
        }.get(target.kind, "endorsement.oneself")
    if target.kind == TargetKind.COLLECTIVE and target.id in actor.coordinates:
        return "endorsement.own_collective"
    if target.kind == TargetKind.ORGANISATION and target.id in actor.organisations:
        return "endorsement.own_organisation"
    return None


def speaks_for(actor: Actor, issuer_id: UUID) -> bool:
    """Whether the actor may sign in the name of this collective or organisation (A3)."""
    return may(actor, Action.SPEAK_FOR, CollectiveSubject(issuer_id)) or may(
        actor, Action.SPEAK_FOR, OrganisationSubject(issuer_id)
    )


def objection(actor: Actor, target: Target, past: Past) -> str | None:
    """Why this visitor may not endorse this, as a reason code; None when they may.

    What shows at once and was ended by coordination is not written again at once: it is for
    coordination to restore it (requirements F4 and G5).
    """
    if actor.person_id is None:
        return "endorsement.sign_in"
    if own := own_thing(actor, target):
        return own
    if past.stands:
        return "endorsement.twice"
    if past.was_ended and not target.waits_for_consent:
        return "endorsement.was_ended"
    if not may(actor, Action.ENDORSE, target.subject):
        closed = target.kind == TargetKind.BADGE
        return "endorsement.badge_closed" if closed else "endorsement.not_open"
    return None
