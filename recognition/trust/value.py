"""The value of every badge, with its parts and its proof (trust metric, sections 1 and 6)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from recognition.trust.chains import entrances
from recognition.trust.edges import TrustEdges
from recognition.trust.graph import Node, edges_of
from recognition.trust.network import Heard, Network, VoiceKind, network_of
from recognition.trust.seating import Seating, Seats, amount, seated

if TYPE_CHECKING:
    import networkx as nx

Cause = Literal["unreached", "barred", "contested", "holder"]


@dataclass(frozen=True, slots=True)
class Voice:
    """One person's word, by the strongest of the routes it arrives by.

    `source` is the badge that was endorsed or carried: the badge itself unless `kind` is
    "inherit". `quality` is that endorsement's, `factor` the inheritance's (1 otherwise);
    `strength` is their product, halved for somebody unconfirmed, as one of LEVELS.
    """

    person: str
    circle: str
    confirmed: bool
    kind: VoiceKind
    source: str
    quality: float
    factor: float
    strength: float


@dataclass(frozen=True, slots=True)
class Contribution(Voice):
    """A voice that counts. `seats` is its place in the circle at each of LEVELS, 0 for none.

    Unless people compete for chains, it sits in one place from its strength downwards and
    `amount` is strength / place; always, `amount` is the sum of weight / place over levels.
    """

    seats: Seats
    amount: float

    @property
    def seat(self) -> int:
        """Place in the circle, 1 for the first voice, at the strongest level where it sits."""
        return next(seat for seat in self.seats if seat)


@dataclass(frozen=True, slots=True)
class Unseated(Voice):
    """A voice that adds nothing, and why.

    - "unreached": no chain leads to them from anybody confirmed; `through` is empty.
    - "barred": tied to the confirmed by holders of this badge alone, named in `through`.
    - "contested": arrives only through the people of `through`, each already counted, for
      themselves or as a link to somebody else. When that is the voice's own name, they
      serve as a link in the chain of another voice.
    - "holder": endorsed what they hold; `through` is empty.
    """

    cause: Cause
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands behind one badge; people in every list are in order of id.

    `voices` counts the people heard, holders left out; `independent` how many of them have
    chains with nobody in common; `circles` those with a voice that counts, people without a
    circle sharing one. `bottleneck` is a smallest set of people without whom nobody
    confirmed leads to the badge any more: of those sets the one nearest the badge. It has
    exactly `independent` people.
    """

    value: float
    voices: int
    independent: int
    circles: int
    contributions: tuple[Contribution, ...]
    unseated: tuple[Unseated, ...]
    bottleneck: tuple[str, ...]


Standings = Mapping[str, Standing]


def values(graph: "nx.DiGraph[Node]") -> Standings:
    """The standing of every badge that is held or endorsed in a graph of `trust_graph`."""
    return standings(network_of(edges_of(graph)))


def values_of_edges(edges: TrustEdges) -> Standings:
    """As `values`, without the detour by networkx."""
    return standings(network_of(edges))


def standings(network: Network) -> Standings:
    """Cost: linear in the voices where nobody competes, else a search for each competitor."""
    return {network.badges[badge]: standing(network, badge) for badge in network.shown}


def standing(network: Network, badge: int, chains: Iterable[Sequence[int]] = ()) -> Standing:
    """`chains`: some that are known to be there, as `Chains.all` gives them; they save time."""
    seating = seated(network, badge, chains=chains)
    names = network.people
    contributions = tuple(
        Contribution(*_voice(network, voice), seats=seats, amount=amount(seats))
        for voice, seats in zip(seating.heard, seating.seats, strict=True)
        if any(seats)
    )
    return Standing(
        value=seating.value,
        voices=len(seating.heard),
        independent=len(seating.bottleneck),
        circles=len({contribution.circle for contribution in contributions}),
        contributions=contributions,
        unseated=tuple(_unseated(network, badge, seating)),
        bottleneck=tuple(
            names[person] for person in network.person_names.ordered(seating.bottleneck)
        ),
    )


def _unseated(network: Network, badge: int, seating: Seating) -> Iterator[Unseated]:
    """In order of id."""
    silent = [
        voice for voice, seats in zip(seating.heard, seating.seats, strict=True) if not any(seats)
    ]
    said = network.endorsements.into(badge)
    names = network.people
    own = [voice for voice in seating.own if voice.person in said]
    mine = {voice.person for voice in own}
    for voice in sorted(silent + own, key=lambda voice: names[voice.person]):
        fields = _voice(network, voice)
        if voice.person in mine:
            yield Unseated(*fields, cause="holder")
        else:
            cause, through = _cause(network, badge, seating.bottleneck, voice.person)
            yield Unseated(
                *fields,
                cause=cause,
                through=tuple(
                    network.people[person] for person in network.person_names.ordered(through)
                ),
            )


def _cause(
    network: Network, badge: int, bottleneck: AbstractSet[int], person: int
) -> tuple[Cause, AbstractSet[int]]:
    holders = frozenset(network.holdings.tails(badge))
    shared = entrances(network, person, bottleneck, barred=holders)
    if shared:
        return "contested", shared
    if person in network.reached:
        return "barred", entrances(network, person, holders, barred=frozenset()) & network.reached
    return "unreached", shared


def _voice(
    network: Network, voice: Heard
) -> tuple[str, str, bool, VoiceKind, str, float, float, float]:
    """The fields of Voice, in its order."""
    return (
        network.people[voice.person],
        voice.circle,
        voice.confirmed,
        voice.kind,
        network.badges[voice.source],
        voice.quality,
        voice.factor,
        voice.strength,
    )
