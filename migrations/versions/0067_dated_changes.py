"""Keep on record what staff change about what holds from a day on, as it was and as it became."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "dated_change",
        sa.Column("id", ID, primary_key=True),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("scope", sa.String(120), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", ID, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("cancelled", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", MOMENT, nullable=True),
        sa.Column("taken_back_by_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_dated_change_location_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_dated_change_actor_id")),
        sa.ForeignKeyConstraint(
            ["taken_back_by_id"], ["user_account.id"], name=op.f("fk_dated_change_taken_back_by_id")
        ),
    )
    op.create_index(
        "ix_dated_change_location_id_subject_at", "dated_change", ["location_id", "subject", "at"]
    )


def downgrade() -> None:
    op.drop_table("dated_change")
