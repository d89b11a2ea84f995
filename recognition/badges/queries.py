"""Reading badges and their versions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from recognition.badges.drawing import Picture
from recognition.badges.families import FAMILIES, FamilyLine
from recognition.badges.models import Badge, BadgeState, BadgeVersion, Criterion, Skill
from recognition.badges.rules import BadgeSubject
from recognition.collectives.models import Collective
from recognition.collectives.queries import profile_seen_by
from recognition.errors import NotFound
from recognition.people.models import Person
from recognition.people.sessions import initials
from recognition.permissions import Actor

SHOWN_TO_ALL = (BadgeState.ADOPTED, BadgeState.RETIRED)


def badge_seen_by(actor: Actor) -> ColumnElement[bool]:
    """SQL on `Badge`: the rows of ``SEE`` for "badge" in the table of permissions."""
    shown = col(Badge.state).in_(SHOWN_TO_ALL)
    if actor.person_id is None:
        return shown
    return or_(
        shown,
        col(Badge.state) == BadgeState.DISCUSSION,
        and_(col(Badge.state) == BadgeState.WITHDRAWN, col(Badge.proposer_id) == actor.person_id),
    )


def version_seen_by(actor: Actor) -> ColumnElement[bool]:
    """SQL on `BadgeVersion` joined to `Badge`: a version that was never adopted is part of a
    discussion, and a discussion is for members."""
    seen = badge_seen_by(actor)
    if actor.person_id is None:
        return and_(seen, col(BadgeVersion.adopted_at).is_not(None))
    return seen


def badge_found_by(actor: Actor) -> ColumnElement[bool]:
    """SQL on `Badge`: the rows of ``FIND`` for "badge"."""
    return col(Badge.state) == BadgeState.ADOPTED


def badge_subject(badge: "Badge | BadgeView") -> BadgeSubject:
    """The badge as `permissions.may` sees it."""
    if isinstance(badge, BadgeView):
        return BadgeSubject(badge.state, badge.collective.id, badge.proposer.id)
    return BadgeSubject(badge.state, badge.collective_id, badge.proposer_id)


@dataclass(frozen=True)
class PersonLine:
    """A person named on a page. `handle` is None when the visitor may not see their profile: the
    name is then shown without a link."""

    id: UUID
    name: str
    handle: str | None

    @property
    def initials(self) -> str:
        return initials(self.name)


@dataclass(frozen=True)
class CollectiveLine:
    """A collective named on a page; `accent` is its dye."""

    id: UUID
    slug: str
    name: str
    short_name: str
    accent: str


@dataclass(frozen=True)
class CriterionLine:
    """One criterion; `position` counts from 1."""

    id: UUID
    position: int
    text: str


@dataclass(frozen=True)
class VersionWords:
    """The words and the picture of one version. `skills` are in their author's order."""

    id: UUID
    badge_id: UUID
    number: int
    title: str
    definition: str
    family: FamilyLine
    criteria: tuple[CriterionLine, ...]
    skills: tuple[str, ...]
    evidence_hint: str
    picture: Picture
    alt_text: str
    change_note: str
    author_id: UUID
    created_at: datetime
    adopted_at: datetime | None


@dataclass(frozen=True)
class Origin:
    """The badge from which another was made, which the licence asks to name."""

    slug: str
    title: str


@dataclass(frozen=True)
class BadgeView:
    """A badge in force: its standing, and the words of its current version."""

    id: UUID
    slug: str
    state: str
    award_rule: str
    license: str
    collective: CollectiveLine
    proposer: PersonLine
    version: VersionWords
    proposed_at: datetime
    adopted_at: datetime | None
    based_on: Origin | None


def own_collectives(session: Session, actor: Actor) -> list[CollectiveLine]:
    """The collectives where `actor` may propose, by name. One statement."""
    rows = session.exec(
        select(Collective)
        .where(col(Collective.id).in_(actor.collectives))
        .order_by(col(Collective.name))
    )
    return [CollectiveLine(row.id, row.slug, row.name, row.short_name, row.accent) for row in rows]


def badge_by_slug(session: Session, actor: Actor, slug: str) -> Badge:
    """The badge, for writing. Raises NotFound when there is none that `actor` may see."""
    badge = session.exec(select(Badge).where(Badge.slug == slug, badge_seen_by(actor))).first()
    if badge is None:
        raise NotFound
    return badge


def badge_page(session: Session, actor: Actor, slug: str) -> BadgeView:
    """What a page shows of a badge. Raises NotFound. Three statements, four for a badge based on
    another."""
    row = session.execute(
        select_columns(Badge, BadgeVersion, Collective, Person, profile_seen_by(actor))
        .join(
            BadgeVersion,
            and_(
                col(BadgeVersion.badge_id) == Badge.id,
                col(BadgeVersion.number) == Badge.current_version,
            ),
        )
        .join(Collective, col(Collective.id) == Badge.collective_id)
        .join(Person, col(Person.id) == Badge.proposer_id)
        .where(col(Badge.slug) == slug, badge_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    badge, version, collective, proposer, profile_is_seen = row
    return BadgeView(
        id=badge.id,
        slug=badge.slug,
        state=badge.state,
        award_rule=badge.award_rule,
        license=badge.license,
        collective=CollectiveLine(
            collective.id,
            collective.slug,
            collective.name,
            collective.short_name,
            collective.accent,
        ),
        proposer=PersonLine(
            proposer.id, proposer.display_name, proposer.handle if profile_is_seen else None
        ),
        version=_words(session, version),
        proposed_at=badge.proposed_at,
        adopted_at=badge.adopted_at,
        based_on=_origin(session, actor, badge.based_on_id),
    )


def version_words(session: Session, version_id: UUID) -> VersionWords:
    """The words of a version, whoever asks: the caller has checked that they may. Raises
    NotFound. Three statements."""
    version = session.get(BadgeVersion, version_id)
    if version is None:
        raise NotFound
    return _words(session, version)


def version_by_number(session: Session, badge_id: UUID, number: int) -> VersionWords:
    """The words of the n-th version of a badge; see `version_words`."""
    version = session.exec(
        select(BadgeVersion).where(BadgeVersion.badge_id == badge_id, BadgeVersion.number == number)
    ).first()
    if version is None:
        raise NotFound
    return _words(session, version)


def adopted_versions(session: Session, badge_id: UUID) -> list[VersionWords]:
    """The versions that are or were in force, oldest first. Three statements, however many."""
    versions = session.exec(
        select(BadgeVersion)
        .where(BadgeVersion.badge_id == badge_id, col(BadgeVersion.adopted_at).is_not(None))
        .order_by(col(BadgeVersion.number))
    ).all()
    criteria, skills = _parts(session, [version.id for version in versions])
    return [
        _view(version, criteria.get(version.id, []), skills.get(version.id, []))
        for version in versions
    ]


def _words(session: Session, version: BadgeVersion) -> VersionWords:
    criteria, skills = _parts(session, [version.id])
    return _view(version, criteria.get(version.id, []), skills.get(version.id, []))


def _parts(
    session: Session, version_ids: list[UUID]
) -> tuple[dict[UUID, list[CriterionLine]], dict[UUID, list[str]]]:
    criteria: dict[UUID, list[CriterionLine]] = {}
    for row in session.exec(
        select(Criterion)
        .where(col(Criterion.version_id).in_(version_ids))
        .order_by(col(Criterion.position))
    ):
        criteria.setdefault(row.version_id, []).append(
            CriterionLine(row.id, row.position, row.text)
        )
    skills: dict[UUID, list[str]] = {}
    for version_id, label in session.exec(
        select(Skill.version_id, Skill.label)
        .where(col(Skill.version_id).in_(version_ids))
        .order_by(col(Skill.position), col(Skill.folded))
    ):
        skills.setdefault(version_id, []).append(label)
    return criteria, skills


def _view(version: BadgeVersion, criteria: list[CriterionLine], skills: list[str]) -> VersionWords:
    return VersionWords(
        id=version.id,
        badge_id=version.badge_id,
        number=version.number,
        title=version.title,
        definition=version.definition,
        family=FAMILIES[version.family],
        criteria=tuple(criteria),
        skills=tuple(skills),
        evidence_hint=version.evidence_hint,
        picture=picture_of(version),
        alt_text=version.alt_text,
        change_note=version.change_note,
        author_id=version.author_id,
        created_at=version.created_at,
        adopted_at=version.adopted_at,
    )


def picture_of(version: BadgeVersion) -> Picture:
    """What the picture of a version is made of."""
    return Picture(version.shape, version.dye, version.icon, version.word)


def _origin(session: Session, actor: Actor, badge_id: UUID | None) -> Origin | None:
    if badge_id is None:
        return None
    source = aliased(BadgeVersion)
    row = session.exec(
        select(Badge.slug, source.title)
        .join(
            source,
            and_(source.badge_id == col(Badge.id), source.number == col(Badge.current_version)),  # type: ignore[arg-type]
        )
        .where(Badge.id == badge_id, badge_seen_by(actor))
    ).first()
    return Origin(*row) if row else None


def picture_to_show(session: Session, actor: Actor, version_id: UUID) -> tuple[Picture, bool]:
    """The picture of a version, and whether it may still change. Raises NotFound when `actor` may
    not see it. One statement."""
    row = session.exec(
        select(BadgeVersion)
        .join(Badge, col(Badge.id) == BadgeVersion.badge_id)
        .where(BadgeVersion.id == version_id, version_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    return picture_of(row), row.adopted_at is None
