"""Which reminders were sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from labspace.db import Base


class ReminderSent(Base):
    """Somebody was reminded of a booking at this start; written with the mail, so that it is sent once.

    A booking that was moved is one to be reminded of again.
    """

    __tablename__ = "reminder_sent"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime]
