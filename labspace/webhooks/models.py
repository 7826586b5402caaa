"""Where other systems want to be told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.models import User
from labspace.db import Base, IntPk
from labspace.locations.models import Location
from labspace.webhooks.kinds import Pause

RECIPIENT = "webhook:"


class WebhookEndpoint(Base):
    """An address that is called when something happens; its calls are rows of the outbox."""

    __tablename__ = "webhook_endpoint"
    __table_args__ = (
        CheckConstraint("generation >= 1", name="generation"),
        CheckConstraint("(failures = 0) = (failing_since IS NULL)", name="failing"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), index=True)
    """NULL: of all houses, also of those to come."""
    name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(2000))
    """May hold a secret of the receiver, so pages show it shortened."""
    events: Mapped[list[str]] = mapped_column(JSON)
    """Values of `kinds.Event` it wants to hear of."""
    generation: Mapped[int] = mapped_column(default=1)
    """Rises with each new secret."""
    renewed_at: Mapped[datetime | None]
    """When the secret was last replaced; for a day the one before signs as well."""
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    pause: Mapped[Pause | None]
    """Why nothing is sent and nothing new noted; NULL: in force."""
    removed_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    """Calls in a row that found it out of order."""
    failing_since: Mapped[datetime | None]
    rests_until: Mapped[datetime | None]
    """Not called before this moment, after a failure."""
    last_taken_at: Mapped[datetime | None]
    """When it last took a call."""

    location: Mapped[Location | None] = relationship()
    created_by: Mapped[User] = relationship()

    @property
    def recipient(self) -> str:
        """How the outbox calls it."""
        return f"{RECIPIENT}{self.id}"
