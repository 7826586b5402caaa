"""Let time be held for somebody until a deadline, so that an offer of the waiting list stays true."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")

ONE_OF_TWO = "(booking_id IS NULL) <> (blocking_id IS NULL)"
ONE_OF_THREE = (
    "CASE WHEN booking_id IS NULL THEN 0 ELSE 1 END + CASE WHEN blocking_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN hold_id IS NULL THEN 0 ELSE 1 END = 1"
)


def upgrade() -> None:
    op.create_table(
        "hold",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_hold_ends_after_start")),
        sa.CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name=op.f("ck_hold_ended_with_outcome")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_hold_user_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_hold_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_index(op.f("ix_hold_user_id"), "hold", ["user_id"])
    op.create_index(op.f("ix_hold_space_id_starts_at"), "hold", ["space_id", "starts_at"])
    op.create_index(
        "ix_hold_standing",
        "hold",
        ["until"],
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_claims(with_holds=True)
        return
    op.add_column("claim", sa.Column("hold_id", ID, nullable=True))
    op.create_foreign_key(op.f("fk_claim_hold_id"), "claim", "hold", ["hold_id"], ["id"])
    op.create_index(op.f("ix_claim_hold_id"), "claim", ["hold_id"])
    op.drop_constraint(op.f("ck_claim_one_cause"), "claim", type_="check")
    op.create_check_constraint(op.f("ck_claim_one_cause"), "claim", ONE_OF_THREE)


def downgrade() -> None:
    op.execute("DELETE FROM claim WHERE hold_id IS NOT NULL")
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_claims(with_holds=False)
    else:
        op.drop_constraint(op.f("ck_claim_one_cause"), "claim", type_="check")
        op.drop_column("claim", "hold_id")
        op.create_check_constraint(op.f("ck_claim_one_cause"), "claim", ONE_OF_TWO)
    op.drop_table("hold")


def _rebuild_claims(*, with_holds: bool) -> None:
    # SQLite changes no check constraint in place. The guards hang on the table and would go with it
    # silently, and the one on `space` would keep the new table from being renamed: put them back as
    # they were.
    bind = op.get_bind()
    guards = bind.execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%claim%'")
    ).all()
    for guard in guards:
        op.execute(f"DROP TRIGGER {guard.name}")
    columns = ["id", "space_id", "starts_at", "ends_at", "is_core", "booking_id", "blocking_id"]
    op.create_table(
        "claim_anew",
        sa.Column("id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("is_core", sa.Boolean(), nullable=False),
        sa.Column("booking_id", ID, nullable=True),
        sa.Column("blocking_id", ID, nullable=True),
        *([sa.Column("hold_id", ID, nullable=True)] if with_holds else []),
        sa.CheckConstraint(ONE_OF_THREE if with_holds else ONE_OF_TWO, name=op.f("ck_claim_one_cause")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_claim_ends_after_start")),
        sa.ForeignKeyConstraint(["blocking_id"], ["blocking.id"], name=op.f("fk_claim_blocking_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_claim_booking_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_claim_space_id")),
        *(
            [sa.ForeignKeyConstraint(["hold_id"], ["hold.id"], name=op.f("fk_claim_hold_id"))]
            if with_holds
            else []
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    names = ", ".join(columns)
    op.execute(f"INSERT INTO claim_anew ({names}) SELECT {names} FROM claim ORDER BY id")
    op.drop_table("claim")
    op.rename_table("claim_anew", "claim")
    for kept in ("booking_id", "blocking_id", *(["hold_id"] if with_holds else [])):
        op.create_index(op.f(f"ix_claim_{kept}"), "claim", [kept])
    op.create_index(op.f("ix_claim_space_id_starts_at"), "claim", ["space_id", "starts_at"])
    op.create_index(
        "ix_claim_core", "claim", ["space_id", "ends_at", "starts_at"], sqlite_where=sa.text("is_core")
    )
    op.create_index(
        "ix_claim_buffer", "claim", ["space_id", "starts_at"], sqlite_where=sa.text("NOT is_core")
    )
    for guard in guards:
        op.execute(guard.sql)
