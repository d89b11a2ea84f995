"""The rows of the platform as the metric's edges (trust metric, section 1).

Each statement is written once. A whole graph is read without restriction, a few units of it by
their ids: what is read again cannot differ from what a full reading would bring.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, String, and_, cast, exists, func, or_, select
from sqlmodel import Session, col

from recognition.awards.models import Award, AwardMode
from recognition.awards.queries import Holder
from recognition.badges.models import Badge
from recognition.collectives.models import (
    Collective,
    Meeting,
    Membership,
    MembershipRole,
    MembershipState,
    Representative,
)
from recognition.endorsements.models import EndorsedCriterion, Endorsement, EndorsementState
from recognition.evidence.models import Evidence
from recognition.people.models import Issuer, IssuerKind, Person
from recognition.trust.columns import Columns, Picked, edges_of_columns
from recognition.trust.edges import TrustEdges
from recognition.trust.queries.scope import AWARD, BADGE, EVERYWHERE, ISSUER, Scope
from recognition.trust.queries.units import Units, chunks

DEFINITION_TO_AWARD = 0.5
ISSUER_TO_AWARD = 0.25
AWARD_TO_DEFINITION = 0.5
ISSUER_TO_DEFINITION = 0.5
IN_WORDS_AND_SHOWN = 1.0
IN_WORDS = 0.5
ROWS_AT_ONCE = 500  # fetched together: what is not yet in columns is short-lived


@dataclass(frozen=True)
class Read:
    """Edges as they were read. `using` names the award by which each use comes: the only act
    that does not say itself to which unit it belongs."""

    columns: Columns
    using: list[str]


def trust_edges(session: Session, scope: Scope = EVERYWHERE) -> TrustEdges:
    """The graph of one scope: a collective's, or everywhere's. A fixed number of queries; linear
    in the rows."""
    return edges_of_columns(read(session, scope).columns)


def read(session: Session, scope: Scope, only: Units | None = None) -> Read:
    """All edges of a scope, or those that these units bring.

    A fixed number of queries (for up to CHUNK units of a kind); linear in the rows.
    """
    reading = _Reading(session, scope, only)
    reading.people()
    reading.issuers()
    reading.definitions()
    reading.awards()
    reading.endorsements()
    return Read(reading.columns, reading.using)


class _Names(dict[str, str]):
    """An id as the database writes it → as the graph does: with hyphens, after a prefix. One
    text object an id, however often it occurs."""

    def __init__(self, prefix: str = "") -> None:
        super().__init__()
        self._prefix = prefix

    def __missing__(self, raw: str) -> str:
        bare = raw if len(raw) != 32 else "-".join(_parts(raw))
        name = self[raw] = self._prefix + bare
        return name


def _parts(raw: str) -> tuple[str, ...]:
    return raw[:8], raw[8:12], raw[12:16], raw[16:20], raw[20:]


class _Places:
    """Where ids stand in a list, asked for many at once: they are compared as text in one array,
    which misses the processor's caches less than as many look-ups."""

    def __init__(self, ids: Iterable[str]) -> None:
        texts = _array(list(ids))
        self._order = np.argsort(texts)
        self._sorted = texts[self._order]

    def of(self, ids: Sequence[str]) -> NDArray[np.int32]:
        """The place of each; -1 for one that is not in the list."""
        asked = _array(ids)
        at = np.searchsorted(self._sorted, asked)
        at[at == len(self._sorted)] = 0
        if not len(self._sorted):
            return np.full(len(ids), -1, np.int32)
        found: NDArray[np.int32] = np.where(self._sorted[at] == asked, self._order[at], -1).astype(
            np.int32
        )
        return found


def _array(ids: Sequence[str]) -> NDArray[np.bytes_]:
    """Ids of one length as one array."""
    if not ids:
        return np.empty(0, "S1")
    return np.frombuffer("".join(ids).encode("ascii"), f"S{len(ids[0])}")


def _id(column: Any) -> ColumnElement[str]:
    """An id as text: quicker than an object a row. SQLite keeps them so, without hyphens."""
    return cast(column, String)


@dataclass
class _Lists:
    """Columns that grow."""

    people: list[str] = field(default_factory=list)
    circles: list[str] = field(default_factory=list)
    confirmed: list[bool] = field(default_factory=list)
    holders: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    factors: list[float] = field(default_factory=list)


class _Heard:
    """Endorsements on their way into columns: the long ones, so by places. What is said of what
    is not among `nodes` is not shown, and left out."""

    def __init__(
        self, names: Mapping[str, str], nodes: Mapping[str, str], qualities: Mapping[str, float]
    ) -> None:
        self._names, self._nodes = list(names.values()), list(nodes.values())
        self._people, self._things = _Places(names), _Places(nodes)
        self._qualities = np.array([qualities[raw] for raw in nodes], np.float64)
        self._who = [np.empty(0, np.int32)]
        self._what = [np.empty(0, np.int32)]
        self._worth = [np.empty(0, np.float64)]

    def given(self, who: Sequence[str], whats: Sequence[str], worth: Sequence[float]) -> None:
        self._keep(who, self._things.of(whats), np.array(worth, np.float64))

    def said(self, who: Sequence[str], whats: Sequence[str], vouched: Sequence[bool]) -> None:
        things = self._things.of(whats)
        worth = self._qualities[things] if len(self._qualities) else np.zeros(len(things))
        self._keep(who, things, np.where(np.array(vouched, bool), IN_WORDS_AND_SHOWN, worth))

    def _keep(
        self, who: Sequence[str], things: NDArray[np.int32], worth: NDArray[np.float64]
    ) -> None:
        shown = things >= 0
        self._who.append(self._people.of(who)[shown])
        self._what.append(things[shown])
        self._worth.append(worth[shown])

    @property
    def endorsers(self) -> Picked:
        return Picked(self._names, np.concatenate(self._who))

    @property
    def endorsed(self) -> Picked:
        return Picked(self._nodes, np.concatenate(self._what))

    @property
    def qualities(self) -> list[float]:
        found: list[float] = np.concatenate(self._worth).tolist()
        return found


class _Reading:
    """One reading under way. `_nodes` and `_qualities` say, by the id of what may be endorsed
    and is shown, its node and what words alone about it are worth: ids are unique over badges,
    awards and issuers together."""

    def __init__(self, session: Session, scope: Scope, only: Units | None) -> None:
        session.flush()
        self._connection, self._scope, self._only = session.connection(), scope, only
        self._into = _Lists()
        self.using: list[str] = []
        self._bare, self._issuer = _Names(), _Names(ISSUER)
        self._badge, self._award = _Names(BADGE), _Names(AWARD)
        self._nodes: dict[str, str] = {}
        self._qualities: dict[str, float] = {}
        self._givers: list[str] = []
        self._given: list[str] = []  # and what their words are worth:
        self._worth: list[float] = []
        self._endorsements = _Heard({}, {}, {})

    @property
    def columns(self) -> Columns:
        said = self._endorsements
        return Columns(
            endorsers=said.endorsers,
            endorsed=said.endorsed,
            qualities=said.qualities,
            **vars(self._into),
        )

    def _rows(
        self, statement: Any, of: Any, ids: frozenset[UUID] | None
    ) -> Iterator[tuple[tuple[Any, ...], ...]]:
        """The columns of the statement, some rows at a time: of all rows, or of those where the
        column `of` is one of the ids."""
        parts = (
            [statement] if ids is None else [statement.where(of.in_(part)) for part in chunks(ids)]
        )
        for part in parts:
            # The driver's own rows: to wrap a million of them costs more than to fetch them.
            cursor = self._connection.execute(part).cursor
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                yield tuple(zip(*rows, strict=True))
            cursor.close()

    def people(self) -> None:
        """Everyone, with the collective that accepted them first, and whether they were met.

        Anyone may found a collective: it makes a circle, and real people, once somebody from
        outside vouches for it (property 7), and before that in its own eyes only."""
        ids = None if self._only is None else self._only.people
        here = self._scope.collective_id
        vouched = select(col(Collective.id)).where(col(Collective.vouched_at).is_not(None))
        circles: dict[str, str] = {}
        memberships = (
            select(_id(Membership.person_id), _id(Membership.collective_id))
            .where(
                col(Membership.state) == MembershipState.ACCEPTED,
                or_(
                    col(Membership.collective_id).in_(vouched),
                    col(Membership.collective_id) == here,
                ),
            )
            .order_by(col(Membership.decided_at).desc(), col(Membership.id).desc())
        )
        for who, where in self._rows(memberships, Membership.person_id, ids):
            # the latest first: the earliest is what stays
            circles.update(zip(who, map(self._bare.__getitem__, where), strict=True))
        by = col(Meeting.collective_id)
        met = select(_id(Meeting.person_id)).where(
            col(Meeting.taken_back_at).is_(None), by.in_(vouched) if here is None else by == here
        )
        confirmed = {raw for (who,) in self._rows(met, Meeting.person_id, ids) for raw in who}
        into = self._into
        for (who,) in self._rows(select(_id(Person.id)), Person.id, ids):
            into.people += map(self._bare.__getitem__, who)
            into.circles += [circles.get(raw, "") for raw in who]
            into.confirmed += [raw in confirmed for raw in who]

    def issuers(self) -> None:
        """Who holds an issuer: the person themselves, coordination, representatives."""
        ids = None if self._only is None else self._only.issuers
        shown = (
            select(_id(Issuer.id), col(Issuer.kind) == IssuerKind.PERSON)
            .outerjoin(Person, col(Person.id) == col(Issuer.id))
            .where(or_(col(Issuer.kind) != IssuerKind.PERSON, self._scope.person_shown()))
        )
        for whats, are_people in self._rows(shown, Issuer.id, ids):
            self._endorsable(whats, self._issuer)
            persons = [raw for raw, is_person in zip(whats, are_people, strict=True) if is_person]
            self._hold(persons, persons, self._issuer)
        coordination = select(_id(Membership.person_id), _id(Membership.collective_id)).where(
            col(Membership.state) == MembershipState.ACCEPTED,
            col(Membership.role) == MembershipRole.COORDINATOR,
        )
        for who, whats in self._rows(coordination, Membership.collective_id, ids):
            self._hold(who, whats, self._issuer)
        speakers = select(_id(Representative.person_id), _id(Representative.organisation_id)).where(
            col(Representative.accepted_at).is_not(None), col(Representative.ended_at).is_(None)
        )
        for who, whats in self._rows(speakers, Representative.organisation_id, ids):
            self._hold(who, whats, self._issuer)

    def definitions(self) -> None:
        ids = None if self._only is None else self._only.badges
        shown = select(_id(Badge.id), _id(Badge.proposer_id), _id(Badge.collective_id)).where(
            self._scope.badge_shown()
        )
        for whats, authors, collectives in self._rows(shown, Badge.id, ids):
            self._endorsable(whats, self._badge)
            self._hold(authors, whats, self._badge)
            self._inherit(
                map(self._issuer.__getitem__, collectives),
                map(self._badge.__getitem__, whats),
                [ISSUER_TO_DEFINITION] * len(whats),
            )

    def awards(self) -> None:
        """What each shown award brings: its holder, its giver's word, its ties with what it is
        of."""
        ids = None if self._only is None else self._only.awards
        evidence = exists().where(
            col(Evidence.award_id) == col(Award.id), self._scope.evidence_shown()
        )
        vouches = and_(col(Award.sentence) != "", col(Award.mode) != AwardMode.EVENT)
        shown = (
            select(
                _id(Award.id),
                _id(Award.badge_id),
                _id(Award.holder_id),
                _id(Award.giver_id),
                _id(Award.issuer_id),
                vouches,
                evidence,
            )
            .join(Holder, col(Holder.id) == col(Award.holder_id))
            .join(Badge, col(Badge.id) == col(Award.badge_id))
            .where(self._scope.award_shown(), self._scope.badge_shown())
        )
        for rows in self._rows(shown, Award.id, ids):
            self._awards(*rows)

    def _awards(
        self,
        whats: tuple[str, ...],
        of: tuple[str, ...],
        holders: tuple[str, ...],
        givers: tuple[str, ...],
        issuers: tuple[str, ...],
        in_words: tuple[bool, ...],
        evidence: tuple[bool, ...],
    ) -> None:
        into, count = self._into, len(whats)
        self._endorsable(whats, self._award)
        self._hold(holders, whats, self._award)
        worth = [IN_WORDS_AND_SHOWN if shown else IN_WORDS for shown in evidence]
        self._qualities.update(zip(whats, worth, strict=True))
        awards = list(map(self._award.__getitem__, whats))
        badges = list(map(self._badge.__getitem__, of))
        given = [at for at in range(count) if givers[at] != holders[at]]
        self._givers += [givers[at] for at in given]
        self._given += [whats[at] for at in given]
        self._worth += [worth[at] if in_words[at] else IN_WORDS for at in given]
        into.users += map(self._bare.__getitem__, holders)
        into.used += badges
        self.using += awards
        self._inherit(badges, awards, [DEFINITION_TO_AWARD] * count)
        self._inherit(map(self._issuer.__getitem__, issuers), awards, [ISSUER_TO_AWARD] * count)
        self._inherit(awards, badges, [AWARD_TO_DEFINITION] * count)

    def endorsements(self) -> None:
        """Accepted words, each for the person who signed, whoever they spoke for; about an award
        in words only, unless there is something to look at. And the words of givers."""
        what = func.coalesce(
            _id(Endorsement.award_id), _id(Endorsement.badge_id), _id(Endorsement.issuer_id)
        )
        vouched = exists().where(col(EndorsedCriterion.endorsement_id) == col(Endorsement.id))
        accepted = select(_id(Endorsement.endorser_id), what, vouched).where(
            col(Endorsement.state) == EndorsementState.ACCEPTED,
            # a badge from elsewhere is none of ours: what is said of it gives nobody any value
            col(Endorsement.imported_id).is_(None),
        )
        if self._only is None:
            heard = self._rows(accepted, Endorsement.id, None)
        else:
            by_kind = (
                (Endorsement.award_id, self._only.awards),
                (Endorsement.badge_id, self._only.badges),
                (Endorsement.issuer_id, self._only.issuers),
            )
            few = [rows for of, ids in by_kind for rows in self._rows(accepted, of, ids)]
            for who in (self._givers, *(who for who, _, _ in few)):
                for raw in who:  # not everybody was read: name those who are needed
                    self._bare[raw]
            heard = iter(few)
        self._endorsements = _Heard(self._bare, self._nodes, self._qualities)
        self._endorsements.given(self._givers, self._given, self._worth)
        for rows in heard:
            self._endorsements.said(*rows)

    def _endorsable(self, whats: tuple[str, ...], names: _Names) -> None:
        self._nodes.update((raw, names[raw]) for raw in whats)
        self._qualities.update(dict.fromkeys(whats, IN_WORDS_AND_SHOWN))

    def _hold(self, who: Iterable[str], whats: Iterable[str], names: _Names) -> None:
        self._into.holders += map(self._bare.__getitem__, who)
        self._into.held += map(names.__getitem__, whats)

    def _inherit(
        self, sources: Iterable[str], targets: Iterable[str], factors: list[float]
    ) -> None:
        self._into.sources += sources
        self._into.targets += targets
        self._into.factors += factors
