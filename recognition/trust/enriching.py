"""« Ce qui l'enrichirait »: each amount is the difference of two scorings."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from recognition.permissions import Actor
from recognition.trust.explain import FirstVoice, PersonalRaise, Raises
from recognition.trust.told import Enrichment, Named

MOST = 5
MOST_OF_A_KIND = 2
CIRCLES_NAMED = 3


def enrichments(
    found: Raises,
    thing: str,
    actor: Actor,
    known: Mapping[str, Named],
    circles: Mapping[str, tuple[str, str]],
) -> tuple[Enrichment, ...]:
    """What would raise the value of a thing (badge or award), the greatest gains first; at most a
    handful, and at most two about persons of each kind, who are taken by name.

    `circles` maps an id to (short name, dye); `known` names everybody heard.
    """
    told = [*_circles(found.first_voices, actor, circles)]
    if found.evidence > 0:
        told.append(Enrichment("evidence" if thing == "award" else "proof", found.evidence))
    told += _personal("meeting", found.meetings, known)
    told += _personal("tie", found.ties, known)
    return tuple(sorted(told, key=lambda it: (-it.amount, it.kind, it.names))[:MOST])


def _circles(
    voices: tuple[FirstVoice, ...], actor: Actor, circles: Mapping[str, tuple[str, str]]
) -> Iterator[Enrichment]:
    """One line for all circles that would add the same, the visitor's own named first."""
    mine = {str(collective_id) for collective_id in actor.collectives}
    alike: defaultdict[tuple[float, float], list[tuple[bool, str]]] = defaultdict(list)
    for voice in voices:
        if voice.circle in circles and voice.met > 0:
            line = (voice.circle not in mine, circles[voice.circle][0])
            alike[voice.met, voice.unmet].append(line)
    for (met, unmet), lines in alike.items():
        named = sorted(lines)[:CIRCLES_NAMED]
        yield Enrichment(
            kind="circle",
            amount=met,
            names=tuple(name for _, name in named),
            more=len(lines) - len(named),
            lesser=unmet,
            is_own_circle=not named[0][0],
        )


def _personal(
    kind: str, raises: tuple[PersonalRaise, ...], known: Mapping[str, Named]
) -> list[Enrichment]:
    told = [
        Enrichment(kind, it.amount, (known[it.person].name,), known[it.person].handle)
        for it in raises
    ]
    return sorted(told, key=lambda it: it.names)[:MOST_OF_A_KIND]
