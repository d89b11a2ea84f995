"""Who may do what: one function, one table (requirement F1).

An `Actor` is the visitor as far as rights go. Every thing that can be acted on is a `Subject`: it
knows its kind, its state, and which roles an actor has towards it. `may` looks the three up in
`TABLE`, and nothing else decides. Queries that list things repeat the rows for ``SEE`` in SQL; a
property test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Protocol
from uuid import UUID


class Role(StrEnum):
    """What an actor is to a thing. An actor has all the roles that fit."""

    VISITOR = "visitor"  # anyone at all, signed in or not
    MEMBER = "member"  # anyone signed in
    COLLEAGUE = "colleague"  # a member of the collective the thing belongs to
    COORDINATOR = "coordinator"  # a coordinator of that collective
    CONFIRMED = "confirmed"  # a member of it, whom it has met in person
    OWNER = "owner"  # whom the thing is about: the holder of an award, the person of a profile
    AUTHOR = "author"  # who made it: the giver, the proposer, the endorser, the witness
    NEIGHBOUR = "neighbour"  # who was met and coordinates another collective that counts
    SPEAKER = "speaker"  # who speaks for the issuer: representative, coordinator


class Action(StrEnum):
    """What can be done. A thing understands only the actions its kind has rows for."""

    SEE = "see"
    FIND = "find"
    EDIT = "edit"
    JOIN = "join"
    DECIDE = "decide"
    DISCUSS = "discuss"
    TAKE_POSITION = "take_position"
    WITHDRAW = "withdraw"
    AWARD = "award"
    SELF_AWARD = "self_award"
    REVOKE = "revoke"
    REMOVE = "remove"
    SHOW = "show"
    ADD_EVIDENCE = "add_evidence"
    ENDORSE = "endorse"
    SPEAK_FOR = "speak_for"
    END = "end"
    RESTORE = "restore"
    NAME_SPEAKER = "name_speaker"
    RECORD_MEETING = "record_meeting"
    REPORT_MEETING = "report_meeting"
    VOUCH = "vouch"
    PROPOSE = "propose"
    SEE_MAP = "see_map"
    INVITE = "invite"
    ANSWER = "answer"
    TAKE = "take"


@dataclass(frozen=True)
class Actor:
    """The visitor's standing. `collectives` are those that accepted them, `coordinates` those
    where they coordinate, `organisations` those they represent."""

    person_id: UUID | None = None
    collectives: frozenset[UUID] = frozenset()
    coordinates: frozenset[UUID] = frozenset()
    organisations: frozenset[UUID] = frozenset()

    def is_person(self, person_id: UUID | None) -> bool:
        """Whether the actor is this very person; nobody is no one."""
        return person_id is not None and person_id == self.person_id

    def general_roles(self) -> set[Role]:
        """The roles that need no thing."""
        return {Role.VISITOR} if self.person_id is None else {Role.VISITOR, Role.MEMBER}

    def roles_in(self, collective_ids: frozenset[UUID]) -> set[Role]:
        """The roles that come from sharing one of these collectives with the thing."""
        roles = set()
        if self.collectives & collective_ids:
            roles.add(Role.COLLEAGUE)
        if self.coordinates & collective_ids:
            roles.add(Role.COORDINATOR)
        return roles


ANYONE = Actor()


class Subject(Protocol):
    """A thing that can be acted on."""

    kind: ClassVar[str]

    @property
    def state(self) -> str:
        """Where it is in its life and how widely it is shown, as one word of its room."""

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        """All the roles `actor` has towards it."""


@dataclass(frozen=True)
class Rights:
    """The rows of one kind: for an action, the roles that may do it in each state.

    The state ``*`` stands for every state that has no row of its own.
    """

    rows: Mapping[Action, Mapping[str, frozenset[Role]]] = field(default_factory=dict)

    def allowed(self, action: Action, state: str) -> frozenset[Role]:
        states = self.rows.get(action, {})
        return states.get(state, states.get("*", frozenset()))


def _roles(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


_V, _M, _C, _K, _F, _O, _A, _N, _S = (
    Role.VISITOR,
    Role.MEMBER,
    Role.COLLEAGUE,
    Role.COORDINATOR,
    Role.CONFIRMED,
    Role.OWNER,
    Role.AUTHOR,
    Role.NEIGHBOUR,
    Role.SPEAKER,
)

TABLE: Mapping[str, Rights] = {
    "profile": Rights(
        {
            Action.SEE: {
                "public": _roles(_V),
                "first_name_only": _roles(_V),
                "collective": _roles(_O, _C),
                "private": _roles(_O, _K),
            },
            Action.FIND: {
                "public": _roles(_V),
                "first_name_only": _roles(_O, _C),
                "collective": _roles(_O, _C),
                "private": _roles(_O, _K),
            },
            Action.EDIT: {"*": _roles(_O)},
            Action.ENDORSE: {
                "public": _roles(_M),
                "first_name_only": _roles(_C),
                "collective": _roles(_C),
                "private": _roles(),
            },
            Action.AWARD: {
                "public": _roles(_M),
                "first_name_only": _roles(_C),
                "collective": _roles(_C),
                "private": _roles(_K),
            },
            Action.SPEAK_FOR: {"*": _roles(_O)},
        }
    ),
    "collective": Rights(
        {
            Action.SEE: {"*": _roles(_V)},
            Action.JOIN: {"*": _roles(_M)},
            Action.PROPOSE: {"*": _roles(_C)},
            Action.EDIT: {"*": _roles(_K)},
            Action.DECIDE: {"*": _roles(_K)},
            Action.INVITE: {"*": _roles(_K)},
            Action.SEE_MAP: {"*": _roles(_K)},
            Action.ENDORSE: {"*": _roles(_M)},
            Action.RECORD_MEETING: {"*": _roles(_K)},
            Action.REPORT_MEETING: {"*": _roles(_F)},
            Action.VOUCH: {"*": _roles(_N)},
            Action.SPEAK_FOR: {"*": _roles(_K)},
        }
    ),
    # A meeting is told as far as the collective that says so; a witness keeps seeing their word.
    "meeting": Rights(
        {
            Action.SEE: {
                "coordinator": _roles(_O, _C),
                "two_members": _roles(_O, _C, _A),
                "operator": _roles(_O, _C),
            },
            Action.WITHDRAW: {
                "coordinator": _roles(_K),
                "two_members": _roles(_K, _A),
                "operator": _roles(_K),
            },
        }
    ),
    "meeting_report": Rights(
        {
            Action.SEE: {"open": _roles(_O, _A, _K)},
            Action.DECIDE: {"open": _roles(_O)},
            Action.WITHDRAW: {"open": _roles(_A)},
        }
    ),
    "organisation": Rights(
        {
            Action.SEE: {"*": _roles(_V)},
            Action.EDIT: {"*": _roles(_S, _K)},
            Action.NAME_SPEAKER: {"*": _roles(_S, _K)},
            Action.ENDORSE: {"*": _roles(_M)},
            Action.SPEAK_FOR: {"*": _roles(_S)},
        }
    ),
    "badge": Rights(
        {
            Action.SEE: {
                "discussion": _roles(_M),
                "adopted": _roles(_V),
                "retired": _roles(_V),
                "withdrawn": _roles(_A),
            },
            Action.FIND: {"adopted": _roles(_V)},
            Action.EDIT: {"discussion": _roles(_A), "adopted": _roles(_A, _K)},
            Action.DISCUSS: {"discussion": _roles(_M), "adopted": _roles(_M)},
            Action.TAKE_POSITION: {"discussion": _roles(_C), "adopted": _roles(_C)},
            Action.DECIDE: {"discussion": _roles(_A, _K), "adopted": _roles(_A, _K)},
            Action.WITHDRAW: {"discussion": _roles(_A)},
            Action.ENDORSE: {"discussion": _roles(_M), "adopted": _roles(_M)},
        }
    ),
    # What may be done with an adopted badge depends on its award rule, which is its "state" here.
    "award_rule": Rights(
        {
            Action.SELF_AWARD: {"self": _roles(_M), "holders": _roles(_M)},
            Action.AWARD: {
                "self": _roles(_O, _A, _K),
                "holders": _roles(_O, _A, _K),
                "event": _roles(_A, _K),
                "coordinator": _roles(_K),
            },
        }
    ),
    "award": Rights(
        {
            Action.SEE: {
                "offered": _roles(_O, _A),
                "declined": _roles(_O, _A),
                "revoked": _roles(_O, _A),
                "removed": _roles(_O),
                "private": _roles(_O, _A),
                "collective": _roles(_O, _A, _C),
                "public": _roles(_V),
            },
            Action.DECIDE: {"offered": _roles(_O)},
            # A refusal is not announced: what was declined looks to its giver as if it waited.
            Action.REVOKE: {
                "offered": _roles(_A),
                "declined": _roles(_A),
                "private": _roles(_A),
                "collective": _roles(_A),
                "public": _roles(_A),
            },
            **{
                action: {
                    "private": _roles(_O),
                    "collective": _roles(_O),
                    "public": _roles(_O),
                }
                for action in (Action.SHOW, Action.REMOVE, Action.ADD_EVIDENCE, Action.TAKE)
            },
            Action.ENDORSE: {
                "private": _roles(_A),
                "collective": _roles(_A, _C),
                "public": _roles(_M),
            },
        }
    ),
    "evidence": Rights(
        {
            Action.SEE: {
                "private": _roles(_O),
                "collective": _roles(_O, _C),
                "public": _roles(_V),
            },
            Action.EDIT: {"private": _roles(_O), "collective": _roles(_O), "public": _roles(_O)},
        }
    ),
    # A badge from elsewhere: what names somebody else is seen by who brought it, and can be taken
    # away; nothing more. EDIT is to have it checked again.
    "imported": Rights(
        {
            Action.SEE: {
                "not_mine": _roles(_O),
                "private": _roles(_O),
                "collective": _roles(_O, _C),
                "public": _roles(_V),
            },
            **{
                action: {
                    "not_mine": _roles(_O),
                    "private": _roles(_O),
                    "collective": _roles(_O),
                    "public": _roles(_O),
                }
                for action in (Action.EDIT, Action.TAKE, Action.REMOVE)
            },
            **{
                action: {
                    "private": _roles(_O),
                    "collective": _roles(_O),
                    "public": _roles(_O),
                }
                for action in (Action.SHOW, Action.ADD_EVIDENCE)
            },
            Action.ENDORSE: {"collective": _roles(_C), "public": _roles(_M)},
        }
    ),
    "endorsement": Rights(
        {
            Action.SEE: {
                "offered": _roles(_O, _A),
                "declined": _roles(_O, _A),
                "withdrawn": _roles(_O, _A),
                "ended": _roles(_O, _A),
                "accepted_private": _roles(_O, _A),
                "accepted_collective": _roles(_O, _A, _C),
                "accepted_members": _roles(_M),
                "accepted_public": _roles(_V),
            },
            Action.DECIDE: {"offered": _roles(_O)},
            # A refusal is not announced: what was declined looks to its author as if it waited.
            Action.WITHDRAW: {
                "offered": _roles(_A),
                "declined": _roles(_A),
                "accepted_private": _roles(_A),
                "accepted_collective": _roles(_A),
                "accepted_members": _roles(_A),
                "accepted_public": _roles(_A),
            },
            Action.END: {
                "accepted_private": _roles(_O),
                "accepted_collective": _roles(_O),
                "accepted_members": _roles(_O),
                "accepted_public": _roles(_O),
            },
            Action.RESTORE: {"ended": _roles(_O)},
        }
    ),
    # The "state" of an invitation is its kind: a workshop is open to the whole collective.
    "invitation": Rights(
        {
            Action.SEE: {"workshop": _roles(_O, _C), "*": _roles(_O, _K)},
            Action.ANSWER: {"workshop": _roles(_O, _C), "*": _roles(_O)},
            Action.WITHDRAW: {"*": _roles(_K)},
            Action.END: {"*": _roles(_O)},
            Action.RESTORE: {"*": _roles(_O)},
        }
    ),
}


def may(actor: Actor, action: Action, subject: Subject) -> bool:
    """Whether `actor` may do `action` with `subject`, now. Constant time, no query."""
    allowed = TABLE[subject.kind].allowed(action, subject.state)
    return bool(allowed & subject.roles_of(actor))
