"""maps, invitations, reports of meetings"""

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
import sqlmodel
from sqlalchemy import Text  # noqa: F401
from sqlalchemy.dialects import postgresql  # noqa: F401

import recognition.db
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "map_layout",
        sa.Column("scope", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("computed_at", recognition.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_map_layout")),
    )
    op.create_table(
        "map_position",
        sa.Column("scope", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("node", sqlmodel.sql.sqltypes.AutoString(length=50), nullable=False),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "node", name=op.f("pk_map_position")),
    )
    op.create_table(
        "trust_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("noted_at", recognition.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust_change")),
    )
    with op.batch_alter_table("trust_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trust_change_noted_at"), ["noted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_trust_change_revision"), ["revision"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("collective_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("starts_at", recognition.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("sent_at", recognition.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", recognition.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_invitation_author_id")),
        sa.ForeignKeyConstraint(
            ["collective_id"], ["collective.id"], name=op.f("fk_invitation_collective_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_invitation_collective_id"), ["collective_id"], unique=False
        )

    op.create_table(
        "meeting_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("collective_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("occasion", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("reported_at", recognition.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", recognition.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["collective_id"], ["collective.id"], name=op.f("fk_meeting_report_collective_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_meeting_report_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["person.id"], name=op.f("fk_meeting_report_reporter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_report")),
    )
    with op.batch_alter_table("meeting_report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_report_collective_id"), ["collective_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_meeting_report_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_meeting_report_reporter_id"), ["reporter_id"], unique=False
        )
        batch_op.create_index(
            "uq_meeting_report_open",
            ["collective_id", "person_id", "reporter_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "invitation_badge",
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("badge_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["badge_id"], ["badge.id"], name=op.f("fk_invitation_badge_badge_id")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_badge_invitation_id")
        ),
        sa.PrimaryKeyConstraint("invitation_id", "badge_id", name=op.f("pk_invitation_badge")),
    )
    op.create_table(
        "invitation_guest",
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
        sa.Column("answered_at", recognition.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_guest_invitation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invitation_guest_person_id")
        ),
        sa.PrimaryKeyConstraint("invitation_id", "person_id", name=op.f("pk_invitation_guest")),
    )
    with op.batch_alter_table("invitation_guest", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_guest_person_id"), ["person_id"], unique=False
        )

    with op.batch_alter_table("collective", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "town_code",
                sqlmodel.sql.sqltypes.AutoString(length=12),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(
            sa.Column("public_map", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("shows_value", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch_op.add_column(
            sa.Column("vouched_at", recognition.db.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("vouched_by_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_collective_vouched_by_id"), "person", ["vouched_by_id"], ["id"]
        )

    # What counted so far goes on counting.
    collective = sa.table(
        "collective", sa.column("vouched_at", recognition.db.UtcDateTime(timezone=True))
    )
    op.execute(collective.update().values(vouched_at=datetime.now(UTC)))

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "town_code",
                sqlmodel.sql.sqltypes.AutoString(length=12),
                nullable=False,
                server_default="",
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("town_code")

    with op.batch_alter_table("collective", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_collective_vouched_by_id"), type_="foreignkey")
        batch_op.drop_column("vouched_by_id")
        batch_op.drop_column("vouched_at")
        batch_op.drop_column("shows_value")
        batch_op.drop_column("public_map")
        batch_op.drop_column("town_code")

    with op.batch_alter_table("invitation_guest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_guest_person_id"))

    op.drop_table("invitation_guest")
    op.drop_table("invitation_badge")
    with op.batch_alter_table("meeting_report", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_meeting_report_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_meeting_report_reporter_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_report_person_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_report_collective_id"))

    op.drop_table("meeting_report")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_collective_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_author_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("trust_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trust_change_revision"))
        batch_op.drop_index(batch_op.f("ix_trust_change_noted_at"))

    op.drop_table("trust_change")
    op.drop_table("map_position")
    op.drop_table("map_layout")
