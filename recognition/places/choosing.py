"""A town typed by hand, and which one was meant."""

from dataclasses import dataclass

from recognition.places.towns import Town, find_towns, is_named


@dataclass(frozen=True)
class TownChoice:
    """`matches` are the towns to choose among; `fault` is why none is chosen yet, "" when one is
    or when nothing was typed."""

    town: Town | None
    matches: tuple[Town, ...]
    fault: str


def chosen_town(text: str, code: str) -> TownChoice:
    """The town that `code` ticks among those that `text` finds; without a tick, the only one
    found, or the only one that bears this very name.

    A tick that the text no longer finds was left from an earlier search: it does not count.
    """
    matches = tuple(find_towns(text))
    ticked = next((town for town in matches if town.code == code), None)
    meant = [town for town in matches if is_named(town, text)] or matches
    if ticked is None and len(meant) == 1:
        ticked = meant[0]
    if ticked is not None or not text.strip():
        return TownChoice(ticked, matches, "")
    return TownChoice(None, matches, "town.several" if matches else "town.unknown")
