"""Agreements with partners, their allotments, and each date that was set aside."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.models import Organisation, User
from labspace.bookings.claim_models import Blocking
from labspace.bookings.models import Booking
from labspace.db import Base, IntPk
from labspace.errors import Refusal, Refused
from labspace.locations.models import Location
from labspace.partners.rules import Plan
from labspace.partners.states import DateState
from labspace.spaces.models import Space


class PartnerAgreement(Base):
    """What a house agreed with an organisation for a time: city, university, bank, association."""

    __tablename__ = "partner_agreement"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_from <= valid_until", name="validity"),
        Index(None, "location_id"),
        Index(None, "organisation_id"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    contact: Mapped[str] = mapped_column(String(200), default="")
    """Whom the house talks to; for its team and the partner's members only."""
    document: Mapped[str] = mapped_column(String(120), default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    """Last day; NULL: until further notice."""
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]

    location: Mapped[Location] = relationship()
    organisation: Mapped[Organisation] = relationship()
    created_by: Mapped[User] = relationship()
    allotments: Mapped[list[Allotment]] = relationship(back_populates="agreement", order_by="Allotment.id")

    def holds_on(self, day: date) -> bool:
        """Whether the agreement is in force on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class Allotment(Base):
    """A weekday and time of one space that is kept for a partner, such as Thursdays, event area B."""

    __tablename__ = "allotment"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("0 <= starts_minute AND starts_minute < ends_minute", name="starts"),
        CheckConstraint("ends_minute <= 1440", name="ends"),
        CheckConstraint("release_days BETWEEN 0 AND 365", name="release_days"),
        Index(None, "agreement_id"),
    )

    id: Mapped[IntPk]
    agreement_id: Mapped[int] = mapped_column(ForeignKey("partner_agreement.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    weekday: Mapped[int]
    starts_minute: Mapped[int]
    ends_minute: Mapped[int]
    release_days: Mapped[int]
    """So many days before, an unused date is everybody's."""
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    """Last day; NULL: as long as the agreement."""
    made_until: Mapped[date | None]
    """Up to this day its dates are set aside."""

    agreement: Mapped[PartnerAgreement] = relationship(back_populates="allotments")
    space: Mapped[Space] = relationship()

    @property
    def plan(self) -> Plan:
        ends = [day for day in (self.valid_until, self.agreement.valid_until) if day is not None]
        return Plan(
            weekday=self.weekday,
            starts_minute=self.starts_minute,
            ends_minute=self.ends_minute,
            valid_from=max(self.valid_from, self.agreement.valid_from),
            valid_until=min(ends) if ends else None,
            release_days=self.release_days,
        )

    @property
    def clocks(self) -> tuple[time, time]:
        """When it begins and ends by the house's clock; 00:00 at the end is midnight."""
        return (
            time(*divmod(self.starts_minute, 60)),
            time(*divmod(self.ends_minute % 1440, 60)),
        )


class AllotmentDate(Base):
    """One date of an allotment and what became of it."""

    __tablename__ = "allotment_date"
    __table_args__ = (UniqueConstraint("allotment_id", "day"), Index(None, "state", "day"))

    id: Mapped[IntPk]
    allotment_id: Mapped[int] = mapped_column(ForeignKey("allotment.id"))
    day: Mapped[date]
    state: Mapped[DateState]
    state_since: Mapped[datetime]
    blocking_id: Mapped[int | None] = mapped_column(ForeignKey("blocking.id"))
    """What keeps others off while it is held."""
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"))
    """What the partner made of it."""
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """Who booked or gave it back; NULL: nobody, the day came."""

    allotment: Mapped[Allotment] = relationship()
    blocking: Mapped[Blocking | None] = relationship()
    booking: Mapped[Booking | None] = relationship()

    def become(self, state: DateState, *, now: datetime) -> None:
        """Pass into `state`; raises `Refused` with `allotment_date_settled` if that does not follow."""
        if not self.state.may_become(state):
            raise Refused(Refusal("allotment_date_settled", {"state": self.state}))
        self.state, self.state_since = state, now
