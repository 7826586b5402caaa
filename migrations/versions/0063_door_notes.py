"""Let confirmations say how people get in."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_HOUSE = sa.text("space_id IS NULL")


def upgrade() -> None:
    op.add_column(
        "location", sa.Column("has_door_notes", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_table(
        "door_note",
        sa.Column("id", ID, primary_key=True),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=True),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("words_en", sa.String(1000), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_door_note_location_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_door_note_space_id")),
    )
    op.create_index(
        "uq_door_note_house",
        "door_note",
        ["location_id"],
        unique=True,
        sqlite_where=OF_HOUSE,
        postgresql_where=OF_HOUSE,
    )
    op.create_index("uq_door_note_space", "door_note", ["space_id"], unique=True)


def downgrade() -> None:
    op.drop_table("door_note")
    op.drop_column("location", "has_door_notes")
