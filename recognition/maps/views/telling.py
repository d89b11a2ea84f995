"""« Ce que la carte raconte »: findings as sentences, each with one thing to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from recognition.maps.fabric import Fabric
from recognition.maps.views.eyes import Eyes
from recognition.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Story:
    """A card. `kind` is the word of the address that lights its `nodes` and its `ties` (person,
    badge) on the drawing; `href` is where its one button leads."""

    kind: str
    icon: str
    title: str
    text: str
    action: str
    href: str
    nodes: frozenset[str] = frozenset()
    ties: frozenset[tuple[UUID, UUID]] = frozenset()


def inviting(
    visit: Visit,
    eyes: Eyes,
    kind: str,
    *,
    people: Iterable[str] = (),
    badges: Iterable[str] = (),
) -> str:
    """The form of an invitation in the name of the collective that looks, already begun: `kind`
    is word, meeting, round or workshop; people by handle, badges by slug."""
    begun = [("pour", kind)]
    begun += [("personne", handle) for handle in people]
    begun += [("badge", slug) for slug in badges]
    return f"{visit.url('invitations:new', slug=eyes.inviting)}?{urlencode(begun)}"


def stories_of(visit: Visit, eyes: Eyes, fabric: Fabric) -> list[Story]:
    """What this visitor is told: the coordination only."""
    return []
