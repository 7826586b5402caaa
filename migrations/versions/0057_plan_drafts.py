"""Let staff draw floor plans: drafts, and every step of them so that it can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "plan_draft",
        sa.Column("id", ID, primary_key=True),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("base_plan_id", ID, nullable=True),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by_id", ID, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("updated_by_id", ID, nullable=False),
        sa.Column("published_plan_id", ID, nullable=True),
        sa.Column("discarded_at", MOMENT, nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_plan_draft_version")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_plan_draft_location_id")),
        sa.ForeignKeyConstraint(["base_plan_id"], ["floor_plan.id"], name=op.f("fk_plan_draft_base_plan_id")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_plan_draft_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["updated_by_id"], ["user_account.id"], name=op.f("fk_plan_draft_updated_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_plan_id"], ["floor_plan.id"], name=op.f("fk_plan_draft_published_plan_id")
        ),
    )
    op.create_index("ix_plan_draft_location_id_updated_at", "plan_draft", ["location_id", "updated_at"])
    op.create_table(
        "plan_draft_step",
        sa.Column("id", ID, primary_key=True),
        sa.Column("draft_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", ID, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("back", sa.JSON(), nullable=False),
        sa.Column("forth", sa.JSON(), nullable=False),
        sa.UniqueConstraint("draft_id", "version", name=op.f("uq_plan_draft_step_draft_id_version")),
        sa.ForeignKeyConstraint(["draft_id"], ["plan_draft.id"], name=op.f("fk_plan_draft_step_draft_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_plan_draft_step_actor_id")),
    )


def downgrade() -> None:
    op.drop_table("plan_draft_step")
    op.drop_table("plan_draft")
