"""Bookings with their spaces and units, their history, and what was answered already."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from labspace.accounts.kinds import PartnerType, Theme
from labspace.accounts.models import Organisation, User
from labspace.accounts.tariff_groups import TariffGroup
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.states import BookingState
from labspace.db import Base, BigId, IntPk
from labspace.errors import Refusal, Refused
from labspace.locations.models import Location
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.models import Space
from labspace.times import TimeSpan


class Booking(Base):
    """One promise of spaces to someone for one span of time, whatever became of it.

    Rows are never deleted; what the person and organisation were when they booked stays with
    the booking, so that figures of the past do not change.
    """

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        CheckConstraint("state <> 'option' OR option_until IS NOT NULL", name="options_lapse"),
        CheckConstraint("people >= 1", name="people"),
        CheckConstraint("setup_minutes BETWEEN 0 AND 1440", name="setup"),
        CheckConstraint("teardown_minutes BETWEEN 0 AND 1440", name="teardown"),
        Index(None, "location_id", "starts_at", "ends_at"),
        Index(None, "booked_by_id", "starts_at"),
        Index(None, "organisation_id", "starts_at"),
        Index(
            "ix_booking_undecided",
            "location_id",
            "starts_at",
            sqlite_where=text("state IN ('requested', 'option')"),
            postgresql_where=text("state IN ('requested', 'option')"),
        ),
        Index(
            "ix_booking_confirmed",
            "location_id",
            "starts_at",
            sqlite_where=text("state = 'confirmed'"),
            postgresql_where=text("state = 'confirmed'"),
        ),
        Index(
            "ix_booking_long",
            "location_id",
            "ends_at",
            sqlite_where=text("ends_at - starts_at > 86400"),
            postgresql_where=text("ends_at - starts_at > interval '24 hours'"),
        ),
        # Few bookings are below the list price: who gets aid asks by organisation, its list by house.
        Index(
            "ix_booking_advantage",
            "organisation_id",
            sqlite_where=text("market_cents > price_cents"),
            postgresql_where=text("market_cents > price_cents"),
        ),
        Index(
            "ix_booking_below_list_price",
            "location_id",
            "created_at",
            sqlite_where=text("market_cents > price_cents"),
            postgresql_where=text("market_cents > price_cents"),
        ),
        Index(
            "ix_booking_awaited",
            "check_in_until",
            sqlite_where=text("state = 'confirmed' AND check_in_until IS NOT NULL"),
            postgresql_where=text("state = 'confirmed' AND check_in_until IS NOT NULL"),
        ),
        Index(
            "ix_booking_events",
            "ends_at",
            sqlite_where=text("kind = 'event_area'"),
            postgresql_where=text("kind = 'event_area'"),
        ),
        Index(
            "ix_booking_public",
            "location_id",
            "ends_at",
            sqlite_where=text("is_public = 1"),
            postgresql_where=text("is_public"),
        ),
        Index(
            "ix_booking_unresolved",
            "ends_at",
            sqlite_where=text("state = 'confirmed' AND check_in_until IS NULL"),
            postgresql_where=text("state = 'confirmed' AND check_in_until IS NULL"),
        ),
    )

    id: Mapped[IntPk]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    """Readable and immutable, such as `BO-7K2M9QX`."""
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    """iCalendar UID, stable for ever; names nobody."""
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    kind: Mapped[SpaceKind]
    """Kind of the spaces when booked."""
    booked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """Who it was booked for; NULL: the person privately."""
    title: Mapped[str] = mapped_column(String(200), default="")
    people: Mapped[int] = mapped_column(default=1)
    layout: Mapped[Layout | None]
    is_public: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")

    theme: Mapped[Theme | None]
    partner_type: Mapped[PartnerType] = mapped_column(default=PartnerType.PRIVATE)
    sector: Mapped[str] = mapped_column(String(1), default="-")
    sector_version: Mapped[str] = mapped_column(String(10), default="WZ 2025")
    is_internal: Mapped[bool] = mapped_column(default=False)
    """The chamber's own use (R10)."""

    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    setup_minutes: Mapped[int] = mapped_column(default=0)
    """Asked for before the start; claimed, but no use (R6)."""
    teardown_minutes: Mapped[int] = mapped_column(default=0)
    state: Mapped[BookingState]
    state_since: Mapped[datetime]
    option_rank: Mapped[int | None]
    option_until: Mapped[datetime | None]
    """When an option lapses by itself."""
    check_in_until: Mapped[datetime | None]
    """Not checked in by then, the booking is a no-show by itself; NULL: nobody waits for a check-in.

    Fixed when the booking is made or moved, so that what was told beforehand holds."""
    checked_in_at: Mapped[datetime | None]
    used_from: Mapped[datetime | None]
    """Recorded use where it differs from the booked span; NULL: as booked."""
    used_until: Mapped[datetime | None]
    entered_later: Mapped[bool] = mapped_column(default=False)
    """Entered by staff after the fact ("nacherfasst")."""
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """Staff member who booked for somebody else."""
    override_reason: Mapped[str] = mapped_column(String(300), default="")
    """Why staff let it pass against a house rule; empty: no rule was broken. See `RuleOverride`."""
    product: Mapped[str | None] = mapped_column(String(40))
    """Id of the named part of the day it was booked as; NULL: free hours."""
    cancel_code: Mapped[CancelReason | None]
    """Why it was cancelled, to be counted; NULL: not cancelled, or nobody said."""
    cancel_reason: Mapped[str] = mapped_column(String(300), default="")
    """In the words of whoever cancelled or rejected it."""

    tariff_group: Mapped[TariffGroup | None]
    """Whose prices held when it was booked."""
    price_cents: Mapped[int | None]
    """Quoted with tax; NULL: the house had no price for it."""
    market_cents: Mapped[int | None]
    """The list price with tax; what is saved against it goes onto the De-minimis list."""
    price_breakdown: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    """Lines and taxes of the quote (`quotes.kept`); later tariffs change nothing about them."""

    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    """Rises with every change; the ETag."""
    sequence: Mapped[int] = mapped_column(default=0)
    """iCalendar SEQUENCE; rises with time or status only."""

    span: Mapped[TimeSpan] = composite("starts_at", "ends_at")
    location: Mapped[Location] = relationship()
    booked_by: Mapped[User] = relationship(foreign_keys=[booked_by_id])
    entered_by: Mapped[User | None] = relationship(foreign_keys=[entered_by_id])
    organisation: Mapped[Organisation | None] = relationship()
    spaces: Mapped[list[Space]] = relationship(secondary="booking_space", order_by="Space.position, Space.id")

    def become(self, state: BookingState, *, now: datetime) -> None:
        """Pass into `state`; raises `Refused` with `not_possible_in_state` if that does not follow."""
        if not self.state.may_become(state):
            raise Refused(Refusal("not_possible_in_state", {"state": self.state, "wanted": state}))
        self.state, self.state_since = state, now
        if state is not BookingState.OPTION:
            self.option_until = None


class BookingSpace(Base):
    """A space as it was asked for; the whole area, where parts are claimed."""

    __tablename__ = "booking_space"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True, index=True)


class BookedUnit(Base):
    """The undivided unit a booking was planned on, kept for ever; figures read these, not claims."""

    __tablename__ = "booked_unit"
    __table_args__ = (
        Index(None, "space_id", "starts_at"),
        # Who asks for a time looks for what began shortly before it, and for these few besides.
        Index(
            "ix_booked_unit_long",
            "space_id",
            "ends_at",
            sqlite_where=text("ends_at - starts_at > 86400"),
            postgresql_where=text("ends_at - starts_at > interval '24 hours'"),
        ),
    )

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class BookingEvent(Base):
    """One line of a booking's history: who, when, what from what to what."""

    __tablename__ = "booking_event"

    id: Mapped[IntPk]
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """NULL: labspace itself."""
    what: Mapped[str] = mapped_column(String(40))
    """Machine word such as `placed`, `moved`, `cancelled`."""
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(String(300), default="")

    actor: Mapped[User | None] = relationship()


class Idempotence(Base):
    """A form or call already answered: the same key gives the same booking, or what else it made."""

    __tablename__ = "idempotence"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    key: Mapped[str] = mapped_column(String(64))
    body_hash: Mapped[str] = mapped_column(String(64))
    booking_id: Mapped[int | None] = mapped_column(BigId)
    made_id: Mapped[int | None] = mapped_column(BigId)
    """The id of what the form made where that is no booking; its action knows in which table."""
    created_at: Mapped[datetime]
