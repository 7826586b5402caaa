"""Keep how a house decides on events, what it agrees with organisers, and the protocols of handovers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def _column(name: str, kind: sa.types.TypeEngine[object], *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=null)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _create(table: str, *parts: sa.schema.SchemaItem, indexed: Sequence[str] = ()) -> None:
    op.create_table(table, *parts)
    for column in indexed:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    _decisions()
    _agreements()
    _checklists()
    _endings()
    # What houses said before has no list of conditions to tick.
    op.add_column(
        "event_terms", sa.Column("conditions", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
    )


def _decisions() -> None:
    name = "event_review"
    _create(
        name,
        _column("booking_id", ID),
        _column("stage", sa.String(32)),
        _column("since", MOMENT),
        _column("recommended_by_id", ID, null=True),
        _column("recommended_at", MOMENT, null=True),
        _column("decided_by_id", ID, null=True),
        _column("conditions_version", sa.Integer()),
        _column("accepted_version", sa.Integer()),
        _column("accepted_at", MOMENT, null=True),
        _column("accepted_by_id", ID, null=True),
        _check(name, "somebody_recommended", "stage <> 'recommended' OR recommended_by_id IS NOT NULL"),
        _check(
            name,
            "two_people",
            "recommended_by_id IS NULL OR decided_by_id IS NULL OR recommended_by_id <> decided_by_id",
        ),
        _check(name, "accepted_what_there_is", "accepted_version <= conditions_version"),
        _key(name, "booking_id", "booking"),
        _key(name, "recommended_by_id", "user_account"),
        _key(name, "decided_by_id", "user_account"),
        _key(name, "accepted_by_id", "user_account"),
        _primary(name, "booking_id"),
    )
    name = "event_message"
    _create(
        name,
        _column("id", ID),
        _column("booking_id", ID),
        _column("at", MOMENT),
        _column("by_id", ID),
        _column("is_answer", sa.Boolean()),
        _column("text", sa.Text()),
        _key(name, "booking_id", "booking"),
        _key(name, "by_id", "user_account"),
        _primary(name, "id"),
        indexed=["booking_id"],
    )


def _agreements() -> None:
    name = "event_condition"
    _create(
        name,
        _column("id", ID),
        _column("booking_id", ID),
        _column("version", sa.Integer()),
        _column("text", sa.Text()),
        _column("set_by_id", ID),
        _column("set_at", MOMENT),
        _column("withdrawn_at", MOMENT, null=True),
        _key(name, "booking_id", "booking"),
        _key(name, "set_by_id", "user_account"),
        _primary(name, "id"),
        indexed=["booking_id"],
    )
    name = "house_rules_text"
    _create(
        name,
        _column("id", ID),
        _column("location_id", ID),
        _column("version", sa.String(20)),
        _column("text", sa.Text()),
        _column("text_en", sa.Text()),
        _key(name, "location_id", "location"),
        _primary(name, "id"),
        sa.UniqueConstraint("location_id", "version", name=op.f(f"uq_{name}_location_id_version")),
        indexed=["location_id"],
    )
    name = "house_rules_accepted"
    _create(
        name,
        _column("booking_id", ID),
        _column("version", sa.String(20)),
        _column("accepted_at", MOMENT),
        _column("by_id", ID),
        _key(name, "booking_id", "booking"),
        _key(name, "by_id", "user_account"),
        _primary(name, "booking_id", "version"),
    )


def _checklists() -> None:
    name = "event_traits"
    _create(
        name,
        _column("booking_id", ID),
        _column("music", sa.Boolean()),
        _column("alcohol", sa.Boolean()),
        _column("sells", sa.Boolean()),
        _column("answered_at", MOMENT),
        _column("by_id", ID),
        _key(name, "booking_id", "booking"),
        _key(name, "by_id", "user_account"),
        _primary(name, "booking_id"),
    )
    name = "event_check"
    _create(
        name,
        _column("id", ID),
        _column("booking_id", ID),
        _column("code", sa.String(40)),
        _column("title", sa.String(200)),
        _column("title_en", sa.String(200)),
        _column("hint", sa.String(300)),
        _column("hint_en", sa.String(300)),
        _column("who", sa.String(32)),
        _column("due_on", sa.Date()),
        _column("done_at", MOMENT, null=True),
        _column("done_by_id", ID, null=True),
        _column("document", sa.String(200)),
        _column("waived_reason", sa.String(300)),
        _column("dropped_at", MOMENT, null=True),
        _column("reminded_at", MOMENT, null=True),
        _check(name, "done_by_somebody", "(done_at IS NULL) = (done_by_id IS NULL)"),
        _check(name, "waived_is_done", "waived_reason = '' OR done_at IS NOT NULL"),
        _key(name, "booking_id", "booking"),
        _key(name, "done_by_id", "user_account"),
        _primary(name, "id"),
        sa.UniqueConstraint("booking_id", "code", name=op.f(f"uq_{name}_booking_id_code")),
    )
    waiting = sa.text("done_at IS NULL AND reminded_at IS NULL")
    op.create_index("ix_event_check_due", name, ["due_on"], sqlite_where=waiting, postgresql_where=waiting)


def _endings() -> None:
    name = "event_cancellation"
    _create(
        name,
        _column("booking_id", ID),
        _column("days_before", sa.Integer()),
        _column("proposed_percent", sa.Integer()),
        _column("applied_percent", sa.Integer()),
        _column("price_cents", sa.Integer(), null=True),
        _column("reason", sa.String(300)),
        _column("set_by_id", ID, null=True),
        _column("at", MOMENT),
        _check(name, "proposed", "proposed_percent BETWEEN 0 AND 100"),
        _check(name, "applied", "applied_percent BETWEEN 0 AND 100"),
        _check(name, "change_has_a_reason", "applied_percent = proposed_percent OR reason <> ''"),
        _key(name, "booking_id", "booking"),
        _key(name, "set_by_id", "user_account"),
        _primary(name, "booking_id"),
    )
    name = "event_handover"
    _create(
        name,
        _column("id", ID),
        _column("booking_id", ID),
        _column("direction", sa.String(32)),
        _column("edition", sa.Integer()),
        _column("handed_at", MOMENT),
        _column("by_id", ID),
        _column("noted_at", MOMENT),
        _column("keys", sa.String(200)),
        _column("condition", sa.Text()),
        _column("meter", sa.String(100)),
        _column("defects", sa.Text()),
        _column("signed_name", sa.String(200)),
        _key(name, "booking_id", "booking"),
        _key(name, "by_id", "user_account"),
        _primary(name, "id"),
        sa.UniqueConstraint(
            "booking_id", "direction", "edition", name=op.f(f"uq_{name}_booking_id_direction_edition")
        ),
    )


TABLES = (
    "event_handover",
    "event_cancellation",
    "event_check",
    "event_traits",
    "house_rules_accepted",
    "house_rules_text",
    "event_condition",
    "event_message",
    "event_review",
)


def downgrade() -> None:
    op.drop_column("event_terms", "conditions")
    for table in TABLES:
        op.drop_table(table)
