"""Finding badges: what the gallery shows, and in which order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from recognition.badges.families import FAMILIES, FamilyLine
from recognition.badges.models import Badge, BadgeVersion, Skill
from recognition.badges.queries import badge_found_by, badge_seen_by
from recognition.badges.search import answers
from recognition.collectives.models import Collective
from recognition.permissions import Actor
from recognition.texts import fold

PAGE_SIZE = 24
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Order(StrEnum):
    """How the gallery is ordered: never by a number of anything."""

    RANDOM = "hasard"
    RECENT = "recents"
    THIRSTY = "a-arroser"
    TITLE = "alphabetique"


@dataclass(frozen=True)
class GallerySearch:
    """What is looked for. `collective` is a slug, `skill` a folded skill; empty means any.

    The random order is that of `seed`: the same seed gives the same order on every page.
    """

    text: str = ""
    family: str = ""
    collective: str = ""
    skill: str = ""
    order: Order = Order.RANDOM
    seed: str = ""

    @property
    def narrows(self) -> bool:
        """Whether anything but the order was asked."""
        return bool(self.text or self.family or self.collective or self.skill)


@dataclass(frozen=True)
class BadgeCard:
    """A badge as a card shows it."""

    id: UUID
    slug: str
    title: str
    definition: str
    family: FamilyLine
    version_id: UUID
    alt_text: str
    collective_slug: str
    collective_short_name: str


@dataclass(frozen=True)
class CardPage:
    """A page of cards; `left_count` is how many come after it, from `next_offset` on."""

    cards: tuple[BadgeCard, ...]
    total: int
    offset: int
    next_offset: int

    @property
    def left_count(self) -> int:
        return max(0, self.total - self.next_offset)


def gallery_cards(
    session: Session,
    actor: Actor,
    search: GallerySearch,
    *,
    offset: int = 0,
    page_size: int = PAGE_SIZE,
    only: Sequence[ColumnElement[bool]] = (),
) -> CardPage:
    """A page of the badges that answer `search`; `only` are further conditions on `Badge`.

    Two statements. The order is made here, from the ids and titles of all that answer: no
    database sorts French titles or shuffles by a seed as we need.
    """
    query = (
        select(Badge.id, BadgeVersion.title, Badge.adopted_at)
        .join(BadgeVersion, _is_current())
        .where(badge_found_by(actor), *_conditions(session, search), *only)
    )
    rows = list(session.exec(query))
    if search.order == Order.TITLE:
        rows.sort(key=lambda row: (fold(row[1]), row[1], row[0]))
    elif search.order == Order.RECENT:
        rows.sort(key=lambda row: (row[2] or _LONG_AGO, row[0]), reverse=True)
    else:
        rows.sort(key=lambda row: _shuffled(search.seed, row[0]))
    chosen = [row[0] for row in rows[offset : offset + page_size]]
    cards = tuple(cards_of(session, actor, chosen))
    return CardPage(cards, len(rows), offset, offset + len(chosen))


def cards_of(session: Session, actor: Actor, badge_ids: Iterable[UUID]) -> list[BadgeCard]:
    """The cards of those badges that `actor` may see, in the order given. One statement."""
    wanted = list(badge_ids)
    rows = session.execute(
        select_columns(
            col(Badge.id),
            col(Badge.slug),
            col(BadgeVersion.title),
            col(BadgeVersion.definition),
            col(BadgeVersion.family),
            col(BadgeVersion.id),
            col(BadgeVersion.alt_text),
            col(Collective.slug),
            col(Collective.short_name),
        )
        .join(BadgeVersion, _is_current())
        .join(Collective, col(Collective.id) == Badge.collective_id)
        .where(col(Badge.id).in_(wanted), badge_seen_by(actor))
    ).all()
    cards = {
        badge_id: BadgeCard(badge_id, slug, title, definition, FAMILIES[family], *others)
        for badge_id, slug, title, definition, family, *others in rows
    }
    return [cards[badge_id] for badge_id in wanted if badge_id in cards]


def badge_count(session: Session, actor: Actor) -> int:
    """How many badges the gallery holds."""
    return session.exec(select(func.count()).select_from(Badge).where(badge_found_by(actor))).one()


@dataclass(frozen=True)
class Choice:
    """A value of a filter and the text that shows it."""

    value: str
    text: str

    @property
    def pair(self) -> tuple[str, str]:
        """As the field of a form takes it."""
        return self.value, self.text


def collective_choices(session: Session) -> list[Choice]:
    """The collectives by which one may filter, by name."""
    rows = session.exec(select(Collective.slug, Collective.short_name)).all()
    return sorted((Choice(*row) for row in rows), key=lambda choice: fold(choice.text))


def skill_choices(session: Session, actor: Actor) -> list[Choice]:
    """The skills that the badges of the gallery name, by name."""
    rows = session.exec(
        select(Skill.folded, func.min(Skill.label))
        .join(BadgeVersion, col(BadgeVersion.id) == Skill.version_id)
        .join(Badge, _is_current())
        .where(badge_found_by(actor))
        .group_by(Skill.folded)
    ).all()
    return sorted((Choice(*row) for row in rows), key=lambda choice: choice.value)


def _is_current() -> ColumnElement[bool]:
    return and_(
        col(BadgeVersion.badge_id) == Badge.id, col(BadgeVersion.number) == Badge.current_version
    )


def _conditions(session: Session, search: GallerySearch) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if (found := answers(session, search.text)) is not None:
        conditions.append(found)
    if search.family:
        conditions.append(col(BadgeVersion.family) == search.family)
    if search.collective:
        conditions.append(
            exists().where(
                col(Collective.id) == Badge.collective_id, col(Collective.slug) == search.collective
            )
        )
    if search.skill:
        conditions.append(
            exists().where(
                col(Skill.version_id) == BadgeVersion.id, col(Skill.folded) == search.skill
            )
        )
    return conditions


def _shuffled(seed: str, badge_id: UUID) -> bytes:
    # By badge, so that one adopted meanwhile does not move the others.
    return sha256(f"{seed}:{badge_id}".encode()).digest()
