"""« Ce qui l'enrichirait »: each amount is the difference of two scorings."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from recognition.permissions import Actor
from recognition.trust.explain import FirstVoice, PersonalRaise, Raises
from recognition.trust.told import Circle, Enrichment, Named

MOST = 5
MOST_OF_A_KIND = 2
CIRCLES_NAMED = 3


@dataclass(frozen=True)
class Enriching:
    """What is known while it is told: `thing` is badge or award, `known` names everybody heard,
    `circle_of` is the id of their circle, `circles` are all those of the platform, by id."""

    thing: str
    actor: Actor
    known: Mapping[str, Named]
    circle_of: Mapping[str, str]
    circles: Mapping[str, Circle]

    def told(self, raises: Raises) -> tuple[Enrichment, ...]:
        """The greatest gains first; at most a handful, and at most two about persons of each
        kind, who are taken by name."""
        told = [*self._circles(raises.first_voices)]
        if raises.evidence > 0:
            kind = "evidence" if self.thing == "award" else "proof"
            told.append(Enrichment(kind, raises.evidence))
        told += self._personal("meeting", raises.meetings)
        told += self._personal("tie", raises.ties)
        return tuple(sorted(told, key=lambda it: (-it.amount, it.kind, it.names))[:MOST])

    def _circles(self, voices: tuple[FirstVoice, ...]) -> Iterator[Enrichment]:
        """One line for all circles that would add the same, the visitor's own named first."""
        mine = {str(collective_id) for collective_id in self.actor.collectives}
        alike: defaultdict[tuple[float, float], list[tuple[bool, str, str]]] = defaultdict(list)
        for voice in voices:
            if voice.circle in self.circles and voice.met > 0:
                line = (voice.circle not in mine, self.circles[voice.circle].name, voice.circle)
                alike[voice.met, voice.unmet].append(line)
        for (met, unmet), lines in alike.items():
            named = sorted(lines)[:CIRCLES_NAMED]
            inviting = (self._inviting(circle) for _, _, circle in named)
            yield Enrichment(
                kind="circle",
                amount=met,
                names=tuple(name for _, name, _ in named),
                more=len(lines) - len(named),
                lesser=unmet,
                is_own_circle=not named[0][0],
                inviting=next(filter(None, inviting), ""),
            )

    def _inviting(self, circle: str) -> str:
        """The slug of a circle that the visitor coordinates; empty for any other."""
        if circle and UUID(circle) in self.actor.coordinates:
            return self.circles[circle].slug
        return ""

    def _personal(self, kind: str, raises: tuple[PersonalRaise, ...]) -> list[Enrichment]:
        told = [
            Enrichment(
                kind,
                it.amount,
                (self.known[it.person].name,),
                self.known[it.person].handle,
                inviting=self._inviting(self.circle_of.get(it.person, "")),
            )
            for it in raises
        ]
        return sorted(told, key=lambda it: it.names)[:MOST_OF_A_KIND]
