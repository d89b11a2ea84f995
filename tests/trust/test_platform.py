"""From acts on the platform to edges of the graph (trust metric, section 1)."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from recognition.awards.models import AwardMode, AwardState, Visibility
from recognition.badges.models import BadgeState, Criterion
from recognition.collectives.models import Collective
from recognition.endorsements.models import EndorsedCriterion, EndorsementState
from recognition.people.models import Person, ProfileVisibility
from recognition.trust.edges import Holding, Inheritance, TrustEdges, Use
from recognition.trust.queries import (
    EVERYWHERE,
    Scope,
    award_node,
    badge_node,
    issuer_node,
    trust_edges,
)
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


def qualities(edges: TrustEdges, person: Person) -> dict[str, float]:
    """What a person endorses, by node."""
    return {
        said.badge: said.quality for said in edges.endorsements if said.person == str(person.id)
    }


def test_endorsing_a_definition_or_an_issuer_in_words_counts_whole(session: Session) -> None:
    badge, friend = make_badge(session), make_person(session)
    organisation, person = make_organisation(session), make_person(session)
    make_endorsement(session, endorser=friend, badge=badge)
    for issuer_id in (badge.collective_id, organisation.id, person.id):
        make_endorsement(session, endorser=friend, issuer_id=issuer_id)

    assert qualities(trust_edges(session), friend) == {
        badge_node(badge.id): 1.0,
        issuer_node(badge.collective_id): 1.0,
        issuer_node(organisation.id): 1.0,
        issuer_node(person.id): 1.0,
    }


def test_words_on_an_award_count_half_until_there_is_something_to_look_at(session: Session) -> None:
    award, friend = make_award(session), make_person(session)
    make_endorsement(session, endorser=friend, award=award)
    bare = qualities(trust_edges(session), friend)
    make_evidence(session, award)

    assert bare == {award_node(award.id): 0.5}
    assert qualities(trust_edges(session), friend) == {award_node(award.id): 1.0}


def test_evidence_the_readers_may_not_see_lifts_nothing(session: Session) -> None:
    collective = make_collective(session)
    award, friend = make_award(session), make_person(session)
    holder = session.get_one(Person, award.holder_id)
    join(session, holder, collective)
    make_endorsement(session, endorser=friend, award=award)
    make_evidence(session, award, visibility=Visibility.PRIVATE)
    make_evidence(session, award, visibility=Visibility.PUBLIC, removed_at=AT)
    make_evidence(session, award, visibility=Visibility.COLLECTIVE)

    assert qualities(trust_edges(session), friend) == {award_node(award.id): 0.5}
    assert qualities(trust_edges(session, Scope(collective.id)), friend) == {
        award_node(award.id): 1.0
    }


def test_evidence_for_the_holders_collectives_lifts_nothing_in_another(session: Session) -> None:
    """Whoever else holds something there."""
    here, there = make_collective(session), make_collective(session)
    award, others, friend = make_award(session), make_award(session), make_person(session)
    join(session, session.get_one(Person, award.holder_id), here)
    join(session, session.get_one(Person, others.holder_id), there)
    make_endorsement(session, endorser=friend, award=award)
    make_evidence(session, award, visibility=Visibility.COLLECTIVE)

    def seen_from(collective: Collective) -> dict[str, float]:
        return qualities(trust_edges(session, Scope(collective.id)), friend)

    assert seen_from(here) == {award_node(award.id): 1.0}
    assert seen_from(there) == {award_node(award.id): 0.5}


def test_a_criterion_vouched_for_is_something_to_look_at(session: Session) -> None:
    award, friend = make_award(session), make_person(session)
    endorsement = make_endorsement(session, endorser=friend, award=award)
    criterion = session.exec(
        select(Criterion.id).where(Criterion.version_id == award.version_id)
    ).first()
    session.add(EndorsedCriterion(endorsement_id=endorsement.id, criterion_id=criterion))
    session.flush()

    assert qualities(trust_edges(session), friend) == {award_node(award.id): 1.0}


@pytest.mark.parametrize(
    ("mode", "sentence", "with_evidence", "quality"),
    [
        (AwardMode.PEER, "Je l’ai vue faire.", False, 0.5),
        (AwardMode.PEER, "Je l’ai vue faire.", True, 1.0),
        (AwardMode.PEER, "", True, 0.5),
        (AwardMode.EVENT, "Merci d’être venue.", True, 0.5),
        (AwardMode.COORDINATOR, "Bienvenue parmi nous.", True, 1.0),
    ],
)
def test_the_giver_vouches(
    session: Session, mode: str, sentence: str, with_evidence: bool, quality: float
) -> None:
    giver = make_person(session)
    award = make_award(session, giver=giver, mode=mode, sentence=sentence)
    if with_evidence:
        make_evidence(session, award)

    assert qualities(trust_edges(session), giver) == {award_node(award.id): quality}


def test_recognising_oneself_makes_a_holder_and_no_voice(session: Session) -> None:
    person = make_person(session)
    award = make_award(session, holder=person, giver=person)

    edges = trust_edges(session)

    assert qualities(edges, person) == {}
    assert Holding(str(person.id), award_node(award.id)) in edges.holdings


def test_a_shown_award_is_carried_and_tied_to_its_definition_and_its_issuer(
    session: Session,
) -> None:
    award = make_award(session)
    badge_id, node = badge_node(award.badge_id), award_node(award.id)

    edges = trust_edges(session)

    assert Use(str(award.holder_id), badge_id) in edges.uses
    for tie in (
        Inheritance(badge_id, node, 0.5),
        Inheritance(issuer_node(award.issuer_id), node, 0.25),
        Inheritance(node, badge_id, 0.5),
    ):
        assert tie in edges.inheritances


def test_a_definition_is_held_by_its_author_and_leans_on_its_collective(session: Session) -> None:
    badge = make_badge(session)

    edges = trust_edges(session)

    assert Holding(str(badge.proposer_id), badge_node(badge.id)) in edges.holdings
    assert (
        Inheritance(issuer_node(badge.collective_id), badge_node(badge.id), 0.5)
        in edges.inheritances
    )


def test_who_speaks_for_an_issuer_holds_it(session: Session) -> None:
    collective, organisation = make_collective(session), make_organisation(session)
    coordinator, member, speaker = (make_person(session) for _ in range(3))
    join(session, coordinator, collective, coordinator=True)
    join(session, member, collective)
    make_representative(session, speaker, organisation)

    holdings = trust_edges(session).holdings

    assert Holding(str(coordinator.id), issuer_node(collective.id)) in holdings
    assert Holding(str(speaker.id), issuer_node(organisation.id)) in holdings
    assert Holding(str(member.id), issuer_node(collective.id)) not in holdings


def test_an_act_in_the_name_of_others_is_the_voice_of_who_signed(session: Session) -> None:
    organisation, speaker = make_organisation(session), make_person(session)
    badge = make_badge(session)
    make_endorsement(session, endorser=speaker, badge=badge, on_behalf_of_id=organisation.id)

    assert qualities(trust_edges(session), speaker) == {badge_node(badge.id): 1.0}


def test_what_is_pending_declined_withdrawn_or_ended_is_absent(session: Session) -> None:
    friend = make_person(session)
    for state in EndorsementState:
        if state != EndorsementState.ACCEPTED:
            make_endorsement(session, endorser=friend, badge=make_badge(session), state=state)
    for award_state in AwardState:
        if award_state != AwardState.ACCEPTED:
            make_award(session, giver=friend, state=award_state)

    edges = trust_edges(session)

    assert qualities(edges, friend) == {}
    assert list(edges.uses) == []


@pytest.mark.parametrize(
    ("visibility", "profile", "everywhere", "here", "elsewhere"),
    [
        ("public", "public", True, True, True),
        ("public", "first_name_only", True, True, True),
        ("public", "collective", False, True, False),
        ("public", "private", False, False, False),
        ("collective", "public", False, True, False),
        ("collective", "private", False, False, False),
        ("private", "public", False, False, False),
    ],
)
def test_each_graph_holds_what_its_readers_may_see(
    session: Session,
    visibility: str,
    profile: str,
    everywhere: bool,
    here: bool,
    elsewhere: bool,
) -> None:
    collective, other = make_collective(session), make_collective(session)
    holder = make_person(session, profile_visibility=profile)
    join(session, holder, collective)
    award = make_award(session, holder=holder, visibility=visibility)
    friend = make_person(session)
    make_endorsement(session, endorser=friend, award=award)

    for scope, seen in (
        (EVERYWHERE, everywhere),
        (Scope(collective.id), here),
        (Scope(other.id), elsewhere),
    ):
        edges = trust_edges(session, scope)
        assert (award_node(award.id) in qualities(edges, friend)) is seen
        assert (Holding(str(holder.id), award_node(award.id)) in edges.holdings) is seen
        assert any(use.person == str(holder.id) for use in edges.uses) is seen


def test_words_about_a_person_are_as_visible_as_their_page(session: Session) -> None:
    collective = make_collective(session)
    person = make_person(session, profile_visibility=ProfileVisibility.COLLECTIVE)
    join(session, person, collective)
    friend = make_person(session)
    make_endorsement(session, endorser=friend, issuer_id=person.id)

    assert qualities(trust_edges(session), friend) == {}
    assert qualities(trust_edges(session, Scope(collective.id)), friend) == {
        issuer_node(person.id): 1.0
    }


def test_a_proposal_is_seen_from_here_only(session: Session) -> None:
    badge = make_badge(session, state=BadgeState.DISCUSSION, adopted_at=None)
    friend = make_person(session)
    make_endorsement(session, endorser=friend, badge=badge)

    assert qualities(trust_edges(session), friend) == {}
    assert qualities(trust_edges(session, Scope(badge.collective_id)), friend) == {
        badge_node(badge.id): 1.0
    }


def test_each_collective_counts_the_people_it_has_met_and_everywhere_counts_all(
    session: Session,
) -> None:
    here, there = make_collective(session), make_collective(session)
    met_here, met_there, taken_back = (make_person(session) for _ in range(3))
    make_meeting(session, met_here, here)
    make_meeting(session, met_there, there)
    make_meeting(session, taken_back, here).taken_back_at = AT
    session.flush()

    def confirmed(scope: Scope) -> set[str]:
        people = trust_edges(session, scope).people
        return {person for person, facts in people.items() if facts.confirmed}

    assert confirmed(EVERYWHERE) == {str(met_here.id), str(met_there.id)}
    assert confirmed(Scope(here.id)) == {str(met_here.id)}


def test_a_circle_is_the_collective_that_accepted_first(session: Session) -> None:
    first, second = make_collective(session), make_collective(session)
    person, alone = make_person(session), make_person(session)
    join(session, person, second).decided_at = AT.replace(year=2027)
    join(session, person, first)
    session.flush()

    people = trust_edges(session).people

    assert people[str(person.id)].circle == str(first.id)
    assert people[str(alone.id)].circle == ""


def test_reading_the_graph_costs_the_same_statements_whatever_it_holds(
    session: Session, statements: Callable
) -> None:
    def cost() -> int:
        with statements() as sent:
            trust_edges(session)
        return len(sent)

    make_endorsement(session, award=make_award(session))
    one = cost()
    for _ in range(2):
        make_endorsement(session, award=make_award(session))
        make_endorsement(session, badge=make_badge(session))

    assert cost() == one
