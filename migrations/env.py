"""Runs migrations on the connection that `labspace db upgrade` hands over."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

import labspace.models  # noqa: F401
from labspace.db import Base, UtcDateTime


def plain_types(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write types into new migrations so that they import nothing of labspace."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "MOMENT"
    if kind == "type" and isinstance(item, sa.Enum):
        return "sa.String(32)"
    if (
        kind == "type"
        and isinstance(item, sa.BigInteger)
        and "sqlite" in getattr(item, "_variant_mapping", {})
    ):
        return "ID"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=False,
    render_item=plain_types,
)
with context.begin_transaction():
    context.run_migrations()
