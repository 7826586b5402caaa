"""Offers of a slot, the tenancies they became, and what was agreed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.models import User
from labspace.bookings.holds import Hold
from labspace.bookings.models import Booking
from labspace.db import Base, IntPk
from labspace.errors import Refusal, Refused
from labspace.popups.models import PopupApplication
from labspace.popups.spans import weeks_span
from labspace.popups.tenancies.shop_hours import Minimum, WeeklyHours
from labspace.popups.tenancies.states import OfferState, TenancyState
from labspace.spaces.models import Space
from labspace.times import TimeSpan, first_and_last_day


class PopupOffer(Base):
    """Weeks on a slot, held for one application until its deadline.

    The hold keeps all others off; a booking stands only once the offer is accepted (ADR 0018).
    """

    __tablename__ = "popup_offer"
    __table_args__ = (
        CheckConstraint("weeks BETWEEN 1 AND 52", name="weeks"),
        CheckConstraint("price_cents >= 0 AND market_cents >= 0", name="money"),
        CheckConstraint("min_days BETWEEN 0 AND 7 AND min_minutes BETWEEN 0 AND 1440", name="minimum"),
        Index(
            "ix_popup_offer_open",
            "application_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(None, "application_id"),
    )

    id: Mapped[IntPk]
    application_id: Mapped[int] = mapped_column(ForeignKey("popup_application.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    hold_id: Mapped[int] = mapped_column(ForeignKey("hold.id"), unique=True)
    first_on: Mapped[date]
    """A Monday."""
    weeks: Mapped[int]
    price_cents: Mapped[int]
    """To be paid for all weeks, with tax."""
    market_cents: Mapped[int]
    """What it would cost on the market; the difference goes onto the De-minimis list."""
    conditions: Mapped[str] = mapped_column(Text, default="")
    min_days: Mapped[int]
    min_minutes: Mapped[int]
    weekly_hours: Mapped[list[list[int]]] = mapped_column(JSON, default=list)
    """Agreed opening: rows of weekday (0 is Monday), opening and closing minute of the day."""
    until: Mapped[datetime]
    state: Mapped[OfferState]
    state_since: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(500), default="")
    """In the words of whoever declined it or took it back."""
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"))
    """What it became."""

    application: Mapped[PopupApplication] = relationship()
    space: Mapped[Space] = relationship()
    hold: Mapped[Hold] = relationship()
    made_by: Mapped[User] = relationship()

    @property
    def span(self) -> TimeSpan:
        return weeks_span(self.first_on, self.weeks, zone=self.space.location.zone)

    @property
    def minimum(self) -> Minimum:
        return Minimum(days=self.min_days, minutes=self.min_minutes)

    @property
    def hours(self) -> WeeklyHours:
        return WeeklyHours.from_rows(self.weekly_hours)

    def is_open(self, now: datetime) -> bool:
        """Whether it may be answered at this moment."""
        return self.state is OfferState.OPEN and now < self.until

    def become(self, state: OfferState, *, now: datetime) -> None:
        """Pass into `state`; raises `Refused` with `offer_gone` if that does not follow."""
        if not self.state.may_become(state):
            raise Refused(Refusal("offer_gone", {"state": self.state}))
        self.state, self.state_since = state, now


class Tenancy(Base):
    """A slot let to somebody for a time; its dates are those of its booking."""

    __tablename__ = "tenancy"
    __table_args__ = (
        CheckConstraint("min_days BETWEEN 0 AND 7 AND min_minutes BETWEEN 0 AND 1440", name="minimum"),
        Index(
            "ix_tenancy_unended",
            "state",
            sqlite_where=text("state IN ('agreed', 'running')"),
            postgresql_where=text("state IN ('agreed', 'running')"),
        ),
        Index(None, "location_id"),
    )

    id: Mapped[IntPk]
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), unique=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("popup_application.id"), index=True)
    """The concept that is tried (K19); NULL: staff booked without an application."""
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("popup_offer.id"), unique=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    state: Mapped[TenancyState]
    state_since: Mapped[datetime]
    min_days: Mapped[int]
    min_minutes: Mapped[int]
    weekly_hours: Mapped[list[list[int]]] = mapped_column(JSON, default=list)
    conditions: Mapped[str] = mapped_column(Text, default="")
    end_reason: Mapped[str] = mapped_column(String(500), default="")
    """Why it ended otherwise than agreed."""
    created_at: Mapped[datetime]

    booking: Mapped[Booking] = relationship()
    application: Mapped[PopupApplication | None] = relationship()
    space: Mapped[Space] = relationship()

    @property
    def concept_id(self) -> int:
        """What is counted as one idea: the application, or the tenancy itself where there is none."""
        return self.application_id or -self.id

    @property
    def title(self) -> str:
        return self.application.title if self.application else self.booking.title

    @property
    def tenant_id(self) -> int:
        return self.booking.booked_by_id

    @property
    def first_and_last(self) -> tuple[date, date]:
        """First and last local day."""
        return first_and_last_day(self.booking.span, zone=self.space.location.zone)

    @property
    def minimum(self) -> Minimum:
        return Minimum(days=self.min_days, minutes=self.min_minutes)

    @property
    def hours(self) -> WeeklyHours:
        return WeeklyHours.from_rows(self.weekly_hours)

    def become(self, state: TenancyState, *, now: datetime) -> None:
        """Pass into `state`; raises `Refused` with `not_possible_in_state` if that does not follow."""
        if not self.state.may_become(state):
            raise Refused(Refusal("not_possible_in_state", {"state": self.state, "wanted": state}))
        self.state, self.state_since = state, now


class Agreement(Base):
    """What was agreed, frozen as values when it was drawn up; a change of dates draws up the next one."""

    __tablename__ = "tenancy_agreement"
    __table_args__ = (UniqueConstraint("tenancy_id", "number"),)

    id: Mapped[IntPk]
    tenancy_id: Mapped[int] = mapped_column(ForeignKey("tenancy.id"))
    number: Mapped[int]
    """1 for the first; a later one replaces it."""
    language: Mapped[str] = mapped_column(String(2))
    wording: Mapped[str] = mapped_column(String(20))
    """Version of the clauses, `agreement_text.WORDING`."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """All that the printed agreement shows."""
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """NULL: drawn up by labspace when the offer was accepted."""
    created_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    acknowledged_name: Mapped[str] = mapped_column(String(120), default="")
    """As the tenant wrote it."""

    tenancy: Mapped[Tenancy] = relationship()


class TenancyEvent(Base):
    """One line of a tenancy's history."""

    __tablename__ = "tenancy_event"

    id: Mapped[IntPk]
    tenancy_id: Mapped[int] = mapped_column(ForeignKey("tenancy.id"), index=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """NULL: labspace itself, or whoever had the link of a mail."""
    what: Mapped[str] = mapped_column(String(40))
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    actor: Mapped[User | None] = relationship()
