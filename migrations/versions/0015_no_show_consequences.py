"""Let houses say what follows when somebody often does not come, and let staff forgive it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("booking_rule", sa.Column("no_shows", sa.JSON(), nullable=True))
    op.create_table(
        "forgiveness",
        sa.Column("booking_id", ID, autoincrement=False, nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_forgiveness_booking_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_forgiveness_by_id")),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_forgiveness")),
    )


def downgrade() -> None:
    op.drop_table("forgiveness")
    op.drop_column("booking_rule", "no_shows")
