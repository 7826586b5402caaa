"""Let each house say on which terms it lets its event areas, with the days on which they hold."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "event_terms",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("option_days", sa.Integer(), nullable=False),
        sa.Column("option_reminder_days", sa.JSON(), nullable=False),
        sa.Column("challenge_hours", sa.Integer(), nullable=False),
        sa.Column("challenge_rest_hours", sa.Integer(), nullable=False),
        sa.Column("four_eyes_from_people", sa.Integer(), nullable=True),
        sa.Column("cancellation_tiers", sa.JSON(), nullable=False),
        sa.Column("checklist", sa.JSON(), nullable=False),
        sa.Column("attendance_due_days", sa.Integer(), nullable=False),
        sa.Column("house_rules_version", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from <= valid_until", name=op.f("ck_event_terms_validity")
        ),
        sa.CheckConstraint("option_days >= 1", name=op.f("ck_event_terms_option_days")),
        sa.CheckConstraint("challenge_hours BETWEEN 48 AND 72", name=op.f("ck_event_terms_challenge_hours")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_event_terms_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_terms")),
    )
    op.create_index(op.f("ix_event_terms_location_id"), "event_terms", ["location_id"])


def downgrade() -> None:
    op.drop_table("event_terms")
