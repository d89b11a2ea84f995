"""The fabric as a pair of eyes sees it, and the nameless one that a collective may show anyone."""

from collections.abc import Collection, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID
from weakref import ref

from sqlalchemy import select
from sqlmodel import Session, col

from recognition.badges.models import Badge, BadgeState, BadgeVersion
from recognition.clock import day_of
from recognition.collectives.models import Collective, Membership, MembershipState
from recognition.collectives.queries import confirmed_people
from recognition.maps.fabric import Circle, Fabric, MapBadge, MapPerson
from recognition.maps.nameless import nameless
from recognition.maps.queries.acts import woven_of
from recognition.maps.queries.kept import drawn_from, kept_fabric
from recognition.people.models import Person, ProfileVisibility
from recognition.people.sessions import initials
from recognition.texts import fold
from recognition.trust.memory import live_graph
from recognition.trust.queries import EVERYWHERE, Scope, badge_node
from recognition.trust.told import FEWEST_VOICES

PUBLIC = "public"
"""The scope of the nameless fabric: seen from everywhere, and only of those who show it."""

_FEW = 500  # ids that a statement names; beyond, everybody is read


def scope_name(scope: Scope) -> str:
    """What a map of this scope is called: "everywhere", or the id of the collective."""
    return str(scope.collective_id) if scope.collective_id else "everywhere"


def fabric_of(
    session: Session, memory: MutableMapping[str, object], scope: Scope, *, valued: bool = True
) -> Fabric:
    """All that the eyes of a scope see. A fixed number of queries, linear in the rows; one query
    as long as `memory` keeps it and it is true.

    Not `valued`, no badge has a value: who only places them need not wait for it.
    """
    eyes = ("fabric", scope, valued)
    return kept_fabric(session, memory, eyes, lambda: _seen(session, memory, scope, valued))


def _seen(
    session: Session, memory: MutableMapping[str, object], scope: Scope, valued: bool
) -> Fabric:
    circles = _circles(session)
    members = _members(session)
    badges = _badges(session, scope)
    woven = woven_of(session, scope, frozenset(badge.id for badge in badges))
    return Fabric(
        scope=scope_name(scope),
        circles=tuple(row.circle for row in circles),
        people=tuple(_people(session, scope, members, woven.first_days)),
        badges=tuple(_valued(session, memory, scope, circles, badges) if valued else badges),
        threads=woven.threads,
        arcs=woven.arcs,
    )


@dataclass(frozen=True)
class _CircleRow:
    circle: Circle
    is_public: bool
    shows_value: bool


def _circles(session: Session) -> list[_CircleRow]:
    rows = session.execute(
        select(
            col(Collective.id),
            col(Collective.slug),
            col(Collective.name),
            col(Collective.short_name),
            col(Collective.accent),
            col(Collective.region_code),
            col(Collective.town_code),
            col(Collective.public_map),
            col(Collective.shows_value),
        )
    )
    circles = [_CircleRow(Circle(*row[:7]), row[7], row[8]) for row in rows]
    return sorted(circles, key=lambda row: (fold(row.circle.name), row.circle.slug))


@dataclass(frozen=True)
class _Members:
    """`circle_of` tells the collective that accepted each person first, `by_collective` all who
    are in it."""

    circle_of: dict[UUID, UUID]
    by_collective: dict[UUID, set[UUID]]

    def of(self, scope: Scope) -> set[UUID]:
        if scope.collective_id is None:
            return set()
        return self.by_collective.get(scope.collective_id, set())


def _members(session: Session) -> _Members:
    members = _Members({}, {})
    for person_id, collective_id in session.execute(
        select(col(Membership.person_id), col(Membership.collective_id))
        .where(col(Membership.state) == MembershipState.ACCEPTED)
        .order_by(col(Membership.decided_at), col(Membership.id))
    ):
        members.circle_of.setdefault(person_id, collective_id)
        members.by_collective.setdefault(collective_id, set()).add(person_id)
    return members


def _badges(session: Session, scope: Scope) -> list[MapBadge]:
    """Adopted ones, those no longer given, and what the collective itself discusses."""
    rows = session.execute(
        select(
            col(Badge.id),
            col(Badge.slug),
            col(BadgeVersion.title),
            col(BadgeVersion.family),
            col(BadgeVersion.shape),
            col(BadgeVersion.dye),
            col(BadgeVersion.icon),
            col(Badge.collective_id),
            col(Badge.state),
            col(Badge.adopted_at),
            col(Badge.proposed_at),
        )
        .join(BadgeVersion, col(BadgeVersion.badge_id) == col(Badge.id))
        .where(col(BadgeVersion.number) == col(Badge.current_version), scope.badge_shown())
    )
    badges = [
        MapBadge(
            id=row.id,
            slug=row.slug,
            title=row.title,
            family=row.family,
            shape=row.shape,
            dye=row.dye,
            icon=row.icon,
            circle_id=row.collective_id,
            adopted=row.state != BadgeState.DISCUSSION,
            since=day_of(row.adopted_at or row.proposed_at),
            value=None,
            is_retired=row.state == BadgeState.RETIRED,
        )
        for row in rows
        if row.state != BadgeState.DISCUSSION or row.collective_id == scope.collective_id
    ]
    return sorted(badges, key=lambda badge: (fold(badge.title), badge.slug))


def _people(
    session: Session,
    scope: Scope,
    members: _Members,
    first: Mapping[UUID, date],
) -> list[MapPerson]:
    """Whoever has a tie, and of the collective itself also those without one whose page its
    members may see. Of a page they may not see, neither the town nor the day of joining."""
    here = members.of(scope)
    wanted = first.keys() | here
    statement = select(
        col(Person.id),
        col(Person.display_name),
        col(Person.handle),
        col(Person.town_code),
        col(Person.joined_at),
        col(Person.profile_visibility),
        scope.person_shown(),
    )
    if len(wanted) <= _FEW:
        statement = statement.where(col(Person.id).in_(wanted))
    confirmed = confirmed_people(session, scope.collective_id)
    people = []
    for person_id, name, handle, town_code, joined_at, visibility, shown in session.execute(
        statement
    ):
        if person_id not in first and not (person_id in here and shown):
            continue
        in_list = visibility == ProfileVisibility.PUBLIC or person_id in here
        days = [first[person_id]] if person_id in first else []
        people.append(
            MapPerson(
                id=person_id,
                name=name,
                handle=handle if shown else None,
                initials=initials(name),
                circle_id=members.circle_of.get(person_id) if shown or person_id in here else None,
                confirmed=person_id in confirmed,
                town_code=town_code if shown and in_list else "",
                since=min([*days, day_of(joined_at)] if shown else days),
            )
        )
    return sorted(people, key=lambda person: (fold(person.name), person.id.int))


def _valued(
    session: Session,
    memory: MutableMapping[str, object],
    scope: Scope,
    circles: Iterable[_CircleRow],
    badges: Sequence[MapBadge],
) -> Sequence[MapBadge]:
    """Badges with the value that their own pages show to these eyes, or none."""
    silent = {row.circle.id for row in circles if not row.shows_value}
    key = f"maps:scored:{scope.collective_id or 'everywhere'}"
    with live_graph(session, memory, scope).held() as graph:
        scored = memory.get(key)
        if not (isinstance(scored, ref) and scored() is graph):
            graph.scores()  # all at once the first time: far cheaper than one by one
            memory[key] = ref(graph)
        scores = {badge.id: graph.score(badge_node(badge.id)) for badge in badges}
    return [
        replace(badge, value=score.value)
        if badge.circle_id not in silent and score.voices >= FEWEST_VOICES and score.value > 0
        else badge
        for badge in badges
        for score in [scores[badge.id]]
    ]


def public_fabric(
    session: Session,
    memory: MutableMapping[str, object],
    collective_ids: Collection[UUID] = (),
    *,
    valued: bool = True,
) -> Fabric:
    """What anyone may see of the collectives that show a map (all of them, or these): badges with
    their threads, and people as dots without a name.

    A fixed number of queries, linear; one query as long as `memory` keeps it and it is true.
    """
    eyes = (PUBLIC, valued)
    fabric = kept_fabric(session, memory, eyes, lambda: _nameless(session, memory, valued))
    if not collective_ids:
        return fabric
    some = frozenset(collective_ids)
    return drawn_from(memory, fabric, ("of", some), lambda: _of(fabric, some))


def _nameless(session: Session, memory: MutableMapping[str, object], valued: bool) -> Fabric:
    rows = [row for row in _circles(session) if row.is_public]
    public_ids = {row.circle.id for row in rows}
    badges = [badge for badge in _badges(session, EVERYWHERE) if badge.circle_id in public_ids]
    badge_ids = frozenset(badge.id for badge in badges)
    woven = woven_of(session, EVERYWHERE, badge_ids, only_badges=True)
    dots = nameless(woven.threads, woven.arcs, _members(session).circle_of, public_ids)
    return Fabric(
        scope=PUBLIC,
        circles=tuple(row.circle for row in rows),
        people=dots.people,
        badges=tuple(_valued(session, memory, EVERYWHERE, rows, badges) if valued else badges),
        threads=dots.threads,
        arcs=dots.arcs,
    )


def _of(fabric: Fabric, collective_ids: Collection[UUID]) -> Fabric:
    """What the badges of these collectives hold together; the dots keep their ids, so that they
    stay where they stood."""
    badges = tuple(badge for badge in fabric.badges if badge.circle_id in collective_ids)
    badge_ids = {badge.id for badge in badges}
    threads = tuple(thread for thread in fabric.threads if thread.badge_id in badge_ids)
    tied = {thread.person_id for thread in threads}
    return replace(
        fabric,
        circles=tuple(circle for circle in fabric.circles if circle.id in collective_ids),
        people=tuple(
            dot if dot.circle_id in collective_ids else replace(dot, circle_id=None)
            for dot in fabric.people
            if dot.id in tied
        ),
        badges=badges,
        threads=threads,
        arcs=tuple(a for a in fabric.arcs if a.source_id in tied and a.target_id in tied),
    )
