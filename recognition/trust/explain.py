"""What would raise the value of a badge: every amount is the difference of two scorings."""

from collections.abc import Iterable
from dataclasses import dataclass

from recognition.trust.network import AS_IT_IS, Change, Network, Newcomer
from recognition.trust.seating import seated

DIGITS = 9  # a difference of two sums carries rounding dust below this


@dataclass(frozen=True, slots=True)
class FirstVoice:
    """Somebody of a circle without a voice here endorses, with something to look at.

    `met` is gained when they are confirmed, `unmet` when not but tied by a chain of their own.
    """

    circle: str
    met: float
    unmet: float


@dataclass(frozen=True, slots=True)
class PersonalRaise:
    """What one endorser's change of situation would add."""

    person: str
    amount: float


@dataclass(frozen=True, slots=True)
class Raises:
    """What would raise one badge, each taken alone; what would add nothing is left out.

    - `first_voices`: in order of circle; the empty circle is no circle to invite.
    - `proofs`: a direct endorser without reason or proof adds one (quality 1).
    - `evidence`: all of them at once, as a first trace on an award does; 0 when none.
    - `meetings`: a collective meets an unconfirmed endorser.
    - `ties`: an endorser who shares their way here with others, or has none, is vouched for
      by somebody no other chain needs.
    """

    first_voices: tuple[FirstVoice, ...]
    proofs: tuple[PersonalRaise, ...]
    evidence: float
    meetings: tuple[PersonalRaise, ...]
    ties: tuple[PersonalRaise, ...]


def raises(network: Network, badge_id: str) -> Raises:
    """Raises KeyError for a badge the network does not know.

    Cost: the badge is scored again for each circle without a voice and up to three times for
    each endorser, so this is for one badge at a time, and aside for one with hundreds.
    """
    badge = network.position(badge_id)
    if badge is None:
        raise KeyError(badge_id)
    seating = seated(network, badge)
    before = seating.value

    def gain(change: Change) -> float:
        return round(seated(network, badge, change).value - before, DIGITS)

    def personal(changes: Iterable[tuple[int, Change]]) -> tuple[PersonalRaise, ...]:
        amounts = [(network.people[person], gain(change)) for person, change in changes]
        return tuple(PersonalRaise(person, amount) for person, amount in amounts if amount > 0)

    heard = seating.heard
    bare = [v.person for v in heard if network.endorsed[badge].get(v.person, 1.0) < 1.0]
    dependent = [v.person for v in heard if v.person not in seating.bottleneck]
    sitting = {v.circle for v, seats in zip(heard, seating.seats, strict=True) if any(seats)}
    return Raises(
        first_voices=tuple(
            FirstVoice(
                circle,
                met=gain(Change(newcomer=Newcomer(circle, confirmed=True))),
                unmet=gain(Change(newcomer=Newcomer(circle, confirmed=False))),
            )
            for circle in sorted({*network.circles} - sitting - {""})
        ),
        proofs=personal((person, Change(qualities={person: 1.0})) for person in bare),
        evidence=gain(Change(qualities=dict.fromkeys(bare, 1.0)) if bare else AS_IT_IS),
        meetings=personal(
            (v.person, Change(met=frozenset({v.person}))) for v in heard if not v.confirmed
        ),
        ties=personal((person, Change(tied=frozenset({person}))) for person in dependent),
    )
