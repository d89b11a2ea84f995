"""What would raise the value of a badge: every amount is the difference of two values."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from recognition.trust.chains import ancestors
from recognition.trust.network import LEVELS, UNCONFIRMED, Change, Heard, Network, level_of
from recognition.trust.seating import WEIGHTS, rivals, seated

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

    Cost: one scoring; where nobody competes for chains every amount follows from the places
    taken in the circles. Otherwise seats are given out again for each voice that could be
    stronger, and a scoring from the known chains is done for each whose seat is disputed.
    """
    badge = network.position(badge_id)
    if badge is None:
        raise KeyError(badge_id)
    return _Raising(network, badge).raises()


class _Raising:
    def __init__(self, network: Network, badge: int) -> None:
        self._network = network
        self._badge = badge
        self._seating = seated(network, badge)
        self._before = self._seating.value
        self._region = self._seating.region
        self._chains = self._seating.chains.all()
        self._voice = {voice.person: voice for voice in self._seating.heard}
        self._worths: dict[int, float] = {}
        self._gains: dict[tuple[int, str], float] = {}
        self._linked = frozenset(voice.person for voice in self._seating.rivalry.safe)
        self._contested = bool(self._seating.rivalry.disputed or self._region)
        # voices at each of LEVELS, by circle: the next one there has the place after these
        self._counts = [
            Counter(v.circle for v in self._seating.rivalry.safe if v.strength >= level)
            for level in LEVELS
        ]

    def raises(self) -> Raises:
        seating, names = self._seating, self._network.people
        said = self._network.endorsements.into(self._badge)
        bare = [voice for voice in seating.heard if said.get(voice.person, 1.0) < 1.0]
        unmet = [voice for voice in seating.heard if not voice.confirmed]
        dependent = [voice for voice in seating.heard if voice.person not in seating.bottleneck]
        pairs = zip(seating.heard, seating.seats, strict=True)
        sitting = {voice.circle for voice, seats in pairs if any(seats)}

        def personal(gains: Iterable[tuple[Heard, float]]) -> tuple[PersonalRaise, ...]:
            told = [(names[voice.person], round(gain, DIGITS)) for voice, gain in gains]
            return tuple(PersonalRaise(person, amount) for person, amount in told if amount > 0)

        return Raises(
            # a circle without a seat at any level gives its newcomer the first place at each
            first_voices=tuple(
                FirstVoice(circle, met=1.0, unmet=UNCONFIRMED)
                for circle in sorted({*self._network.circles} - sitting - {""})
            ),
            proofs=personal((v, self._stronger({v.person: _proven(v)})) for v in bare),
            evidence=round(self._stronger({v.person: _proven(v) for v in bare}), DIGITS),
            meetings=personal((voice, self._meeting(voice)) for voice in unmet),
            ties=personal((voice, self._tie(voice)) for voice in dependent),
        )

    def _stronger(self, strengths: Mapping[int, float]) -> float:
        """Gained when some voices are heard so, and nobody's chain is another."""
        if self._contested:
            return self._stronger_among_rivals(strengths)
        told = [v for v in self._seating.rivalry.safe if v.person in strengths]
        gains = []
        for weight, level, counts in zip(WEIGHTS, LEVELS, self._counts, strict=True):
            more = Counter(v.circle for v in told if v.strength < level <= strengths[v.person])
            for circle, count in more.items():
                gains += [weight / (counts[circle] + place) for place in range(1, count + 1)]
        return fsum(gains)

    def _stronger_among_rivals(self, strengths: Mapping[int, float]) -> float:
        gains = []
        for at, (weight, level) in enumerate(zip(WEIGHTS, LEVELS, strict=True)):
            more = [
                voice
                for person, strength in strengths.items()
                if (voice := self._voice[person]).strength < level <= strength
            ]
            if len(more) == 1 and more[0].person in self._linked:
                gains.append(weight * self._one_more(at, more[0].circle, more[0].person))
            elif more:
                after = self._seating.rivalry.worth(at, strengths)
                gains.append(weight * (after - self._worth(at)))
        return fsum(gains)

    def _one_more(self, at: int, circle: str, person: int) -> float:
        """Gained at a level by one more voice with a chain of its own, whoever of a circle."""
        if (at, circle) not in self._gains:
            after = self._seating.rivalry.worth(at, {person: LEVELS[at]})
            self._gains[at, circle] = after - self._worth(at)
        return self._gains[at, circle]

    def _worth(self, at: int) -> float:
        if at not in self._worths:
            self._worths[at] = self._seating.rivalry.worth(at, {})
        return self._worths[at]

    def _meeting(self, voice: Heard) -> float:
        strength = level_of(voice.quality * voice.factor)
        if voice.person in self._linked and voice.person not in self._region:
            return self._stronger({voice.person: strength})
        return self._own_source(voice, strength, Change(met=frozenset({voice.person})))

    def _tie(self, voice: Heard) -> float:
        change = Change(tied=frozenset({voice.person}))
        return self._own_source(voice, voice.strength, change)

    def _own_source(self, voice: Heard, strength: float, change: Change) -> float:
        """Gained when somebody who had no chain starts one.

        Where nobody competes, they were out of reach, as is everyone behind them: one of these
        voices can be linked, at each level the one that finds the best place.
        """
        if self._contested:
            after = rivals(self._network, self._badge, change, self._chains)
            return after.value() - self._before
        strengths = {voice.person: strength}
        behind = [voice, *(v for v in self._behind[voice.person] if v is not voice)]
        return fsum(
            weight
            * max(
                (
                    1 / (counts[v.circle] + 1)
                    for v in behind
                    if strengths.get(v.person, v.strength) >= level
                ),
                default=0.0,
            )
            for weight, level, counts in zip(WEIGHTS, LEVELS, self._counts, strict=True)
        )

    @cached_property
    def _behind(self) -> Mapping[int, list[Heard]]:
        """Voices nobody confirmed leads to, by each person who leads to them."""
        barred = self._seating.rivalry.barred
        found: dict[int, list[Heard]] = defaultdict(list)
        for voice in self._seating.heard:
            if voice.person not in self._linked:
                for person in ancestors(self._network, voice.person, barred):
                    found[person].append(voice)
        return found


def _proven(voice: Heard) -> float:
    return 1.0 if voice.confirmed else UNCONFIRMED
