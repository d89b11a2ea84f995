"""What would raise a badge: each amount is what really happens when it is done."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition.trust.edges import Endorsement, Person, TrustEdges, Use, read_csv
from recognition.trust.explain import FirstVoice, PersonalRaise, Raises, raises
from recognition.trust.network import network_of
from recognition.trust.value import values_of_edges
from tests.trust.networks import (
    confirming,
    crowded,
    endorsing,
    networks,
    with_own_tie,
    with_person,
)

EXAMPLE = read_csv(Path(__file__).parents[1] / "data" / "trust-example.csv")
DUST = 1e-9


def test_a_bare_endorsement_and_a_circle_without_voice_are_what_would_raise_w1() -> None:
    assert raises(network_of(EXAMPLE), "w1") == Raises(
        first_voices=(FirstVoice("Est", met=1.0, unmet=0.5),),
        proofs=(PersonalRaise("B", 0.25),),
        evidence=0.25,
        meetings=(),
        ties=(),
    )


def test_meeting_or_a_second_tie_are_what_would_raise_a_contested_badge() -> None:
    assert raises(network_of(EXAMPLE), "w4") == Raises(
        first_voices=(FirstVoice("Nord", 1.0, 0.5), FirstVoice("Sud", 1.0, 0.5)),
        proofs=(),
        evidence=0.0,
        meetings=(PersonalRaise("F", 0.5), PersonalRaise("H", 0.75)),
        ties=(PersonalRaise("H", 0.25),),
    )


def test_a_badge_the_network_does_not_know_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        raises(network_of(EXAMPLE), "w6")


@settings(deadline=None, max_examples=40)
@given(st.one_of(networks(), crowded()), st.data())
def test_every_amount_is_the_difference_made_by_doing_it(
    edges: TrustEdges, draw: st.DataObject
) -> None:
    badge, standing = draw.draw(st.sampled_from(sorted(values_of_edges(edges).items())))

    def gain(changed: TrustEdges) -> float:
        return values_of_edges(changed)[badge].value - standing.value

    offered = raises(network_of(edges), badge)

    bare = {
        said.person
        for said in edges.endorsements
        if said.badge == badge and said.person not in holders_of(edges, badge)
    }
    proven = {person: endorsing(edges, Endorsement(person, badge, 1.0)) for person in bare}
    voices = [*standing.contributions, *standing.unseated]
    others = [voice.person for voice in voices if voice.person not in holders_of(edges, badge)]
    assert amounts(offered.proofs) == positive({p: gain(e) for p, e in proven.items()})
    assert amounts(offered.meetings) == positive({p: gain(confirming(edges, p)) for p in others})
    assert amounts(offered.ties) == positive({p: gain(with_own_tie(edges, p)) for p in others})
    all_proven = endorsing(edges, *(Endorsement(person, badge, 1.0) for person in bare))
    assert offered.evidence == pytest.approx(gain(all_proven), abs=DUST)

    seated = {voice.circle for voice in standing.contributions}
    known = {person.circle for person in edges.people.values()}
    assert [first.circle for first in offered.first_voices] == sorted(known - seated - {""})
    for first in offered.first_voices:
        assert first.met == pytest.approx(gain(joined(edges, badge, first.circle, True)), abs=DUST)
        unmet = joined(edges, badge, first.circle, False)
        assert first.unmet == pytest.approx(gain(unmet), abs=DUST)


def holders_of(edges: TrustEdges, badge: str) -> set[str]:
    return {held.person for held in edges.holdings if held.badge == badge}


def joined(edges: TrustEdges, badge: str, circle: str, confirmed: bool) -> TrustEdges:
    new = with_person(edges, "newcomer", Person(circle, confirmed))
    return with_own_tie(endorsing(new, Endorsement("newcomer", badge, 1.0)), "newcomer")


def amounts(offered: tuple[PersonalRaise, ...]) -> dict[str, object]:
    return {each.person: pytest.approx(each.amount, abs=DUST) for each in offered}


def positive(gains: dict[str, float]) -> dict[str, float]:
    return {person: amount for person, amount in sorted(gains.items()) if amount > DUST}


def test_a_proof_is_not_asked_of_a_voice_that_never_endorsed_this_badge() -> None:
    used = replace(EXAMPLE, uses=(Use("A", "w3"),))

    assert raises(network_of(used), "w3").proofs == ()
