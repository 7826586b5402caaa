"""Keep calendar feeds and the bytes of their events, so that reading a feed only joins them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("modified_at", MOMENT, nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("format_version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("renewed_at", MOMENT, nullable=True),
        sa.Column("fetched_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_calendar_feed_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("user_id", "kind", name=op.f("uq_calendar_feed_user_id_kind")),
    )
    op.create_table(
        "calendar_entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("feed_id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("shown_from", sa.Date(), nullable=False),
        sa.Column("shown_until", sa.Date(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("ics", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_calendar_entry_booking_id_booking")
        ),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["calendar_feed.id"], name=op.f("fk_calendar_entry_feed_id_calendar_feed")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_entry")),
        sa.UniqueConstraint("feed_id", "booking_id", name=op.f("uq_calendar_entry_feed_id_booking_id")),
    )
    for columns in (["booking_id"], ["feed_id", "starts_at", "booking_id"], ["feed_id", "shown_until"]):
        op.create_index(op.f(f"ix_calendar_entry_{'_'.join(columns)}"), "calendar_entry", columns)


def downgrade() -> None:
    op.drop_table("calendar_entry")
    op.drop_table("calendar_feed")
