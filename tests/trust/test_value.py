"""The worked example, and small networks in which every part of a standing is known."""

from dataclasses import replace
from pathlib import Path

import pytest

from recognition.trust.edges import (
    Endorsement,
    Holding,
    Inheritance,
    Person,
    TrustEdges,
    Use,
    read_csv,
)
from recognition.trust.graph import trust_graph
from recognition.trust.value import Standing, Unseated, values, values_of_edges
from tests.trust.networks import endorsing

EXAMPLE = read_csv(Path(__file__).parents[1] / "data" / "trust-example.csv")


def amounts(standing: Standing) -> dict[str, float]:
    return {voice.person: voice.amount for voice in standing.contributions}


def causes(standing: Standing) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {voice.person: (voice.cause, voice.through) for voice in standing.unseated}


@pytest.mark.parametrize(
    ("badge", "parts", "voices", "circles", "bottleneck"),
    [
        ("w1", {"A": 1.0, "B": 0.25, "C": 1.0}, 3, 2, ("A", "B", "C")),
        ("w2", {"C": 1.0, "D": 0.5}, 2, 2, ("C", "D")),
        ("w3", {"E": 0.5}, 1, 1, ("E",)),
        ("w4", {"F": 0.5}, 2, 1, ("F",)),
        ("w5", {"F": 0.5}, 2, 1, ("F",)),
    ],
)
def test_the_worked_example(
    badge: str,
    parts: dict[str, float],
    voices: int,
    circles: int,
    bottleneck: tuple[str, ...],
) -> None:
    standing = values(trust_graph(EXAMPLE))[badge]

    assert amounts(standing) == parts
    assert standing.value == sum(parts.values())
    assert standing.voices == voices
    assert standing.independent == len(bottleneck)
    assert standing.circles == circles
    assert standing.bottleneck == bottleneck


def test_the_worked_example_with_a_reason_of_c_on_w4_raises_w4_and_w5_and_nothing_falls() -> None:
    standings = values_of_edges(endorsing(EXAMPLE, Endorsement("C", "w4", 1.0)))

    found = {badge: standing.value for badge, standing in standings.items()}
    assert found == {"w1": 2.25, "w2": 1.5, "w3": 0.5, "w4": 1.5, "w5": 1.0}


def test_the_worked_example_with_a_reason_of_b_on_w1_raises_w1_alone() -> None:
    standings = values_of_edges(endorsing(EXAMPLE, Endorsement("B", "w1", 1.0)))

    found = {badge: standing.value for badge, standing in standings.items()}
    assert found == {"w1": 2.5, "w2": 1.5, "w3": 0.5, "w4": 0.5, "w5": 0.5}


def test_a_contribution_says_its_circle_place_and_where_the_voice_comes_from() -> None:
    second = values_of_edges(EXAMPLE)["w1"].contributions[1]

    assert (second.person, second.circle, second.confirmed) == ("B", "Nord", True)
    assert (second.kind, second.source) == ("endorse", "w1")
    assert (second.quality, second.factor, second.strength) == (0.5, 1.0, 0.5)
    assert (second.seat, second.seats, second.amount) == (2, (0, 2, 2, 2), 0.25)


def test_a_voice_that_adds_nothing_is_listed_with_its_cause() -> None:
    edges = TrustEdges(
        people={"A": Person("Nord", True), "Z": Person("Nord"), "H": Person("Nord", True)},
        holdings=(
            Holding("H", "w"),
            Holding("P", "page of P"),
            Holding("Q", "page of Q"),
            Holding("R", "page of R"),
        ),
        endorsements=(
            Endorsement("H", "w", 1.0),
            Endorsement("A", "page of P", 0.25),
            Endorsement("P", "page of Q", 0.25),
            Endorsement("H", "page of R", 0.25),
            *(Endorsement(person, "w", 1.0) for person in "PQRZ"),
        ),
    )

    standing = values_of_edges(edges)["w"]

    assert amounts(standing) == {"P": 0.5}
    assert causes(standing) == {
        "H": ("holder", ()),
        "Q": ("contested", ("P",)),
        "R": ("barred", ("H",)),
        "Z": ("unreached", ()),
    }
    assert (standing.voices, standing.independent, standing.bottleneck) == (4, 1, ("P",))


def test_somebody_who_serves_as_a_link_for_a_rarer_voice_is_contested_through_themselves() -> None:
    edges = TrustEdges(
        people={
            "A": Person("Nord", True),
            "B": Person("Nord", True),
            "D": Person("Sud"),
        },
        holdings=(Holding("H", "w"), Holding("D", "page of D")),
        endorsements=(
            Endorsement("A", "w", 0.25),
            Endorsement("B", "w", 1.0),
            Endorsement("A", "page of D", 1.0),
            Endorsement("D", "w", 1.0),
        ),
    )

    standing = values_of_edges(edges)["w"]

    # D opens a circle where A would only come second in Nord, and there is one chain for both
    assert amounts(standing) == {"B": 1.0, "D": 0.5}
    assert causes(standing) == {"A": ("contested", ("A",))}
    assert standing.bottleneck == ("A", "B")


def test_a_seat_lost_at_a_lower_level_is_only_paid_where_it_was_held() -> None:
    edges = TrustEdges(
        people={
            "A": Person("Nord", True),
            "B": Person("Nord", True),
            "D": Person("Sud"),
        },
        holdings=(Holding("H", "w"), Holding("D", "page of D")),
        endorsements=(
            Endorsement("A", "w", 1.0),
            Endorsement("B", "w", 1.0),
            Endorsement("A", "page of D", 1.0),
            Endorsement("D", "w", 1.0),
        ),
    )

    standing = values_of_edges(edges)["w"]

    seats = {voice.person: voice.seats for voice in standing.contributions}
    assert seats == {"A": (1, 0, 0, 0), "B": (2, 1, 1, 1), "D": (0, 1, 1, 1)}
    assert amounts(standing) == {"A": 0.5, "B": 0.75, "D": 0.5}
    # level 1: (1 + 1/2) / 2; the three below: (1 + 1) times 1/4, 1/8 and 1/8
    assert standing.value == 1.75
    assert standing.independent == 2


@pytest.mark.parametrize(
    ("confirmed", "quality", "factor", "amount"),
    [
        (True, 1.0, 0.5, 0.5),
        (True, 0.5, 0.25, 0.125),
        (False, 1.0, 0.25, 0.125),
        (False, 0.5, 0.25, 0.0),  # a sixteenth is dropped
        (True, 1.0, 0.3, 0.25),  # between two levels the lower counts
    ],
)
def test_direct_endorsements_are_inherited_one_step(
    confirmed: bool, quality: float, factor: float, amount: float
) -> None:
    edges = TrustEdges(
        people={"A": Person("Nord", confirmed), "C": Person("Sud", True)},
        holdings=(Holding("D", "award"), Holding("A", "page of A")),
        endorsements=(
            Endorsement("A", "definition", quality),
            Endorsement("C", "page of A", 1.0),
        ),
        inheritances=(
            Inheritance("definition", "award", factor),
            Inheritance("award", "grandchild", 1.0),
        ),
    )

    standings = values_of_edges(edges)

    assert standings["award"].value == amount
    assert standings["award"].voices == (1 if amount else 0)
    assert [(v.kind, v.source, v.factor) for v in standings["award"].contributions] == (
        [("inherit", "definition", factor)] if amount else []
    )
    assert set(standings) == {"award", "definition", "page of A"}


def test_use_is_a_quarter_and_is_not_inherited() -> None:
    edges = TrustEdges(
        people={"A": Person("Nord", True)},
        holdings=(Holding("D", "definition"), Holding("A", "award")),
        uses=(Use("A", "definition"),),
        inheritances=(Inheritance("definition", "award", 1.0),),
    )

    standings = values_of_edges(edges)

    assert [(v.kind, v.source, v.amount) for v in standings["definition"].contributions] == [
        ("use", "definition", 0.25)
    ]
    assert standings["award"].voices == 0


@pytest.mark.parametrize(
    ("direct", "from_v", "from_u", "expected"),
    [
        (0.5, 1.0, 1.0, ("endorse", "w", 0.5)),
        (0.25, 1.0, 1.0, ("inherit", "u", 0.5)),
        (0.25, 1.0, 0.5, ("inherit", "v", 0.5)),
        (None, 0.5, 0.5, ("inherit", "u", 0.25)),
        (None, 0.25, 0.25, ("use", "w", 0.25)),
        (0.25, 0.25, 0.25, ("endorse", "w", 0.25)),
    ],
)
def test_of_several_routes_the_strongest_counts_then_direct_then_first_badge_then_use(
    direct: float | None, from_v: float, from_u: float, expected: tuple[str, str, float]
) -> None:
    own = () if direct is None else (Endorsement("A", "w", direct),)
    edges = TrustEdges(
        people={"A": Person("Nord", True)},
        holdings=(Holding("H", "w"),),
        endorsements=(*own, Endorsement("A", "v", from_v), Endorsement("A", "u", from_u)),
        uses=(Use("A", "w"),),
        inheritances=(Inheritance("v", "w", 0.5), Inheritance("u", "w", 0.5)),
    )

    standing = values_of_edges(edges)["w"]

    assert [(v.kind, v.source, v.amount) for v in standing.contributions] == [expected]


def test_a_holder_is_heard_neither_directly_nor_by_inheritance_and_starts_no_chain() -> None:
    edges = TrustEdges(
        people={"H": Person("Nord", True), "D": Person("Nord")},
        holdings=(Holding("H", "w"), Holding("G", "w"), Holding("D", "page of D")),
        endorsements=(
            Endorsement("H", "w", 1.0),
            Endorsement("G", "definition", 1.0),
            Endorsement("H", "page of D", 1.0),
            Endorsement("D", "w", 1.0),
        ),
        inheritances=(Inheritance("definition", "w", 1.0),),
    )

    standing = values_of_edges(edges)["w"]

    assert (standing.value, standing.voices, standing.independent) == (0.0, 1, 0)
    # G did not endorse w itself, so there is nothing to tell about it on the page of w
    assert causes(standing) == {"D": ("barred", ("H",)), "H": ("holder", ())}


def test_people_without_a_circle_share_one() -> None:
    edges = TrustEdges(
        people={"A": Person("", True), "B": Person("", True)},
        endorsements=(Endorsement("A", "w", 1.0), Endorsement("B", "w", 1.0)),
    )

    standing = values_of_edges(edges)["w"]

    assert (standing.value, standing.circles) == (1.5, 1)


def test_a_badge_nobody_endorsed_is_shown_with_value_zero() -> None:
    standings = values_of_edges(TrustEdges(holdings=(Holding("A", "w"),)))

    assert standings == {
        "w": Standing(
            value=0.0,
            voices=0,
            independent=0,
            circles=0,
            contributions=(),
            unseated=(),
            bottleneck=(),
        )
    }


def test_no_edges_are_no_badges() -> None:
    assert values_of_edges(TrustEdges()) == {}


def test_chains_are_moved_aside_to_make_room_for_another() -> None:
    # X comes through P or Q, Y through P alone: X, linked first, must give P up
    edges = TrustEdges(
        people={"P": Person("Nord", True), "Q": Person("Nord", True)},
        holdings=(Holding("X", "page of X"), Holding("Y", "page of Y"), Holding("H", "w")),
        endorsements=(
            Endorsement("P", "page of X", 1.0),
            Endorsement("Q", "page of X", 1.0),
            Endorsement("P", "page of Y", 1.0),
            Endorsement("X", "w", 1.0),
            Endorsement("Y", "w", 1.0),
        ),
    )

    standing = values_of_edges(edges)["w"]

    assert amounts(standing) == {"X": 0.5, "Y": 0.25}
    assert standing.bottleneck == ("X", "Y")


def vouched(**vouchers: str) -> TrustEdges:
    """X and Y are confirmed and silent; each named person holds a page endorsed by letters given.

    The first letter of a name is the circle.
    """
    return TrustEdges(
        people={"X": Person("far", True), "Y": Person("far", True)}
        | {name: Person(name[0], confirmed=not givers) for name, givers in vouchers.items()},
        holdings=(Holding("H", "w"), *(Holding(name, f"page of {name}") for name in vouchers)),
        endorsements=tuple(
            Endorsement(giver, f"page of {name}", 1.0)
            for name, givers in vouchers.items()
            for giver in givers
        ),
    )


def heard_on_w(edges: TrustEdges, **qualities: float) -> Standing:
    said = (Endorsement(name, "w", quality) for name, quality in qualities.items())
    return values_of_edges(endorsing(edges, *said))["w"]


def test_first_places_of_all_circles_are_given_before_any_second_place() -> None:
    network = vouched(n1="X", n2="Y", s1="XY")

    standing = heard_on_w(network, n1=1.0, n2=1.0, s1=1.0)

    assert (standing.value, standing.independent, standing.circles) == (1.0, 2, 2)


def test_a_seat_is_handed_on_inside_a_circle_when_that_seats_another_circle() -> None:
    network = vouched(n1="X", n2="Y", n3="Y", s1="X")

    standing = heard_on_w(network, n1=1.0, n2=1.0, n3=1.0, s1=1.0)

    # n1 sits first, then leaves X to s1 and the seat to n2, who comes through Y
    assert amounts(standing) == {"n2": 0.5, "s1": 0.5}
    assert causes(standing) == {"n1": ("contested", ("X",)), "n3": ("contested", ("Y",))}
    assert standing.bottleneck == ("X", "Y")


def test_places_taken_by_voices_nobody_contests_count_when_others_compete() -> None:
    network = vouched(e0="", e1="X", s1="X")

    standing = heard_on_w(network, e0=1.0, e1=1.0, s1=1.0)

    assert amounts(standing) == {"e0": 1.0, "s1": 0.5}


def test_a_faint_voice_that_takes_a_first_place_sends_the_shared_chain_to_another_circle() -> None:
    network = vouched(e0="", e1="X", s1="X")

    standing = heard_on_w(network, e0=0.25, e1=1.0, s1=1.0)

    # at level 1/2 Est and Sud are worth the same; below, e0 is first in Est anyway
    assert amounts(standing) == {"e0": 0.25, "e1": 0.25, "s1": 0.25}
    assert standing.value == 0.75


def test_a_fainter_voice_of_another_circle_does_not_take_over_a_seat_of_equal_worth() -> None:
    network = vouched(e1="X", s1="X")

    standing = heard_on_w(network, e1=0.5, s1=1.0)

    assert amounts(standing) == {"s1": 0.5}
    assert causes(standing) == {"e1": ("contested", ("X",))}


def test_the_stronger_voice_of_a_circle_comes_first_whatever_its_name() -> None:
    network = vouched(a1="", a2="")

    assert amounts(heard_on_w(network, a1=0.5, a2=1.0)) == {"a1": 0.25, "a2": 1.0}


def test_a_shared_thing_vouches_for_all_its_holders_without_listing_every_pair() -> None:
    crowd = [f"m{n:04}" for n in range(3000)]
    edges = TrustEdges(
        people={name: Person("Nord", True) for name in crowd}
        | {f"u{name}": Person("Sud") for name in crowd},
        holdings=tuple(Holding(f"u{name}", "workshop") for name in crowd),
        endorsements=(
            *(Endorsement(name, "workshop", 1.0) for name in crowd),
            *(Endorsement(f"u{name}", "w", 1.0) for name in crowd[:50]),
        ),
    )

    standing = values_of_edges(edges)["w"]

    assert (standing.voices, standing.independent) == (50, 50)


def test_an_unseated_voice_keeps_what_is_known_of_it() -> None:
    unmet = {name: Person(person.circle) for name, person in EXAMPLE.people.items()}

    standing = values_of_edges(replace(EXAMPLE, people=unmet))["w3"]

    assert standing.unseated == (
        Unseated(
            person="E",
            circle="Sud",
            confirmed=False,
            kind="endorse",
            source="w3",
            quality=1.0,
            factor=1.0,
            strength=0.5,
            cause="unreached",
            through=(),
        ),
    )
