"""Keep ideas from the town, what the houses did with them, where they were tried, and their money."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "idea",
        sa.Column("id", ID, nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("theme", sa.String(length=32), nullable=True),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("once", sa.String(length=64), nullable=True),
        sa.Column("is_suspected", sa.Boolean(), nullable=False),
        sa.Column("visibility", sa.String(length=32), nullable=False),
        sa.Column("public_title", sa.String(length=120), nullable=False),
        sa.Column("public_text", sa.Text(), nullable=False),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", MOMENT, nullable=False),
        sa.CheckConstraint(
            "visibility <> 'released' OR released_at IS NOT NULL", name=op.f("ck_idea_released")
        ),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_idea_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
        sa.UniqueConstraint("once", name=op.f("uq_idea_once")),
        sa.UniqueConstraint("reference", name=op.f("uq_idea_reference")),
    )
    op.create_index(
        op.f("ix_idea_location_id_state_created_at"), "idea", ["location_id", "state", "created_at"]
    )
    op.create_index(op.f("ix_idea_visibility_released_at"), "idea", ["visibility", "released_at"])
    op.create_table(
        "idea_entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("idea_id", ID, nullable=False),
        sa.Column("deed", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_entry_idea_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_idea_entry_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_entry")),
    )
    op.create_index(op.f("ix_idea_entry_idea_id_on"), "idea_entry", ["idea_id", "on"])
    op.create_table(
        "idea_trial",
        sa.Column("id", ID, nullable=False),
        sa.Column("idea_id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_trial_idea_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_idea_trial_booking_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_idea_trial_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_trial")),
        sa.UniqueConstraint("idea_id", "booking_id", name=op.f("uq_idea_trial_idea_id_booking_id")),
    )
    op.create_index(op.f("ix_idea_trial_booking_id"), "idea_trial", ["booking_id"])
    op.create_table(
        "idea_money",
        sa.Column("id", ID, nullable=False),
        sa.Column("idea_id", ID, nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by_id", ID, nullable=True),
        sa.CheckConstraint("cents > 0", name=op.f("ck_idea_money_cents")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_money_idea_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_idea_money_by_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["user_account.id"], name=op.f("fk_idea_money_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_money")),
    )
    op.create_index(op.f("ix_idea_money_idea_id"), "idea_money", ["idea_id"])
    op.create_index(op.f("ix_idea_money_on"), "idea_money", ["on"])


def downgrade() -> None:
    for table in ("idea_money", "idea_trial", "idea_entry", "idea"):
        op.drop_table(table)
