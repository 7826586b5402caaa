"""Let houses say where on the earth they are."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("location", sa.Column("coordinates", sa.String(40), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("location", "coordinates")
