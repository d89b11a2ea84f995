"""One badge in numbers, as when it is scored again after a change: no rows for a page are made."""

from collections.abc import Sequence
from dataclasses import dataclass

from recognition.trust.chains import Chains
from recognition.trust.edges import USE_QUALITY
from recognition.trust.network import LEVELS, UNCONFIRMED, Network
from recognition.trust.seating import WEIGHTS, harmonic, rivals


@dataclass(frozen=True, slots=True)
class Score:
    """A standing in numbers; see `value.Standing`."""

    value: float
    voices: int
    independent: int
    circles: int


NOTHING = Score(0.0, 0, 0, 0)


def score(
    network: Network, badge: int, known: Sequence[Sequence[int]] = ()
) -> tuple[Score, Chains]:
    """The numbers of a badge and the chains they rest on.

    `known`: chains that are there already, as `Chains.all` gives them. Cost: linear in the
    voices, and a search for each that needs a chain and has none; seats are only given out one
    by one where some search fails.
    """
    barred = frozenset(network.holdings.tails(badge))
    levels = _levels(network, badge, barred)
    confirmed, reached = network.confirmed, network.reached
    chains = Chains(network, confirmed, barred)
    chains.resume([chain for chain in known if chain[0] in levels])
    later: list[int] = []
    counts: dict[str, list[int]] = {}  # of each circle, voices by level
    linked = 0
    for person, level in levels.items():
        if person not in reached:
            continue
        linked += 1
        circle = network.circles[person]
        if circle not in counts:
            counts[circle] = [0] * len(LEVELS)
        counts[circle][level] += 1
        if not chains.ends_at(person):
            if person in confirmed and not chains.serves(person):
                chains.start_at(person)
            else:
                later.append(person)
    lacking = [person for person in later if not chains.link(person)]
    if lacking:
        rivalry = rivals(network, badge, linked=chains)
        value, circles = rivalry.total()
        independent = len(rivalry.safe) + len(rivalry.narrows)
        return Score(value, len(levels), independent, circles), chains
    value = sum(map(_circle_value, counts.values()))
    return Score(value, len(levels), linked, len(counts)), chains


def _levels(network: Network, badge: int, barred: frozenset[int]) -> dict[int, int]:
    """Who is heard, holders left out, and the place in LEVELS of their strength."""
    products = network.endorsements.into(badge)
    for source, factor in network.inheritances.into(badge).items():
        for person, quality in network.endorsements.into(source).items():
            product = quality * factor
            if product > products.get(person, 0.0):
                products[person] = product
    for person in network.uses.tails(badge):
        if products.get(person, 0.0) < USE_QUALITY:
            products[person] = USE_QUALITY
    levels: dict[int, int] = {}
    confirmed = network.confirmed
    for person, product in products.items():
        strength = product if person in confirmed else product * UNCONFIRMED
        if person not in barred:
            for level, least in enumerate(LEVELS):
                if strength >= least:
                    levels[person] = level
                    break
    return levels


def _circle_value(by_level: list[int]) -> float:
    """What one circle adds: at each level the harmonic number of all who reach it."""
    value, able = 0.0, 0
    for weight, count in zip(WEIGHTS, by_level, strict=True):
        able += count
        value += weight * harmonic(able)
    return value
