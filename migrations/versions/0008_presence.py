"""Say until when somebody checks in, and keep which promised time became free again."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
AWAITED = sa.text("state = 'confirmed' AND check_in_until IS NOT NULL")


def upgrade() -> None:
    # Plain ALTERs: a batch would copy a million bookings on SQLite.
    op.add_column("booking", sa.Column("check_in_until", MOMENT, nullable=True))
    op.create_index(
        "ix_booking_awaited",
        "booking",
        ["check_in_until"],
        unique=False,
        sqlite_where=AWAITED,
        postgresql_where=AWAITED,
    )
    op.create_table(
        "released_time",
        sa.Column("id", ID, nullable=False),
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("cause", sa.String(32), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("taken_back_at", MOMENT, nullable=True),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_released_time_ends_after_start")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_released_time_booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_time")),
    )
    op.create_index(op.f("ix_released_time_booking_id"), "released_time", ["booking_id"], unique=False)
    op.create_index(op.f("ix_released_time_starts_at"), "released_time", ["starts_at"], unique=False)


def downgrade() -> None:
    op.drop_table("released_time")
    op.drop_index("ix_booking_awaited", table_name="booking")
    op.drop_column("booking", "check_in_until")
