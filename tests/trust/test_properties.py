"""Properties 1 to 13 of the metric, on small random networks against a literal oracle.

Property 14, incremental = full, is in test_live.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from math import fsum, isclose
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from recognition.trust.edges import QUALITIES, Endorsement, Holding, Person, TrustEdges, Use
from recognition.trust.network import LEVELS
from recognition.trust.seating import WEIGHTS
from recognition.trust.value import Standing, Standings, values_of_edges
from tests.trust import oracle
from tests.trust.networks import confirming, crowded, endorsing, holding, networks, with_person

EXAMPLES = 60
DUST = 1e-9  # sums of at most a few dozen fractions

any_network = st.one_of(networks(), crowded())
data = st.data()


def property_of(*drawn: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Any]:
    """A property of random networks; slower machines must not make it fail."""
    return lambda test: settings(deadline=None, max_examples=EXAMPLES)(given(*drawn)(test))


def people_of(edges: TrustEdges) -> list[str]:
    acts: list[Holding | Endorsement | Use] = [*edges.holdings, *edges.endorsements, *edges.uses]
    return sorted({*edges.people, *(act.person for act in acts)})


def badges_of(edges: TrustEdges) -> list[str]:
    return sorted(oracle.badges(edges))


def assert_none_falls(before: Standings, after: Standings) -> None:
    fallen = {b: (s.value, after[b].value) for b, s in before.items() if falls(s, after[b])}
    assert fallen == {}


def falls(before: Standing, after: Standing) -> bool:
    return after.value < before.value - DUST


@property_of(any_network)
def test_1_value_and_independent_are_exact(edges: TrustEdges) -> None:
    standings = values_of_edges(edges)

    assert list(standings) == badges_of(edges)
    for badge, standing in standings.items():
        truth = oracle.truth(edges, badge)
        assert isclose(standing.value, truth.value, abs_tol=DUST)
        assert (standing.independent, standing.voices) == (truth.independent, truth.voices)


@property_of(any_network, data)
def test_2_adding_any_endorsement_lowers_no_badge(edges: TrustEdges, draw: st.DataObject) -> None:
    person = draw.draw(st.sampled_from([*people_of(edges), "somebody new"]))
    badge = draw.draw(st.sampled_from([*badges_of(edges), "something new"]))
    quality = draw.draw(st.sampled_from(QUALITIES))

    after = values_of_edges(endorsing(edges, Endorsement(person, badge, quality)))

    assert_none_falls(values_of_edges(edges), after)


@property_of(any_network, data)
def test_3_who_endorses_everything_raises_each_badge_by_at_most_one_and_lowers_none(
    edges: TrustEdges, draw: st.DataObject
) -> None:
    person = draw.draw(st.sampled_from([*people_of(edges), "somebody new"]))
    if draw.draw(st.booleans()):
        edges = confirming(edges, person)
    before = values_of_edges(edges)

    after = values_of_edges(
        endorsing(edges, *(Endorsement(person, badge, 1.0) for badge in before))
    )

    assert_none_falls(before, after)
    assert max(after[badge].value - before[badge].value for badge in before) <= 1 + DUST


@property_of(any_network, data)
def test_3_adding_unrelated_badges_changes_nothing(edges: TrustEdges, draw: st.DataObject) -> None:
    people = st.sampled_from(people_of(edges))
    added = [Endorsement(draw.draw(people), f"other{n}", 1.0) for n in range(3)]
    wider = holding(edges, *(Holding(f"newcomer{n}", f"other{n}") for n in range(3)))

    after = values_of_edges(endorsing(wider, *added))

    before = values_of_edges(edges)
    assert {badge: after[badge] for badge in before} == before


@property_of(any_network, data)
def test_4_adding_a_reason_lowers_no_badge(edges: TrustEdges, draw: st.DataObject) -> None:
    assume(edges.endorsements)
    said = list(edges.endorsements)
    at = draw.draw(st.integers(0, len(said) - 1))
    said[at] = replace(said[at], quality=min(1.0, 2 * said[at].quality))

    after = values_of_edges(replace(edges, endorsements=tuple(said)))

    assert_none_falls(values_of_edges(edges), after)


@property_of(any_network, data)
def test_4_evidence_on_a_badge_lowers_no_badge(edges: TrustEdges, draw: st.DataObject) -> None:
    badge = draw.draw(st.sampled_from(badges_of(edges)))
    lifted = tuple(
        replace(said, quality=1.0) if said.badge == badge else said for said in edges.endorsements
    )

    after = values_of_edges(replace(edges, endorsements=lifted))

    assert_none_falls(values_of_edges(edges), after)


@property_of(any_network, data)
def test_4_confirming_a_person_lowers_no_badge(edges: TrustEdges, draw: st.DataObject) -> None:
    person = draw.draw(st.sampled_from(people_of(edges)))

    after = values_of_edges(confirming(edges, person))

    assert_none_falls(values_of_edges(edges), after)


@property_of(any_network, data)
def test_5_an_endorsement_repeated_by_the_same_person_changes_nothing(
    edges: TrustEdges, draw: st.DataObject
) -> None:
    assume(edges.endorsements)
    said = draw.draw(st.sampled_from(edges.endorsements))
    weaker = draw.draw(st.sampled_from([q for q in QUALITIES if q <= said.quality]))

    after = values_of_edges(endorsing(edges, replace(said, quality=weaker)))

    assert after == values_of_edges(edges)


@property_of(any_network)
def test_6_value_lies_between_the_strongest_linked_voice_and_the_independent_voices(
    edges: TrustEdges,
) -> None:
    for badge, standing in values_of_edges(edges).items():
        reached = oracle.reachable(edges, badge, frozenset())
        strengths = oracle.voice_strengths(edges, badge)
        linked = [strength for person, strength in strengths.items() if person in reached]
        assert max(linked, default=0.0) <= standing.value + DUST
        assert standing.value <= standing.independent + DUST
        assert standing.independent <= standing.voices


@property_of(networks(), st.integers(1, 6), st.integers(0, 3), st.booleans(), data)
def test_7_false_identities_are_worth_no_more_than_the_people_deceived(
    edges: TrustEdges, count: int, deceived_count: int, in_circles: bool, draw: st.DataObject
) -> None:
    honest = people_of(edges)
    deceived = honest[: min(deceived_count, len(honest))]
    circle = st.sampled_from(["Est", "Nord", "Sud"] if in_circles else [""])
    false = [f"false{n}" for n in range(count)]
    for name in false:
        edges = with_person(edges, name, Person(draw.draw(circle), confirmed=False))
    edges = holding(edges, *(Holding(name, f"page of {name}") for name in [*false, "mask"]))
    edges = endorsing(
        edges,
        *(Endorsement(a, f"page of {b}", 1.0) for a in false for b in [*false, "mask"]),
        *(
            Endorsement(name, f"page of {draw.draw(st.sampled_from(false))}", 1.0)
            for name in deceived
        ),
    )

    value = values_of_edges(edges)["page of mask"].value

    bound = len(deceived) if in_circles else oracle.harmonic(len(deceived))
    assert value <= bound / 2 + DUST


@property_of(networks(), st.integers(2, 6))
def test_8_a_closed_group_without_outside_voucher_is_worth_nothing(
    edges: TrustEdges, count: int
) -> None:
    group = [f"group{n}" for n in range(count)]
    closed = holding(edges, *(Holding(name, f"page of {name}") for name in group))
    closed = endorsing(
        closed, *(Endorsement(a, f"page of {b}", 1.0) for a in group for b in group if a != b)
    )

    standings = values_of_edges(closed)

    assert {standings[f"page of {name}"].value for name in group} == {0.0}


@property_of(networks(), data)
def test_9_who_is_tied_to_the_confirmed_by_the_holder_alone_adds_nothing_to_the_holders_badge(
    edges: TrustEdges, draw: st.DataObject
) -> None:
    holder = draw.draw(st.sampled_from(people_of(edges)))
    badge = f"b{holder}"
    edges = holding(edges, Holding("friend", "page of friend"))
    edges = endorsing(edges, Endorsement(holder, "page of friend", 1.0))

    before = values_of_edges(edges)[badge]
    after = values_of_edges(endorsing(edges, Endorsement("friend", badge, 1.0)))[badge]

    assert after.value == before.value
    assert after.voices == before.voices + 1
    friend = next(voice for voice in after.unseated if voice.person == "friend")
    assert friend.cause in {"barred", "unreached"}


@property_of(networks())
def test_10_a_newcomer_with_two_confirmed_voices_from_two_circles_has_exactly_two(
    edges: TrustEdges,
) -> None:
    edges = with_person(edges, "first", Person("Nord", confirmed=True))
    edges = with_person(edges, "second", Person("Sud", confirmed=True))
    edges = holding(edges, Holding("newcomer", "award"))

    after = values_of_edges(
        endorsing(edges, *(Endorsement(name, "award", 1.0) for name in ("first", "second")))
    )

    assert after["award"].value == 2.0


@property_of(any_network)
def test_11_without_the_bottleneck_nobody_confirmed_leads_to_the_badge(edges: TrustEdges) -> None:
    for badge, standing in values_of_edges(edges).items():
        strengths = oracle.voice_strengths(edges, badge)
        left = oracle.reachable(edges, badge, frozenset(standing.bottleneck))
        assert left & set(strengths) == set()
        assert len(set(standing.bottleneck)) == standing.independent
        assert list(standing.bottleneck) == sorted(standing.bottleneck)


@property_of(any_network)
def test_12_contributions_add_up_and_sit_as_the_definition_says(edges: TrustEdges) -> None:
    for badge, standing in values_of_edges(edges).items():
        assert isclose(
            fsum(voice.amount for voice in standing.contributions), standing.value, abs_tol=DUST
        )
        for voice in standing.contributions:
            parts = zip(WEIGHTS, voice.seats, strict=True)
            assert isclose(
                voice.amount, sum(weight / seat for weight, seat in parts if seat), abs_tol=DUST
            )
        for at, level in enumerate(LEVELS):
            assert_seats_are_linkable_and_numbered(edges, badge, standing, at, level)


def assert_seats_are_linkable_and_numbered(
    edges: TrustEdges, badge: str, standing: Standing, at: int, level: float
) -> None:
    sitting = [voice for voice in standing.contributions if voice.seats[at]]
    assert all(voice.strength >= level for voice in sitting)
    names = frozenset(voice.person for voice in sitting)
    assert oracle.linkable(edges, badge, names) == len(names)
    places: dict[str, list[int]] = defaultdict(list)
    for voice in sitting:
        places[voice.circle].append(voice.seats[at])
    for taken in places.values():
        assert sorted(taken) == list(range(1, len(taken) + 1))


@property_of(any_network)
def test_12_every_voice_either_counts_or_is_listed_with_a_true_cause(edges: TrustEdges) -> None:
    for badge, standing in values_of_edges(edges).items():
        counted = [voice.person for voice in standing.contributions]
        silent = [voice for voice in standing.unseated if voice.cause != "holder"]
        strengths = oracle.voice_strengths(edges, badge)
        assert sorted(counted + [voice.person for voice in silent]) == sorted(strengths)
        assert standing.circles == len({voice.circle for voice in standing.contributions})
        reached = oracle.reachable(edges, badge, frozenset())
        anywhere = oracle.reachable(edges, "no such badge", frozenset())
        for voice in silent:
            linked, known = voice.person in reached, voice.person in anywhere
            cause = "contested" if linked else "barred" if known else "unreached"
            assert voice.cause == cause
            if cause == "contested":
                assert set(voice.through) <= set(standing.bottleneck)
                cut = oracle.reachable(edges, badge, frozenset(voice.through))
                assert voice.person not in cut
            if cause == "barred":
                assert set(voice.through) <= oracle.holders(edges, badge) & anywhere
                assert voice.through
        own = {voice.person for voice in standing.unseated if voice.cause == "holder"}
        assert own <= oracle.holders(edges, badge)


@property_of(any_network, data)
def test_13_the_order_of_rows_changes_nothing(edges: TrustEdges, draw: st.DataObject) -> None:
    people = dict(draw.draw(st.permutations(list(edges.people.items()))))
    shuffled = TrustEdges(
        people=people,
        holdings=tuple(draw.draw(st.permutations(edges.holdings))),
        endorsements=tuple(draw.draw(st.permutations(edges.endorsements))),
        uses=tuple(draw.draw(st.permutations(edges.uses))),
        inheritances=tuple(draw.draw(st.permutations(edges.inheritances))),
    )

    assert list(values_of_edges(shuffled).items()) == list(values_of_edges(edges).items())


@property_of(any_network, data)
def test_13_renaming_people_badges_and_circles_changes_no_value(
    edges: TrustEdges, draw: st.DataObject
) -> None:
    names = people_of(edges)
    person = dict(zip(names, draw.draw(st.permutations(names)), strict=True))
    circles = ["", "Est", "Nord", "Sud"]
    circle = dict(zip(circles, draw.draw(st.permutations(circles)), strict=True))
    renamed = TrustEdges(
        people={person[p]: replace(d, circle=circle[d.circle]) for p, d in edges.people.items()},
        holdings=tuple(Holding(person[h.person], h.badge[::-1]) for h in edges.holdings),
        endorsements=tuple(
            replace(e, person=person[e.person], badge=e.badge[::-1]) for e in edges.endorsements
        ),
        uses=tuple(replace(u, person=person[u.person], badge=u.badge[::-1]) for u in edges.uses),
        inheritances=tuple(
            replace(i, source=i.source[::-1], target=i.target[::-1]) for i in edges.inheritances
        ),
    )

    after = values_of_edges(renamed)

    for badge, standing in values_of_edges(edges).items():
        other = after[badge[::-1]]
        assert round(standing.value, 9) == round(other.value, 9)
        assert (standing.voices, standing.independent, standing.circles) == (
            other.voices,
            other.independent,
            other.circles,
        )
        assert sorted(person[name] for name in standing.bottleneck) == list(other.bottleneck)
