"""Remember app passwords, and what calendar programs were told of a feed."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "app_password",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_app_password_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_password")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_app_password_secret_hash")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_app_password_user_id_name")),
    )
    op.create_table(
        "caldav_collection",
        sa.Column("id", ID, nullable=False),
        sa.Column("feed_id", ID, nullable=False),
        sa.Column("feed_key", sa.String(length=60), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("forgotten", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["calendar_feed.id"], name=op.f("fk_caldav_collection_feed_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caldav_collection")),
        sa.UniqueConstraint("feed_id", name=op.f("uq_caldav_collection_feed_id")),
    )
    op.create_table(
        "caldav_item",
        sa.Column("id", ID, nullable=False),
        sa.Column("collection_id", ID, nullable=False),
        sa.Column("uid", sa.String(length=250), nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["caldav_collection.id"], name=op.f("fk_caldav_item_collection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caldav_item")),
        sa.UniqueConstraint("collection_id", "uid", name=op.f("uq_caldav_item_collection_id_uid")),
    )
    op.create_index(
        op.f("ix_caldav_item_collection_id_sequence"), "caldav_item", ["collection_id", "sequence"]
    )


def downgrade() -> None:
    op.drop_table("caldav_item")
    op.drop_table("caldav_collection")
    op.drop_table("app_password")
