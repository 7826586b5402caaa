"""What keys have in common: app passwords that people give to a device, tokens they give to a program."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labspace.db import Base, IntPk

MAX_NAME = 60


class Key(Base):
    """The columns of a key; revoking it deletes the row, the audit trail keeps the fact."""

    __abstract__ = True

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    """What its owner calls the device or program."""
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the secret; the secret itself is shown once and not kept."""
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    """To the hour: noting every request would make each a write."""
