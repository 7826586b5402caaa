"""Let staff lay a picture under a draft of a plan, and take drawings of other programs over into it."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
LYING = sa.text("removed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "plan_underlay",
        sa.Column("id", ID, primary_key=True),
        sa.Column("draft_id", ID, nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=False),
        sa.Column("height_px", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("metres_per_pixel", sa.Float(), nullable=False),
        sa.Column("rotation", sa.Float(), nullable=False),
        sa.Column("at_x", sa.Float(), nullable=False),
        sa.Column("at_y", sa.Float(), nullable=False),
        sa.Column("is_scaled", sa.Boolean(), nullable=False),
        sa.Column("laid_before", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_by_id", ID, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.CheckConstraint("width_px > 0 AND height_px > 0", name=op.f("ck_plan_underlay_measures")),
        sa.CheckConstraint("metres_per_pixel > 0", name=op.f("ck_plan_underlay_scale")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_plan_underlay_version")),
        sa.ForeignKeyConstraint(["draft_id"], ["plan_draft.id"], name=op.f("fk_plan_underlay_draft_id")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_plan_underlay_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["updated_by_id"], ["user_account.id"], name=op.f("fk_plan_underlay_updated_by_id")
        ),
    )
    op.create_index("ix_plan_underlay_draft_id", "plan_underlay", ["draft_id"])
    op.create_index(
        "uq_plan_underlay_lying",
        "plan_underlay",
        ["draft_id"],
        unique=True,
        sqlite_where=LYING,
        postgresql_where=LYING,
    )
    op.create_table(
        "foreign_drawing",
        sa.Column("id", ID, primary_key=True),
        sa.Column("draft_id", ID, nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("is_on_paper", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_by_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("accepted_by_id", ID, nullable=True),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("accepted_version", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(accepted_at IS NULL) = (body IS NOT NULL)", name=op.f("ck_foreign_drawing_body_until_accepted")
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["plan_draft.id"], name=op.f("fk_foreign_drawing_draft_id")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_foreign_drawing_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["user_account.id"], name=op.f("fk_foreign_drawing_accepted_by_id")
        ),
    )
    op.create_index("ix_foreign_drawing_draft_id", "foreign_drawing", ["draft_id"])


def downgrade() -> None:
    op.drop_table("foreign_drawing")
    op.drop_table("plan_underlay")
