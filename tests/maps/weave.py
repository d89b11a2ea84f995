"""A platform that never was: people, badges and three years of threads, by bulk inserts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from recognition.awards.models import Award, AwardMode, AwardState, Visibility
from recognition.badges.families import FAMILIES
from recognition.badges.models import Badge, BadgeState, BadgeVersion
from recognition.collectives.models import (
    Collective,
    Meeting,
    Membership,
    MembershipRole,
    MembershipState,
)
from recognition.endorsements.models import Endorsement, EndorsementState
from recognition.people.models import Issuer, IssuerKind, Person, ProfileVisibility
from recognition.texts import fold

LAST_DAY = date(2026, 11, 1)
DAYS = 3 * 365
CIRCLES = (  # region, name, dye, town
    ("76", "Occitanie", "garance", "31555"),
    ("28", "Normandie", "pastel", "14118"),
    ("84", "Auvergne-Rhône-Alpes", "sarrette", "69123"),
    ("53", "Bretagne", "sarcelle", "35238"),
    ("32", "Hauts-de-France", "orseille", "59350"),
    ("93", "Provence", "gaude", "13055"),
    ("75", "Nouvelle-Aquitaine", "safran", "33063"),
    ("44", "Grand Est", "noyer", "67482"),
    ("04", "La Réunion", "garance", "97411"),
    ("52", "Pays de la Loire", "pastel", "44109"),
    ("11", "Île-de-France", "orseille", "75056"),
    ("24", "Centre-Val de Loire", "sarrette", "45234"),
)
FIRST_NAMES = "Ada Blaise Cléo Driss Élise Farid Gaëlle Hugo Inès Joël Katell Léon Maïa Nino Oriane"
LAST_NAMES = "Aubépine Bruyère Cèdre Digitale Érable Fougère Genêt Houx Iris Jonc Lierre Mélèze"
TITLES = "Oreille attentive;Réparer un vélo;Passer la confiance;Cercle de parole;Tenir la barre"
ICONS = ("ear", "bike", "book", "anchor", "bird", "camera")
ALONE = 0.04  # of the people, who weave nothing
ABROAD = 0.07  # of the threads, which leave their collective
CONFIRMED = 0.4


@dataclass(frozen=True)
class Woven:
    """What was made. The first member of each collective coordinates it."""

    collective_ids: tuple[UUID, ...]
    person_ids: tuple[UUID, ...]
    badge_ids: tuple[UUID, ...]
    coordinator_ids: tuple[UUID, ...]


def weave(
    session: Session, *, people: int = 45, badges: int = 15, seed: int = 1, circles: int = 0
) -> Woven:
    """Fill the database and flush: about three threads a person, most of them near.

    Everything is public, and the same seed weaves the same. `circles` is how many collectives
    (a few more with each tenfold, when 0). Some seconds for 20,000 people and badges.
    """
    count = circles or min(len(CIRCLES), max(3, round((people + badges) ** 0.28)))
    return _Loom(session, Random(seed), count).woven(people, badges)


class _Loom:
    def __init__(self, session: Session, chance: Random, circles: int) -> None:
        self.session = session
        self.chance = chance
        self.circles = circles
        self.day_of: dict[UUID, int] = {}

    def woven(self, people: int, badges: int) -> Woven:
        collectives = [self._id() for _ in range(self.circles)]
        persons = [self._id() for _ in range(people)]
        made = [self._id() for _ in range(badges)]
        versions = {badge: self._id() for badge in made}
        home = self._homes(persons)
        place = {person: self.chance.random() for person in persons}
        self._issuers(collectives, IssuerKind.COLLECTIVE)
        self._issuers(persons, IssuerKind.PERSON)
        self._collectives(collectives)
        self._people(persons, home)
        self._memberships(persons, home, collectives)
        near = _Near(self.chance, persons, home, place, self.circles)
        self._badges(made, versions, near, collectives)
        self._acts(made, versions, near)
        return Woven(
            tuple(collectives),
            tuple(persons),
            tuple(made),
            tuple(persons[n] for n in range(self.circles)),
        )

    def _id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def _day(self, after: int = 0) -> int:
        return min(DAYS, after + int((DAYS - after) * self.chance.random() ** 0.7))

    def _put(self, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            self.session.execute(insert(table), rows)

    def _homes(self, persons: Sequence[UUID]) -> dict[UUID, int]:
        """Collectives are of unequal size; one person in thirty is of none (-1)."""
        weights = [1 / (n + 2) for n in range(self.circles)]
        home = {
            person: -1
            if self.chance.random() < 1 / 30
            else self.chance.choices(range(self.circles), weights)[0]
            for person in persons
        }
        return home | {persons[n]: n for n in range(self.circles)}

    def _issuers(self, ids: Sequence[UUID], kind: IssuerKind) -> None:
        self._put(Issuer, [{"id": id, "kind": kind} for id in ids])

    def _collectives(self, ids: Sequence[UUID]) -> None:
        self._put(
            Collective,
            [
                {
                    "id": id,
                    "slug": fold(name).replace(" ", "-"),
                    "name": f"Badgeons {name}",
                    "short_name": name,
                    "region_code": region,
                    "founded_on": LAST_DAY - timedelta(days=DAYS),
                    "accent": dye,
                    "tagline": "",
                    "description": "",
                    "charter": [],
                    "rhythm": "",
                    "town_code": town,
                    "public_map": True,
                    "shows_value": True,
                }
                for id, (region, name, dye, town) in zip(ids, CIRCLES, strict=False)
            ],
        )

    def _people(self, ids: Sequence[UUID], home: dict[UUID, int]) -> None:
        rows = []
        firsts, lasts = FIRST_NAMES.split(), LAST_NAMES.split()
        for number, id in enumerate(ids):
            name = f"{self.chance.choice(firsts)} {self.chance.choice(lasts)}"
            self.day_of[id] = 0 if number < self.circles else self._day()
            in_town = home[id] >= 0 and self.chance.random() < 0.6
            rows.append(
                {
                    "id": id,
                    "handle": f"membre-{number}",
                    "display_name": name,
                    "pronoun": "",
                    "city": "",
                    "headline": "",
                    "bio": "",
                    "is_minor": False,
                    "profile_visibility": ProfileVisibility.PUBLIC,
                    "locale": "fr",
                    "town_code": CIRCLES[home[id]][3] if in_town else "",
                    "joined_at": _time(self.day_of[id]),
                    "sort_name": fold(name),
                    "search_text": fold(name),
                }
            )
        self._put(Person, rows)

    def _memberships(
        self, persons: Sequence[UUID], home: dict[UUID, int], collectives: Sequence[UUID]
    ) -> None:
        members = [person for person in persons if home[person] >= 0]
        leading = set(persons[: self.circles])
        self._put(
            Membership,
            [
                {
                    "id": self._id(),
                    "collective_id": collectives[home[person]],
                    "person_id": person,
                    "role": MembershipRole.COORDINATOR
                    if person in leading
                    else MembershipRole.MEMBER,
                    "state": MembershipState.ACCEPTED,
                    "sentence": "",
                    "requested_at": _time(self.day_of[person]),
                    "decided_at": _time(self.day_of[person]),
                    "decided_by_id": None,
                }
                for person in members
            ],
        )
        self._put(
            Meeting,
            [
                {
                    "id": self._id(),
                    "collective_id": collectives[home[person]],
                    "person_id": person,
                    "met_on": _time(self.day_of[person]).date(),
                    "occasion": "Atelier",
                    "basis": "coordinator",
                    "recorded_at": _time(self.day_of[person]),
                    "taken_back_at": None,
                    "taken_back_reason": "",
                }
                for person in members
                if person in leading or self.chance.random() < CONFIRMED
            ],
        )

    def _badges(
        self,
        ids: Sequence[UUID],
        versions: dict[UUID, UUID],
        near: "_Near",
        collectives: Sequence[UUID],
    ) -> None:
        rows, words = [], []
        titles = TITLES.split(";")
        for number, id in enumerate(ids):
            author = near.somebody()
            circle = near.settle(id, author)
            family = self.chance.choice(list(FAMILIES.values()))
            self.day_of[id] = self._day(self.day_of[author])
            at = _time(self.day_of[id])
            rows.append(
                {
                    "id": id,
                    "slug": f"badge-{number}",
                    "collective_id": collectives[circle],
                    "proposer_id": author,
                    "state": BadgeState.ADOPTED,
                    "award_rule": "holders",
                    "current_version": 1,
                    "language": "fr",
                    "license": "CC BY-SA 4.0",
                    "based_on_id": None,
                    "proposed_at": at,
                    "adopted_at": at,
                }
            )
            words.append(
                {
                    "id": versions[id],
                    "badge_id": id,
                    "number": 1,
                    "title": f"{titles[number % len(titles)]} {number // len(titles) + 1}",
                    "definition": "Savoir le faire.",
                    "family": family.id,
                    "evidence_hint": "",
                    "shape": family.shape,
                    "dye": family.dye,
                    "icon": ICONS[number % len(ICONS)],
                    "word": "",
                    "alt_text": "Une image",
                    "change_note": "",
                    "author_id": author,
                    "created_at": at,
                    "adopted_at": at,
                }
            )
        self._put(Badge, rows)
        self._put(BadgeVersion, words)

    def _acts(self, badges: Sequence[UUID], versions: dict[UUID, UUID], near: "_Near") -> None:
        awards: list[dict[str, Any]] = []
        words: list[dict[str, Any]] = []
        popular = [1 / (n + 3) ** 0.6 for n in range(len(badges))]
        for badge in self.chance.choices(badges, popular, k=round(len(near.persons) * 1.6)):
            holder, giver = near.around(badge), near.around(badge)
            day = self._day(max(self.day_of[it] for it in (badge, holder, giver)))
            award = self._id()
            awards.append(
                {
                    "id": award,
                    "badge_id": badge,
                    "version_id": versions[badge],
                    "holder_id": holder,
                    "recipient_address": "",
                    "issuer_id": giver,
                    "giver_id": giver,
                    "mode": AwardMode.SELF if holder == giver else AwardMode.PEER,
                    "state": AwardState.ACCEPTED,
                    "visibility": Visibility.PUBLIC,
                    "sentence": "Je vous ai vu faire.",
                    "narrative": "",
                    "awarded_at": _time(day),
                    "decided_at": _time(day),
                    "ended_at": None,
                    "ended_reason": "",
                }
            )
            for endorser in {near.around(badge) for _ in range(self.chance.choice((0, 1, 1, 2)))}:
                if endorser not in (holder, giver):
                    words.append(self._words(endorser, day, versions[badge], award=award))
        for badge in badges:
            for endorser in {near.around(badge) for _ in range(self.chance.choice((0, 0, 1, 2)))}:
                day = max(self.day_of[badge], self.day_of[endorser])
                words.append(self._words(endorser, day, versions[badge], badge=badge))
        seen: set[tuple[UUID, UUID, UUID]] = set()
        kept = []
        for row in awards:
            key = (row["badge_id"], row["holder_id"], row["giver_id"])
            if key not in seen:
                seen.add(key)
                kept.append(row)
        lasting = {row["id"] for row in kept}
        self._put(Award, kept)
        self._put(
            Endorsement, [row for row in words if not row["award_id"] or row["award_id"] in lasting]
        )

    def _words(
        self,
        endorser: UUID,
        after: int,
        version: UUID,
        *,
        badge: UUID | None = None,
        award: UUID | None = None,
    ) -> dict[str, Any]:
        at = _time(self._day(max(after, self.day_of[endorser])))
        return {
            "id": self._id(),
            "badge_id": badge,
            "award_id": award,
            "issuer_id": None,
            "version_id": version,
            "endorser_id": endorser,
            "on_behalf_of_id": None,
            "relation": "",
            "statement": "Je l’ai vu faire.",
            "state": EndorsementState.ACCEPTED,
            "given_at": at,
            "decided_at": at,
            "ended_at": None,
            "ended_reason": "",
        }


class _Near:
    """Who lives around a badge: in its collective, and there by the same lane."""

    def __init__(
        self,
        chance: Random,
        persons: Sequence[UUID],
        home: dict[UUID, int],
        place: dict[UUID, float],
        circles: int,
    ) -> None:
        self.chance = chance
        self.persons = [person for person in persons if chance.random() > ALONE]
        self.home = home
        self.place = place
        self.lanes = [
            sorted((it for it in self.persons if home[it] == n), key=place.__getitem__)
            for n in range(circles)
        ]
        self.spot: dict[UUID, tuple[int, float]] = {}

    def somebody(self) -> UUID:
        return self.chance.choice(self.persons)

    def settle(self, badge: UUID, author: UUID) -> int:
        """Put a badge beside its author; the number of its collective."""
        circle = max(self.home[author], 0)
        self.spot[badge] = (circle, self.place[author])
        return circle

    def around(self, badge: UUID) -> UUID:
        circle, place = self.spot[badge]
        lane = self.lanes[circle]
        if not lane or self.chance.random() < ABROAD:
            return self.somebody()
        middle = place * len(lane)
        reach = 4 + len(lane) ** 0.5
        return lane[int(self.chance.gauss(middle, reach)) % len(lane)]


def _time(day: int) -> datetime:
    first = LAST_DAY - timedelta(days=DAYS)
    return datetime(first.year, first.month, first.day, 10, tzinfo=UTC) + timedelta(days=day)
