"""The tokens people gave to their programs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labspace.api.tokens.kinds import Scope, allowed_by
from labspace.db import Base, IntPk

MAX_NAME = 60


class ApiToken(Base):
    """Lets one program act for its owner; revoking it deletes the row, the audit trail keeps the fact."""

    __tablename__ = "api_token"
    __table_args__ = (
        UniqueConstraint("user_id", "name"),
        CheckConstraint("created_at < expires_at", name="ends_after_start"),
    )

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    """What its owner calls the program."""
    scope: Mapped[Scope]
    """The widest of its scopes."""
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the token; the token itself is shown once and not kept."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    """To the hour: noting every request would make each a write."""

    @property
    def scopes(self) -> frozenset[Scope]:
        """All it may do, within the rights of its owner."""
        return allowed_by([self.scope])
