"""Which reminders to tell of an event's visitors were sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from labspace.db import Base


class AttendanceReminder(Base):
    """An organiser was reminded to say how many came; written with the mail, so that it is sent once."""

    __tablename__ = "attendance_reminder"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True, autoincrement=False)
    sent_at: Mapped[datetime]
