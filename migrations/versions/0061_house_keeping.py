"""Let houses be founded, described and moved by their staff, and keep on record who did it."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("location", sa.Column("is_listed", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("location", sa.Column("moves", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
    # Whoever is staff today may do all that staff may.
    op.add_column(
        "staff_role", sa.Column("keeps_house", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.create_table(
        "house_record",
        sa.Column("id", ID, primary_key=True),
        sa.Column("location_id", ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", ID, nullable=False),
        sa.Column("subject", sa.String(30), nullable=False),
        sa.Column("about", sa.String(200), nullable=False),
        sa.Column("about_user_id", ID, nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("touched", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", MOMENT, nullable=True),
        sa.Column("taken_back_by_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_house_record_location_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_house_record_actor_id")),
        sa.ForeignKeyConstraint(
            ["about_user_id"], ["user_account.id"], name=op.f("fk_house_record_about_user_id")
        ),
        sa.ForeignKeyConstraint(
            ["taken_back_by_id"], ["user_account.id"], name=op.f("fk_house_record_taken_back_by_id")
        ),
    )
    op.create_index("ix_house_record_location_id_at", "house_record", ["location_id", "at"])


def downgrade() -> None:
    op.drop_table("house_record")
    op.drop_column("staff_role", "keeps_house")
    op.drop_column("location", "moves")
    op.drop_column("location", "is_listed")
