"""Keep where other systems want to be told, and find their calls by an index of their own, so that no mail waits for them."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
WAITING = sa.text("state IN ('new', 'taken')")
CALLS = sa.text("channel = 'webhook'")
WAITING_CALLS = sa.text("channel = 'webhook' AND state IN ('new', 'taken')")


def upgrade() -> None:
    op.create_table(
        "webhook_endpoint",
        sa.Column("id", ID, primary_key=True),
        sa.Column("location_id", ID, nullable=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("address", sa.String(2000), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("renewed_at", MOMENT, nullable=True),
        sa.Column("created_by_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("pause", sa.String(32), nullable=True),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", MOMENT, nullable=True),
        sa.Column("rests_until", MOMENT, nullable=True),
        sa.Column("last_taken_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_webhook_endpoint_location_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_webhook_endpoint_created_by_id")
        ),
        sa.CheckConstraint("generation >= 1", name=op.f("ck_webhook_endpoint_generation")),
        sa.CheckConstraint(
            "(failures = 0) = (failing_since IS NULL)", name=op.f("ck_webhook_endpoint_failing")
        ),
    )
    op.create_index("ix_webhook_endpoint_location_id", "webhook_endpoint", ["location_id"])
    op.add_column(
        "location", sa.Column("has_webhooks", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.drop_index("ix_outbox_waiting", "outbox")
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["channel", "run_at", "id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index(
        "ix_outbox_waiting_calls",
        "outbox",
        ["recipient", "run_at", "id"],
        sqlite_where=WAITING_CALLS,
        postgresql_where=WAITING_CALLS,
    )
    op.create_index(
        "ix_outbox_calls", "outbox", ["recipient", "id"], sqlite_where=CALLS, postgresql_where=CALLS
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_calls", "outbox")
    op.drop_index("ix_outbox_waiting_calls", "outbox")
    op.drop_index("ix_outbox_waiting", "outbox")
    op.create_index(
        "ix_outbox_waiting", "outbox", ["run_at", "id"], sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.drop_column("location", "has_webhooks")
    op.drop_table("webhook_endpoint")
