"""What was entered into the register of De-minimis aid, and when the team was reminded of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labspace.db import Base, BigId, IntPk


class AidRegistration(Base):
    """Staff entered uses of one beneficiary into the register."""

    __tablename__ = "aid_registration"
    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (user_id IS NULL)", name="one_beneficiary"),
    )

    id: Mapped[IntPk]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    registered_on: Mapped[date]
    reference: Mapped[str] = mapped_column(String(120), default="")
    """The register's own number."""
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]


class AidRegisteredUse(Base):
    """A use as it was registered: the amount stays as it was told then."""

    __tablename__ = "aid_registered_use"

    booking_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("booking.id"), primary_key=True, autoincrement=False
    )
    registration_id: Mapped[int] = mapped_column(ForeignKey("aid_registration.id"), index=True)
    advantage_cents: Mapped[int]


class AidReminder(Base):
    """The team of a house was reminded in this week."""

    __tablename__ = "aid_reminder"

    location_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("location.id"), primary_key=True, autoincrement=False
    )
    monday: Mapped[date] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime]
