"""What an address of the map asks for, and the addresses that ask for something else."""

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from recognition.badges.families import FAMILIES
from recognition.maps.fabric import Circle, Filters
from recognition.texts import Length
from recognition.web.visit import Visit

VIEWS = ("reseau", "territoire", "liste")
PERIODS: Mapping[str, int | None] = {"3mois": 92, "1an": 366, "tout": None}  # days
ORDERS = ("titre", "famille", "collectif", "date")
TABLES = ("badges", "personnes", "fils")
OUTSIDE = "hors"  # people of no collective
CLOSEST = 6  # steps of zoom
MOST_OF_A_KIND = 60  # filters of one kind that are read
FARTHEST_PAGE = 10_000
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Asked:
    """The parameters of an address, in the words of the code. What an address cannot mean is left
    out, so that any address answers.

    `eyes` is a collective's slug, "partout" or "" (whatever suits); `until` a month "YYYY-MM";
    `chosen` "badge/<slug>" or "personne/<handle>"; `told` the kind of finding that is lit;
    `opened` the slug of a circle seen from within; `zoom` from 0, the whole; `page` from 1.
    """

    eyes: str = ""
    view: str = "reseau"
    circles: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    period: str = "tout"
    until: str = ""
    chosen: str = ""
    told: str = ""
    opened: str = ""
    zoom: int = 0
    table: str = "badges"
    order: str = "titre"
    page: int = 1

    @property
    def filters_anything(self) -> bool:
        return bool(self.circles or self.families or self.until or self.period != "tout")

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters that say something, in the words of the address."""
        said = [
            ("depuis", self.eyes, ""),
            ("vue", self.view, "reseau"),
            *(("collectif", circle, "") for circle in self.circles),
            *(("famille", family, "") for family in self.families),
            ("periode", self.period, "tout"),
            ("jusqu", self.until, ""),
            ("cercle", self.opened, ""),
            ("choisi", self.chosen, ""),
            ("montrer", self.told, ""),
            ("zoom", str(self.zoom), "0"),
            ("tableau", self.table, "badges"),
            ("ordre", self.order, "titre"),
            ("page", str(self.page), "1"),
        ]
        return [(name, value) for name, value, default in said if value != default]

    def query(self, **changes: object) -> str:
        """ "?…" for the same map, some fields changed."""
        asked = replace(self, **changes)  # type: ignore[arg-type]
        return "?" + urlencode(asked.pairs(), safe="/")

    def filters(self, circles: Sequence[Circle], *, on: date) -> Filters:
        """What to look at, `until` included. Circles that these eyes do not know are no filter."""
        ids: dict[str, UUID | None] = {circle.slug: circle.id for circle in circles}
        ids[OUTSIDE] = None
        days = PERIODS[self.period]
        end = last_day(self.until) if self.until else None
        return Filters(
            circle_ids=frozenset(ids[slug] for slug in self.circles if slug in ids),
            families=frozenset(self.families),
            since=(end or on) - timedelta(days=days) if days is not None else None,
            until=end,
        )


def asked_of(visit: Visit) -> Asked:
    """What the address of this visit asks for."""
    view, period, order = visit.query("vue"), visit.query("periode"), visit.query("ordre")
    table, until = visit.query("tableau"), visit.query("jusqu")
    return Asked(
        eyes=_word(visit, "depuis"),
        view=view if view in VIEWS else VIEWS[0],
        circles=tuple(_several(visit, "collectif")),
        families=tuple(name for name in _several(visit, "famille") if name in FAMILIES),
        period=period if period in PERIODS else "tout",
        until=until if _MONTH.fullmatch(until) else "",
        chosen=_word(visit, "choisi"),
        told=_word(visit, "montrer"),
        opened=_word(visit, "cercle"),
        zoom=_number(visit, "zoom", 0, CLOSEST),
        table=table if table in TABLES else TABLES[0],
        order=order if order in ORDERS else ORDERS[0],
        page=_number(visit, "page", 1, FARTHEST_PAGE),
    )


def last_day(month: str) -> date:
    """Of a month "YYYY-MM"."""
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, calendar.monthrange(year, number)[1])


def months_between(first: date, last: date) -> list[str]:
    """Every month from one day to another, both included, "YYYY-MM"."""
    count = (last.year - first.year) * 12 + last.month - first.month
    numbers = (first.month - 1 + step for step in range(count + 1))
    return [f"{first.year + number // 12}-{number % 12 + 1:02}" for number in numbers]


def _several(visit: Visit, name: str) -> list[str]:
    given = visit.request.query_params.getlist(name)[:MOST_OF_A_KIND]
    return list(dict.fromkeys(word.replace("\x00", "")[: Length.HANDLE] for word in given if word))


def _word(visit: Visit, name: str) -> str:
    return visit.query(name)[: Length.HANDLE + len("personne/")]


def _number(visit: Visit, name: str, least: int, most: int) -> int:
    text = visit.query(name)
    return min(max(int(text), least), most) if re.fullmatch("[0-9]{1,6}", text) else least
