"""What one may not see is in no node, edge, count, position or export.

Each test makes something that some see and others do not, and compares what the others get with
a platform on which it never was: to the byte.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from recognition.awards.models import Award, AwardState, Visibility
from recognition.badges.families import FAMILIES
from recognition.badges.models import Badge
from recognition.collectives.models import Collective
from recognition.endorsements.models import Endorsement, EndorsementState
from recognition.evidence.models import Evidence
from recognition.maps.commands import keep
from recognition.maps.exports import gexf, graphml, node_link, nodes_csv, threads_csv
from recognition.maps.fabric import Fabric, months
from recognition.maps.layout import lay_out
from recognition.maps.models import MapLayout, MapPosition
from recognition.maps.queries import (
    PUBLIC,
    desk_of,
    drawing,
    fabric_of,
    positions,
    public_fabric,
    scope_name,
    told,
)
from recognition.people.models import Person, ProfileVisibility
from recognition.trust.queries import EVERYWHERE, Scope
from tests.factories import (
    AT,
    join,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_evidence,
    make_meeting,
    make_person,
)
from tests.maps.weave import weave

FAMILY_WORDS = {family: line.label for family, line in FAMILIES.items()}
LATER = AT + timedelta(days=30)


@dataclass(frozen=True)
class Platform:
    """Two collectives, a badge that both carry, and somebody whose things may be hidden."""

    here: Collective
    there: Collective
    award: Award
    holder: Person
    friend: Person


def platform(session: Session) -> Platform:
    here = make_collective(session, "Ici", public_map=True)
    there = make_collective(session, "Là", public_map=True)
    holder, friend = make_person(session, "Ada"), make_person(session, "Bo")
    for person, collective in ((holder, here), (friend, here), (make_person(session), there)):
        join(session, person, collective)
        make_meeting(session, person, collective)
    badge = make_badge(session, here)
    for _ in range(3):
        award = make_award(session, badge)
        make_endorsement(session, award=award)
        join(session, session.get_one(Person, award.holder_id), there)
    award = make_award(session, badge, holder, friend)
    return Platform(here, there, award, holder, friend)


def everything(session: Session, eyes: Scope | str, desk: Iterable[UUID] = ()) -> list[bytes]:
    """All that a visitor with these eyes gets from a map, as bytes."""
    session.flush()
    session.expire_all()
    if isinstance(eyes, Scope):
        fabric, name = fabric_of(session, {}, eyes), scope_name(eyes)
    else:
        fabric, name = public_fabric(session, {}), PUBLIC
    session.execute(delete(MapPosition))
    session.execute(delete(MapLayout))
    keep(session, drawing(session, name), LATER)
    stored = positions(session, fabric)
    desks = list(desk)
    told_here = told({}, fabric, desk_of(session, desks, LATER) if desks else None)
    return [
        repr(fabric).encode(),
        repr(told_here).encode(),
        repr(sorted(lay_out(fabric).items())).encode(),
        repr(sorted(stored.items())).encode(),
        repr(months(fabric)).encode(),
        *(write(fabric, stored) for write in (graphml, gexf, node_link)),
        nodes_csv(fabric, "https://exemple.fr", FAMILY_WORDS),
        threads_csv(fabric),
    ]


def without(session: Session, award: Award) -> None:
    """The award never was."""
    session.execute(delete(Endorsement).where(col(Endorsement.award_id) == award.id))
    session.execute(delete(Evidence).where(col(Evidence.award_id) == award.id))
    session.execute(delete(Award).where(col(Award.id) == award.id))


def shown_in_the_collective(session: Session, it: Platform) -> None:
    it.award.visibility = Visibility.COLLECTIVE


def of_somebody_shown_in_the_collective(session: Session, it: Platform) -> None:
    it.holder.profile_visibility = ProfileVisibility.COLLECTIVE


@pytest.mark.parametrize(
    "hide",
    [shown_in_the_collective, of_somebody_shown_in_the_collective],
    ids=lambda it: it.__name__,
)
def test_two_accounts_that_differ_by_one_hidden_award(
    session: Session, hide: Callable[[Session, Platform], None]
) -> None:
    it = platform(session)
    hide(session, it)
    make_endorsement(session, endorser=make_person(session, "Cléo"), award=it.award)
    make_evidence(session, it.award)
    eyes = (Scope(it.here.id), Scope(it.there.id), EVERYWHERE, PUBLIC)

    inside, *outside = (everything(session, them) for them in eyes)
    without(session, it.award)
    inside_without, *outside_without = (everything(session, them) for them in eyes)

    assert inside[0] != inside_without[0]
    assert b"Cl\xc3\xa9o" in inside[-1]
    assert outside == outside_without
    assert all(b"Cl\xc3\xa9o" not in part for parts in outside for part in parts)


@pytest.mark.parametrize(
    "changes",
    [
        {"visibility": Visibility.PRIVATE},
        {"state": AwardState.OFFERED, "decided_at": None},
        {"state": AwardState.DECLINED},
        {"state": AwardState.REVOKED},
    ],
    ids=lambda it: "-".join(str(value) for value in it.values()),
)
def test_an_award_between_two_people_is_on_no_map(
    session: Session, changes: dict[str, str]
) -> None:
    it = platform(session)
    eyes = (Scope(it.here.id), PUBLIC)
    shown = [everything(session, them) for them in eyes]
    for name, value in changes.items():
        setattr(it.award, name, value)
    make_endorsement(session, endorser=it.friend, award=it.award)

    hidden = [everything(session, them, [it.here.id]) for them in eyes]
    without(session, it.award)

    assert [everything(session, them, [it.here.id]) for them in eyes] == hidden
    assert all(one[0] != other[0] for one, other in zip(shown, hidden, strict=True))


def test_evidence_shown_to_a_collective_changes_its_own_map_only(session: Session) -> None:
    it = platform(session)
    make_endorsement(session, endorser=it.friend, award=it.award)
    make_evidence(session, it.award, visibility=Visibility.COLLECTIVE)
    eyes = (Scope(it.here.id), Scope(it.there.id), EVERYWHERE, PUBLIC)

    inside, *outside = (everything(session, them) for them in eyes)
    session.execute(delete(Evidence))

    assert [everything(session, them) for them in eyes[1:]] == outside
    assert everything(session, eyes[0])[0] != inside[0]  # the value of the badge


@pytest.mark.parametrize("state", [EndorsementState.OFFERED, EndorsementState.DECLINED])
def test_words_that_wait_for_an_answer_are_on_no_map(session: Session, state: str) -> None:
    it = platform(session)
    eyes = (Scope(it.here.id), EVERYWHERE, PUBLIC)
    before = [everything(session, them, [it.here.id]) for them in eyes]

    make_endorsement(
        session, endorser=it.holder, badge=session.get_one(Badge, it.award.badge_id), state=state
    )
    words = session.exec(select(Endorsement).where(Endorsement.endorser_id == it.holder.id)).one()
    waiting = [everything(session, them, [it.here.id]) for them in eyes]
    words.state = EndorsementState.ACCEPTED
    session.flush()

    assert waiting == before
    assert everything(session, EVERYWHERE)[0] != before[1][0]


def test_a_private_person_without_a_tie_is_known_to_coordination_alone(session: Session) -> None:
    it = platform(session)
    scope = Scope(it.here.id)
    before = everything(session, scope)
    desk_before = everything(session, scope, [it.here.id])

    secret = make_person(session, "Secret", profile_visibility=ProfileVisibility.PRIVATE)
    join(session, secret, it.here)

    assert everything(session, scope) == before
    with_desk = everything(session, scope, [it.here.id])
    assert b"Secret" in with_desk[1]
    assert b"Secret" not in b"".join([with_desk[0], *with_desk[2:]])
    assert with_desk[0] == desk_before[0]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_hiding_many_things_is_as_if_they_were_not(session: Session, seed: int) -> None:
    weave(session, people=40, badges=12, seed=seed)
    chance = Random(seed)
    awards = session.exec(select(Award).order_by(col(Award.id))).all()
    hidden = chance.sample(awards, len(awards) // 3)
    shown = everything(session, EVERYWHERE)
    for award in hidden:
        session.execute(
            update(Award).where(col(Award.id) == award.id).values(visibility=Visibility.PRIVATE)
        )

    eyes = (EVERYWHERE, PUBLIC)
    after = [everything(session, them) for them in eyes]
    for award in hidden:
        without(session, award)

    assert [everything(session, them) for them in eyes] == after
    assert shown[0] != after[0][0]


def public(session: Session) -> Fabric:
    return public_fabric(session, {})


def test_a_public_map_names_nobody_and_shows_open_collectives_only(session: Session) -> None:
    it = platform(session)
    closed = make_collective(session, "Fermé")
    make_endorsement(session, endorser=it.friend, badge=make_badge(session, closed))

    fabric = public(session)

    people = session.exec(select(Person)).all()
    text = (
        repr(fabric)
        + graphml(fabric, lay_out(fabric)).decode()
        + nodes_csv(fabric, "https://exemple.fr", FAMILY_WORDS).decode()
    )
    assert len(fabric.people) > 3
    assert [
        one
        for person in people
        for one in (str(person.id), person.handle, person.display_name)
        if len(one) > 3 and one in text
    ] == []
    assert {badge.circle_id for badge in fabric.badges} == {it.here.id}
    assert {circle.id for circle in fabric.circles} == {it.here.id, it.there.id}
    assert {(dot.name, dot.handle, dot.initials, dot.town_code) for dot in fabric.people} == {
        ("", None, "", "")
    }


def test_a_dot_keeps_its_place_when_others_do_more(session: Session) -> None:
    it = platform(session)
    before = public(session)
    make_endorsement(
        session, award=it.award, given_at=LATER, decided_at=LATER, endorser=make_person(session)
    )

    after = public(session)

    assert {dot.id for dot in before.people} < {dot.id for dot in after.people}
    assert len(after.people) == len(before.people) + 1


def test_the_map_of_one_open_collective_holds_what_ties_to_its_badges(session: Session) -> None:
    it = platform(session)
    badge = make_badge(session, it.there)
    make_endorsement(session, endorser=it.friend, badge=badge)

    fabric = public_fabric(session, {}, [it.there.id])

    assert [one.id for one in fabric.badges] == [badge.id]
    assert (len(fabric.people), len(fabric.threads)) == (1, 1)
    assert {dot.id for dot in fabric.people} <= {dot.id for dot in public(session).people}
