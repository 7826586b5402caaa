"""Keep dated prices per house and group, and with each booking what was quoted, so that later tariffs change nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BOOKING_COLUMNS = {
    "tariff_group": sa.String(32),
    "price_cents": sa.Integer(),
    "market_cents": sa.Integer(),
    "price_breakdown": sa.JSON(),
}


def upgrade() -> None:
    op.create_table(
        "tariff",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=True),
        sa.Column("space_id", ID, nullable=True),
        sa.Column("tariff_group", sa.String(32), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("hour_cents", sa.Integer(), nullable=True),
        sa.Column("half_day_cents", sa.Integer(), nullable=True),
        sa.Column("seating_cents", sa.Integer(), nullable=True),
        sa.Column("day_cents", sa.Integer(), nullable=True),
        sa.Column("week_cents", sa.Integer(), nullable=True),
        sa.Column("includes_tax", sa.Boolean(), nullable=False),
        sa.Column("tax_code", sa.String(20), nullable=False),
        sa.Column("tax_permille", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from <= valid_until", name=op.f("ck_tariff_validity")
        ),
        sa.CheckConstraint("kind IS NULL OR space_id IS NULL", name=op.f("ck_tariff_kind_or_space")),
        sa.CheckConstraint(
            "coalesce(hour_cents, half_day_cents, seating_cents, day_cents, week_cents) IS NOT NULL",
            name=op.f("ck_tariff_some_price"),
        ),
        sa.CheckConstraint("tax_permille BETWEEN 0 AND 1000", name=op.f("ck_tariff_tax")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_tariff_location_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_tariff_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tariff")),
    )
    op.create_index(op.f("ix_tariff_location_id"), "tariff", ["location_id"])
    op.add_column("location", sa.Column("tariff_revision", sa.Integer(), nullable=False, server_default="0"))
    for name, kind in BOOKING_COLUMNS.items():
        op.add_column("booking", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for name in reversed(BOOKING_COLUMNS):
        op.drop_column("booking", name)
    op.drop_column("location", "tariff_revision")
    op.drop_table("tariff")
