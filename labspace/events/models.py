"""What an organiser tells about an event, besides what every booking says."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.bookings.models import Booking
from labspace.db import Base


class EventRequest(Base):
    """The request behind an event's booking; people, seating, set-up and theme stand there."""

    __tablename__ = "event_request"
    __table_args__ = (
        CheckConstraint("entry_fee_cents >= 0", name="entry_fee"),
        CheckConstraint("wheelchair_places >= 0", name="wheelchair_places"),
    )

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True, autoincrement=False)
    purpose: Mapped[str] = mapped_column(Text)
    organiser_name: Mapped[str] = mapped_column(String(200))
    """Who is named to the public; may be neither the booker nor their organisation."""
    entry_fee_cents: Mapped[int] = mapped_column(default=0)
    wheelchair_places: Mapped[int] = mapped_column(default=0)
    catering_wish: Mapped[str] = mapped_column(Text, default="")
    """In own words, besides what was chosen (`catering.BookedCatering`)."""
    is_political_or_religious: Mapped[bool] = mapped_column(default=False)
    """By the organiser's own word; staff look closer, nothing is refused for it."""
    house_rules_version: Mapped[str] = mapped_column(String(20))
    house_rules_accepted_at: Mapped[datetime]
    first_booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), index=True)
    """The booking of the first date of a request of several dates; NULL: this is the only one."""

    booking: Mapped[Booking] = relationship(foreign_keys=[booking_id])
