"""A small platform, and everything that may happen to what its trust graph is made of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, delete, select, update

from recognition.awards import commands as awarding
from recognition.awards.models import Award, AwardMode, AwardState, Visibility
from recognition.badges.models import Badge, BadgeState, Criterion
from recognition.collectives.models import (
    Collective,
    Meeting,
    Membership,
    MembershipRole,
    MembershipState,
    Organisation,
    Representative,
)
from recognition.endorsements.models import EndorsedCriterion, Endorsement, EndorsementState
from recognition.errors import Refused
from recognition.evidence.commands import remove_evidence, show_evidence_to
from recognition.evidence.models import Evidence
from recognition.people.models import Person, ProfileVisibility
from tests.factories import (
    AT,
    join,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_evidence,
    make_meeting,
    make_organisation,
    make_person,
    make_representative,
)

Row = TypeVar("Row", bound=SQLModel)
Value = TypeVar("Value")
Rows = dict[type, list[Any]]


@dataclass
class World:
    """The rows of one platform by their ids, seen by one session; `numbers` choose among them."""

    session: Session
    ids: Rows = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)

    def any(self, choices: Iterable[Value]) -> Value:
        """One of them. Raises LookupError when there is none."""
        among = list(choices)
        if not among:
            raise LookupError("nothing to choose from")
        return among[(self.numbers.pop() if self.numbers else 0) % len(among)]

    def one(self, model: type[Row]) -> Row:
        return self.session.get_one(model, self.any(self.ids[model]))

    def known(self, row: Any) -> Any:
        self.ids.setdefault(type(row), []).append(row.id)
        return row

    def write(self, row: SQLModel, **values: Any) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        self.session.add(row)

    def criterion_of(self, endorsement: Endorsement) -> EndorsedCriterion | None:
        return self.session.exec(
            select(EndorsedCriterion).where(EndorsedCriterion.endorsement_id == endorsement.id)
        ).first()


def small_platform(session: Session) -> World:
    """Something of each kind: everything shown, and a voice on each kind of thing."""
    world = World(session)
    north, south = (world.known(make_collective(session)) for _ in range(2))
    people = [world.known(make_person(session)) for _ in range(5)]
    organisation = world.known(make_organisation(session))
    world.known(join(session, people[0], north, coordinator=True))
    world.known(join(session, people[1], north))
    world.known(join(session, people[2], south, coordinator=True))
    world.known(make_meeting(session, people[0], north))
    world.known(make_meeting(session, people[2], south))
    world.known(make_representative(session, people[3], organisation))
    badges = [world.known(make_badge(session, where, people[0])) for where in (north, south)]
    for holder, giver, badge in ((1, 0, 0), (2, 0, 0), (3, 2, 1), (4, 4, 1)):
        world.known(make_award(session, badges[badge], people[holder], people[giver]))
    awards = [session.get_one(Award, award_id) for award_id in world.ids[Award]]
    world.known(make_evidence(session, awards[0]))
    world.known(make_evidence(session, awards[2], visibility=Visibility.COLLECTIVE))
    world.known(make_endorsement(session, endorser=people[2], award=awards[0]))
    world.known(make_endorsement(session, endorser=people[0], award=awards[2]))
    world.known(make_endorsement(session, endorser=people[1], badge=badges[0]))
    world.known(make_endorsement(session, endorser=people[0], issuer_id=people[3].id))
    world.known(make_endorsement(session, endorser=people[2], issuer_id=organisation.id))
    return world


def someone_arrives(world: World) -> None:
    shown = world.any(ProfileVisibility)
    world.known(make_person(world.session, profile_visibility=shown))


def something_is_founded(world: World) -> None:
    if world.any((True, False)):
        world.known(make_collective(world.session, vouched_at=world.any((AT, None))))
    else:
        world.known(make_organisation(world.session))


def a_collective_is_vouched_for_or_no_more(world: World) -> None:
    world.write(world.one(Collective), vouched_at=world.any((None, AT)))


def a_profile_is_shown_otherwise(world: World) -> None:
    world.write(world.one(Person), profile_visibility=world.any(ProfileVisibility))


def profiles_are_shown_otherwise_in_bulk(world: World) -> None:
    some = {world.any(world.ids[Person]), world.any(world.ids[Person])}
    world.session.exec(
        update(Person)
        .where(col(Person.id).in_(some))
        .values(profile_visibility=world.any(ProfileVisibility))
    )


def someone_joins(world: World) -> None:
    person, collective = world.one(Person), world.one(Collective)
    membership = join(world.session, person, collective, coordinator=world.any((False, True)))
    world.known(membership).decided_at = AT + timedelta(days=world.any((-1, 0, 1)))


def a_membership_changes(world: World) -> None:
    world.write(
        world.one(Membership),
        state=world.any(MembershipState),
        role=world.any(MembershipRole),
        decided_at=AT + timedelta(days=world.any((-1, 0, 1))),
    )


def a_membership_is_somebody_elses(world: World) -> None:
    world.write(world.one(Membership), person_id=world.one(Person).id)


def someone_is_met(world: World) -> None:
    world.known(make_meeting(world.session, world.one(Person), world.one(Collective)))


def a_meeting_is_taken_back_or_given_again(world: World) -> None:
    world.write(world.one(Meeting), taken_back_at=world.any((AT, None)))


def a_speaker_is_named(world: World) -> None:
    world.known(make_representative(world.session, world.one(Person), world.one(Organisation)))


def a_speaker_changes(world: World) -> None:
    world.write(
        world.one(Representative),
        accepted_at=world.any((AT, None)),
        ended_at=world.any((None, AT)),
        organisation_id=world.one(Organisation).id,
    )


def a_badge_is_proposed(world: World) -> None:
    world.known(make_badge(world.session, world.one(Collective), world.one(Person)))


def a_badge_changes(world: World) -> None:
    world.write(
        world.one(Badge),
        state=world.any(BadgeState),
        proposer_id=world.one(Person).id,
        collective_id=world.one(Collective).id,
    )


def an_award_is_given(world: World) -> None:
    world.known(
        make_award(
            world.session,
            world.one(Badge),
            world.one(Person),
            world.one(Person),
            state=world.any((AwardState.ACCEPTED, AwardState.OFFERED)),
            visibility=world.any((Visibility.PUBLIC, Visibility.COLLECTIVE)),
            mode=world.any(AwardMode),
            sentence=world.any(("Merci d’avoir tenu bon.", "")),
        )
    )


def an_award_is_answered_shown_and_taken_back(world: World) -> None:
    award = world.one(Award)
    if award.state == AwardState.OFFERED:
        awarding.accept(world.session, award, visibility=world.any(Visibility), at=AT)
    else:
        awarding.show_to(world.session, award, world.any(Visibility))
    if world.any((True, False, False)):
        awarding.revoke(world.session, award, reason="Je me suis trompé.", at=AT)


def an_award_is_removed_or_comes_back(world: World) -> None:
    award = world.one(Award)
    if award.state == AwardState.REMOVED:
        world.write(award, state=AwardState.ACCEPTED)
    else:
        awarding.remove(world.session, award, at=AT)


def an_award_changes_hands(world: World) -> None:
    world.write(
        world.one(Award),
        holder_id=world.any([None, *world.ids[Person]]),
        giver_id=world.any(world.ids[Person]),
        badge_id=world.any(world.ids[Badge]),
    )


def awards_step_aside_in_bulk(world: World) -> None:
    world.session.exec(
        update(Award)
        .where(col(Award.giver_id) == world.any(world.ids[Person]))
        .values(visibility=world.any(Visibility))
    )


def a_proof_is_added(world: World) -> None:
    shown = world.any(Visibility)
    world.known(make_evidence(world.session, world.one(Award), visibility=shown))


def a_proof_is_shown_otherwise(world: World) -> None:
    evidence = world.one(Evidence)
    award = world.session.get_one(Award, evidence.award_id)
    show_evidence_to(world.session, evidence, award, world.any(Visibility))


def a_proof_is_removed_or_moved(world: World) -> None:
    evidence = world.one(Evidence)
    if world.any((True, False)):
        remove_evidence(world.session, evidence, at=AT)
    else:
        world.write(evidence, award_id=world.one(Award).id)


def something_is_endorsed(world: World) -> None:
    things: tuple[Callable[[], dict[str, Any]], ...] = (
        lambda: {"award": world.one(Award)},
        lambda: {"badge": world.one(Badge)},
        lambda: {"issuer_id": world.one(Person).id},
        lambda: {"issuer_id": world.one(Collective).id},
        lambda: {"issuer_id": world.one(Organisation).id},
    )
    world.known(
        make_endorsement(
            world.session,
            endorser=world.one(Person),
            state=world.any((EndorsementState.ACCEPTED, EndorsementState.OFFERED)),
            **world.any(things)(),
        )
    )


def words_are_answered_or_ended(world: World) -> None:
    world.write(world.one(Endorsement), state=world.any(EndorsementState))


def words_are_ended_in_bulk(world: World) -> None:
    world.session.exec(
        update(Endorsement)
        .where(col(Endorsement.endorser_id) == world.any(world.ids[Person]))
        .values(state=world.any(EndorsementState))
    )


def words_turn_to_something_else(world: World) -> None:
    endorsement = world.one(Endorsement)
    world.write(endorsement, award_id=None, issuer_id=None, badge_id=world.one(Badge).id)


def a_criterion_is_vouched_for_or_no_more(world: World) -> None:
    endorsement = world.one(Endorsement)
    if vouched := world.criterion_of(endorsement):
        world.session.delete(vouched)
        return
    criterion_id = world.session.exec(select(Criterion.id)).all()[0]
    world.session.add(EndorsedCriterion(endorsement_id=endorsement.id, criterion_id=criterion_id))


def words_disappear(world: World) -> None:
    endorsement = world.one(Endorsement)
    if vouched := world.criterion_of(endorsement):
        world.session.delete(vouched)
        world.session.flush()
    world.ids[Endorsement].remove(endorsement.id)
    world.session.delete(endorsement)


def proofs_disappear_in_bulk(world: World) -> None:
    award_id = world.any(world.ids[Award])
    world.ids[Evidence] = list(
        world.session.exec(
            select(Evidence.id).where(
                col(Evidence.id).in_(world.ids[Evidence]), Evidence.award_id != award_id
            )
        )
    )
    world.session.exec(delete(Evidence).where(col(Evidence.award_id) == award_id))


UPHEAVALS: dict[str, Callable[[World], None]] = {
    happening.__name__: happening
    for happening in (
        someone_arrives,
        something_is_founded,
        a_collective_is_vouched_for_or_no_more,
        a_profile_is_shown_otherwise,
        profiles_are_shown_otherwise_in_bulk,
        someone_joins,
        a_membership_changes,
        a_membership_is_somebody_elses,
        someone_is_met,
        a_meeting_is_taken_back_or_given_again,
        a_speaker_is_named,
        a_speaker_changes,
        a_badge_is_proposed,
        a_badge_changes,
        an_award_is_given,
        an_award_is_answered_shown_and_taken_back,
        an_award_is_removed_or_comes_back,
        an_award_changes_hands,
        awards_step_aside_in_bulk,
        a_proof_is_added,
        a_proof_is_shown_otherwise,
        a_proof_is_removed_or_moved,
        something_is_endorsed,
        words_are_answered_or_ended,
        words_are_ended_in_bulk,
        words_turn_to_something_else,
        a_criterion_is_vouched_for_or_no_more,
        words_disappear,
        proofs_disappear_in_bulk,
    )
}


def happen(world: World, name: str, numbers: list[int]) -> None:
    """Let one thing happen in a savepoint of the session; what cannot be leaves nothing behind."""
    world.numbers = list(numbers)
    before = {model: list(ids) for model, ids in world.ids.items()}
    try:
        with world.session.begin_nested():
            UPHEAVALS[name](world)
    except (IntegrityError, LookupError, Refused):
        world.ids = before
