"""What lives in the collectives: four kinds of news as one calm list, newest first.

Every list here asks the ``*_seen_by`` clauses of its room, and then that the thing is shown to the
collective: one's own private award is no news.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, or_, true
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlmodel import Session, col, func

from recognition.awards.models import Award, AwardState
from recognition.awards.queries import Holder, award_seen_by, excerpt_of, shown_in_collective
from recognition.badges.models import Badge, BadgeVersion
from recognition.badges.queries import badge_found_by, badge_seen_by
from recognition.collectives.models import Collective, Membership, MembershipState, Organisation
from recognition.collectives.queries import (
    NO_CIRCLE,
    accents_of,
    profile_found_by,
    profile_seen_by,
)
from recognition.endorsements.models import Endorsement, EndorsementState
from recognition.endorsements.visibility import (
    Endorsed,
    endorsement_in_collective,
    endorsement_public,
    endorsement_seen_by,
    with_targets,
)
from recognition.people.models import Issuer, Person
from recognition.people.sessions import initials
from recognition.permissions import Actor

PAGE_SIZE = 12
EXCERPT = 220  # characters
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Giver = aliased(Person, name="giver")
Joining = aliased(
    Membership, name="joining"
)  # the clauses on people have a Membership of their own


class NewsKind(StrEnum):
    """What happened."""

    ADOPTED = "adopted"  # a collective adopted a badge
    AWARD = "award"  # someone accepted a badge, or recognised themselves, and shows it
    ENDORSED_BADGE = "endorsed_badge"
    ENDORSED_AWARD = "endorsed_award"
    ENDORSED_ISSUER = "endorsed_issuer"
    JOINED = "joined"  # someone who can be found became a member


@dataclass(frozen=True)
class Cursor:
    """Where a page of the feed ends: the time and the id of its last line."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}-{self.id.hex}"


def cursor_of(text: str) -> Cursor | None:
    """The cursor written by ``str(cursor)``; None for anything else."""
    found = re.fullmatch(r"([0-9]{1,17})-([0-9a-f]{32})", text)
    if found is None:
        return None
    return Cursor(EPOCH + timedelta(microseconds=int(found[1])), UUID(found[2]))


@dataclass(frozen=True)
class News:
    """One line. `person_handle` is None when the visitor may not see that person's page.

    `title` names the badge, or who was endorsed as an issuer (`title_kind` and `slug` then lead
    to their page; an empty `slug` leads nowhere). `other` is the holder of an endorsed award, or
    who gave an award.
    """

    kind: NewsKind
    id: UUID
    at: datetime
    person_id: UUID | None = None
    person_name: str = ""
    person_handle: str | None = None
    accent: str = NO_CIRCLE
    title: str = ""
    title_kind: str = "badge"
    slug: str = ""
    version_id: UUID | None = None
    award_id: UUID | None = None
    other: str = ""
    is_self: bool = False
    words: str = ""
    definition: str = ""
    collective_name: str = ""
    collective_slug: str = ""

    @property
    def initials(self) -> str:
        return initials(self.person_name)

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.at, self.id)


@dataclass(frozen=True)
class FeedPage:
    """Some news; `older` is where the next page starts, None at the end."""

    news: tuple[News, ...]
    older: Cursor | None


def feed(
    session: Session, actor: Actor, *, before: Cursor | None = None, most: int = PAGE_SIZE
) -> FeedPage:
    """What lives in the collectives of `actor` (in all, for someone without one), newest first.

    Five statements, however many lines.
    """
    news: list[News] = []
    for kind in (_adopted, _awards, _endorsements, _joined):
        news += kind(session, actor, before, most + 1)
    news.sort(key=lambda line: (line.at, line.id), reverse=True)
    page = _dyed(session, news[:most])
    return FeedPage(tuple(page), page[-1].cursor if len(news) > most else None)


def _dyed(session: Session, news: list[News]) -> list[News]:
    accents = accents_of(session, {line.person_id for line in news if line.person_id})
    return [
        replace(line, accent=accents[line.person_id]) if line.person_id else line for line in news
    ]


def _within(actor: Actor, collective_id: SQLCoreOperations[Any]) -> ColumnElement[bool]:
    """It belongs to the feed of `actor`: their collectives, or any when they have none."""
    return collective_id.in_(actor.collectives) if actor.collectives else true()


def _is_colleague(actor: Actor, person_id: SQLCoreOperations[Any]) -> ColumnElement[bool]:
    """The person of that column is in the feed's collectives, or anyone when there are none."""
    if not actor.collectives:
        return true()
    return exists().where(
        col(Membership.person_id) == person_id,
        col(Membership.state) == MembershipState.ACCEPTED,
        col(Membership.collective_id).in_(actor.collectives),
    )


def _before(
    cursor: Cursor | None, at: SQLCoreOperations[Any], id: SQLCoreOperations[Any]
) -> ColumnElement[bool]:
    if cursor is None:
        return true()
    return or_(at < cursor.at, and_(at == cursor.at, id < cursor.id))


def _adopted(session: Session, actor: Actor, cursor: Cursor | None, most: int) -> Iterable[News]:
    at = col(Badge.adopted_at)
    rows = session.execute(
        select_columns(
            col(Badge.id),
            at,
            col(BadgeVersion.title),
            col(Badge.slug),
            col(BadgeVersion.id),
            col(BadgeVersion.definition),
            col(Collective.name),
            col(Collective.slug),
        )
        .join(
            BadgeVersion,
            and_(
                col(BadgeVersion.badge_id) == Badge.id,
                col(BadgeVersion.number) == Badge.current_version,
            ),
        )
        .join(Collective, col(Collective.id) == Badge.collective_id)
        .where(
            badge_found_by(actor),
            badge_seen_by(actor),
            at.is_not(None),
            _within(actor, col(Badge.collective_id)),
            _before(cursor, at, col(Badge.id)),
        )
        .order_by(at.desc(), col(Badge.id).desc())
        .limit(most)
    )
    for id, adopted_at, title, slug, version_id, definition, name, collective_slug in rows:
        yield News(
            NewsKind.ADOPTED,
            id,
            adopted_at,
            title=title,
            slug=slug,
            version_id=version_id,
            definition=definition,
            collective_name=name,
            collective_slug=collective_slug,
        )


def _awards(session: Session, actor: Actor, cursor: Cursor | None, most: int) -> Iterable[News]:
    at = col(Award.decided_at)
    handle = case((_page_seen(actor, col(Award.holder_id)), col(Holder.handle)))
    rows = session.execute(
        select_columns(
            Award,
            at,
            col(Holder.display_name),
            handle,
            col(BadgeVersion.title),
            col(Badge.slug),
            col(Giver.display_name),
            col(BadgeVersion.definition),
        )
        .join(Holder, col(Holder.id) == col(Award.holder_id))
        .join(Giver, col(Giver.id) == col(Award.giver_id))
        .join(BadgeVersion, col(BadgeVersion.id) == Award.version_id)
        .join(Badge, col(Badge.id) == Award.badge_id)
        .where(
            col(Award.state) == AwardState.ACCEPTED,
            at.is_not(None),
            award_seen_by(actor),
            shown_in_collective(),
            _is_colleague(actor, col(Award.holder_id)),
            _before(cursor, at, col(Award.id)),
        )
        .order_by(at.desc(), col(Award.id).desc())
        .limit(most)
    )
    for award, accepted_at, name, handle_shown, title, slug, giver, definition in rows:
        is_self = award.is_self
        yield News(
            NewsKind.AWARD,
            award.id,
            accepted_at,
            person_id=award.holder_id,
            person_name=name,
            person_handle=handle_shown,
            title=title,
            slug=slug,
            version_id=award.version_id,
            award_id=award.id,
            other=giver,
            is_self=is_self,
            definition=definition,
            words=excerpt_of(award.narrative if is_self else award.sentence, most=EXCERPT),
        )


def _endorsements(
    session: Session, actor: Actor, cursor: Cursor | None, most: int
) -> Iterable[News]:
    at = col(Endorsement.decided_at)
    rows = session.execute(
        with_targets(
            select_columns(
                Endorsement,
                at,
                col(Person.display_name),
                case((profile_seen_by(actor), col(Person.handle))),
                col(BadgeVersion.title),
                col(Badge.slug),
                col(Holder.display_name),
                col(Issuer.kind),
                func.coalesce(
                    col(Endorsed.display_name), col(Collective.name), col(Organisation.name)
                ),
                case(
                    (_page_seen(actor, col(Endorsed.id)), col(Endorsed.handle)),
                    else_=func.coalesce(col(Collective.slug), col(Organisation.slug)),
                ),
            )
        )
        .join(Person, col(Person.id) == col(Endorsement.endorser_id))
        .outerjoin(BadgeVersion, col(BadgeVersion.id) == col(Endorsement.version_id))
        .outerjoin(Collective, col(Collective.id) == col(Endorsement.issuer_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Endorsement.issuer_id))
        .where(
            col(Endorsement.state) == EndorsementState.ACCEPTED,
            at.is_not(None),
            col(Endorsement.imported_id).is_(None),  # the feed tells of what is given here
            endorsement_seen_by(actor),
            or_(endorsement_public(), endorsement_in_collective(actor)),
            _about_colleagues(actor),
            _before(cursor, at, col(Endorsement.id)),
        )
        .order_by(at.desc(), col(Endorsement.id).desc())
        .limit(most)
    )
    for row in rows:
        yield _endorsement(row)


def _about_colleagues(actor: Actor) -> ColumnElement[bool]:
    """What is endorsed belongs to the feed's collectives."""
    if not actor.collectives:
        return true()
    return or_(
        col(Badge.collective_id).in_(actor.collectives),
        _is_colleague(actor, col(Award.holder_id)),
        _is_colleague(actor, col(Endorsed.id)),
        col(Endorsement.issuer_id).in_(actor.collectives),
        col(Organisation.collective_id).in_(actor.collectives),
    )


def _endorsement(row: Any) -> News:
    endorsement, at, name, handle, title, slug, holder, issuer_kind, issuer, issuer_slug = row
    kind = NewsKind.ENDORSED_ISSUER
    if endorsement.badge_id is not None:
        kind = NewsKind.ENDORSED_BADGE
    elif endorsement.award_id is not None:
        kind = NewsKind.ENDORSED_AWARD
    return News(
        kind,
        endorsement.id,
        at,
        person_id=endorsement.endorser_id,
        person_name=name,
        person_handle=handle,
        title=title or issuer or "",
        title_kind=issuer_kind or "badge",
        slug=(issuer_slug if issuer_kind else slug) or "",
        version_id=endorsement.version_id,
        award_id=endorsement.award_id,
        other=holder or "",
        words=excerpt_of(endorsement.statement, most=EXCERPT),
    )


def _page_seen(actor: Actor, person_id: SQLCoreOperations[Any]) -> ColumnElement[bool]:
    """The page of the person of that column may be seen."""
    seen = select_columns(col(Person.id)).where(profile_seen_by(actor)).correlate(None)
    return person_id.in_(seen)


def _joined(session: Session, actor: Actor, cursor: Cursor | None, most: int) -> Iterable[News]:
    at = col(Joining.decided_at)
    rows = session.execute(
        select_columns(
            col(Joining.id),
            at,
            col(Person.id),
            col(Person.display_name),
            case((profile_seen_by(actor), col(Person.handle))),
            col(Person.headline),
            col(Collective.name),
            col(Collective.slug),
        )
        .join(Person, col(Person.id) == col(Joining.person_id))
        .join(Collective, col(Collective.id) == col(Joining.collective_id))
        .where(
            col(Joining.state) == MembershipState.ACCEPTED,
            at.is_not(None),
            _within(actor, col(Joining.collective_id)),
            profile_found_by(actor),
            _before(cursor, at, col(Joining.id)),
        )
        .order_by(at.desc(), col(Joining.id).desc())
        .limit(most)
    )
    for id, joined_at, person_id, name, handle, headline, collective, slug in rows:
        yield News(
            NewsKind.JOINED,
            id,
            joined_at,
            person_id=person_id,
            person_name=name,
            person_handle=handle,
            words=headline,
            collective_name=collective,
            collective_slug=slug,
        )
