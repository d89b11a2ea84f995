"""How a page tells a value, and that it tells it anew as soon as something changes."""

from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from recognition.awards.models import Award, Visibility
from recognition.collectives.models import Collective
from recognition.db import reading, writing
from recognition.endorsements.models import Endorsement, EndorsementState
from recognition.people.models import Person, ProfileVisibility
from recognition.permissions import ANYONE, Actor
from recognition.trust.changes import watch_changes
from recognition.trust.models import TrustRevision
from recognition.trust.panels import award_value, badge_value
from recognition.trust.told import ValuePanel
from tests.factories import (
    join,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_evidence,
    make_meeting,
    make_person,
)

watch_changes()


def met(session: Session, collective: Collective, name: str) -> Person:
    """A member their collective has met."""
    person = make_person(session, name)
    join(session, person, collective)
    make_meeting(session, person, collective)
    return person


def test_a_value_is_told_circle_by_circle_and_voice_by_voice(session: Session) -> None:
    north, south = make_collective(session, "Nord"), make_collective(session, "Sud")
    ada, bo, cleo = (
        met(session, north, "Ada"),
        met(session, north, "Bo"),
        met(session, south, "Cléo"),
    )
    award = make_award(session, giver=ada, sentence="Tu as tenu bon jusqu’au bout.")
    make_evidence(session, award)
    make_endorsement(session, endorser=bo, award=award, statement="Je l’ai vu à l’œuvre.")
    make_endorsement(session, endorser=cleo, award=award, statement="J’ai appris avec lui.")
    session.flush()

    panel = award_value(session, {}, ANYONE, award.id).everywhere

    assert (panel.value, panel.voice_count, panel.independent) == (2.5, 3, 3)
    told = {
        circle.name: [(row.name, row.amount, row.seat, row.source.words) for row in circle.rows]
        for circle in panel.circles
    }
    assert {name: [row[1:3] for row in rows] for name, rows in told.items()} == {
        "Nord": [(1.0, 1), (0.5, 2)],
        "Sud": [(1.0, 1)],
    }
    assert {(row[0], row[3]) for rows in told.values() for row in rows} == {
        ("Ada", "Tu as tenu bon jusqu’au bout."),
        ("Bo", "Je l’ai vu à l’œuvre."),
        ("Cléo", "J’ai appris avec lui."),
    }
    assert sum(part.amount for part in panel.parts) == panel.value


def test_a_voice_has_the_same_figure_in_every_panel_and_a_circle_is_their_sum(
    session: Session,
) -> None:
    north = make_collective(session, "Nord")
    badge, other = make_badge(session), make_badge(session)
    friends = [met(session, north, name) for name in ("Ada", "Bo", "Cléo", "Dan", "Éva", "Fanny")]
    for at, friend in enumerate(friends):
        make_endorsement(session, endorser=friend, badge=badge)
        if at:
            make_endorsement(session, endorser=friend, badge=other)
    session.flush()

    six, five = (badge_value(session, {}, ANYONE, it.id).everywhere for it in (badge, other))

    assert [row.shown for row in six.circles[0].rows] == [1.0, 0.5, 0.33, 0.25, 0.2, 0.17]
    assert [row.shown for row in five.circles[0].rows] == [1.0, 0.5, 0.33, 0.25, 0.2]
    assert (six.circles[0].shown, six.shown, five.circles[0].shown) == (2.45, 2.45, 2.28)


def test_each_part_names_the_way_it_came_by(session: Session) -> None:
    north, south, east = (make_collective(session, name) for name in ("Nord", "Sud", "Est"))
    badge = make_badge(session)
    award = make_award(session, badge=badge, holder=met(session, east, "Éva"))
    make_endorsement(session, endorser=met(session, north, "Ada"), badge=badge)
    make_endorsement(session, endorser=met(session, south, "Cléo"), issuer_id=badge.collective_id)
    make_evidence(session, award)
    friend = met(session, make_collective(session, "Ouest"), "Fanny")
    make_endorsement(session, endorser=friend, award=award)
    session.flush()

    panel = badge_value(session, {}, ANYONE, badge.id).everywhere

    assert {part.kind: part.amount for part in panel.parts} == {
        "direct": 1.0,
        "award": 0.5,
        "issuer": 0.5,
        "use": 0.25,
    }


def test_a_voice_nobody_met_leads_to_is_told_with_its_cause(session: Session) -> None:
    badge, unknown = make_badge(session), make_person(session, "Inconnu")
    make_endorsement(session, endorser=unknown, badge=badge)
    session.flush()

    panel = badge_value(session, {}, ANYONE, badge.id).everywhere

    assert panel.value == 0
    assert [(row.name, row.cause) for row in panel.silent] == [("Inconnu", "unreached")]
    assert not panel.is_shown


def test_seen_from_here_stands_beside_for_members_only(session: Session) -> None:
    collective = make_collective(session, "Nord")
    member = met(session, collective, "Ada")
    holder = make_person(session)
    join(session, holder, collective)
    award = make_award(session, holder=holder, giver=member, visibility=Visibility.COLLECTIVE)
    session.flush()
    actor = Actor(person_id=member.id, collectives=frozenset({collective.id}))

    for_visitor = award_value(session, {}, ANYONE, award.id)
    for_member = award_value(session, {}, actor, award.id)

    assert for_visitor.here == ()
    assert for_visitor.everywhere.voice_count == 0
    assert [(panel.collective, panel.value) for panel in for_member.here] == [("Nord", 0.5)]


def test_what_would_enrich_is_the_difference_of_two_scorings(session: Session) -> None:
    north = make_collective(session, "Nord")
    south = make_collective(session, "Sud")
    met(session, south, "Cléo")
    award = make_award(session, giver=make_person(session))
    ada = met(session, north, "Ada")
    make_endorsement(session, endorser=ada, award=award)
    session.flush()

    panel = award_value(session, {}, ANYONE, award.id).everywhere

    gains = {(it.kind, it.names): it.amount for it in panel.enrichments}
    assert gains["circle", ("Sud",)] == 1.0
    assert gains["evidence", ()] == 0.5


def _value(engine: Engine, memory: dict[str, object], award_id: object) -> ValuePanel:
    with reading(engine) as session:
        award = session.get_one(Award, award_id)
        return award_value(session, memory, ANYONE, award.id).everywhere


def test_hiding_and_ending_show_at_once(session: Session, engine: Engine) -> None:
    """Requirement G2: whichever way the rows were written."""
    north = make_collective(session)
    award = make_award(session)
    holder_id = award.holder_id
    endorsement = make_endorsement(session, endorser=met(session, north, "Ada"), award=award)
    award_id, endorsement_id = award.id, endorsement.id
    session.commit()
    memory: dict[str, object] = {}
    before = _value(engine, memory, award_id)

    with writing(engine) as other:
        said = other.get_one(Endorsement, endorsement_id)
        said.state = EndorsementState.WITHDRAWN
        other.add(said)
        other.commit()
    withdrawn = _value(engine, memory, award_id)
    with writing(engine) as other:
        other.exec(
            update(Endorsement)
            .where(col(Endorsement.id) == endorsement_id)
            .values(state=EndorsementState.ACCEPTED)
        )
        other.commit()
    again = _value(engine, memory, award_id)
    with writing(engine) as other:
        holder = other.get_one(Person, holder_id)
        holder.profile_visibility = ProfileVisibility.PRIVATE
        other.add(holder)
        other.commit()
    hidden = _value(engine, memory, award_id)

    assert [panel.value for panel in (before, withdrawn, again, hidden)] == [0.5, 0, 0.5, 0]
    assert hidden.voice_count == 0


def test_reading_and_rolled_back_writing_leave_the_computed_graph_alone(
    session: Session, engine: Engine
) -> None:
    award = make_award(session)
    award_id = award.id
    session.commit()
    memory: dict[str, object] = {}
    _value(engine, memory, award_id)
    kept = dict(memory)

    with writing(engine) as other:
        make_endorsement(other, award=other.get_one(Award, award_id))
        other.rollback()
    _value(engine, memory, award_id)

    assert memory == kept
    with reading(engine) as reader:
        assert reader.exec(select(TrustRevision.number)).one() > 0
