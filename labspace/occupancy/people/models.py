"""What people's use of houses came to on days and in months that are over, kept so that years are sums.

Persons and organisations stand there as numbers; who they are only their own tables say.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, PrimaryKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from labspace.db import Base, BigId
from labspace.locations.models import Location


class _Counts:
    """The numbers of `tally.Tally`, of one kind of space."""

    kind: Mapped[str] = mapped_column(String(20))
    is_internal: Mapped[bool]
    """The chamber's own part of what the other row of the same kind counts (R10)."""
    bookable: Mapped[int] = mapped_column(BigInteger)
    used_units: Mapped[int] = mapped_column(BigInteger)
    open_for: Mapped[int] = mapped_column(BigInteger)
    seated_a: Mapped[int] = mapped_column(BigInteger)
    seated_b: Mapped[int] = mapped_column(BigInteger)
    seated_c: Mapped[int] = mapped_column(BigInteger)
    seated_d: Mapped[int] = mapped_column(BigInteger)
    seats: Mapped[int] = mapped_column(BigInteger)
    known: Mapped[int] = mapped_column(BigInteger)
    in_use: Mapped[int] = mapped_column(BigInteger)
    unknown_units: Mapped[int] = mapped_column(BigInteger)
    visits_a: Mapped[int] = mapped_column(BigInteger)
    visits_b: Mapped[int] = mapped_column(BigInteger)
    visits_c: Mapped[int] = mapped_column(BigInteger)
    visits_d: Mapped[int] = mapped_column(BigInteger)
    stays_a: Mapped[int] = mapped_column(BigInteger)
    stays_b: Mapped[int] = mapped_column(BigInteger)
    stays_c: Mapped[int] = mapped_column(BigInteger)
    stays_d: Mapped[int] = mapped_column(BigInteger)
    came: Mapped[int] = mapped_column(BigInteger)
    missed: Mapped[int] = mapped_column(BigInteger)
    late: Mapped[int] = mapped_column(BigInteger)
    by_house: Mapped[int] = mapped_column(BigInteger)
    requests: Mapped[int] = mapped_column(BigInteger)
    full: Mapped[int] = mapped_column(BigInteger)
    public_events: Mapped[int] = mapped_column(BigInteger)
    closed_events: Mapped[int] = mapped_column(BigInteger)
    event_days: Mapped[int] = mapped_column(BigInteger)
    attendance_a: Mapped[int] = mapped_column(BigInteger)
    attendance_b: Mapped[int] = mapped_column(BigInteger)
    attendance_c: Mapped[int] = mapped_column(BigInteger)
    attendance_d: Mapped[int] = mapped_column(BigInteger)
    attended: Mapped[int] = mapped_column(BigInteger)
    advantage_cents: Mapped[int] = mapped_column(BigInteger)
    leads: Mapped[bytes] = mapped_column(LargeBinary)
    """Seconds of each lead time in ascending order, four bytes each (`leads`)."""


class PeopleFact(_Counts, Base):
    """The counts of one house, local day and kind."""

    __tablename__ = "people_fact"
    __table_args__ = (PrimaryKeyConstraint("location_id", "day", "kind", "is_internal"),)

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id))
    day: Mapped[date]


class PeopleMonth(_Counts, Base):
    """The counts of one house, month and kind."""

    __tablename__ = "people_month"
    __table_args__ = (PrimaryKeyConstraint("location_id", "month", "kind", "is_internal"),)

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id))
    month: Mapped[date]
    """Its first day."""


WHO = (
    "kind", "person", "organisation", "is_internal", "theme", "sector", "sector_version", "partner",
)  # fmt: skip
"""What tells users apart, as `users.User` does."""


class _Users:
    """Who used spaces of one kind, as it was when they booked: `users.User`."""

    kind: Mapped[str] = mapped_column(String(20))
    person: Mapped[int] = mapped_column(BigId)
    """Number of the account, which outlives its name."""
    organisation: Mapped[int] = mapped_column(BigId)
    """Number of the organisation, as merged; 0: the person privately."""
    is_internal: Mapped[bool]
    theme: Mapped[str] = mapped_column(String(32))
    """Empty: none."""
    sector: Mapped[str] = mapped_column(String(1))
    sector_version: Mapped[str] = mapped_column(String(10))
    partner: Mapped[str] = mapped_column(String(32))
    seconds: Mapped[int] = mapped_column(BigInteger)
    """Unit-seconds inside the bookable time; of all users of a kind together K03."""


class UseFact(_Users, Base):
    """Who used one house on a local day."""

    __tablename__ = "use_fact"

    __table_args__ = (PrimaryKeyConstraint("location_id", "day", *WHO),)

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id))
    day: Mapped[date]


class UseMonth(_Users, Base):
    """Who used one house in a month, and on which of its days first."""

    __tablename__ = "use_month"

    __table_args__ = (
        PrimaryKeyConstraint("location_id", "month", *WHO),
        # Who used anything is looked up, not searched for: organisations and their first days (K16, K17) …
        Index(
            "ix_use_month_first",
            "organisation",
            "is_internal",
            "first_on",
            "location_id",
            "kind",
            "second_on",
        ),
        # … persons, and those who came for none.
        Index("ix_use_month_person", "person", "is_internal", "first_on", "location_id", "kind"),
        Index(
            "ix_use_month_private",
            "organisation",
            "person",
            "is_internal",
            "first_on",
            "location_id",
            "kind",
        ),
    )

    location_id: Mapped[int] = mapped_column(ForeignKey(Location.id))
    month: Mapped[date]
    first_on: Mapped[date]
    second_on: Mapped[date | None]
    """The next used day in the month; NULL: there was none."""
