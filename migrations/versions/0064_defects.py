"""Let people report what is broken and houses see it through."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
IS_OPEN = sa.text("state IN ('reported', 'in_work')")


def upgrade() -> None:
    op.create_table(
        "defect_report",
        sa.Column("id", ID, primary_key=True),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("reporter_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("picture_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_defect_report_location_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_defect_report_space_id")),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["user_account.id"], name=op.f("fk_defect_report_reporter_id")
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_defect_report_picture_id"), ondelete="SET NULL"
        ),
    )
    op.create_index(
        "ix_defect_report_open",
        "defect_report",
        ["location_id"],
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )
    op.create_index("ix_defect_report_location_id_at", "defect_report", ["location_id", "at"])
    op.create_index("ix_defect_report_reporter_id_at", "defect_report", ["reporter_id", "at"])
    op.create_index("ix_defect_report_space_id", "defect_report", ["space_id"])
    op.create_index("ix_defect_report_picture_id", "defect_report", ["picture_id"])
    op.create_table(
        "defect_step",
        sa.Column("id", ID, primary_key=True),
        sa.Column("report_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["defect_report.id"], name=op.f("fk_defect_step_report_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_defect_step_by_id")),
    )
    op.create_index("ix_defect_step_report_id", "defect_step", ["report_id"])


def downgrade() -> None:
    op.drop_table("defect_step")
    op.drop_table("defect_report")
