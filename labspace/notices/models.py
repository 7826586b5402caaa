"""Rows to deliver."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from labspace.db import Base, IntPk


class Channel(enum.Enum):
    """How a row leaves the house."""

    MAIL = "mail"
    WEBHOOK = "webhook"


class DeliveryState(enum.Enum):
    """Where a row stands."""

    NEW = "new"
    TAKEN = "taken"
    DONE = "done"
    FAILED = "failed"


WAITING = text("state IN ('new', 'taken')")
GIVEN_UP = text("state = 'failed'")
CALLS = text("channel = 'webhook'")
WAITING_CALLS = text("channel = 'webhook' AND state IN ('new', 'taken')")


class OutboxRow(Base):
    """One mail or webhook call; delivered at least once, in order per `topic`."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_given_up", "created_at", sqlite_where=GIVEN_UP, postgresql_where=GIVEN_UP),
        Index("ix_outbox_waiting", "channel", "run_at", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index(
            "ix_outbox_waiting_calls",
            "recipient",
            "run_at",
            "id",
            sqlite_where=WAITING_CALLS,
            postgresql_where=WAITING_CALLS,
        ),
        Index("ix_outbox_calls", "recipient", "id", sqlite_where=CALLS, postgresql_where=CALLS),
        Index(None, "topic", "id"),
    )

    id: Mapped[IntPk]
    channel: Mapped[Channel]
    topic: Mapped[str] = mapped_column(String(60))
    """What the row belongs to, such as `booking:17`; rows of one topic leave in order."""
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    """Same at every repeat, so that receivers can drop doubles."""
    recipient: Mapped[str] = mapped_column(String(254))
    """A mail address; of a webhook the name of its endpoint (labspace/webhooks)."""
    subject: Mapped[str] = mapped_column(String(300), default="")
    plain: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    invitation: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Values of an invitation or calendar file, as in `notices.invitations`; NULL: neither."""
    calendar_method: Mapped[str] = mapped_column(String(10), default="")
    """REQUEST or CANCEL; equals METHOD in the calendar object (RFC 6047 2.4)."""
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.NEW)
    created_at: Mapped[datetime]
    run_at: Mapped[datetime]
    """Not to be tried before this moment; grows with each failure."""
    taken_until: Mapped[datetime | None]
    """Until when the process that took the row may work on it; afterwards others may."""
    attempts: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(String(300), default="")
