"""Give options a clock of their own: challenges, commitment, reminders, and organisers who share one.

Deadlines run for the first alone from now on; what has no clock yet gets one when its queue is next ranked.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "option_clock",
        sa.Column("booking_id", ID, autoincrement=False, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("first_since", MOMENT, nullable=True),
        sa.Column("set_at", MOMENT, nullable=True),
        sa.Column("until_unasked", MOMENT, nullable=True),
        sa.Column("given_away_since", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_option_clock_booking_id")),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_option_clock")),
    )
    op.create_table(
        "option_challenge",
        sa.Column("id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("challenger_id", ID, nullable=True),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answered_at IS NULL)", name=op.f("ck_option_challenge_answered")
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_option_challenge_booking_id")),
        sa.ForeignKeyConstraint(
            ["challenger_id"], ["booking.id"], name=op.f("fk_option_challenge_challenger_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_option_challenge_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_option_challenge")),
    )
    op.create_index(op.f("ix_option_challenge_booking_id_at"), "option_challenge", ["booking_id", "at"])
    op.create_index(op.f("ix_option_challenge_challenger_id"), "option_challenge", ["challenger_id"])
    op.create_index(
        "uq_option_challenge_open",
        "option_challenge",
        ["booking_id"],
        unique=True,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_table(
        "option_reminder",
        sa.Column("booking_id", ID, autoincrement=False, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("days", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_option_reminder_booking_id")),
        sa.PrimaryKeyConstraint("booking_id", "until", "days", name=op.f("pk_option_reminder")),
    )
    op.create_table(
        "option_partner",
        sa.Column("id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("invited_by_id", ID, nullable=False),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("user_id", ID, nullable=True),
        sa.Column("joined_at", MOMENT, nullable=True),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.CheckConstraint("joined_at IS NULL OR user_id IS NOT NULL", name=op.f("ck_option_partner_joined")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_option_partner_booking_id")),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["user_account.id"], name=op.f("fk_option_partner_invited_by_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_option_partner_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_option_partner")),
        sa.UniqueConstraint("booking_id", "email", name=op.f("uq_option_partner_booking_id_email")),
    )
    op.create_index(op.f("ix_option_partner_booking_id"), "option_partner", ["booking_id"])
    op.create_index(op.f("ix_option_partner_user_id"), "option_partner", ["user_id"])


def downgrade() -> None:
    for table in ("option_partner", "option_reminder", "option_challenge", "option_clock"):
        op.drop_table(table)
