"""What maps/show.html shows: each part is worked out when it is rendered."""

import math
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from recognition.badges.drawing import DYES, icon_path, shape_path
from recognition.badges.drawing.shapes import STITCHING_SCALE
from recognition.badges.families import FAMILIES, FamilyLine
from recognition.clock import day_of
from recognition.collectives.queries import NO_CIRCLE
from recognition.errors import NotFound
from recognition.maps.fabric import Circle, Fabric, Filters, MapBadge, ThreadKind, filtered
from recognition.maps.layout import Place
from recognition.maps.queries import LaidOut, drawn_from, kept_positions, laid_out_last
from recognition.maps.territory import Territory, territory_of
from recognition.maps.views.asking import (
    CLOSEST,
    OUTSIDE,
    PERIODS,
    Asked,
    last_day,
    months_between,
)
from recognition.maps.views.chosen import (
    ChosenBadge,
    ChosenPerson,
    Face,
    chosen_badge,
    chosen_person,
)
from recognition.maps.views.circles import Overview, overview_of
from recognition.maps.views.eyes import Eyes
from recognition.maps.views.plane import Spot
from recognition.maps.views.scene import MOST_DRAWN, Light, Scene, places, scene_of
from recognition.maps.views.tables import (
    BadgeRow,
    Page,
    PersonRow,
    ThreadRow,
    badge_page,
    people_page,
    thread_page,
)
from recognition.maps.views.telling import Story, inviting, stories_of
from recognition.web.visit import Visit

Made = TypeVar("Made")

FEWEST_ENDORSEMENTS = 10  # below, a map says nothing yet
MOST_AROUND = 22  # people drawn around it
FEW_BADGES = 6  # named below the network on a small screen


@dataclass(frozen=True, slots=True)
class Choice:
    """A tick box of the filters. `count` is of people, None where people are not counted."""

    value: str
    label: str
    dye: str
    shape: str
    ticked: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """Somebody beside a badge; `x` and `y` from its middle."""

    face: Face
    x: int
    y: int

    @property
    def initials(self) -> str:
        return self.face.initials

    @property
    def dye(self) -> str:
        return self.face.dye


@dataclass(frozen=True)
class MapPage:
    """The map of one visit."""

    visit: Visit
    asked: Asked
    eyes: Eyes
    fabric: Fabric  # all that these eyes see

    @property
    def today(self) -> date:
        return day_of(self.visit.at)

    @cached_property
    def drawn(self) -> Fabric:
        """What the filters leave, what is later than the month asked for included: the drawing
        marks it, so that time can be replayed on the page."""
        filters = self.asked.filters(self.fabric.circles, on=self.today)
        if self.asked.opened:
            filters = replace(filters, circle_ids=frozenset({self._opened_id}))
        return self._passing(replace(filters, until=None))

    @cached_property
    def listed(self) -> Fabric:
        """What the filters leave."""
        return self._passing(self.asked.filters(self.fabric.circles, on=self.today))

    @cached_property
    def surface(self) -> Fabric:
        """What the filters leave of the circle seen from within, if one is."""
        if not self.asked.opened:
            return self.listed
        return filtered(self.listed, Filters(circle_ids=frozenset({self._opened_id})))

    def _passing(self, filters: Filters) -> Fabric:
        """A large map without filters is not walked through for nothing."""
        return self.fabric if filters == Filters() else filtered(self.fabric, filters)

    @property
    def is_bare(self) -> bool:
        """Whether there is too little to tell anything from."""
        kinds = [thread.kind for thread in self.fabric.threads]
        return kinds.count(ThreadKind.ENDORSED) < FEWEST_ENDORSEMENTS

    @property
    def is_large(self) -> bool:
        """Whether there is too much to draw at once."""
        return self.drawn.size > MOST_DRAWN

    @cached_property
    def _opened_id(self) -> UUID | None:
        """The circle seen from within, None for the people of no collective. Raises NotFound for
        one that these eyes do not know."""
        if self.asked.opened == OUTSIDE:
            return None
        if self.opened is None:
            raise NotFound
        return self.opened.id

    @property
    def opened(self) -> Circle | None:
        return next((it for it in self.fabric.circles if it.slug == self.asked.opened), None)

    @cached_property
    def positions(self) -> Mapping[str, Place]:
        memory = self.visit.platform.memory
        return kept_positions(self.visit.session, memory, self.fabric, self.layout)

    @cached_property
    def layout(self) -> LaidOut | None:
        """Which layout the places are of: read before them, so that what is kept of an older one
        is never taken for a newer one."""
        return laid_out_last(self.visit.session, self.fabric.scope)

    def kept(self, fabric: Fabric, what: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` draws from a fabric in its places, made once for each layout if nothing is
        filtered out of that fabric."""
        return drawn_from(self.visit.platform.memory, fabric, (what, self.layout), make)

    @cached_property
    def spots(self) -> dict[str, Spot]:
        """Of a map that can be drawn at once, all nodes stand where they stand without filters."""
        whole = self.fabric.size <= MOST_DRAWN
        drawn = self.fabric if whole else self.drawn
        parted = drawn.size <= MOST_DRAWN
        return self.kept(drawn, "spots", lambda: places(drawn, self.positions, parted=parted))

    @cached_property
    def scene(self) -> Scene:
        light = Light(
            chosen=self._chosen_node,
            told=self.told.nodes if self.told else frozenset(),
            ties=self.told.ties if self.told else frozenset(),
            until=last_day(self.asked.until) if self.asked.until else None,
        )
        return scene_of(self.drawn, self.spots, light, zoom=self.asked.zoom)

    @cached_property
    def overview(self) -> Overview:
        drawn = self.drawn
        return self.kept(drawn, "overview", lambda: overview_of(drawn, self.positions))

    @property
    def _chosen_node(self) -> str:
        if isinstance(self.chosen, ChosenBadge):
            return self.chosen.badge.node
        return self.chosen.person.node if self.chosen else ""

    @cached_property
    def chosen(self) -> ChosenBadge | ChosenPerson | None:
        kind, _, name = self.asked.chosen.partition("/")
        if kind == "badge":
            return chosen_badge(self.fabric, name)
        return chosen_person(self.fabric, name) if kind == "personne" else None

    @property
    def badge(self) -> ChosenBadge | None:
        return self.chosen if isinstance(self.chosen, ChosenBadge) else None

    @property
    def person(self) -> ChosenPerson | None:
        return self.chosen if isinstance(self.chosen, ChosenPerson) else None

    @property
    def near_faces(self) -> list[Around]:
        """The people of that badge in a ring, or two when they are many."""
        faces = self.badge.faces[:MOST_AROUND] if self.badge else ()
        return [Around(face, *_in_rings(index, len(faces))) for index, face in enumerate(faces)]

    @property
    def first_badges(self) -> tuple[MapBadge, ...]:
        return self.listed.badges[:FEW_BADGES]

    @property
    def meeting_address(self) -> str:
        """Where a coordinator invites the chosen person to meet, "" for who may not."""
        if not (self.eyes.inviting and self.person):
            return ""
        return inviting(self.visit, self.eyes, "meeting", people=[self.person.handle])

    @property
    def noting_address(self) -> str:
        """Where a coordinator notes that they met the chosen person, "" for who may not."""
        if not (self.eyes.inviting and self.person) or self.person.person.confirmed:
            return ""
        return self.visit.url("meetings:new", handle=self.person.handle)

    @cached_property
    def territory(self) -> Territory:
        return territory_of(self.listed)

    @cached_property
    def stories(self) -> list[Story]:
        return stories_of(self.visit, self.eyes, self.fabric)

    @cached_property
    def told(self) -> Story | None:
        """The story whose nodes stand out."""
        if not self.asked.told:
            return None
        return next((story for story in self.stories if story.kind == self.asked.told), None)

    @property
    def circle_choices(self) -> list[Choice]:
        counts = Counter(person.circle_id for person in self.fabric.people)
        every = not self.asked.circles
        choices = [
            Choice(
                circle.slug,
                circle.short_name,
                circle.accent,
                "",
                every or circle.slug in self.asked.circles,
                counts[circle.id],
            )
            for circle in self.fabric.circles
        ]
        outside = every or OUTSIDE in self.asked.circles
        count = counts[None]
        return choices + ([Choice(OUTSIDE, "", NO_CIRCLE, "", outside, count)] if count else [])

    @property
    def family_choices(self) -> list[Choice]:
        every = not self.asked.families
        return [
            Choice(
                line.id, line.label, line.dye, line.shape, every or line.id in self.asked.families
            )
            for line in FAMILIES.values()
        ]

    @cached_property
    def months(self) -> list[date]:
        """The first day of each month from the first thread to today."""
        if not self.fabric.threads:
            return []
        first = min(self.fabric.threads[0].on, self.today)
        return [date.fromisoformat(f"{it}-01") for it in months_between(first, self.today)]

    @property
    def month_before(self) -> str:
        """The month before the one shown, "" for none."""
        known = [f"{month:%Y-%m}" for month in self.months]
        at = known.index(self.asked.until) if self.asked.until in known else len(known) - 1
        return known[at - 1] if at > 0 else ""

    @property
    def month_after(self) -> str | None:
        """The month after the one shown: "" for today, None when it is today already."""
        known = [f"{month:%Y-%m}" for month in self.months]
        if self.asked.until not in known:
            return None
        at = known.index(self.asked.until) + 1
        return known[at] if at < len(known) - 1 else ""

    @property
    def badge_table(self) -> Page[BadgeRow]:
        return badge_page(self.listed, self.asked.order, self.asked.page)

    @property
    def people_table(self) -> Page[PersonRow]:
        return people_page(self.listed, self.asked.page)

    @property
    def thread_table(self) -> Page[ThreadRow]:
        return thread_page(self.listed, self.asked.page)

    @property
    def round_address(self) -> str:
        """Where a coordinator starts a round of endorsements, "" for who may not."""
        return inviting(self.visit, self.eyes, "round") if self.eyes.inviting else ""

    @property
    def periods(self) -> list[str]:
        return list(PERIODS)

    @property
    def closest(self) -> int:
        return CLOSEST

    @staticmethod
    def family(name: str) -> FamilyLine:
        return FAMILIES[name]

    @staticmethod
    def outline(shape: str) -> str:
        """A shape as SVG path data, 200 units wide."""
        return shape_path(shape)

    @staticmethod
    def stitching(shape: str) -> str:
        return shape_path(shape, STITCHING_SCALE)

    @staticmethod
    def pictogram(icon: str) -> str:
        """A pictogram as SVG path data, 24 units wide."""
        return icon_path(icon)

    @staticmethod
    def ink(dye: str) -> str:
        return DYES[dye].ink


def _in_rings(index: int, count: int) -> tuple[int, int]:
    """The place of one of `count` people around a badge: every other one farther when crowded."""
    turn = index / count * math.tau - math.pi / 2
    far = 128 if count > 12 and index % 2 else 92
    return round(math.cos(turn) * far * 1.15), round(math.sin(turn) * far)
