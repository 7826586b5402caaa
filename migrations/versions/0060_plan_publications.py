"""Keep what was published of floor plans, so that it can be seen and taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
DUE = sa.text("applied_at IS NULL AND taken_back_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "plan_publication",
        sa.Column("id", ID, primary_key=True),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("draft_id", ID, nullable=False),
        sa.Column("plan_id", ID, nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("published_by_id", ID, nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("began", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("applied_at", MOMENT, nullable=True),
        sa.Column("taken_back_at", MOMENT, nullable=True),
        sa.Column("taken_back_by_id", ID, nullable=True),
        sa.CheckConstraint(
            "(plan_id IS NULL) = (taken_back_at IS NOT NULL)",
            name=op.f("ck_plan_publication_plan_until_taken_back"),
        ),
        sa.CheckConstraint(
            "(taken_back_by_id IS NULL) = (taken_back_at IS NULL)",
            name=op.f("ck_plan_publication_taken_back_by"),
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_plan_publication_location_id")
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["plan_draft.id"], name=op.f("fk_plan_publication_draft_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["floor_plan.id"], name=op.f("fk_plan_publication_plan_id")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user_account.id"], name=op.f("fk_plan_publication_published_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["taken_back_by_id"], ["user_account.id"], name=op.f("fk_plan_publication_taken_back_by_id")
        ),
    )
    op.create_index(
        "ix_plan_publication_location_id_starts_on", "plan_publication", ["location_id", "starts_on"]
    )
    op.create_index("ix_plan_publication_draft_id", "plan_publication", ["draft_id"])
    op.create_index("ix_plan_publication_plan_id", "plan_publication", ["plan_id"])
    op.create_index(
        "ix_plan_publication_due",
        "plan_publication",
        ["starts_on"],
        sqlite_where=DUE,
        postgresql_where=DUE,
    )


def downgrade() -> None:
    op.drop_table("plan_publication")
