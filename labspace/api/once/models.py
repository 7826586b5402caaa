"""Answers kept for programs that ask again because they did not hear the first one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labspace.db import Base, IntPk


class KeptAnswer(Base):
    """What was answered to one request with an `Idempotency-Key`; written with the change it tells of."""

    __tablename__ = "api_answer"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    key: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the key the program chose."""
    fingerprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 of method, address and body."""
    asked_at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int] = mapped_column(default=0)
    """0 while the first request is under way: nobody else sees such a row."""
    headers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    body: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
