"""When each unit could be had, was promised and was used, minute by minute (R1–R8)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import holidays

from labspace.bookings.claim_models import BlockingReason
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState as S
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space, SpaceHours
from tests.occupancy.model.clock import (
    day_of,
    days_between,
    minute_of,
    minutes,
    period_minutes,
    window_minutes,
)
from tests.occupancy.model.rows import Asked, World

PROMISED = {S.CONFIRMED, S.USED, S.NO_SHOW}
CANCELLED = {S.CANCELLED_EARLY, S.CANCELLED_LATE, S.CANCELLED_HOUSE}


@cache
def _of_year(country: str, subdivision: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=year))


def is_holiday(house: Location, day: date) -> bool:
    country, _dash, subdivision = house.holiday_region.partition("-")
    return bool(country) and day in _of_year(country, subdivision, day.year)


def holds(day: date, since: date, until: date | None) -> bool:
    return since <= day and (until is None or day <= until)


@dataclass
class UnitMinutes:
    """One unit in the period; each set holds minutes that are over."""

    space: Space
    house: Location
    bookable: set[int]
    booked: set[int]
    used: set[int]
    booked_internally: set[int]
    used_internally: set[int]
    set_up: set[int]
    """Rüstzeit while there is the space; not cut to what is bookable."""
    special: set[int]
    """Open only because of a booking."""
    used_by: dict[int, set[int]] = field(default_factory=dict)
    """Minutes of K03 by the booking they belong to."""


@dataclass
class HouseMinutes:
    """One house in the period."""

    house: Location
    days: list[date]
    today: date
    over: set[int]
    """Its minutes of the period that are over."""
    hours: set[int]
    """Opening windows and special openings without closures; what bookings opened is not in it."""
    units: list[UnitMinutes]
    """Of the chosen kinds."""
    open: set[int]
    """House hours, special openings and whatever else was used in the house, of any kind: what K11
    divides by. A unit that is always open does not open the house, only its use does."""


def weekly(world: World, house: Location, space: Space | None, day: date) -> set[int]:
    """The windows of a local day; those of the space where it has any for that day, on holidays neither (R3)."""
    own = own_rows(world, space, day) if space is not None else []
    of_house = [row for row in world.hours if row.location_id == house.id]
    if house.closed_on_holidays and is_holiday(house, day):
        return set()
    found: set[int] = set()
    for row in own or of_house:
        if row.weekday == day.weekday() and holds(day, row.valid_from, row.valid_until):
            found |= window_minutes(day, row.opens_minute, row.closes_minute, house.timezone)
    return found


def own_rows(world: World, space: Space, day: date) -> list[SpaceHours]:
    """The weekly hours of a space that are valid on a day, of whatever weekday (ADR 50)."""
    return [
        row
        for row in world.space_hours
        if row.space_id == space.id and holds(day, row.valid_from, row.valid_until)
    ]


def special_openings(world: World, house: Location) -> set[int]:
    return {
        m
        for one in world.specials
        if one.location_id == house.id
        for m in minutes(one.starts_at, one.ends_at)
    }


def closed_house(world: World, house: Location) -> set[int]:
    return {
        m
        for one in world.closures
        if one.location_id == house.id
        for m in minutes(one.starts_at, one.ends_at)
    }


def closed_space(world: World, space: Space) -> set[int]:
    """Closures of the space; maintenance counts as one."""
    found: set[int] = set()
    for closure in world.space_closures:
        if closure.space_id == space.id:
            found |= minutes(closure.starts_at, closure.ends_at)
    for blocking in world.blockings:
        if blocking.reason is BlockingReason.MAINTENANCE and space.id in units_of(world, blocking.space_id):
            lifted = blocking.lifted_at or blocking.ends_at
            found |= {m for m in minutes(blocking.starts_at, blocking.ends_at) if m < minute_of(lifted)}
    return found


def units_of(world: World, space_id: int) -> set[int]:
    """The undivided units a space is made of; itself, where it has no parts."""
    parts = {row.part_id for row in world.parts if row.whole_id == space_id}
    return set().union(*(units_of(world, part) for part in parts)) if parts else {space_id}


def shop_hours(world: World, booking: Booking) -> set[int]:
    """What the tenancy of a booking recorded."""
    ids = {one.id for one in world.tenancies if one.booking_id == booking.id}
    return {m for one in world.opened if one.tenancy_id in ids for m in minutes(one.starts_at, one.ends_at)}


def promised(booking: Booking) -> set[int]:
    return minutes(booking.starts_at, booking.ends_at) if booking.state in PROMISED else set()


def used(world: World, booking: Booking) -> set[int]:
    """What is known to have happened: of a pop-up its shop hours, else the recorded or booked time."""
    if booking.state is not S.USED:
        return set()
    is_recorded = booking.used_from is not None or booking.used_until is not None
    if booking.kind is SpaceKind.POPUP_SLOT and (shop := shop_hours(world, booking)):
        return shop
    if booking.kind is SpaceKind.POPUP_SLOT and not is_recorded:
        return set()
    return minutes(booking.used_from or booking.starts_at, booking.used_until or booking.ends_at)


def opens(world: World, booking: Booking) -> set[int]:
    """The time a booking opens by itself; a tenancy runs day and night and opens its shop hours only.

    A use of a slot recorded for a day or longer says nothing of the nights in it.
    """
    happened = used(world, booking)
    if booking.kind is not SpaceKind.POPUP_SLOT:
        return promised(booking) | happened
    is_long = not shop_hours(world, booking) and len(happened) >= 24 * 60
    return set() if is_long else happened


def set_up(world: World, booking: Booking) -> set[int]:
    """Set-up, tear-down and what the house's rules keep free around them; who leaves early clears away early."""
    if booking.state not in PROMISED:
        return set()
    starts, ends = minute_of(booking.starts_at), minute_of(booking.ends_at)
    if booking.used_until is not None:
        ends = min(ends, max(starts, minute_of(booking.used_until)))
    before, after = booking.setup_minutes, booking.teardown_minutes
    for rule in world.rules:
        if rule.location_id == booking.location_id and rule.kind is booking.kind:
            before += rule.buffer_before_minutes or 0
            after += rule.buffer_after_minutes or 0
    return set(range(starts - before, starts)) | set(range(ends, ends + after))


def bookings_on(world: World, space: Space) -> list[Booking]:
    ids = {one.booking_id for one in world.units if one.space_id == space.id}
    return [one for one in world.bookings if one.id in ids]


def unit_minutes(world: World, space: Space, house: HouseMinutes) -> UnitMinutes:
    exists = {
        m
        for day in house.days
        if holds(day, space.valid_from, space.valid_until)
        for m in period_minutes(day, day, house.house.timezone)
    } & house.over
    special, opening = special_openings(world, house.house), set[int]()
    for day in house.days:
        opening |= weekly(world, house.house, space, day)
        if not own_rows(world, space, day):
            opening |= special & period_minutes(day, day, house.house.timezone)
    closed = closed_house(world, house.house) | closed_space(world, space)
    bookings = bookings_on(world, space)
    booked: set[int] = set()
    firm: set[int] = set()
    internal_firm: set[int] = set()
    internal_missed: set[int] = set()
    opened: set[int] = set()
    taken_back: set[int] = set()
    used_by: dict[int, set[int]] = defaultdict(set)
    ready: set[int] = set()
    for one in bookings:
        booked |= promised(one)
        opened |= opens(world, one)
        ready |= set_up(world, one)
        used_by[one.id] |= used(world, one)
        if one.state is S.CANCELLED_HOUSE:
            taken_back |= minutes(one.starts_at, one.ends_at)
        if one.state is S.NO_SHOW:
            internal_missed |= promised(one) if one.is_internal else set()
        else:
            firm |= promised(one)
            internal_firm |= promised(one) if one.is_internal else set()
    offered = opening - (taken_back - booked)
    bookable = ((offered | opened) - closed) & exists
    kept = {number: some & bookable for number, some in used_by.items() if some & bookable}
    internal = {one.id for one in bookings if one.is_internal}
    return UnitMinutes(
        space=space,
        house=house.house,
        bookable=bookable,
        booked=booked & bookable,
        used=set().union(*kept.values()),
        booked_internally=(internal_firm | (internal_missed - firm)) & bookable,
        used_internally=set().union(*(some for number, some in kept.items() if number in internal)),
        set_up=ready & exists,
        special=bookable - opening,
        used_by=kept,
    )


def house_minutes(world: World, house: Location, asked: Asked) -> HouseMinutes:
    """The chosen kinds of one house."""
    days = days_between(asked.first, asked.last)
    now = minute_of(asked.now)
    over = {m for m in period_minutes(asked.first, asked.last, house.timezone) if m < now}
    hours = special_openings(world, house)
    for day in days:
        hours |= weekly(world, house, None, day)
    hours = (hours - closed_house(world, house)) & over
    found = HouseMinutes(house, days, day_of(now, house.timezone), over, hours, [], set(hours))
    for space in world.spaces:
        if space.location_id == house.id and space.is_unit:
            unit = unit_minutes(world, space, found)
            found.open |= unit.special | unit.used
            if space.kind in asked.kinds:
                found.units.append(unit)
    return found


def town(world: World, asked: Asked) -> list[HouseMinutes]:
    return [house_minutes(world, one, asked) for one in world.houses if one.id in asked.house_ids]
