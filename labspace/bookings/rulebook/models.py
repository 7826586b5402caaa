"""House rules by date, and what staff let pass against them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.kinds import PartnerType
from labspace.accounts.models import User
from labspace.bookings.listed import NO_SHOWS, PARTNER_TYPES, PRODUCTS, QUOTAS
from labspace.bookings.models import Booking
from labspace.db import Base, IntPk
from labspace.spaces.house_rules import HorizonCount, LeadCount, NoShowStep, Product, Quota
from labspace.spaces.kinds import SpaceKind


class BookingRule(Base):
    """House rules, dated, for a house, a kind in it, or one space; the most special one wins.

    NULL columns leave the answer to the next more general rule and at last to the kind's default.
    """

    __tablename__ = "booking_rule"
    __table_args__ = (
        Index(None, "location_id"),
        CheckConstraint("valid_until IS NULL OR valid_from <= valid_until", name="validity"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    kind: Mapped[SpaceKind | None]
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    raster_minutes: Mapped[int | None]
    min_minutes: Mapped[int | None]
    max_minutes: Mapped[int | None]
    products: Mapped[tuple[Product, ...] | None] = mapped_column(PRODUCTS)
    free_hours: Mapped[bool | None]
    lead_minutes: Mapped[int | None]
    """How long before the start a booking must be made, in minutes that `lead_counts` counts."""
    lead_counts: Mapped[LeadCount | None]
    horizon_days: Mapped[int | None]
    """How many days ahead one may book, in the meaning of `horizon_counts`."""
    horizon_counts: Mapped[HorizonCount | None]
    buffer_before_minutes: Mapped[int | None]
    buffer_after_minutes: Mapped[int | None]
    quotas: Mapped[tuple[Quota, ...] | None] = mapped_column(QUOTAS)
    team_only: Mapped[bool | None]
    members_only: Mapped[bool | None]
    partner_types: Mapped[tuple[PartnerType, ...] | None] = mapped_column(PARTNER_TYPES)
    needs_approval: Mapped[bool | None]
    cancel_until_minutes: Mapped[int | None]
    """Cancelling later than this before the start counts as late."""
    check_in: Mapped[bool | None]
    grace_minutes: Mapped[int | None]
    no_shows: Mapped[tuple[NoShowStep, ...] | None] = mapped_column(NO_SHOWS)
    offer_minutes: Mapped[int | None]
    """How long somebody on the waiting list may think about an offer, nights not counted."""


class RuleOverride(Base):
    """Staff let a booking pass against house rules: who, when, why, and which rules."""

    __tablename__ = "rule_override"
    __table_args__ = (Index(None, "location_id", "at"),)

    id: Mapped[IntPk]
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300))
    broken: Mapped[list[str]] = mapped_column(JSON)
    """Codes of the broken rules, in the order in which they were told."""

    booking: Mapped[Booking] = relationship()
    by: Mapped[User] = relationship()
