"""The app passwords people gave to their devices."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labspace.db import Base, IntPk

MAX_NAME = 60


class AppPassword(Base):
    """Lets one device read its owner's calendars; revoking it deletes the row, the audit trail keeps the fact."""

    __tablename__ = "app_password"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    """What its owner calls the device."""
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the secret; the secret itself is shown once and not kept."""
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    """To the hour: noting every request would make each a write."""
