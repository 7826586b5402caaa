"""Questions about a house's equipment: what there is, what is promised, what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from labspace.bookings.actions.claims import core_span
from labspace.bookings.models import Booking
from labspace.bookings.states import CLAIMING, BookingState
from labspace.events.equipment.counting import Counted, least_free
from labspace.events.equipment.models import BookedEquipment, EquipmentStock
from labspace.formats import is_german
from labspace.locations.models import Location
from labspace.times import TimeSpan, start_of_day


@dataclass(frozen=True)
class Thing:
    """One thing of a house on a day, in the reader's language, and how many there are."""

    code: str
    name: str
    number: int


def things_on(session: Session, location_id: int, *, on: date) -> list[Thing]:
    """What a house lends on a local day, in listed order."""
    rows = session.scalars(
        select(EquipmentStock)
        .where(
            EquipmentStock.location_id == location_id,
            EquipmentStock.valid_from <= on,
            or_(EquipmentStock.valid_until.is_(None), EquipmentStock.valid_until >= on),
        )
        .order_by(EquipmentStock.position, EquipmentStock.id)
    )
    return [Thing(row.code, thing_name(row), row.number) for row in rows]


def thing_name(row: EquipmentStock) -> str:
    """Its name; the English one for English readers, where there is one."""
    return row.name if is_german() or not row.name_en else row.name_en


def names_of(session: Session, location_id: int) -> dict[str, str]:
    """What each thing a house has ever had is called last, by code."""
    rows = session.scalars(
        select(EquipmentStock)
        .where(EquipmentStock.location_id == location_id)
        .order_by(EquipmentStock.valid_from, EquipmentStock.id)
    )
    return {row.code: thing_name(row) for row in rows}


def booked_things(session: Session, booking_ids: Collection[int]) -> dict[int, list[BookedEquipment]]:
    """What bookings asked for, by booking; one statement for all."""
    found: dict[int, list[BookedEquipment]] = defaultdict(list)
    rows = session.scalars(
        select(BookedEquipment)
        .where(BookedEquipment.booking_id.in_(booking_ids))
        .order_by(BookedEquipment.booking_id, BookedEquipment.code)
        .execution_options(populate_existing=True)
    )
    for row in rows:
        found[row.booking_id].append(row)
    return found


@dataclass(frozen=True)
class Shelf:
    """A house's stock around a window and what is promised of it, by code."""

    stock: Mapping[str, Sequence[Counted]]
    lent: Mapping[str, Sequence[Counted]]

    def there(self, code: str, during: TimeSpan) -> int:
        """How many the house has all the time."""
        return least_free(during, stock=self.stock.get(code, ()))

    def free(self, code: str, during: TimeSpan) -> int:
        """How many nobody else has."""
        return least_free(during, stock=self.stock.get(code, ()), lent=self.lent.get(code, ()))


def shelf_of(session: Session, house: Location, window: TimeSpan, *, without: Collection[int] = ()) -> Shelf:
    """What a house lends during `window`, leaving out what these bookings have; two statements."""
    return Shelf(
        stock=_stock(session, house.id, zone=house.zone), lent=lent_within(session, house.id, window, without)
    )


def _stock(session: Session, location_id: int, *, zone: ZoneInfo) -> dict[str, list[Counted]]:
    found: dict[str, list[Counted]] = defaultdict(list)
    rows = session.execute(
        select(
            EquipmentStock.code, EquipmentStock.number, EquipmentStock.valid_from, EquipmentStock.valid_until
        ).where(EquipmentStock.location_id == location_id)
    )
    for code, number, first, last in rows:
        found[code].append(Counted(days_span(first, last, zone=zone), number))
    return found


def days_span(first: date, last: date | None, *, zone: ZoneInfo) -> TimeSpan:
    """Local days as a time; without a last one it goes on as long as anybody counts."""
    ends = start_of_day((last or date(9000, 1, 1)) + timedelta(days=1), zone=zone)
    return TimeSpan(start_of_day(max(first, date(1900, 1, 1)), zone=zone), ends)


def keeps_others_off() -> ColumnElement[bool]:
    """As `holds_claims`, for the database."""
    first = and_(Booking.state == BookingState.OPTION, Booking.option_rank == 1)
    return or_(first, Booking.state.in_(CLAIMING))


def lent_within(
    session: Session, location_id: int, window: TimeSpan, without: Collection[int] = ()
) -> dict[str, list[Counted]]:
    """What is promised during any part of `window`, each for the whole time of its booking, by code."""
    rows = session.execute(
        select(
            BookedEquipment.code,
            BookedEquipment.promised,
            Booking.starts_at,
            Booking.ends_at,
            Booking.setup_minutes,
            Booking.teardown_minutes,
        )
        .join(Booking, Booking.id == BookedEquipment.booking_id)
        .where(
            BookedEquipment.location_id == location_id,
            BookedEquipment.needed_until > window.starts_at,
            BookedEquipment.promised > 0,
            BookedEquipment.booking_id.not_in(without),
            Booking.starts_at < window.ends_at + timedelta(days=1),
            keeps_others_off(),
        )
    )
    found: dict[str, list[Counted]] = defaultdict(list)
    for code, promised, starts_at, ends_at, setup, teardown in rows:
        core = core_span(TimeSpan(starts_at, ends_at), setup_minutes=setup, teardown_minutes=teardown)
        found[code].append(Counted(core, promised))
    return found


def short_rows(session: Session, location_id: int, window: TimeSpan) -> Sequence[BookedEquipment]:
    """What bookings that keep others off still lack during any part of `window`, the first booked first."""
    return session.scalars(
        select(BookedEquipment)
        .join(Booking, Booking.id == BookedEquipment.booking_id)
        .where(
            BookedEquipment.location_id == location_id,
            BookedEquipment.needed_until > window.starts_at,
            BookedEquipment.promised < BookedEquipment.number,
            Booking.starts_at < window.ends_at + timedelta(days=1),
            Booking.state.in_([BookingState.OPTION, BookingState.CONFIRMED]),
            keeps_others_off(),
        )
        .order_by(BookedEquipment.booking_id, BookedEquipment.code)
    ).all()


def needed_until(booking: Booking) -> datetime:
    """When a booking's tear-down is over."""
    return booking.ends_at + timedelta(minutes=booking.teardown_minutes)
