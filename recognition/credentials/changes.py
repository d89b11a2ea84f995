"""Noticing what begins to be issued, what ends, and what says something else from now on.

It happens in the transaction of its cause, without any lower room knowing that credentials
exist: nobody accepts without a credential being there, and what somebody hides is in no signed
form from the moment they hid it (requirement G2). Signing is for later: see `signing`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Result, and_, event, func, insert, or_, select
from sqlalchemy import inspect as inspected
from sqlalchemy.orm import ORMExecuteState, UOWTransaction
from sqlalchemy.orm import Session as AnySession
from sqlmodel import Session, col

from recognition.awards.models import Award, AwardState, CriterionNarrative, Visibility
from recognition.badges.models import Badge, BadgeVersion, Criterion, Skill
from recognition.collectives.models import Collective, Organisation
from recognition.credentials.models import Credential, CredentialKind
from recognition.credentials.renewing import emptied
from recognition.credentials.status import give_entries, mark_due
from recognition.db import UtcDateTime
from recognition.endorsements.models import EndorsedCriterion, Endorsement, EndorsementState
from recognition.evidence.models import Evidence
from recognition.openbadges.identity import fresh_salt
from recognition.people.models import EmailAddress, Person

MOST_NAMED = 2000
"""Rows of one bulk statement that are told apart: beyond, everything is signed anew."""


@dataclass
class Stale:
    """By what the credentials are found that may say something else now, each a set of ids.

    `awards` and `endorsements` are meant themselves; the others lead to those that name them:
    `holders`, `issuers` (or givers), `versions`, `badges`, `creators` (collectives that hold
    badges) lead to awards; `endorsers`, `bodies` (spoken for), `vouched` (versions of which
    criteria are vouched for) lead to endorsements that stand, and with them to what embeds these.
    """

    awards: set[UUID] = field(default_factory=set)
    endorsements: set[UUID] = field(default_factory=set)
    holders: set[UUID] = field(default_factory=set)
    issuers: set[UUID] = field(default_factory=set)
    versions: set[UUID] = field(default_factory=set)
    badges: set[UUID] = field(default_factory=set)
    creators: set[UUID] = field(default_factory=set)
    endorsers: set[UUID] = field(default_factory=set)
    bodies: set[UUID] = field(default_factory=set)
    vouched: set[UUID] = field(default_factory=set)

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))


@dataclass(frozen=True)
class Watched:
    """Where a row of some table is named, and the columns that documents repeat. `named` maps a
    set of `Stale` to the column that holds the id."""

    named: tuple[tuple[str, str], ...]
    said: frozenset[str]
    concerns: Callable[[Any], bool] = lambda _row: True


def _of(**named: str) -> tuple[tuple[str, str], ...]:
    return tuple(named.items())


_BODY = _of(issuers="id", creators="id", bodies="id")

WATCHED: Mapping[type, Watched] = {
    Award: Watched(
        _of(awards="id"),
        frozenset(
            {"badge_id", "version_id", "holder_id", "issuer_id", "giver_id", "state"}
            | {"visibility", "sentence", "narrative", "awarded_at"}
        ),
        lambda row: _ever(row, "state", AwardState.ACCEPTED),
    ),
    CriterionNarrative: Watched(_of(awards="award_id"), frozenset({"text"})),
    Evidence: Watched(
        _of(awards="award_id"),
        frozenset(
            {"award_id", "kind", "title", "description", "url", "file_key", "visibility"}
            | {"added_at", "removed_at"}
        ),
        lambda row: _ever(row, "visibility", Visibility.PUBLIC),
    ),
    Endorsement: Watched(
        _of(endorsements="id"),
        frozenset(
            {"badge_id", "award_id", "issuer_id", "version_id", "endorser_id", "state"}
            | {"on_behalf_of_id", "relation", "statement", "given_at"}
        ),
        lambda row: _ever(row, "state", EndorsementState.ACCEPTED),
    ),
    EndorsedCriterion: Watched(_of(endorsements="endorsement_id"), frozenset({"criterion_id"})),
    Person: Watched(
        _of(holders="id", issuers="id", endorsers="id"),
        frozenset({"display_name", "profile_visibility"}),
    ),
    EmailAddress: Watched(
        _of(holders="person_id"),
        frozenset({"address", "is_primary", "person_id"}),
        lambda row: _ever(row, "is_primary", True),
    ),
    Collective: Watched(_BODY, frozenset({"name", "tagline"})),
    Organisation: Watched(_BODY, frozenset({"name", "description"})),
    Badge: Watched(_of(badges="id"), frozenset({"language", "collective_id", "state"})),
    BadgeVersion: Watched(
        _of(versions="id"), frozenset({"number", "title", "definition", "family", "alt_text"})
    ),
    Criterion: Watched(
        _of(versions="version_id", vouched="version_id"),
        frozenset({"text", "position", "version_id"}),
    ),
    Skill: Watched(
        _of(versions="version_id"), frozenset({"label", "position", "folded", "version_id"})
    ),
}
ISSUED = (Award, Endorsement)


def watch_credentials() -> None:
    """Start watching every session of this process; starting twice changes nothing."""
    if not event.contains(AnySession, "after_flush", _after_flush):
        event.listen(AnySession, "after_flush", _after_flush)
        event.listen(AnySession, "do_orm_execute", _on_execute)


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    """After, since what begins to be named is then found in the tables; what was, in the
    history of the rows."""
    rows = [
        *(row for row in (*session.new, *session.deleted) if type(row) in WATCHED),
        *(row for row in session.dirty if type(row) in WATCHED and _says_else(row)),
    ]
    turned = [row for row in rows if isinstance(row, Award | Endorsement) and _turned(session, row)]
    standing = [row for row in turned if _stands(row)]
    begun = _begin(
        session,
        {
            CredentialKind.AWARD: [row.id for row in standing if isinstance(row, Award)],
            CredentialKind.ENDORSEMENT: [
                row.id for row in standing if isinstance(row, Endorsement)
            ],
        },
    )
    stale = Stale()
    for row in rows:
        watched = WATCHED[type(row)]
        if watched.concerns(row):
            for place, column in watched.named:
                getattr(stale, place).update(_values(row, column))
            if isinstance(row, Endorsement) and _left(session, row):
                stale.issuers.update(_values(row, "issuer_id"))
                stale.versions.update(_values(row, "version_id"))
    stale.awards -= begun  # new, with nothing signed yet
    _refresh(session, stale)
    turned_before = [row.id for row in turned if row.id not in begun and row not in session.new]
    if turned_before:
        mark_due(session, turned_before, at=_time_of(session))


def _turned(session: Session, row: Award | Endorsement) -> bool:
    """Whether it may hold from now on, or no longer."""
    turning = ("state", "holder_id") if isinstance(row, Award) else ("state",)
    return (
        row in session.new
        or row in session.deleted
        or any(_moved(row, column) for column in turning)
    )


def _left(session: Session, row: Endorsement) -> bool:
    """Whether what it was about no longer finds it in the tables."""
    columns = ("badge_id", "award_id", "issuer_id", "version_id")
    return row in session.deleted or (
        row not in session.new and any(_moved(row, column) for column in columns)
    )


def _says_else(row: object) -> bool:
    return any(_moved(row, column) for column in WATCHED[type(row)].said)


def _moved(row: object, column: str) -> bool:
    state: Any = inspected(row)
    return bool(state.attrs[column].history.has_changes())


def _values(row: object, column: str) -> Iterator[UUID]:
    """What the column held and what it holds."""
    state: Any = inspected(row)
    for value in {getattr(row, column), *state.attrs[column].history.deleted}:
        if value is not None:
            yield value


def _ever(row: object, column: str, value: object) -> bool:
    """Whether the column holds this, held it before, or may have: it was written unread."""
    state: Any = inspected(row)
    history = state.attrs[column].history
    unread = bool(state.persistent and history.added and not history.deleted)
    return getattr(row, column) == value or value in history.deleted or unread


def _stands(row: Award | Endorsement) -> bool:
    """Whether there is a credential of it: not of words about a badge from elsewhere, which has
    no address of ours."""
    if isinstance(row, Award):
        return row.state == AwardState.ACCEPTED and row.holder_id is not None
    return row.state == EndorsementState.ACCEPTED and row.imported_id is None


def _begin(session: Session, ids: Mapping[CredentialKind, Collection[UUID]]) -> set[UUID]:
    """Make the credentials that are missing of these; returns which."""
    wanted = {id_: kind for kind, some in ids.items() for id_ in some}
    if not wanted:
        return set()
    connection = session.connection()
    had = set(connection.scalars(select(col(Credential.id)).where(col(Credential.id).in_(wanted))))
    missing = [id_ for id_ in wanted if id_ not in had]
    if missing:
        at = _time_of(session)
        entries = give_entries(session, len(missing), at=at)
        connection.execute(
            insert(Credential),
            [
                {
                    "id": id_,
                    "kind": wanted[id_],
                    "salt": fresh_salt() if wanted[id_] == CredentialKind.AWARD else "",
                    "status_list": entry.list_number,
                    "status_index": entry.index,
                    "changed_at": at,
                    "revision": 0,
                    "document": "",
                    "token": "",
                    "hosted": "",
                }
                for id_, entry in zip(missing, entries, strict=True)
            ],
        )
    return set(missing)


def _begin_all(session: Session) -> set[UUID]:
    """Make whatever credential is missing, after a statement that did not say which rows it
    wrote."""
    connection = session.connection()

    def lacking(model: type[Award] | type[Endorsement], stands: ColumnElement[bool]) -> list[UUID]:
        return list(
            connection.scalars(
                select(col(model.id))
                .outerjoin(Credential, col(Credential.id) == col(model.id))
                .where(stands, col(Credential.id).is_(None))
            )
        )

    return _begin(
        session,
        {
            CredentialKind.AWARD: lacking(
                Award,
                and_(col(Award.state) == AwardState.ACCEPTED, col(Award.holder_id).is_not(None)),
            ),
            CredentialKind.ENDORSEMENT: lacking(
                Endorsement,
                and_(
                    col(Endorsement.state) == EndorsementState.ACCEPTED,
                    col(Endorsement.imported_id).is_(None),
                ),
            ),
        },
    )


def _on_execute(state: ORMExecuteState) -> Result[Any] | None:
    """Bulk statements do not pass through a flush."""
    mapper = state.bind_mapper
    if not (state.is_insert or state.is_update or state.is_delete) or mapper is None:
        return None
    model: type = mapper.class_
    if model not in WATCHED:
        return None
    session = cast(Session, state.session)
    stale = _met(state, model)
    done = state.invoke_statement()
    if model in ISSUED:
        begun = _begin_all(session)
        if state.is_insert:
            stale = Stale(endorsements=begun)
        else:
            turned = _all_ids(session) if stale is None else stale.awards | stale.endorsements
            mark_due(session, turned, at=_time_of(session))
    _refresh(session, stale)
    return done


def _met(state: ORMExecuteState, model: type) -> Stale | None:
    """What a bulk statement will change; None when it does not say, or too much."""
    named = WATCHED[model].named
    if model is Endorsement:  # which may be deleted, and lead nowhere afterwards
        named += _of(issuers="issuer_id", versions="version_id")
    where = getattr(state.statement, "whereclause", None)
    if where is None or state.parameters:
        return None
    table: Any = inspected(model).local_table
    columns = sorted({column for _, column in named})
    rows = (
        state.session.connection()
        .execute(select(*(table.c[each] for each in columns)).where(where).limit(MOST_NAMED + 1))
        .all()
    )
    if len(rows) > MOST_NAMED:
        return None
    stale = Stale()
    for place, column in named:
        ids: Iterable[UUID | None] = (getattr(row, column) for row in rows)
        getattr(stale, place).update(each for each in ids if each is not None)
    return stale


def _all_ids(session: Session) -> list[UUID]:
    return list(session.connection().scalars(select(col(Credential.id))))


def _refresh(session: Session, stale: Stale | None) -> None:
    """Empty the signed forms that may be untrue now; all of them for None."""
    if stale is not None and not stale:
        return
    at = _time_of(session)
    renewed = emptied(at)
    if stale is not None:
        renewed = renewed.where(col(Credential.id).in_(_awards(stale).union(_endorsements(stale))))
    session.connection().execute(renewed)


def _awards(stale: Stale) -> Any:
    said = _said(stale)
    return select(col(Award.id)).where(
        or_(
            col(Award.id).in_(stale.awards),
            col(Award.holder_id).in_(stale.holders),
            col(Award.issuer_id).in_(stale.issuers),
            col(Award.giver_id).in_(stale.issuers),
            col(Award.version_id).in_(stale.versions),
            col(Award.badge_id).in_(stale.badges),
            col(Award.badge_id).in_(
                select(col(Badge.id)).where(col(Badge.collective_id).in_(stale.creators))
            ),
            col(Award.version_id).in_(
                select(col(Endorsement.version_id)).where(
                    col(Endorsement.badge_id).is_not(None), said
                )
            ),
            col(Award.issuer_id).in_(
                select(col(Endorsement.issuer_id)).where(
                    col(Endorsement.issuer_id).is_not(None), said
                )
            ),
        )
    )


def _endorsements(stale: Stale) -> Any:
    return select(col(Endorsement.id)).where(_said(stale))


def _said(stale: Stale) -> ColumnElement[bool]:
    return or_(
        col(Endorsement.id).in_(stale.endorsements),
        and_(
            col(Endorsement.state) == EndorsementState.ACCEPTED,
            or_(
                col(Endorsement.endorser_id).in_(stale.endorsers),
                col(Endorsement.on_behalf_of_id).in_(stale.bodies),
                col(Endorsement.version_id).in_(stale.vouched),
            ),
        ),
    )


def _time_of(session: Session) -> datetime:
    """The time of the database: nobody below a view reads the clock."""
    return (
        session.connection()
        .execute(select(func.current_timestamp(type_=UtcDateTime())))
        .scalar_one()
    )
