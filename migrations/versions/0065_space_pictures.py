"""Show pictures of spaces."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "space_picture",
        sa.Column("id", ID, primary_key=True),
        sa.Column("picture_id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_space_picture_picture_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_space_picture_space_id")),
        sa.UniqueConstraint("picture_id", name=op.f("uq_space_picture_picture_id")),
    )
    op.create_index("ix_space_picture_space_id", "space_picture", ["space_id"])


def downgrade() -> None:
    op.drop_table("space_picture")
