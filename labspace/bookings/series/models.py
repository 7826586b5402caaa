"""A series of bookings, and each date its rule names: booked, skipped with its reason, or given up."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from flask_babel import LazyString
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.kinds import Theme
from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.bookings.series.recurrence import Recurrence, recurrence_from
from labspace.bookings.wishes import Details
from labspace.db import Base, IntPk
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.words import lazy_gettext as _l


class Series(Base):
    """One promise that comes back by a rule: who, where, at which hours of the house's clock.

    It is never rewritten for dates that are over: a change from a date on ends it there and begins
    its successor. The bookings themselves are ordinary ones; `SeriesDate` ties them to their date.
    """

    __tablename__ = "series"
    __table_args__ = (
        CheckConstraint("starts_minute BETWEEN 0 AND 1439", name="starts_minute"),
        CheckConstraint("ends_minute BETWEEN 1 AND 1440", name="ends_minute"),
        CheckConstraint("people >= 1", name="people"),
        Index(None, "booked_by_id"),
    )

    id: Mapped[IntPk]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    """Readable and immutable, such as `BOS-7K2M9QX`."""
    uid: Mapped[str] = mapped_column(String(40))
    """Begins the iCalendar UID of every booking of the series; kept by the successor after a split."""
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    kind: Mapped[SpaceKind]
    booked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    rule: Mapped[str] = mapped_column(String(200))
    """RRULE text whose dates are local ones (`recurrence.Recurrence.text`)."""
    first_on: Mapped[date]
    """The local day from which the rule counts."""
    starts_minute: Mapped[int]
    """Of the local day."""
    ends_minute: Mapped[int]
    """Of the local day; 1440 is its end."""
    is_pool: Mapped[bool] = mapped_column(default=False)
    """Any space of the kind in the house will do; its spaces are then chosen date by date."""
    pool_feature: Mapped[str] = mapped_column(String(40), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    people: Mapped[int] = mapped_column(default=1)
    theme: Mapped[Theme | None]
    note: Mapped[str] = mapped_column(Text, default="")
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), unique=True)
    """The series this one continues since a change from its first date on."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    """When all that was left of it was called off; NULL: it runs, or ran to its end."""
    end_told_at: Mapped[datetime | None]
    """When its owner was told that it ends soon."""

    location: Mapped[Location] = relationship()
    booked_by: Mapped[User] = relationship()
    spaces: Mapped[list[Space]] = relationship(secondary="series_space", order_by="Space.position, Space.id")

    @property
    def recurrence(self) -> Recurrence:
        return recurrence_from(self.rule)

    @property
    def details(self) -> Details:
        """What each of its bookings says besides place and time."""
        return Details(
            title=self.title,
            people=self.people,
            theme=self.theme,
            note=self.note,
            organisation_id=self.organisation_id,
        )


class SeriesSpace(Base):
    """A space every date of the series asks for; none where any of the kind will do."""

    __tablename__ = "series_space"

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True, index=True)


class SeriesInvitation(Base):
    """The one calendar event a series was sent as; without a row each of its dates speaks for itself.

    Written last, after series, spaces and dates are locked.
    """

    __tablename__ = "series_invitation"

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), primary_key=True)
    sent: Mapped[int] = mapped_column(default=0)
    """How many messages told of it; the SEQUENCE of the next one, so that it never falls."""
    withdrawn_at: Mapped[datetime | None]
    """When it was taken out of calendars for good, because no rule says its dates any more."""


class DateState(enum.Enum):
    """What became of a date of a series."""

    BOOKED = "booked"
    """It has a booking; whether that still stands, the booking says."""
    SKIPPED = "skipped"
    """Something stood against it; it is kept with the reasons and can be taken up."""
    GIVEN_UP = "given_up"
    """Whoever booked does not want it any more."""

    @property
    def label(self) -> LazyString:
        return _LABELS[self]


_LABELS = {
    DateState.BOOKED: _l("gebucht"),
    DateState.SKIPPED: _l("ausgefallen"),
    DateState.GIVEN_UP: _l("verzichtet"),
}

IS_SKIPPED = text("state = 'skipped'")
IS_BOOKED = text("state = 'booked'")


class SeriesDate(Base):
    """One date of a series; a day occurs once, whatever happens to it."""

    __tablename__ = "series_date"
    __table_args__ = (
        UniqueConstraint("series_id", "day"),
        CheckConstraint("state <> 'booked' OR booking_id IS NOT NULL", name="booked_by_booking"),
        Index(
            "ix_series_date_skipped",
            "starts_at",
            sqlite_where=IS_SKIPPED,
            postgresql_where=IS_SKIPPED,
        ),
        Index("ix_series_date_booked", "starts_at", sqlite_where=IS_BOOKED, postgresql_where=IS_BOOKED),
    )

    id: Mapped[IntPk]
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    day: Mapped[date]
    """The local day the rule names, also after the booking was moved to another."""
    starts_at: Mapped[datetime | None]
    """As the rule says; NULL where the house's clock skips its time that day."""
    ends_at: Mapped[datetime | None]
    state: Mapped[DateState]
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), unique=True)
    """The booking of this date; of a skipped one that which the house called off, if any."""
    is_exception: Mapped[bool] = mapped_column(default=False)
    """Changed by itself: a change of all others leaves it as it is unless asked for."""
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Why it was skipped: refusal codes with their values (`series_reasons`)."""
    skipped_at: Mapped[datetime | None]
    free_since: Mapped[datetime | None]
    """When it was found free again and its owner was told; NULL: not yet."""

    series: Mapped[Series] = relationship()
    booking: Mapped[Booking | None] = relationship()
