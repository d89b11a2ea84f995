"""Awards and holders as lists show them. Each query here takes a fixed number of statements."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Row, Select, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from recognition.awards.models import Award, AwardState
from recognition.awards.queries.shown import Holder, award_seen_by
from recognition.awards.rules import narrower, profile_width
from recognition.badges.drawing.threads import Place, thread_places
from recognition.badges.families import FAMILIES, FamilyLine
from recognition.badges.models import Badge, BadgeVersion
from recognition.collectives.models import Collective, Organisation
from recognition.collectives.queries import accents_of, profile_seen_by
from recognition.people.models import Person
from recognition.people.sessions import initials
from recognition.permissions import Actor

EXCERPT = 160  # characters
Giver = aliased(Person, name="giver")
GIVER_NAME = col(Giver.display_name)


@dataclass(frozen=True)
class AwardLine:
    """An award as a card shows it.

    `excerpt` is the beginning of the giver's sentence, or of the holder's own story when they
    recognised themselves. `visibility` is how widely it is really shown. `threads` are the dyes
    of its endorsements, which a room above this one adds: `endorsements.threads.threaded`.
    """

    award_id: UUID
    slug: str
    title: str
    version_id: UUID
    family: FamilyLine
    alt_text: str
    is_self: bool
    giver_name: str
    issuer_name: str
    awarded_at: datetime
    excerpt: str
    state: str
    visibility: str
    threads: tuple[str, ...] = ()

    @property
    def places(self) -> list[Place]:
        """The ring of threads around its picture."""
        return thread_places(self.threads)


@dataclass(frozen=True)
class HolderLine:
    """A person who holds a badge, through one of their awards; `handle` is None when the visitor
    may not see their page."""

    award_id: UUID
    display_name: str
    handle: str | None
    initials: str
    accent: str
    city: str
    is_self: bool


@dataclass(frozen=True)
class NewsLine:
    """An award as news: who, what, when. `at` is when its holder accepted it."""

    award: AwardLine
    holder_name: str
    holder_handle: str | None
    holder_initials: str
    holder_accent: str
    at: datetime


def excerpt_of(text: str, *, most: int = EXCERPT) -> str:
    """The beginning of a text on one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def card_rows() -> Select[Award, str, BadgeVersion, str, str, Person]:
    """The rows of `as_card`: a select of six columns on `Award` joined to `Holder`, to be
    narrowed by the caller."""
    issuer_name = func.coalesce(
        Collective.name,
        Organisation.name,
        GIVER_NAME,
    )
    return (
        columns(Award, col(Badge.slug), BadgeVersion, GIVER_NAME, issuer_name, Holder)
        .join(Badge, col(Badge.id) == col(Award.badge_id))
        .join(BadgeVersion, col(BadgeVersion.id) == col(Award.version_id))
        .join(Giver, col(Giver.id) == col(Award.giver_id))
        .join(Holder, col(Holder.id) == col(Award.holder_id))
        .outerjoin(Collective, col(Collective.id) == col(Award.issuer_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Award.issuer_id))
    )


def as_card(row: Row[Award, str, BadgeVersion, str, str, Person]) -> AwardLine:
    """One row of `card_rows` as a card."""
    award, slug, version, giver_name, issuer_name, holder = row
    is_self = award.is_self
    return AwardLine(
        award_id=award.id,
        slug=slug,
        title=version.title,
        version_id=version.id,
        family=FAMILIES[version.family],
        alt_text=version.alt_text,
        is_self=is_self,
        giver_name=giver_name,
        issuer_name=issuer_name,
        awarded_at=award.awarded_at,
        excerpt=excerpt_of(award.narrative if is_self else award.sentence),
        state=award.state,
        visibility=narrower(award.visibility, profile_width(holder.profile_visibility)),
    )


def awards_of_person(session: Session, actor: Actor, person_id: UUID) -> list[AwardLine]:
    """What of a person's accepted awards `actor` may see, the latest first. One query."""
    rows = session.execute(
        card_rows()
        .where(
            col(Award.holder_id) == person_id,
            col(Award.state) == AwardState.ACCEPTED,
            award_seen_by(actor),
        )
        .order_by(col(Award.awarded_at).desc(), col(Award.id))
    )
    return [as_card(row) for row in rows]


def holders_of_badge(
    session: Session, actor: Actor, badge_id: UUID, *, seed: str, most: int | None = None
) -> list[HolderLine]:
    """The people whose award of this badge `actor` may see: one line each, at random.

    The order depends on `seed` and on the people themselves, so that a hidden one leaves no
    trace in it. Who was given the badge and recognised themselves too is shown as given it.
    Three queries.
    """
    rows = session.exec(
        select(Award.id, Award.giver_id, Holder)
        .join(Holder, col(Holder.id) == col(Award.holder_id))
        .where(
            col(Award.badge_id) == badge_id,
            col(Award.state) == AwardState.ACCEPTED,
            award_seen_by(actor),
        )
        .order_by(col(Award.awarded_at), col(Award.id))
    )
    chosen: dict[UUID, tuple[UUID, bool, Person]] = {}
    for award_id, giver_id, holder in rows:
        is_self = giver_id == holder.id
        if holder.id not in chosen or (chosen[holder.id][1] and not is_self):
            chosen[holder.id] = (award_id, is_self, holder)
    order = sorted(chosen, key=lambda id: sha256(f"{seed}:{id}".encode()).digest())[:most]
    seen = pages_open_to(session, actor, set(order))
    dyes = accents_of(session, order)
    return [_holder_line(*chosen[id], shown=id in seen, dye=dyes[id]) for id in order]


def _holder_line(
    award_id: UUID, is_self: bool, holder: Person, *, shown: bool, dye: str
) -> HolderLine:
    return HolderLine(
        award_id=award_id,
        display_name=holder.display_name,
        handle=holder.handle if shown else None,
        initials=initials(holder.display_name),
        accent=dye,
        city=holder.city if shown else "",
        is_self=is_self,
    )


def pages_open_to(session: Session, actor: Actor, person_ids: set[UUID]) -> set[UUID]:
    """Those of these people whose page `actor` may see. One query."""
    return set(
        session.exec(
            select(Person.id).where(col(Person.id).in_(person_ids), profile_seen_by(actor))
        )
    )


def latest_awards(session: Session, actor: Actor, *, most: int) -> list[NewsLine]:
    """The awards accepted last among those `actor` may see, the latest first. Three queries."""
    rows = session.execute(
        card_rows()
        .where(col(Award.state) == AwardState.ACCEPTED, award_seen_by(actor))
        .order_by(func.coalesce(col(Award.decided_at), col(Award.awarded_at)).desc(), col(Award.id))
        .limit(most)
    ).all()
    holders = {row[5].id for row in rows}
    seen = pages_open_to(session, actor, holders)
    dyes = accents_of(session, holders)
    return [
        NewsLine(
            award=as_card(row),
            holder_name=row[5].display_name,
            holder_handle=row[5].handle if row[5].id in seen else None,
            holder_initials=initials(row[5].display_name),
            holder_accent=dyes[row[5].id],
            at=row[0].decided_at or row[0].awarded_at,
        )
        for row in rows
    ]
