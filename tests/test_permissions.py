"""Every role, action and state of every kind of thing agrees with the written table (F1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from recognition.awards.models import AwardState, Visibility
from recognition.awards.rules import AwardSubject
from recognition.badges.models import AwardRule, BadgeState
from recognition.badges.rules import AwardRuleSubject, BadgeSubject
from recognition.collectives.models import MeetingBasis
from recognition.collectives.rules import (
    CollectiveSubject,
    MeetingReportSubject,
    MeetingSubject,
    OrganisationSubject,
)
from recognition.endorsements.models import EndorsementState
from recognition.endorsements.rules import MEMBERS, EndorsementSubject
from recognition.evidence.rules import EvidenceSubject
from recognition.imports.models import Belonging
from recognition.imports.rules import REMOVED, ImportedSubject
from recognition.invitations.models import InvitationKind
from recognition.invitations.rules import InvitationSubject
from recognition.people.models import ProfileVisibility
from recognition.people.rules import ProfileSubject
from recognition.permissions import TABLE, Action, Actor, Subject, may
from tests import rights

OURS, ELSEWHERE = uuid4(), uuid4()
ORGANISATION = uuid4()
HOLDER, GIVER, PROPOSER, ENDORSER = uuid4(), uuid4(), uuid4(), uuid4()
WITNESS = uuid4()
NEIGHBOUR = uuid4()

VISITOR = Actor()
# Everything a member may have that gives no right here: a role elsewhere.
MEMBER = Actor(
    uuid4(), frozenset({ELSEWHERE}), frozenset({ELSEWHERE}), organisations=frozenset({uuid4()})
)
COLLEAGUE = Actor(uuid4(), frozenset({OURS}))
COORDINATOR = Actor(uuid4(), frozenset({OURS}), frozenset({OURS}))
# A coordinator has no say as such on what is said of themself.
COORDINATING_HOLDER = Actor(HOLDER, frozenset({OURS}), frozenset({OURS}))
EVERYONE = {
    "visitor": VISITOR,
    "member": MEMBER,
    "colleague": COLLEAGUE,
    "coordinator": COORDINATOR,
}


@dataclass(frozen=True)
class Kind:
    """One written table, the people of its columns, and a subject for each state."""

    table: str
    people: dict[str, Actor]
    subjects: dict[str, list[Subject]]


def _accepted(visibility: str, profile: str) -> AwardSubject:
    return AwardSubject(AwardState.ACCEPTED, visibility, HOLDER, GIVER, profile, frozenset({OURS}))


def _written_width(visibility: str, profile: str) -> str:
    head, *rows = (line.split() for line in rights.AWARD_WIDTHS.strip().splitlines())
    column = head.index(f"profile_{profile}")
    return next(row[column] for row in rows if row[0] == visibility)


def _awards() -> dict[str, list[Subject]]:
    """Awards by state; accepted ones by the width that the written table gives them."""
    subjects: dict[str, list[Subject]] = {width: [] for width in Visibility}
    for visibility in Visibility:
        for profile in ProfileVisibility:
            subjects[_written_width(visibility, profile)].append(_accepted(visibility, profile))
    for state in AwardState:
        if state != AwardState.ACCEPTED:
            subjects[state] = [
                AwardSubject(
                    state, visibility, HOLDER, GIVER, ProfileVisibility.PUBLIC, frozenset({OURS})
                )
                for visibility in Visibility
            ]
    return subjects


def _evidence() -> dict[str, list[Subject]]:
    """Evidence by width: its own, narrowed by that of what it is on; private while an award is not
    held, and on a badge from elsewhere that names somebody else."""
    order = [Visibility.PRIVATE, Visibility.COLLECTIVE, Visibility.PUBLIC]
    subjects: dict[str, list[Subject]] = {width: [] for width in Visibility}
    for own in Visibility:
        for state, bearers in (*_awards().items(), *_imported().items()):
            width = min(own, state, key=order.index) if state in order else Visibility.PRIVATE
            for bearer in bearers:
                assert isinstance(bearer, AwardSubject | ImportedSubject)
                subjects[width].append(EvidenceSubject(own, bearer))
    return subjects


def _imported() -> dict[str, list[Subject]]:
    """Badges from elsewhere: one's own by the width of awards, somebody else's, removed ones."""
    ours = frozenset({OURS})
    subjects: dict[str, list[Subject]] = {
        name: [] for name in (*Visibility, Belonging.NOT_MINE.value, REMOVED)
    }
    for belonging in Belonging:
        for chosen in Visibility:
            for profile in ProfileVisibility:
                mine = belonging == Belonging.MINE
                state = _written_width(chosen, profile) if mine else belonging.value
                subjects[state].append(ImportedSubject(HOLDER, belonging, chosen, profile, ours))
                gone = ImportedSubject(HOLDER, belonging, chosen, profile, ours, is_removed=True)
                subjects[REMOVED].append(gone)
    return subjects


def _endorsements() -> dict[str, list[Subject]]:
    widths = [*Visibility, MEMBERS]
    subjects: dict[str, list[Subject]] = {}
    for state in EndorsementState:
        for width in widths:
            name = f"accepted_{width}" if state == EndorsementState.ACCEPTED else state.value
            subjects.setdefault(name, []).append(
                EndorsementSubject(
                    state,
                    ENDORSER,
                    width,
                    owner_ids=frozenset({HOLDER}),
                    target_collectives=frozenset({OURS}),
                )
            )
    return subjects


KINDS = {
    "profile": Kind(
        rights.PROFILE,
        {**EVERYONE, "oneself": Actor(HOLDER)},
        {v.value: [ProfileSubject(HOLDER, v, frozenset({OURS}))] for v in ProfileVisibility},
    ),
    "collective": Kind(
        rights.COLLECTIVE,
        {
            **EVERYONE,
            "confirmed": Actor(WITNESS, frozenset({OURS})),
            "neighbour": Actor(NEIGHBOUR, frozenset({uuid4()})),
        },
        {
            "open": [
                CollectiveSubject(
                    OURS, met=frozenset({WITNESS}), neighbours=frozenset({NEIGHBOUR, WITNESS})
                )
            ]
        },
    ),
    "meeting": Kind(
        rights.MEETING,
        {**EVERYONE, "concerned": COORDINATING_HOLDER, "witness": Actor(WITNESS)},
        {
            state: [MeetingSubject(state, OURS, HOLDER, frozenset({WITNESS}))]
            for state in (*(basis.value for basis in MeetingBasis), "taken_back")
        },
    ),
    "meeting_report": Kind(
        rights.MEETING_REPORT,
        {**EVERYONE, "concerned": COORDINATING_HOLDER, "reporter": Actor(WITNESS)},
        {
            state: [MeetingReportSubject(state, OURS, HOLDER, WITNESS)]
            for state in ("open", "closed")
        },
    ),
    "organisation": Kind(
        rights.ORGANISATION,
        {**EVERYONE, "representative": Actor(HOLDER, organisations=frozenset({ORGANISATION}))},
        {"open": [OrganisationSubject(ORGANISATION, OURS)]},
    ),
    "badge": Kind(
        rights.BADGE,
        {**EVERYONE, "proposer": Actor(PROPOSER)},
        {state.value: [BadgeSubject(state, OURS, PROPOSER)] for state in BadgeState},
    ),
    "award_rule": Kind(
        rights.AWARD_RULE,
        {**EVERYONE, "proposer": Actor(PROPOSER)},  # holders are another subject: below
        {
            rule.value: [AwardRuleSubject(rule, OURS, PROPOSER, held_by_actor=False)]
            for rule in AwardRule
        },
    ),
    "award": Kind(
        rights.AWARD, {**EVERYONE, "holder": Actor(HOLDER), "giver": Actor(GIVER)}, _awards()
    ),
    "imported": Kind(rights.IMPORTED, {**EVERYONE, "holder": Actor(HOLDER)}, _imported()),
    "evidence": Kind(
        rights.EVIDENCE, {**EVERYONE, "holder": Actor(HOLDER), "giver": Actor(GIVER)}, _evidence()
    ),
    "endorsement": Kind(
        rights.ENDORSEMENT,
        {**EVERYONE, "concerned": Actor(HOLDER), "endorser": Actor(ENDORSER)},
        _endorsements(),
    ),
    "invitation": Kind(
        rights.INVITATION,
        {**EVERYONE, "invited": Actor(HOLDER), "author": Actor(GIVER)},
        {
            kind.value: [InvitationSubject(kind, OURS, frozenset({HOLDER}))]
            for kind in InvitationKind
        },
    ),
}


def written(table: str) -> dict[tuple[str, str], dict[str, bool]]:
    """(action, state) -> who may, as the table says."""
    head, *rows = (line.split() for line in table.strip().splitlines())
    found: dict[tuple[str, str], dict[str, bool]] = {}
    for row in rows:
        assert set(row[2:]) <= {"x", "."}
        assert (row[0], row[1]) not in found, row
        found[row[0], row[1]] = dict(zip(head[2:], (mark == "x" for mark in row[2:]), strict=True))
    return found


def cases(kind: Kind) -> Iterator[tuple[str, str, str, bool]]:
    """Every action, state and person, with what the table says of them."""
    table = written(kind.table)
    for action in Action:
        for state in kind.subjects:
            row = table.get((action, state), table.get((action, "*"), {}))
            for person in kind.people:
                yield action, state, person, row.get(person, False)


@pytest.mark.parametrize("name", KINDS)
def test_every_action_state_and_person_is_as_written(name: str) -> None:
    kind = KINDS[name]
    wrong = [
        f"{person} may{' ' if not expected else ' not '}{action} {name} {state}"
        for action, state, person, expected in cases(kind)
        for subject in kind.subjects[state]
        if may(kind.people[person], Action(action), subject) != expected
    ]
    assert wrong == []


@pytest.mark.parametrize("rule", AwardRule)
@pytest.mark.parametrize("action", [Action.AWARD, Action.SELF_AWARD])
def test_who_holds_a_badge_may_give_it_as_written(rule: AwardRule, action: Action) -> None:
    row = written(rights.AWARD_RULE).get((action, rule), {})
    held = AwardRuleSubject(rule, OURS, PROPOSER, held_by_actor=True)
    assert may(Actor(HOLDER), action, held) == row.get("holder", False)
    assert may(VISITOR, action, held) is False


@pytest.mark.parametrize("name", KINDS)
def test_the_written_table_says_nothing_about_what_does_not_exist(name: str) -> None:
    kind = KINDS[name]
    for action, state in written(kind.table):
        assert action in {known.value for known in Action}
        assert state == "*" or state in kind.subjects
    head = kind.table.split("\n")[1].split()[2:]
    assert set(head) - {"holder"} <= set(kind.people)


def test_every_kind_of_the_code_is_written_down() -> None:
    assert set(KINDS) == set(TABLE)
    for name, kind in KINDS.items():
        for subjects in kind.subjects.values():
            assert {subject.kind for subject in subjects} == {name}


@pytest.mark.parametrize("name", KINDS)
def test_the_code_has_no_row_for_a_state_that_cannot_be(name: str) -> None:
    states = {state for rows in TABLE[name].rows.values() for state in rows}
    assert states - {"*"} <= set(KINDS[name].subjects)


def test_an_award_is_shown_as_written_whatever_the_profile() -> None:
    for visibility in Visibility:
        for profile in ProfileVisibility:
            state = _accepted(visibility, profile).state
            assert state == _written_width(visibility, profile), (visibility, profile)


def test_a_visitor_is_nobody_even_towards_a_thing_without_a_person() -> None:
    """An award sent to an address has no holder yet: no visitor becomes it."""
    unclaimed = AwardSubject(AwardState.OFFERED, Visibility.PUBLIC, None, GIVER)
    assert unclaimed.roles_of(VISITOR) == VISITOR.general_roles()
    assert [action for action in Action if may(VISITOR, action, unclaimed)] == []


@pytest.mark.parametrize(
    "coordinating",
    [
        BadgeSubject(BadgeState.ADOPTED, OURS, PROPOSER),
        CollectiveSubject(OURS),
        MeetingSubject(MeetingBasis.TWO_MEMBERS, OURS, HOLDER),
        MeetingReportSubject("open", OURS, HOLDER, GIVER),
        OrganisationSubject(ORGANISATION, OURS),
        ProfileSubject(HOLDER, ProfileVisibility.PRIVATE, frozenset({OURS})),
    ],
)
def test_a_coordinator_acts_in_their_own_collective_only(coordinating: Subject) -> None:
    """Requirement F4: MEMBER coordinates elsewhere, and may no more than any other member."""
    plain = Actor(uuid4())
    for action in Action:
        assert may(MEMBER, action, coordinating) == may(plain, action, coordinating)


def test_coordination_of_a_badge_owns_what_is_said_of_it() -> None:
    """Endorsements of badges and collectives are answered for by their coordination."""
    subject = EndorsementSubject(
        EndorsementState.ENDED, ENDORSER, owning_collectives=frozenset({OURS})
    )
    assert may(COORDINATOR, Action.RESTORE, subject)
    assert not may(COLLEAGUE, Action.RESTORE, subject)
    assert not may(MEMBER, Action.RESTORE, subject)


def test_representatives_own_what_is_said_of_their_organisation() -> None:
    subject = EndorsementSubject(EndorsementState.ENDED, owning_organisation_id=ORGANISATION)
    speaker = Actor(UUID(int=7), organisations=frozenset({ORGANISATION}))
    assert may(speaker, Action.RESTORE, subject)
    assert not may(MEMBER, Action.RESTORE, subject)
    assert not may(VISITOR, Action.RESTORE, subject)
