"""Keep every month of a house as it was published, so that a later version gives nothing hidden away."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "public_month",
        sa.Column("location_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("released_at", MOMENT, nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("looked_at", MOMENT, nullable=False),
        sa.CheckConstraint("version > 0", name="ck_public_month_version"),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name="fk_public_month_location_id"),
        sa.PrimaryKeyConstraint("location_id", "month", "version", name="pk_public_month"),
    )


def downgrade() -> None:
    op.drop_table("public_month")
