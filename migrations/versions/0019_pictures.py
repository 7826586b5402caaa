"""Keep pictures people upload, re-encoded in two sizes, with the words that stand for them."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
REMOVED = sa.text("removed_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("id", ID, nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("alternative", sa.String(300), nullable=False),
        sa.Column("uploaded_by_id", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.CheckConstraint("alternative <> ''", name=op.f("ck_picture_described")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user_account.id"], name=op.f("fk_picture_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
    )
    op.create_index(op.f("ix_picture_uploaded_by_id"), "picture", ["uploaded_by_id"])
    op.create_index(
        "ix_picture_removed", "picture", ["removed_at"], sqlite_where=REMOVED, postgresql_where=REMOVED
    )
    op.create_table(
        "picture_file",
        sa.Column("picture_id", ID, nullable=False),
        sa.Column("size", sa.String(32), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_picture_file_measures")),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_picture_file_picture_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("picture_id", "size", name=op.f("pk_picture_file")),
    )


def downgrade() -> None:
    op.drop_table("picture_file")
    op.drop_table("picture")
