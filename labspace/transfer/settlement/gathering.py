"""What the bookings of some days came to, line by line, for the books."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from labspace.bookings.models import Booking
from labspace.locations.models import Location
from labspace.times import TimeSpan
from labspace.transfer.sheets import DEMO


@dataclass(frozen=True, kw_only=True)
class Line:
    """One booking with a price."""

    reference: str
    location: str
    kind: str
    spaces: str
    starts_at: str
    """By the clock of the house, with offset."""
    ends_at: str
    state: str
    booked_by: str
    email: str
    organisation: str
    tariff_group: str
    price_cents: int
    market_cents: int | None
    """What it would cost without the group's reduction."""
    note: str
    """Says so where all of it is invented."""


HEADINGS = tuple(field.name for field in fields(Line))


def settlement_lines(session: Session, house: Location, *, first: date, last: date) -> Iterator[Line]:
    """Bookings of the house with a price that begin on these local days, by start and reference.

    Cancelled ones are there with what they cost; who settles decides. None are left out for their state.
    """
    days = TimeSpan.of_days(first, last, zone=house.zone)
    question = (
        select(Booking)
        .where(
            Booking.location_id == house.id,
            Booking.price_cents.is_not(None),
            Booking.starts_at >= days.starts_at,
            Booking.starts_at < days.ends_at,
        )
        .order_by(Booking.starts_at, Booking.reference)
        .options(joinedload(Booking.booked_by), joinedload(Booking.organisation))
    )
    for booking in session.scalars(question).unique():
        yield _line(booking, house)


def _line(booking: Booking, house: Location) -> Line:
    return Line(
        reference=booking.reference,
        location=house.slug,
        kind=booking.kind.value,
        spaces=" ".join(sorted(space.public_id for space in booking.spaces)),
        starts_at=booking.starts_at.astimezone(house.zone).isoformat(),
        ends_at=booking.ends_at.astimezone(house.zone).isoformat(),
        state=booking.state.value,
        booked_by=booking.booked_by.name,
        email=booking.booked_by.email,
        organisation=booking.organisation.name if booking.organisation else "",
        tariff_group=booking.tariff_group.value if booking.tariff_group else "",
        price_cents=booking.price_cents or 0,
        market_cents=booking.market_cents,
        note=DEMO if house.is_demo else "",
    )
