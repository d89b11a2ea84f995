"""Up, down and up again on filled tables, on both engines; and what keeps a server honest (J6)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, inspect, select, text
from sqlmodel import Session, SQLModel
from typer.testing import CliRunner

from recognition import logs, schema
from recognition.badges.search import reindex
from recognition.cli import app as command_line
from recognition.collectives.models import Collective
from recognition.credentials.models import Credential, PublicKey, StatusList
from recognition.db import make_engine, writing
from recognition.invitations.models import InvitationBadge
from recognition.maps.models import MapLayout, MapPosition
from recognition.trust.models import TrustChange
from tests import factories as make
from tests import postgresql


@pytest.fixture
def empty(on_postgresql: bool, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table."""
    if on_postgresql:
        with postgresql.server() as address:
            engine = make_engine(address)
            yield engine
            engine.dispose()
        return
    engine = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    yield engine
    engine.dispose()


def fill(session: Session) -> None:
    """Rows that point at each other in every way the tables allow."""
    ours, theirs = make.make_collective(session), make.make_collective(session)
    holder, giver, friend = (make.make_person(session) for _ in range(3))
    make.join(session, holder, ours)
    make.join(session, giver, ours, coordinator=True)
    make.join(session, friend, theirs)
    organisation = make.make_organisation(session, collective_id=ours.id)
    make.make_representative(session, friend, organisation)
    make.make_witness(session, make.make_meeting(session, holder, ours), giver)
    badge = make.make_badge(session, ours, giver)
    make.make_proposal(session, make.make_badge(session, ours, holder, state="discussion"))
    award = make.make_award(session, badge, holder, giver)
    make.make_award(session, badge, friend, friend)
    make.make_evidence(session, award)
    make.make_endorsement(session, endorser=friend, award=award)
    make.make_endorsement(session, endorser=friend, badge=badge)
    make.make_endorsement(session, endorser=holder, issuer_id=organisation.id)
    make.make_report(session, friend, ours, giver)
    invitation = make.make_invitation(session, ours, giver, holder, friend, kind="round")
    session.add(InvitationBadge(invitation_id=invitation.id, badge_id=badge.id))
    session.add(MapLayout(scope="everywhere", revision=1, computed_at=make.AT))
    session.add(MapPosition(scope="everywhere", node=f"badge/{badge.id}", x=0.5, y=-1.25))
    session.add(TrustChange(revision=1, kind="badge", subject_id=badge.id, noted_at=make.AT))
    imported = make.make_imported(session, holder)
    make.make_evidence(session, imported)
    make.make_endorsement(session, endorser=giver, imported=imported)
    session.add(PublicKey(id="ed25519-1", algorithm="EdDSA", jwk={"kty": "OKP"}, made_at=make.AT))
    if not session.get(StatusList, 1):
        session.add(StatusList(number=1, changed_at=make.AT))
    if not session.get(Credential, award.id):
        session.add(
            Credential(id=award.id, kind="award", status_list=1, status_index=7, changed_at=make.AT)
        )
    reindex(session)
    session.flush()


def content(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in an order of its own."""
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in SQLModel.metadata.sorted_tables
        }


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def test_the_migrations_lead_to_what_the_models_say(engine: Engine) -> None:
    assert schema.drift(engine) == []


def test_a_difference_between_models_and_tables_is_seen(empty: Engine) -> None:
    """The proof above can fail."""
    schema.migrate(empty)
    with empty.begin() as connection:
        connection.execute(text("ALTER TABLE collective ADD COLUMN forgotten INTEGER"))
    assert len(schema.drift(empty)) == 1


def test_up_down_and_up_again_on_filled_tables(empty: Engine) -> None:
    schema.migrate(empty)
    with writing(empty) as session:
        fill(session)
        session.commit()
    filled = content(empty)
    assert {name for name, rows in filled.items() if not rows} <= NOT_FILLED

    schema.migrate(empty, "base")
    assert tables(empty) <= {"alembic_version"}

    schema.migrate(empty)
    assert schema.drift(empty) == []
    with empty.execution_options(writes=True).begin() as connection:
        connection.execute(text("DELETE FROM trust_revision"))
        for table in SQLModel.metadata.sorted_tables:
            if rows := filled[table.name]:
                names = table.columns.keys()
                connection.execute(
                    table.insert(), [dict(zip(names, row, strict=True)) for row in rows]
                )
    assert content(empty) == filled


def test_going_back_to_the_first_release_keeps_what_it_knew(empty: Engine) -> None:
    schema.migrate(empty)
    with writing(empty) as session:
        fill(session)
        session.commit()
    people = content(empty)["membership"]

    schema.migrate(empty, "-2")
    schema.migrate(empty)

    assert schema.drift(empty) == []
    after = content(empty)
    assert after["membership"] == people
    assert after["invitation"] == after["imported_badge"] == []
    assert sorted(row[1] for row in after["credential"]) == ["award"] * 2 + ["endorsement"] * 3
    with Session(empty) as session:  # what counted goes on counting
        vouched = session.exec(select(Collective.vouched_at, Collective.vouched_by_id)).all()
    assert [(at is None, by) for at, by in vouched] == [(False, None), (False, None)]


# What accounts, mails and the finer points of a discussion leave behind: plain rows of their own.
NOT_FILLED = {
    "badge_of_the_month",
    "contribution",
    "criterion_narrative",
    "endorsed_criterion",
    "form_receipt",
    "journal_entry",
    "login_session",
    "mail",
    "position",
    "rate_count",
    "sign_in_token",
    "skill",
}


def test_every_constraint_and_index_has_a_name_that_a_migration_can_use(engine: Engine) -> None:
    reflected = MetaData()
    reflected.reflect(engine)
    unnamed = [
        f"{table.name}: {type(constraint).__name__}"
        for table in reflected.tables.values()
        if table.name in SQLModel.metadata.tables
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert unnamed == []


@pytest.fixture
def own_logs() -> Iterator[None]:
    """A command logs to the stream it is run with, which is closed afterwards."""
    yield
    logs.configure(pretty=False)


@pytest.mark.usefixtures("own_logs")
@pytest.mark.parametrize("verb", [["serve"], ["worker"], ["search-index"]])
def test_a_command_refuses_an_older_schema_and_says_what_to_do(
    verb: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RECOGNITION_DATABASE_URL", f"sqlite:///{tmp_path / 'older.sqlite3'}")
    answer = CliRunner().invoke(command_line, verb)
    assert answer.exit_code == 1
    assert "Run: recognition migrate" in answer.stderr


def test_a_newer_schema_is_refused_too(empty: Engine) -> None:
    schema.migrate(empty)
    with empty.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.SchemaMismatch, match="9999"):
        schema.check(empty)


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty: Engine) -> None:
    with empty.execution_options(writes=True).begin() as connection:
        connection.execute(text("CREATE TABLE person (id INTEGER)"))  # in the way
    with pytest.raises(Exception, match="person"):
        schema.migrate(empty)
    assert tables(empty) - {"alembic_version"} == {"person"}
