"""The value over time: it ends at the value shown, and knows nothing that is hidden today."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from sqlmodel import Session

from recognition.awards.models import Visibility
from recognition.collectives.models import Collective
from recognition.endorsements.models import EndorsementState
from recognition.people.models import Person
from recognition.permissions import ANYONE, Actor
from recognition.trust.changes import watch_changes
from recognition.trust.curve import HEIGHT, WIDTH, curve
from recognition.trust.edges import Endorsement, Holding, TrustEdges
from recognition.trust.edges import Person as Someone
from recognition.trust.history import MOST_STEPS, Days, History, Moment, history
from recognition.trust.network import network_of
from recognition.trust.panels import award_value, badge_value
from recognition.trust.told import Happening, Source, Timeline, ValuePanel
from recognition.trust.told import Moment as ToldMoment
from recognition.trust.value import standing
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
from tests.trust.networks import networks

watch_changes()
START = date(2024, 1, 1)
SOURCE = Source("badge", "four-solaire", "Four solaire")


def _met(session: Session, collective: Collective, name: str) -> Person:
    person = make_person(session, name)
    join(session, person, collective)
    make_meeting(session, person, collective)
    return person


def _told(panel: ValuePanel) -> list[tuple[str, float, list[tuple[str, str]]]]:
    return [
        (
            f"{moment.on:%d/%m}",
            moment.value,
            [(it.kind, it.who.name if it.who else "") for it in moment.happenings],
        )
        for moment in panel.timeline.moments
    ]


@given(networks())
def test_the_last_point_is_the_value_on_any_network(edges: TrustEdges) -> None:
    network = network_of(edges)
    acts = [(said.person, said.badge, said.quality) for said in edges.endorsements]
    days = Days(
        moments={
            (person, badge): (Moment(START + timedelta(days=at % 7), quality, "endorsed"),)
            for at, (person, badge, quality) in enumerate(sorted(acts))
        },
        carried={use.person: START for use in edges.uses},
        since=dict.fromkeys(network.badges, START),
    )
    for badge in network.shown:
        value = standing(network, badge).value
        steps = history(network, network.badges[badge], days).steps
        assert round(steps[-1].value if steps else 0.0, 9) == round(value, 9)
        values = [step.value for step in steps]
        assert all(after >= before - 1e-9 for before, after in pairwise(values))


def test_each_day_has_the_voices_that_had_arrived(session: Session) -> None:
    north, south = make_collective(session, "Nord"), make_collective(session, "Sud")
    ada, bo = _met(session, north, "Ada"), _met(session, south, "Bo")
    award = make_award(session, giver=ada, awarded_at=AT)
    make_endorsement(session, endorser=bo, award=award, given_at=AT + timedelta(days=3))
    make_evidence(session, award, added_at=AT + timedelta(days=5))
    session.flush()

    panel = award_value(session, {}, ANYONE, award.id).everywhere

    assert _told(panel) == [
        ("14/03", 0.5, [("gave", "Ada")]),
        ("17/03", 1.0, [("endorsed", "Bo")]),
        ("19/03", 2.0, [("evidence", "")]),
    ]
    assert panel.timeline.moments[-1].value == panel.value


def test_a_voice_after_the_evidence_is_whole_from_its_day(session: Session) -> None:
    north = make_collective(session, "Nord")
    award = make_award(session)
    make_evidence(session, award, added_at=AT + timedelta(days=1))
    late = AT + timedelta(days=9)
    make_endorsement(session, endorser=_met(session, north, "Ada"), award=award, given_at=late)
    session.flush()

    panel = award_value(session, {}, ANYONE, award.id).everywhere

    assert _told(panel)[-1] == ("23/03", 1.0, [("endorsed", "Ada")])


def test_a_badge_grows_with_the_days_of_its_awards(session: Session) -> None:
    north, south = make_collective(session, "Nord"), make_collective(session, "Sud")
    badge = make_badge(session, adopted_at=AT - timedelta(days=30))
    bo, cleo = _met(session, north, "Bo"), _met(session, south, "Cléo")
    make_award(session, badge=badge, holder=bo, giver=bo, awarded_at=AT)
    make_award(session, badge=badge, holder=cleo, giver=cleo, awarded_at=AT + timedelta(days=2))
    make_endorsement(session, endorser=bo, badge=badge, given_at=AT + timedelta(days=4))
    session.flush()

    panel = badge_value(session, {}, ANYONE, badge.id).everywhere

    assert _told(panel) == [
        ("14/03", 0.25, [("carried", "Bo")]),
        ("16/03", 0.5, [("carried", "Cléo")]),
        ("18/03", 1.25, [("endorsed", "Bo")]),
    ]
    first, second = (moment.happenings[0] for moment in panel.timeline.moments[:2])
    assert (first.is_first, second.is_first) == (True, False)
    assert panel.timeline.moments[-1].value == panel.value


def test_what_is_hidden_today_is_in_no_point_of_the_past(session: Session) -> None:
    north = make_collective(session, "Nord")
    badge = make_badge(session)
    make_endorsement(
        session, endorser=_met(session, north, "Ada"), badge=badge, given_at=AT + timedelta(days=9)
    )
    plain = badge_value(session, {}, ANYONE, badge.id).everywhere

    hidden = make_award(
        session, badge=badge, holder=_met(session, north, "Bo"), visibility=Visibility.PRIVATE
    )
    make_evidence(session, hidden)
    make_endorsement(session, endorser=_met(session, north, "Cléo"), award=hidden)
    shown = make_award(session, badge=badge, holder=_met(session, north, "Dan"))
    make_evidence(session, shown, visibility=Visibility.PRIVATE)
    make_endorsement(
        session,
        endorser=_met(session, north, "Éva"),
        badge=badge,
        state=EndorsementState.WITHDRAWN,
    )
    session.flush()
    after = badge_value(session, {}, ANYONE, badge.id).everywhere

    names = {name for _, _, events in _told(after) for _, name in events}
    kinds = {kind for _, _, events in _told(after) for kind, _ in events}
    assert [events for _, _, events in _told(plain)] == [[("endorsed", "Ada")]]
    assert names & {"Ada", "Bo", "Cléo", "Dan", "Éva"} == {"Ada", "Dan"}
    assert "evidence" not in kinds


def test_what_a_collective_sees_stays_out_of_the_past_that_everyone_sees(
    session: Session,
) -> None:
    north = make_collective(session, "Nord")
    ada, bo, cleo = (_met(session, north, name) for name in ("Ada", "Bo", "Cléo"))
    badge = make_badge(session, adopted_at=AT - timedelta(days=9))
    public = make_award(session, badge=badge, holder=bo, giver=ada, awarded_at=AT)
    make_evidence(
        session, public, visibility=Visibility.COLLECTIVE, added_at=AT + timedelta(days=2)
    )
    make_award(
        session,
        badge=badge,
        holder=cleo,
        giver=cleo,
        visibility=Visibility.COLLECTIVE,
        awarded_at=AT - timedelta(days=3),
    )
    session.flush()
    member = Actor(person_id=ada.id, collectives=frozenset({north.id}))

    told = badge_value(session, {}, member, badge.id)

    for_all = [event for _, _, events in _told(told.everywhere) for event in events]
    inside = [event for _, _, events in _told(told.here[0]) for event in events]
    assert for_all == [("gave", "Ada"), ("carried", "Bo")]
    assert inside == [("carried", "Cléo"), ("gave", "Ada"), ("carried", "Bo"), ("evidence", "")]
    firsts = [
        it.who.name if it.who else ""
        for panel in (told.everywhere, told.here[0])
        for moment in panel.timeline.moments
        for it in moment.happenings
        if it.is_first
    ]
    assert firsts == ["Bo", "Cléo"]
    assert badge_value(session, {}, ANYONE, badge.id).everywhere == told.everywhere


def _arrivals(count: int, *, apart: int) -> History:
    """One voice every `apart` days."""
    people = [f"p{at:04}" for at in range(count)]
    edges = TrustEdges(
        people={name: Someone("Nord", True) for name in people},
        holdings=(Holding("h", "b"),),
        endorsements=tuple(Endorsement(name, "b", 1.0) for name in people),
    )
    moments = {
        (name, "b"): (Moment(START + timedelta(days=at * apart), 1.0, "endorsed"),)
        for at, name in enumerate(people)
    }
    return history(network_of(edges), "b", Days(moments, {}, {"b": START}))


@pytest.mark.parametrize(
    ("count", "apart", "grain"),
    [(MOST_STEPS, 400, "day"), (MOST_STEPS + 1, 1, "month"), (MOST_STEPS + 10, 31, "year")],
)
def test_many_days_are_told_by_month_then_by_year(count: int, apart: int, grain: str) -> None:
    told = _arrivals(count, apart=apart)

    assert (told.grain, len(told.steps) <= MOST_STEPS) == (grain, True)
    days = [event.on for step in told.steps for event in step.events]
    assert days == [START + timedelta(days=at * apart) for at in range(count)]
    assert [step.on for step in told.steps] == [step.events[-1].on for step in told.steps]


def test_the_curve_stays_in_its_frame_and_ends_today() -> None:
    moments = tuple(
        ToldMoment(START + timedelta(days=at * 10), value, (Happening(START, kind, None, SOURCE),))
        for at, (value, kind) in enumerate([(0.5, "gave"), (1.0, "evidence"), (2.5, "carried")])
    )
    today = START + timedelta(days=100)

    drawn = curve(Timeline("day", moments), today)

    assert drawn is not None
    assert (drawn.first, drawn.last) == (START, today)
    assert [mark.kind for mark in drawn.marks] == ["gave", "evidence", "carried"]
    assert drawn.kinds == ("voice", "carried", "evidence")
    assert all(5 <= mark.x <= WIDTH - 5 for mark in drawn.marks)
    assert all(5 <= mark.y <= HEIGHT - 5 for mark in drawn.marks)
    assert drawn.marks[0].y > drawn.marks[1].y > drawn.marks[2].y
    assert curve(Timeline("day", moments[:1]), today) is None
