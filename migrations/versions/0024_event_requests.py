"""Count the equipment of houses, offer catering, tie the dates of a request together and keep drafts.

Equipment that was only noted with a request until now becomes rows; nothing of it was promised.
"""

import json
from datetime import datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "equipment_stock",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_equipment_stock_number")),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from <= valid_until", name=op.f("ck_equipment_stock_validity")
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_equipment_stock_location_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment_stock")),
    )
    op.create_index(op.f("ix_equipment_stock_location_id"), "equipment_stock", ["location_id"])
    op.create_table(
        "booked_equipment",
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("promised", sa.Integer(), nullable=False),
        sa.Column("needed_until", MOMENT, nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_booked_equipment_number")),
        sa.CheckConstraint("promised BETWEEN 0 AND number", name=op.f("ck_booked_equipment_promised")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_booked_equipment_booking_id")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_booked_equipment_location_id")
        ),
        sa.PrimaryKeyConstraint("booking_id", "code", name=op.f("pk_booked_equipment")),
    )
    op.create_index(
        op.f("ix_booked_equipment_location_id_needed_until"),
        "booked_equipment",
        ["location_id", "needed_until"],
    )
    op.create_table(
        "catering_choice",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("per_person_cents", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("per_person_cents >= 0", name=op.f("ck_catering_choice_price")),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from <= valid_until", name=op.f("ck_catering_choice_validity")
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_catering_choice_location_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catering_choice")),
    )
    op.create_index(op.f("ix_catering_choice_location_id"), "catering_choice", ["location_id"])
    op.create_table(
        "booked_catering",
        sa.Column("booking_id", ID, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("served_at", MOMENT, nullable=False),
        sa.Column("per_person_cents", sa.Integer(), nullable=True),
        sa.CheckConstraint("people >= 1", name=op.f("ck_booked_catering_people")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_booked_catering_booking_id")),
        sa.PrimaryKeyConstraint("booking_id", "code", name=op.f("pk_booked_catering")),
    )
    op.create_table(
        "event_draft",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_event_draft_user_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_event_draft_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_draft")),
    )
    op.create_index(op.f("ix_event_draft_user_id_changed_at"), "event_draft", ["user_id", "changed_at"])
    _move_noted_equipment()
    with op.batch_alter_table("event_request") as request:
        request.drop_column("equipment")
        request.add_column(sa.Column("first_booking_id", ID, nullable=True))
        request.create_foreign_key(
            op.f("fk_event_request_first_booking_id"), "booking", ["first_booking_id"], ["id"]
        )
    op.create_index(op.f("ix_event_request_first_booking_id"), "event_request", ["first_booking_id"])


def _move_noted_equipment() -> None:
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT booking.id, location_id, equipment, ends_at, teardown_minutes FROM event_request"
            " JOIN booking ON booking.id = event_request.booking_id"
        )
    ).all()
    noted = sa.table(
        "booked_equipment",
        *(sa.column(name) for name in ("booking_id", "code", "location_id", "number", "promised")),
        sa.column("needed_until", MOMENT),
    )
    for booking_id, location_id, equipment, ends_at, teardown in rows:
        things = json.loads(equipment) if isinstance(equipment, str) else equipment
        until = (
            ends_at + timedelta(minutes=teardown)
            if isinstance(ends_at, datetime)
            else ends_at + teardown * 60
        )
        for code, number in (things or {}).items():
            values = {"booking_id": booking_id, "code": code, "location_id": location_id, "number": number}
            connection.execute(sa.insert(noted).values(**values, promised=0, needed_until=until))


def downgrade() -> None:
    op.drop_index(op.f("ix_event_request_first_booking_id"), "event_request")
    with op.batch_alter_table("event_request") as request:
        request.drop_constraint(op.f("fk_event_request_first_booking_id"), type_="foreignkey")
        request.drop_column("first_booking_id")
        request.add_column(sa.Column("equipment", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
    for table in ("event_draft", "booked_catering", "catering_choice", "booked_equipment", "equipment_stock"):
        op.drop_table(table)
