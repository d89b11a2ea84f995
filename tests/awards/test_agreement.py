"""The clauses of the lists say what the table of permissions says, on any world."""

from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from recognition.awards.models import Award
from recognition.awards.queries import Holder, award_seen_by, award_subject
from recognition.collectives.queries import standing_of
from recognition.errors import NotFound
from recognition.evidence.models import Evidence
from recognition.evidence.queries import (
    evidence_for,
    evidence_seen_by,
    evidence_subject,
    with_bearers,
)
from recognition.imports.models import Belonging
from recognition.people.models import Person
from recognition.permissions import ANYONE, Action, Actor, may
from tests.awards.worlds import PROFILES, STATES, VISIBILITIES
from tests.factories import (
    join,
    make_award,
    make_badge,
    make_collective,
    make_evidence,
    make_imported,
    make_person,
)

PEOPLE, COLLECTIVES = 5, 3
memberships = st.sets(
    st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, COLLECTIVES - 1), st.booleans()),
    max_size=8,
)
one_award = st.tuples(
    st.integers(0, PEOPLE - 1),  # holder; the last one is nobody yet
    st.integers(0, PEOPLE - 1),  # giver
    st.sampled_from(STATES),
    st.sampled_from(VISIBILITIES),
    st.sampled_from(VISIBILITIES),
)
one_imported = st.tuples(
    st.integers(0, PEOPLE - 1),
    st.sampled_from(Belonging),
    st.booleans(),  # whether it was removed
    st.sampled_from(VISIBILITIES),
    st.sampled_from(VISIBILITIES),
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    profiles=st.lists(st.sampled_from(PROFILES), min_size=PEOPLE, max_size=PEOPLE),
    tied=memberships,
    given_awards=st.lists(one_award, max_size=6),
    imported=st.lists(one_imported, max_size=4),
)
def test_the_clauses_agree_with_the_table(
    session: Session,
    profiles: list[str],
    tied: set[tuple[int, int, bool]],
    given_awards: list[tuple[int, int, str, str, str]],
    imported: list[tuple[int, Belonging, bool, str, str]],
) -> None:
    with session.begin_nested() as nothing_kept:
        people = [make_person(session, profile_visibility=profile) for profile in profiles]
        _tie(session, people, tied)
        for holder, giver, state, visibility, evidence_visibility in given_awards:
            award = make_award(
                session,
                make_badge(session),
                people[holder],
                people[giver],
                state=state,
                visibility=visibility,
            )
            make_evidence(session, award, visibility=evidence_visibility)
            make_evidence(session, award, removed_at=award.awarded_at)
        for holder, belonging, is_removed, visibility, evidence_visibility in imported:
            badge = make_imported(
                session, people[holder], belonging=belonging, visibility=visibility
            )
            badge.removed_at = badge.imported_at if is_removed else None
            make_evidence(session, badge, visibility=evidence_visibility)
            make_evidence(session, badge, removed_at=badge.imported_at)
        waiting = make_award(
            session, state="offered", recipient_address=f"{uuid4()}@exemple.org", holder_id=None
        )
        actors = [ANYONE, *(standing_of(session, person.id).actor for person in people)]
        actors.append(standing_of(session, waiting.giver_id).actor)
        for actor in actors:
            assert _listed_awards(session, actor) == _permitted_awards(session, actor)
            assert _listed_evidence(session, actor) == _permitted_evidence(session, actor)
        nothing_kept.rollback()


def _tie(session: Session, people: list[Person], tied: set[tuple[int, int, bool]]) -> None:
    collectives = [make_collective(session) for _ in range(COLLECTIVES)]
    done = set()
    for person, collective, coordinates in sorted(tied):
        if (person, collective) not in done:
            done.add((person, collective))
            join(session, people[person], collectives[collective], coordinator=coordinates)


def _listed_awards(session: Session, actor: Actor) -> set[UUID]:
    return set(
        session.exec(
            select(Award.id)
            .outerjoin(Holder, col(Holder.id) == col(Award.holder_id))
            .where(award_seen_by(actor))
        )
    )


def _permitted_awards(session: Session, actor: Actor) -> set[UUID]:
    awards = session.exec(select(Award)).all()
    return {a.id for a in awards if may(actor, Action.SEE, award_subject(session, a))}


def _listed_evidence(session: Session, actor: Actor) -> set[UUID]:
    shown = with_bearers(columns(col(Evidence.id))).where(evidence_seen_by(actor))
    return set(session.scalars(shown))


def _permitted_evidence(session: Session, actor: Actor) -> set[UUID]:
    """What was on a removed badge from elsewhere is gone with it."""
    permitted = set()
    for piece_id in session.exec(select(Evidence.id)).all():
        try:
            piece, bearer = evidence_for(session, piece_id)
        except NotFound:
            continue
        if may(actor, Action.SEE, evidence_subject(session, piece, bearer)):
            permitted.add(piece.id)
    return permitted
