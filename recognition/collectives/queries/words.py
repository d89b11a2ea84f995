"""What members say of meetings until a second says so too, and how much each has said."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, or_
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlmodel import Session, col, func, select

from recognition.collectives.models import (
    Collective,
    JournalEntry,
    Meeting,
    MeetingBasis,
    MeetingReport,
    MeetingWitness,
    Membership,
    MembershipState,
)
from recognition.collectives.queries.meetings import met_by
from recognition.collectives.queries.rights import profile_seen_by
from recognition.collectives.rules import (
    REPORT_COUNTS_FOR,
    Act,
    CollectiveSubject,
    MeetingReportSubject,
    Month,
    Word,
    report_state,
)
from recognition.errors import NotFound
from recognition.people.models import Person
from recognition.permissions import Actor


def _confirmed(collective_id: UUID, person_id: SQLCoreOperations[UUID]) -> ColumnElement[bool]:
    theirs = aliased(Membership)
    is_member = exists().where(
        col(theirs.collective_id) == collective_id,
        col(theirs.person_id) == person_id,
        col(theirs.state) == MembershipState.ACCEPTED,
    )
    return and_(is_member, met_by(collective_id, person_id))


def is_confirmed_in(session: Session, collective_id: UUID, person_id: UUID) -> bool:
    """Whether the collective counts this person among its members and has met them. One query."""
    found = select(Person.id).where(
        Person.id == person_id, _confirmed(collective_id, col(Person.id))
    )
    return session.exec(found).first() is not None


@dataclass(frozen=True)
class Hearing:
    """A collective where the asker is a member; `subject` knows whether it has met them."""

    subject: CollectiveSubject
    slug: str
    name: str


def hearings(session: Session, actor: Actor) -> list[Hearing]:
    """The collectives that may hear what `actor` says of a meeting, by name. One query, none for
    who is in no collective."""
    if actor.person_id is None or not actor.collectives:
        return []
    rows = session.execute(
        select_columns(
            col(Collective.id),
            col(Collective.slug),
            col(Collective.name),
            met_by(col(Collective.id), col(Person.id)),
        )
        .join(Person, col(Person.id) == actor.person_id)
        .where(col(Collective.id).in_(actor.collectives))
        .order_by(col(Collective.name), col(Collective.slug))
    )
    oneself = frozenset({actor.person_id})
    return [
        Hearing(CollectiveSubject(id, oneself if is_met else frozenset()), slug, name)
        for id, slug, name, is_met in rows
    ]


def said_count(session: Session, person_id: UUID, month: Month) -> int:
    """How many meetings a person has said in a month, whatever became of them. A meeting of two
    members counts by the two words that made it. Two queries."""
    words = select(func.count()).where(
        MeetingReport.reporter_id == person_id,
        col(MeetingReport.reported_at) >= month.begins_at,
        col(MeetingReport.reported_at) < month.ends_at,
    )
    recorded = (
        select(func.count())
        .select_from(MeetingWitness)
        .join(Meeting, col(Meeting.id) == col(MeetingWitness.meeting_id))
        .where(
            MeetingWitness.person_id == person_id,
            Meeting.basis == MeetingBasis.COORDINATOR,
            col(Meeting.recorded_at) >= month.begins_at,
            col(Meeting.recorded_at) < month.ends_at,
        )
    )
    return session.exec(words).one() + session.exec(recorded).one()


def words_on(session: Session, collective_id: UUID, person_id: UUID, *, at: datetime) -> list[Word]:
    """What members said to a collective of a meeting with this person, and still counts. One
    query."""
    rows = session.execute(
        select_columns(
            col(MeetingReport.reporter_id),
            col(MeetingReport.met_on),
            col(MeetingReport.occasion),
            col(MeetingReport.reported_at),
            _confirmed(collective_id, col(MeetingReport.reporter_id)),
        ).where(
            col(MeetingReport.collective_id) == collective_id,
            col(MeetingReport.person_id) == person_id,
            _counts(at),
        )
    )
    return [Word(*row) for row in rows]


def _counts(at: datetime) -> ColumnElement[bool]:
    """SQL on `MeetingReport`: `report_state` is ``open``."""
    return and_(
        col(MeetingReport.closed_at).is_(None),
        col(MeetingReport.reported_at) > at - REPORT_COUNTS_FOR,
    )


def was_declined(
    session: Session, collective_id: UUID, person_id: UUID, reporter_id: UUID, *, at: datetime
) -> bool:
    """Whether this person said of this reporter's word that it was not exact, as long ago as a
    word counts for. One query."""
    found = (
        select(JournalEntry.id)
        .join(MeetingReport, col(MeetingReport.id) == col(JournalEntry.subject_id))
        .where(
            JournalEntry.act == Act.WORD_DECLINED,
            JournalEntry.owner_id == reporter_id,
            JournalEntry.actor_id == person_id,
            JournalEntry.collective_id == collective_id,
            MeetingReport.person_id == person_id,
            col(JournalEntry.done_at) > at - REPORT_COUNTS_FOR,
        )
    )
    return session.exec(found).first() is not None


def report_by_id(session: Session, report_id: UUID) -> MeetingReport:
    """The word of this id, in whatever state. Raises NotFound."""
    report = session.get(MeetingReport, report_id)
    if report is None:
        raise NotFound
    return report


def report_subject(report: MeetingReport, *, at: datetime) -> MeetingReportSubject:
    """The word as `permissions.may` sees it."""
    return MeetingReportSubject(
        report_state(report.closed_at, report.reported_at, at=at),
        report.collective_id,
        report.person_id,
        report.reporter_id,
    )


@dataclass(frozen=True)
class ReportLine:
    """A word that waits for a second. `handle` is None when the asker may not see the page of
    the person it is about."""

    id: UUID
    subject: MeetingReportSubject
    collective_slug: str
    collective_name: str
    display_name: str
    handle: str | None
    reporter_name: str
    met_on: date
    occasion: str


def reports_shown(
    session: Session,
    actor: Actor,
    *,
    person_id: UUID | None = None,
    collective_id: UUID | None = None,
    at: datetime,
) -> list[ReportLine]:
    """The words that wait, about that person or in that collective, that `actor` is shown: the
    rows of ``SEE`` for "meeting_report" in the table of permissions. One query."""
    if actor.person_id is None:
        return []
    reporter = aliased(Person)
    statement = (
        select_columns(
            MeetingReport,
            col(Collective.slug),
            col(Collective.name),
            col(Person.display_name),
            case((profile_seen_by(actor), col(Person.handle))),
            col(reporter.display_name),
        )
        .join(Collective, col(Collective.id) == col(MeetingReport.collective_id))
        .join(Person, col(Person.id) == col(MeetingReport.person_id))
        .join(reporter, col(reporter.id) == col(MeetingReport.reporter_id))
        .where(
            _counts(at),
            or_(
                col(MeetingReport.person_id) == actor.person_id,
                col(MeetingReport.reporter_id) == actor.person_id,
                col(MeetingReport.collective_id).in_(actor.coordinates),
            ),
        )
        .order_by(col(MeetingReport.reported_at), col(MeetingReport.id))
    )
    if person_id is not None:
        statement = statement.where(col(MeetingReport.person_id) == person_id)
    if collective_id is not None:
        statement = statement.where(col(MeetingReport.collective_id) == collective_id)
    return [
        ReportLine(
            report.id,
            report_subject(report, at=at),
            slug,
            name,
            display_name,
            handle,
            reporter_name,
            report.met_on,
            report.occasion,
        )
        for report, slug, name, display_name, handle, reporter_name in session.execute(statement)
    ]
