"""Keep the public programme as calendars: one row per feed and language, and the bytes of its events."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "programme_feed",
        sa.Column("id", ID, primary_key=True),
        sa.Column("scope", sa.String(30), nullable=False),
        sa.Column("locale", sa.String(5), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("modified_at", MOMENT, nullable=False),
        sa.Column("format_version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("scope", "locale", name=op.f("uq_programme_feed_scope_locale")),
    )
    op.create_table(
        "programme_entry",
        sa.Column("id", ID, primary_key=True),
        sa.Column("feed_id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("shown_from", sa.Date(), nullable=False),
        sa.Column("shown_until", sa.Date(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("ics", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["programme_feed.id"], name=op.f("fk_programme_entry_feed_id")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["public_event.booking_id"], name=op.f("fk_programme_entry_booking_id")
        ),
        sa.UniqueConstraint("feed_id", "booking_id", name=op.f("uq_programme_entry_feed_id_booking_id")),
    )
    op.create_index(
        "ix_programme_entry_feed_id_starts_at_booking_id",
        "programme_entry",
        ["feed_id", "starts_at", "booking_id"],
    )
    op.create_index("ix_programme_entry_booking_id", "programme_entry", ["booking_id"])


def downgrade() -> None:
    op.drop_table("programme_entry")
    op.drop_table("programme_feed")
