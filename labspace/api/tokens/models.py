"""The tokens people gave to their programs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from labspace.accounts.keys.models import Key
from labspace.api.tokens.kinds import Scope, allowed_by


class ApiToken(Key):
    """Lets one program act for its owner."""

    __tablename__ = "api_token"
    __table_args__ = (
        UniqueConstraint("user_id", "name"),
        CheckConstraint("created_at < expires_at", name="ends_after_start"),
    )

    scope: Mapped[Scope]
    """The widest of its scopes."""
    expires_at: Mapped[datetime]

    @property
    def scopes(self) -> frozenset[Scope]:
        """All it may do, within the rights of its owner."""
        return allowed_by([self.scope])
