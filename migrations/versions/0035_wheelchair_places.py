"""Keep how many places for wheelchairs are approved for a space and in each of its seatings."""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

TABLES = ("space", "space_layout")


def upgrade() -> None:
    for table in TABLES:
        # In one statement with its check: SQLite would make the table anew for a check added later,
        # and the guards of claims name it.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN wheelchair_places INTEGER "
            f"CONSTRAINT ck_{table}_wheelchair_places CHECK (wheelchair_places BETWEEN 0 AND capacity)"
        )


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "wheelchair_places")
