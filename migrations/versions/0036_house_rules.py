"""Say from which day on each version of the house rules holds."""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TABLE = "house_rules_text"
UNIQUE = "uq_house_rules_text_location_id_valid_from"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("valid_from", sa.Date(), nullable=True))
    rules = sa.table(TABLE, sa.column("id"), sa.column("valid_from", sa.Date()))
    # Texts had no day of their own: in the order in which they were written.
    for number, row_id in enumerate(op.get_bind().scalars(sa.select(rules.c.id).order_by(rules.c.id)).all()):
        day = date(2000, 1, 1) + timedelta(days=number)
        op.execute(rules.update().where(rules.c.id == row_id).values(valid_from=day))
    with op.batch_alter_table(TABLE) as batch:
        batch.alter_column("valid_from", existing_type=sa.Date(), nullable=False)
        batch.create_unique_constraint(op.f(UNIQUE), ["location_id", "valid_from"])


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(op.f(UNIQUE), type_="unique")
        batch.drop_column("valid_from")
