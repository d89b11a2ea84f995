"""Small random networks for Hypothesis, and the changes the properties speak of."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from recognition.trust.edges import (
    QUALITIES,
    Endorsement,
    Holding,
    Inheritance,
    Person,
    TrustEdges,
    Use,
)

FACTORS = (0.25, 0.5, 1.0, 0.3)


@st.composite
def networks(draw: DrawFn, people: int = 9) -> TrustEdges:
    """4 to `people` people, few of them confirmed, a badge for most of them and some shared.

    Vouchers are drawn per badge, so that bottlenecks and crossing chains are frequent.
    """
    names = [f"p{n}" for n in range(draw(st.integers(4, people)))]
    circle = st.sampled_from(["", "Est", "Nord", "Sud"])
    met = st.sampled_from([True, False, False])
    listed = {name: Person(draw(circle), draw(met)) for name in names}
    holdings = [Holding(name, f"b{name}") for name in names]
    badges = [f"b{name}" for name in names] + ["shared", "definition"]
    some = st.lists(st.sampled_from(names), max_size=2, unique=True)
    holdings += [Holding(name, "shared") for name in draw(some)]
    holdings += [Holding(name, "definition") for name in draw(some)]
    endorsement = st.builds(
        Endorsement, st.sampled_from(names), st.sampled_from(badges), st.sampled_from(QUALITIES)
    )
    endorsements = draw(st.lists(endorsement, max_size=3 * len(names)))
    crowd = draw(st.lists(st.sampled_from(names), max_size=len(names)))
    endorsements += [Endorsement(n, badges[0], draw(st.sampled_from(QUALITIES))) for n in crowd]
    uses = draw(st.lists(st.builds(Use, st.sampled_from(names), st.just("definition")), max_size=2))
    inheritance = st.builds(
        Inheritance, st.sampled_from(badges), st.sampled_from(badges), st.sampled_from(FACTORS)
    )
    inheritances = draw(st.lists(inheritance, max_size=4))
    return TrustEdges(
        people=listed,
        holdings=tuple(holdings),
        endorsements=tuple(endorsements),
        uses=tuple(uses),
        inheritances=tuple(inheritances),
    )


@st.composite
def crowded(draw: DrawFn) -> TrustEdges:
    """Many voices on one badge, `b`, behind few guarantors: seats are disputed at each level.

    Each unconfirmed person is vouched for by one or two others, often by a confirmed one who
    speaks too, so that taking their seat for somebody of another circle may pay.
    """
    met = [f"m{n}" for n in range(draw(st.integers(1, 4)))]
    unmet = [f"u{n}" for n in range(draw(st.integers(2, 6)))]
    circle = st.sampled_from(["Est", "Nord", "Nord", "Sud"])
    people = {name: Person(draw(circle), confirmed=True) for name in met}
    people |= {name: Person(draw(circle), confirmed=False) for name in unmet}
    holdings = [Holding(name, f"page of {name}") for name in people]
    holdings.append(Holding("holder", "b"))
    voucher = st.sampled_from([*met[:2], *people])
    endorsements = [
        Endorsement(giver, f"page of {name}", 1.0)
        for name in unmet
        for giver in draw(st.lists(voucher, min_size=1, max_size=2))
    ]
    quality = st.sampled_from((1.0, *QUALITIES))
    endorsements += [
        Endorsement(name, "b", draw(quality)) for name in people if draw(st.booleans())
    ]
    return TrustEdges(people=people, holdings=tuple(holdings), endorsements=tuple(endorsements))


def endorsing(edges: TrustEdges, *added: Endorsement) -> TrustEdges:
    return replace(edges, endorsements=edges.endorsements + added)


def holding(edges: TrustEdges, *added: Holding) -> TrustEdges:
    return replace(edges, holdings=edges.holdings + added)


def with_person(edges: TrustEdges, name: str, person: Person) -> TrustEdges:
    return replace(edges, people={**edges.people, name: person})


def confirming(edges: TrustEdges, name: str) -> TrustEdges:
    circle = edges.people.get(name, Person()).circle
    return with_person(edges, name, Person(circle, confirmed=True))


def with_own_tie(edges: TrustEdges, name: str) -> TrustEdges:
    """Somebody confirmed who does nothing else endorses something `name` holds."""
    met = with_person(edges, f"guarantor of {name}", Person("elsewhere", confirmed=True))
    page = holding(met, Holding(name, f"page of {name}"))
    return endorsing(page, Endorsement(f"guarantor of {name}", f"page of {name}", 1.0))
