"""Who came: K06, K07, K09, K14–K17 and K22, booking by booking.

Where the definitions leave a choice: people nobody counted are those the booking names, at desks as
checked in or seen by the team (A, B), in rooms and at tables the booker's word (C), of events an
estimate (D); through a shop nobody knows who walked unless it was counted. A choice of houses and kinds
is a world of its own: who is new there is counted from it alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState as S
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind as K
from labspace.visits.models import VisitCount
from tests.occupancy.model.clock import clock, day_of, days_of, minute_of
from tests.occupancy.model.opening import CANCELLED, HouseMinutes, used
from tests.occupancy.model.rows import Asked, World

RETURN_WITHIN = timedelta(days=90)
STAYS = {K.POPUP_SLOT: Fraction(15), K.CAFE_TABLE: Fraction(45)}
"""Minutes of a visit where nobody measures it."""


def house_of(world: World, booking: Booking) -> Location:
    return next(one for one in world.houses if one.id == booking.location_id)


def zone_of(world: World, booking: Booking) -> str:
    return house_of(world, booking).timezone


def chosen(world: World, asked: Asked) -> list[Booking]:
    return [one for one in world.bookings if one.location_id in asked.house_ids and one.kind in asked.kinds]


def is_asked(asked: Asked, day: date) -> bool:
    return asked.first <= day <= asked.last


def begun(world: World, asked: Asked) -> list[Booking]:
    """Bookings that are not internal and began in the period and before now (R9–R11)."""
    found = []
    for one in chosen(world, asked):
        day = day_of(minute_of(one.starts_at), zone_of(world, one))
        if one.starts_at < asked.now and not one.is_internal and is_asked(asked, day):
            found.append(one)
    return found


def past_use(world: World, booking: Booking, asked: Asked) -> set[int]:
    """Used minutes that are over, also outside the period."""
    return {one for one in used(world, booking) if one < minute_of(asked.now)}


def use_in(world: World, booking: Booking, asked: Asked) -> set[int]:
    """Used minutes of the period that are over."""
    zone = zone_of(world, booking)
    return {one for one in past_use(world, booking, asked) if is_asked(asked, day_of(one, zone))}


def used_days(world: World, booking: Booking, asked: Asked) -> set[date]:
    return days_of(use_in(world, booking, asked), zone_of(world, booking))


# --- counts ---------------------------------------------------------------------------------------


def best_of(counts: list[VisitCount]) -> dict[date, VisitCount]:
    """Which number holds for each day: the better grade, then the later entry."""
    found: dict[date, VisitCount] = {}
    for one in sorted(counts, key=lambda one: (one.entered_at, one.id)):
        best = found.get(one.day)
        if one.ended_at is None and (best is None or one.source.grade.value <= best.source.grade.value):
            found[one.day] = one
    return found


def counted_days(world: World, booking: Booking) -> dict[date, VisitCount]:
    return best_of([one for one in world.counts if one.booking_id == booking.id])


@dataclass(frozen=True)
class Here:
    """Some people were there during some minutes."""

    people: int
    grade: str
    minutes: frozenset[int]


def uncounted_grade(booking: Booking) -> str:
    if booking.kind is K.DESK:
        return "B" if booking.checked_in_at is None else "A"
    return "D" if booking.kind is K.EVENT_AREA else "C"


def who_was_there(world: World, booking: Booking) -> tuple[list[Here], set[int]]:
    """The used minutes with known people, and those nobody knows about (K06)."""
    whole = used(world, booking)
    counts = counted_days(world, booking)
    if booking.kind is K.POPUP_SLOT:
        return [], whole
    if booking.kind is K.DESK or not counts:
        return [Here(booking.people, uncounted_grade(booking), frozenset(whole))], set()
    if len(counts) == 1:
        (only,) = counts.values()
        return [Here(only.count, only.source.grade.value, frozenset(whole))], set()
    zone = zone_of(world, booking)
    known = []
    for day, one in counts.items():
        of_day = frozenset(m for m in whole if day_of(m, zone) == day)
        known.append(Here(one.count, one.source.grade.value, of_day))
    return known, whole.difference(*(one.minutes for one in known))


def capacity(world: World, booking: Booking) -> int:
    """Of the spaces as they were asked for, in the chosen seating; people are in all of them at once."""
    total = 0
    for row in world.asked:
        if row.booking_id == booking.id:
            space = next(one for one in world.spaces if one.id == row.space_id)
            seats = [
                one.capacity
                for one in world.layouts
                if one.space_id == space.id and one.layout is booking.layout
            ]
            total += seats[0] if seats else space.capacity
    return total


@dataclass
class Seated:
    """K06: people × minutes by grade, capacity × minutes, and how much of the use is known."""

    people: Counter[str]
    seats: int = 0
    known: int = 0
    all: int = 0


def seated(world: World, asked: Asked, *, internal: bool = False) -> Seated:
    found = Seated(Counter())
    for one in chosen(world, asked):
        if internal and not one.is_internal:
            continue
        inside = use_in(world, one, asked)
        found.all += len(inside)
        for here in who_was_there(world, one)[0]:
            long = len(here.minutes & inside)
            found.people[here.grade] += here.people * long
            found.seats += capacity(world, one) * long
            found.known += long
    return found


def used_with_known_people(world: World, asked: Asked, town: list[HouseMinutes]) -> int:
    """Unit-minutes of K03 during which it is known how many were there (K07)."""
    total = 0
    bookings = {one.id: one for one in chosen(world, asked)}
    for house in town:
        for unit in house.units:
            known: set[int] = set()
            for number in unit.used_by:
                for here in who_was_there(world, bookings[number])[0]:
                    known |= here.minutes
            total += len(known & unit.used)
    return total


# --- visits ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Visit:
    """So many visits (K14) and how many minutes they came to together (K15)."""

    people: int
    minutes: Fraction
    grade: str


def visits(world: World, asked: Asked, *, internal: bool = False) -> list[Visit]:
    found = desk_visits(world, asked, internal=internal)
    for one in chosen(world, asked):
        if one.kind is not K.DESK and used(world, one) and (one.is_internal or not internal):
            found += booking_visits(world, one, asked)
    return found if internal else found + walk_ins(world, asked)


def desk_visits(world: World, asked: Asked, *, internal: bool) -> list[Visit]:
    """One for each person, day and house, however many desks."""
    days: dict[tuple[int, int, date], set[int]] = {}
    checked_in: set[tuple[int, int, date]] = set()
    for one in chosen(world, asked):
        if one.kind is not K.DESK or (internal and not one.is_internal):
            continue
        zone = zone_of(world, one)
        for minute in use_in(world, one, asked):
            key = (one.booked_by_id, one.location_id, day_of(minute, zone))
            days.setdefault(key, set()).add(minute)
            if one.checked_in_at is not None:
                checked_in.add(key)
    return [Visit(1, Fraction(len(some)), "A" if key in checked_in else "B") for key, some in days.items()]


def booking_visits(world: World, booking: Booking, asked: Asked) -> list[Visit]:
    """Counted visits on their days, else those the booking names on the day it began."""
    zone = zone_of(world, booking)
    inside = use_in(world, booking, asked)
    counts = counted_days(world, booking)
    usual = STAYS.get(booking.kind)
    found = []
    for day, one in counts.items():
        stays = inside if len(counts) == 1 else {m for m in inside if day_of(m, zone) == day}
        number = one.count if is_asked(asked, day) else 0
        long = number * usual if usual is not None else Fraction(one.count * len(stays))
        found.append(Visit(number, long, one.source.grade.value))
    if counts or booking.kind is K.POPUP_SLOT:
        return found
    starts = minute_of(booking.starts_at)
    is_ours = is_asked(asked, day_of(starts, zone)) and booking.starts_at < asked.now
    number = booking.people if is_ours else 0
    long = number * usual if usual is not None else Fraction(booking.people * len(inside))
    return [Visit(number, long, uncounted_grade(booking))]


def walk_ins(world: World, asked: Asked) -> list[Visit]:
    """Counted at a slot or table without a booking; not where a booking of the slot was counted that day."""
    found = []
    for space in world.spaces:
        if space.location_id not in asked.house_ids or space.kind not in asked.kinds:
            continue
        if space.kind not in STAYS:
            continue
        bookings = {row.booking_id for row in world.units if row.space_id == space.id}
        twice = {one.day for one in world.counts if one.booking_id in bookings and one.ended_at is None}
        here = [one for one in world.counts if one.space_id == space.id and one.booking_id is None]
        for day, one in best_of(here).items():
            if is_asked(asked, day) and day not in twice:
                found.append(Visit(one.count, one.count * STAYS[space.kind], one.source.grade.value))
    return found


# --- who ------------------------------------------------------------------------------------------


def desk_users(world: World, asked: Asked, *, internal: bool = False) -> int:
    """Distinct persons at desks, month by month (K09)."""
    found: set[tuple[int, int, int]] = set()
    for one in chosen(world, asked):
        if one.kind is K.DESK and (one.is_internal or not internal):
            for day in used_days(world, one, asked):
                found.add((day.year, day.month, one.booked_by_id))
    return len(found)


def desks(town: list[HouseMinutes]) -> Fraction:
    """Desks on offer on average while the houses were open, month by month."""
    total = Fraction(0)
    for house in town:
        zone = house.house.timezone
        bookable: Counter[tuple[int, int]] = Counter()
        opened: Counter[tuple[int, int]] = Counter()
        for unit in house.units:
            if unit.space.kind is K.DESK:
                bookable.update(month_of(one, zone) for one in unit.bookable)
        opened.update(month_of(one, zone) for one in house.hours)
        total += sum(Fraction(number, opened[month]) for month, number in bookable.items() if opened[month])
    return total


def month_of(minute: int, zone: str) -> tuple[int, int]:
    day = clock(minute, zone)[0]
    return day.year, day.month


def organisation_of(world: World, booking: Booking) -> int | None:
    """After all mergers."""
    number = booking.organisation_id
    into = {one.id: one.merged_into_id for one in world.organisations}
    while number is not None and (better := into[number]) is not None:
        number = better
    return number


def outside(world: World, asked: Asked) -> list[Booking]:
    """Those that used something in the period and are not internal."""
    return [one for one in chosen(world, asked) if not one.is_internal and use_in(world, one, asked)]


def active_organisations(world: World, asked: Asked) -> set[int]:
    found = {organisation_of(world, one) for one in outside(world, asked)}
    return {one for one in found if one is not None}


def private_persons(world: World, asked: Asked) -> set[int]:
    return {one.booked_by_id for one in outside(world, asked) if one.organisation_id is None}


def days_of_organisations(world: World, asked: Asked) -> dict[int, set[date]]:
    """All days until now on which each organisation used any of these houses and kinds."""
    found: dict[int, set[date]] = {}
    for one in chosen(world, asked):
        number = organisation_of(world, one)
        if number is not None and not one.is_internal:
            days = days_of(past_use(world, one, asked), zone_of(world, one))
            if days:
                found.setdefault(number, set()).update(days)
    return found


def first_users(world: World, asked: Asked) -> int:
    """Organisations whose first used day lies in the period (K17)."""
    return sum(is_asked(asked, min(days)) for days in days_of_organisations(world, asked).values())


def returned(world: World, asked: Asked) -> tuple[int, int]:
    """Of the new ones whose 90 days are over: who used on another day within them, and how many they are."""
    zones = {one.timezone for one in world.houses if one.id in asked.house_ids}
    today = max((day_of(minute_of(asked.now), zone) for zone in zones), default=date.min)
    back = cohort = 0
    for days in days_of_organisations(world, asked).values():
        first = min(days)
        if is_asked(asked, first) and first + RETURN_WITHIN < today:
            cohort += 1
            back += any(first < day <= first + RETURN_WITHIN for day in days)
    return back, cohort


# --- outcomes -------------------------------------------------------------------------------------


def outcomes(world: World, asked: Asked) -> Counter[str]:
    """What became of bookings (K22); a series called off as a whole is one, with its earliest date."""
    found: Counter[str] = Counter()
    for one in begun(world, asked):
        if one.state is S.CONFIRMED:
            found["unresolved" if one.ends_at <= asked.now else "running"] += 1
        elif one.state not in CANCELLED or is_earliest_called_off(world, one):
            found[one.state.value] += 1
    return found


def is_earliest_called_off(world: World, booking: Booking) -> bool:
    """False for the later dates of a series that was called off at once."""
    mine = [row.series_id for row in world.series_dates if row.booking_id == booking.id]
    whole = [one for one in world.series if one.id in mine and one.cancelled_at == booking.state_since]
    if not whole:
        return True
    others = {row.booking_id for row in world.series_dates if row.series_id == whole[0].id}
    at_once = [
        one
        for one in world.bookings
        if one.id in others and one.state in CANCELLED and one.state_since == booking.state_since
    ]
    return min(at_once, key=lambda one: (one.starts_at, one.id)).id == booking.id
