"""Rights on badges, and what a collective's consent means."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from recognition.badges.models import Proposal, ProposalState, Stance
from recognition.permissions import Actor, Role


@dataclass(frozen=True)
class BadgeSubject:
    """A badge as `permissions.may` sees it: its author is who proposed it."""

    kind: ClassVar[str] = "badge"

    badge_state: str
    collective_id: UUID
    proposer_id: UUID

    @property
    def state(self) -> str:
        return self.badge_state

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        roles = actor.general_roles() | actor.roles_in(frozenset({self.collective_id}))
        if actor.is_person(self.proposer_id):
            roles.add(Role.AUTHOR)
        return frozenset(roles)


@dataclass(frozen=True)
class AwardRuleSubject:
    """An adopted badge as a thing that can be given: its state is its award rule, and who holds
    it is its owner."""

    kind: ClassVar[str] = "award_rule"

    award_rule: str
    collective_id: UUID
    proposer_id: UUID
    held_by_actor: bool

    @property
    def state(self) -> str:
        return self.award_rule

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        roles = actor.general_roles() | actor.roles_in(frozenset({self.collective_id}))
        if actor.is_person(self.proposer_id):
            roles.add(Role.AUTHOR)
        if self.held_by_actor and actor.person_id is not None:
            roles.add(Role.OWNER)
        return frozenset(roles)


class Outcome(StrEnum):
    """Where a proposal stands towards consent."""

    RUNNING = "running"  # people may still weigh it: its date has not come
    HELD = "held"  # its date has passed, and an objection stands
    DUE = "due"  # its date has passed and no objection stands: it is adopted
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"


def outcome(proposal: Proposal, stances: Iterable[str], *, at: datetime) -> Outcome:
    """What consent makes of a proposal at `at`, by the stances of the members of its collective.

    Consent is the absence of a reasoned objection once everyone had the time to raise one: it
    needs no majority, and silence does not hold it back.
    """
    if proposal.state != ProposalState.OPEN:
        return Outcome(proposal.state)
    if at < proposal.closes_at:
        return Outcome.RUNNING
    return Outcome.HELD if Stance.OBJECTION in set(stances) else Outcome.DUE


NEEDS_WORDS = frozenset({Stance.CONCERN, Stance.QUESTION, Stance.OBJECTION})
"""Stances that say nothing without a reason; support may be silent."""

SHORTEST_DAYS, USUAL_DAYS, LONGEST_DAYS = 7, 10, 30
"""Days that a proposal stays open: at least, unless chosen, at most."""

READING_DAYS = 3
"""Days that a changed text stays open at least, so that nobody consents to words unread."""

MOST_CRITERIA = 8
MOST_SKILLS = 8


class CoordinationAct(StrEnum):
    """What coordination does to another's badge, as the collective's journal writes it (F4)."""

    REVISED = "badge.revised"
    VERSION_PROPOSED = "badge.version_proposed"
    EXTENDED = "badge.extended"
    WITHDRAWN = "badge.withdrawn"
