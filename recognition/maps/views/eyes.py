"""With whose eyes a visitor looks at the map: of a collective they coordinate, or anyone's."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from recognition.collectives.queries import (
    collective_by_slug,
    collective_lines,
    collective_subject,
)
from recognition.maps.fabric import Fabric
from recognition.maps.queries import fabric_of, public_fabric
from recognition.permissions import Action
from recognition.trust.queries import EVERYWHERE, Scope
from recognition.web.visit import Visit

EVERYONE = "partout"


class Sight(StrEnum):
    """How much is seen."""

    FULL = "full"  # the coordination: names, findings, exports
    REDUCED = "reduced"  # anyone: people as dots, of the collectives that chose to show a map


@dataclass(frozen=True)
class Viewpoint:
    """Eyes one may choose: `slug` as the address has it."""

    slug: str
    name: str


@dataclass(frozen=True)
class Eyes:
    """`slug` is that of the collective, "partout", or "" for the reduced map of all.

    `collective_ids` are those a reduced map is of, none for all; `inviting` is the slug of the
    collective in whose name the visitor invites, "" when they coordinate none.
    """

    sight: Sight
    slug: str
    scope: Scope
    choices: tuple[Viewpoint, ...] = ()
    collective_ids: tuple[UUID, ...] = ()
    inviting: str = ""

    @property
    def full(self) -> bool:
        return self.sight is Sight.FULL

    def fabric(self, visit: Visit) -> Fabric:
        """What is seen. A fixed number of queries."""
        if self.full:
            return fabric_of(visit.session, visit.platform.memory, self.scope)
        return public_fabric(visit.session, visit.platform.memory, self.collective_ids)


def eyes_of(visit: Visit, asked: str) -> Eyes:
    """The eyes that an address asks for, or those that suit best when it asks for none.

    Raises NotFound for a collective that is not there, NotAllowed for one whose map this visitor
    may not see.
    """
    coordinated = [
        Viewpoint(line.slug, line.short_name)
        for line in (collective_lines(visit.session) if visit.actor.coordinates else ())
        if line.id in visit.actor.coordinates
    ]
    if asked in ("", EVERYONE):
        if not coordinated:
            return Eyes(Sight.REDUCED, "", EVERYWHERE)
        slug = asked or coordinated[0].slug
    else:
        slug = asked
    choices = tuple(coordinated)
    if slug == EVERYONE:
        return Eyes(Sight.FULL, slug, EVERYWHERE, choices, inviting=coordinated[0].slug)
    collective = collective_by_slug(visit.session, slug)
    if visit.may(Action.SEE_MAP, collective_subject(collective)):
        return Eyes(Sight.FULL, slug, Scope(collective.id), choices, inviting=slug)
    if not collective.public_map:
        visit.require(Action.SEE_MAP, collective_subject(collective))
    return Eyes(Sight.REDUCED, slug, EVERYWHERE, choices, (collective.id,))
