"""What a house lends, and which booking asked for how much of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from labspace.db import Base, IntPk


class EquipmentStock(Base):
    """So many of one thing in a house from a day to a day; a new number is a new row."""

    __tablename__ = "equipment_stock"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("valid_until IS NULL OR valid_from <= valid_until", name="validity"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    """Names the thing in all its rows, such as `projector`."""
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    number: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class BookedEquipment(Base):
    """How many of a thing a booking asked for, and how many of them are promised to it.

    Promised is only what belongs to a booking that keeps others off its space; for how long says the
    booking with its set-up and tear-down. Less than asked for: the stock did not suffice when the
    booking moved up, and its organiser was told.
    """

    __tablename__ = "booked_equipment"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("promised BETWEEN 0 AND number", name="promised"),
        Index(None, "location_id", "needed_until"),
    )

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    number: Mapped[int]
    promised: Mapped[int] = mapped_column(default=0)
    needed_until: Mapped[datetime]
    """End of the booking's tear-down; by it what is over is left out of counting."""
