"""${message}

Rules: numbered; one sentence above says why; schema or data, not both; imports no models; goes back
or states why it cannot. SQLite loses triggers when a table is rebuilt: `labspace db upgrade` puts
the overlap guards back afterwards.
"""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
