"""keys, credentials, status lists, badges from elsewhere"""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
import sqlmodel
from sqlalchemy import Text  # noqa: F401
from sqlalchemy.dialects import postgresql  # noqa: F401

import recognition.db
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LIST_LENGTH = 131_072  # entries of a status list
MOST_IN_A_LIST = LIST_LENGTH // 2  # given of them, so that a free one is found at once
THREE_TARGETS = (
    "(CASE WHEN badge_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN award_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN issuer_id IS NULL THEN 0 ELSE 1 END)"
)
FOUR_TARGETS = f"{THREE_TARGETS} + (CASE WHEN imported_id IS NULL THEN 0 ELSE 1 END)"


def _change_check(table: str, name: str, condition: str, *, replaces: bool = True) -> None:
    with op.batch_alter_table(table) as batch_op:
        if replaces:
            batch_op.drop_constraint(op.f(name), type_="check")
        if condition:
            batch_op.create_check_constraint(op.f(name), condition)


def _sign_what_stands() -> None:
    """A credential, to be signed, for what was accepted before there were any."""
    connection = op.get_bind()
    at = datetime.now(UTC)
    kinds = {
        "award": "SELECT id FROM award WHERE state IN ('accepted', 'revoked', 'removed')"
        " AND holder_id IS NOT NULL AND decided_at IS NOT NULL",
        "endorsement": "SELECT id FROM endorsement"
        " WHERE state IN ('accepted', 'withdrawn', 'ended') AND decided_at IS NOT NULL",
    }
    table = sa.table(
        "credential",
        *(sa.column(name) for name in ("id", "kind", "salt", "document", "token", "hosted")),
        *(sa.column(name) for name in ("status_list", "status_index", "revision")),
        sa.column("changed_at", recognition.db.UtcDateTime()),
    )
    given: set[tuple[int, int]] = set()
    rows: list[dict[str, Any]] = []
    for kind, which in kinds.items():
        for (subject_id,) in connection.execute(sa.text(which)):
            number = len(given) // MOST_IN_A_LIST + 1
            while (entry := (number, secrets.randbelow(LIST_LENGTH))) in given:
                pass
            given.add(entry)
            rows.append(
                {
                    "id": subject_id,
                    "kind": kind,
                    "salt": secrets.token_hex(16) if kind == "award" else "",
                    "status_list": entry[0],
                    "status_index": entry[1],
                    "changed_at": at,
                    "revision": 0,
                    "document": "",
                    "token": "",
                    "hosted": "",
                }
            )
    if rows:
        connection.execute(table.insert(), rows)
        lists = sa.table(
            "status_list",
            sa.column("number"),
            sa.column("bits"),
            sa.column("changed_at", recognition.db.UtcDateTime()),
        )
        numbers = sorted({row["status_list"] for row in rows})
        connection.execute(
            lists.insert(),
            [{"number": number, "bits": "", "changed_at": at} for number in numbers],
        )


def upgrade() -> None:
    op.create_table(
        "credential",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("salt", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("status_list", sa.Integer(), nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("changed_at", recognition.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("hosted", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint(
            "status_list", "status_index", name=op.f("uq_credential_status_list_status_index")
        ),
    )
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.create_index(
            "ix_credential_due",
            ["changed_at"],
            unique=False,
            sqlite_where=sa.text("document = ''"),
            postgresql_where=sa.text("document = ''"),
        )

    op.create_table(
        "public_key",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("algorithm", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("jwk", sa.JSON(), nullable=False),
        sa.Column("made_at", recognition.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("retired_at", recognition.db.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_key")),
    )
    op.create_table(
        "status_list",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changed_at", recognition.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("bits", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_status_list")),
    )
    op.create_table(
        "imported_badge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("form", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("version", sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("narrative", sa.Text(), nullable=False),
        sa.Column("issuer_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("issuer_url", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("issuer_host", sqlmodel.sql.sqltypes.AutoString(length=253), nullable=False),
        sa.Column("issued_at", recognition.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("expires_at", recognition.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("belonging", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("outcome", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("picture_key", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("visibility", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("imported_at", recognition.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("checked_at", recognition.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("removed_at", recognition.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["person.id"], name=op.f("fk_imported_badge_holder_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_badge")),
    )
    with op.batch_alter_table("imported_badge", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_imported_badge_holder_id"), ["holder_id"], unique=False
        )
        batch_op.create_index(
            "uq_imported_badge_kept",
            ["holder_id", "digest"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )

    with op.batch_alter_table("endorsement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("imported_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_endorsement_imported_id"), ["imported_id"], unique=False
        )
        batch_op.create_index(
            "uq_endorsement_live_imported_id",
            ["imported_id", "endorser_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('offered', 'accepted') AND imported_id IS NOT NULL"),
            postgresql_where=sa.text(
                "state IN ('offered', 'accepted') AND imported_id IS NOT NULL"
            ),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_endorsement_imported_id"), "imported_badge", ["imported_id"], ["id"]
        )

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("imported_id", sa.Uuid(), nullable=True))
        batch_op.alter_column("award_id", existing_type=sa.CHAR(length=32), nullable=True)
        batch_op.create_index(batch_op.f("ix_evidence_imported_id"), ["imported_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_evidence_imported_id"), "imported_badge", ["imported_id"], ["id"]
        )

    _change_check("endorsement", "ck_endorsement_one_target", f"{FOUR_TARGETS} = 1")
    _change_check(
        "evidence",
        "ck_evidence_one_subject",
        "(award_id IS NULL) <> (imported_id IS NULL)",
        replaces=False,
    )
    _sign_what_stands()


def downgrade() -> None:
    op.execute(
        "DELETE FROM endorsed_criterion WHERE endorsement_id IN"
        " (SELECT id FROM endorsement WHERE imported_id IS NOT NULL)"
    )
    op.execute("DELETE FROM endorsement WHERE imported_id IS NOT NULL")
    op.execute("DELETE FROM evidence WHERE imported_id IS NOT NULL")
    _change_check("evidence", "ck_evidence_one_subject", "")
    _change_check("endorsement", "ck_endorsement_one_target", f"{THREE_TARGETS} = 1")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_evidence_imported_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_evidence_imported_id"))
        batch_op.alter_column("award_id", existing_type=sa.CHAR(length=32), nullable=False)
        batch_op.drop_column("imported_id")

    with op.batch_alter_table("endorsement", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_endorsement_imported_id"), type_="foreignkey")
        batch_op.drop_index(
            "uq_endorsement_live_imported_id",
            sqlite_where=sa.text("state IN ('offered', 'accepted') AND imported_id IS NOT NULL"),
            postgresql_where=sa.text(
                "state IN ('offered', 'accepted') AND imported_id IS NOT NULL"
            ),
        )
        batch_op.drop_index(batch_op.f("ix_endorsement_imported_id"))
        batch_op.drop_column("imported_id")

    with op.batch_alter_table("imported_badge", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_imported_badge_kept",
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_imported_badge_holder_id"))

    op.drop_table("imported_badge")
    op.drop_table("status_list")
    op.drop_table("public_key")
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_credential_due",
            sqlite_where=sa.text("document = ''"),
            postgresql_where=sa.text("document = ''"),
        )

    op.drop_table("credential")
