"""What came of it: pop-ups, ideas, events, demand and money (K18–K21, K23, K25)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from labspace.accounts.kinds import PartnerType
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState as S
from labspace.bookings.waiting.states import WishState
from labspace.ideas.kinds import MoneySource, MoneyStep
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.states import Outcome, TenancyState
from labspace.spaces.kinds import SpaceKind as K
from tests.occupancy.model.clock import clock, day_of, days_between, days_of, minute_of, minutes
from tests.occupancy.model.opening import PROMISED, holds
from tests.occupancy.model.people import begun, counted_days, is_asked, zone_of
from tests.occupancy.model.rows import Asked, World

TESTED_AFTER = 5
"""Days a concept must have been open (K19)."""
A_DAY = 24 * 60
NO_SPACE = {CancelReason.GIVEN_AWAY, CancelReason.TOO_MANY_PEOPLE}
SMALL_HOURS = 6 * 60


def booking_of(world: World, tenancy: Tenancy) -> Booking:
    return next(one for one in world.bookings if one.id == tenancy.booking_id)


def tenancies(world: World, asked: Asked) -> list[Tenancy]:
    """Those that take place or took place, without internal use."""
    return [
        one
        for one in world.tenancies
        if one.location_id in asked.house_ids
        and K.POPUP_SLOT in asked.kinds
        and one.state is not TenancyState.CALLED_OFF
        and not booking_of(world, one).is_internal
    ]


def let_days(world: World, tenancy: Tenancy) -> set[date]:
    booking = booking_of(world, tenancy)
    return days_of(minutes(booking.starts_at, booking.ends_at), zone_of(world, booking))


def today(asked: Asked, zone: str) -> date:
    return day_of(minute_of(asked.now), zone)


def concept(tenancy: Tenancy) -> tuple[str, int]:
    if tenancy.application_id is None:
        return "tenancy", tenancy.id
    return "application", tenancy.application_id


@dataclass
class PopUps:
    """K18."""

    days: int = 0
    minutes: int = 0
    weeks_kept: int = 0
    weeks_occupied: int = 0
    weeks_let: int = 0
    weeks_offered: int = 0


def pop_ups(world: World, asked: Asked) -> PopUps:
    found = PopUps()
    days: set[tuple[int, date]] = set()
    for tenancy in tenancies(world, asked):
        zone = zone_of(world, booking_of(world, tenancy))
        long: dict[date, int] = {}
        for row in world.opened:
            if row.tenancy_id == tenancy.id and row.starts_at < asked.now:
                some = {m for m in minutes(row.starts_at, row.ends_at) if m < minute_of(asked.now)}
                long[row.day] = len(some)
                if is_asked(asked, row.day):
                    days.add((tenancy.space_id, row.day))
                    found.minutes += sum(is_asked(asked, day_of(m, zone)) for m in some)
        let = let_days(world, tenancy)
        for monday in sorted(day for day in let if day.weekday() == 0 and is_asked(asked, day)):
            week = days_between(monday, monday + timedelta(days=6))
            if set(week) <= let and week[-1] < today(asked, zone):
                found.weeks_occupied += 1
                good = sum(day in long and long[day] >= tenancy.min_minutes for day in week)
                found.weeks_kept += good >= tenancy.min_days
    found.days = len(days)
    count_weeks(world, asked, found)
    return found


def count_weeks(world: World, asked: Asked, found: PopUps) -> None:
    """Weeks with a day of a tenancy, of the weeks in which there was the slot; a week counts with its Monday."""
    let = {(one.space_id, day) for one in tenancies(world, asked) for day in let_days(world, one)}
    zones = {one.id: one.timezone for one in world.houses}
    for space in world.spaces:
        if space.kind is not K.POPUP_SLOT or not space.is_unit or space.location_id not in asked.house_ids:
            continue
        until = today(asked, zones[space.location_id])
        for monday in days_between(asked.first, asked.last):
            week = days_between(monday, monday + timedelta(days=6))
            if monday.weekday() == 0 and any(
                holds(day, space.valid_from, space.valid_until) for day in week if day <= until
            ):
                found.weeks_offered += 1
                found.weeks_let += any((space.id, day) in let for day in week)


def tested_ideas(world: World, asked: Asked) -> int:
    """Concepts whose fifth day falls in the period (K19)."""
    days: dict[tuple[str, int], set[date]] = {}
    for tenancy in tenancies(world, asked):
        for row in world.opened:
            if row.tenancy_id == tenancy.id and row.starts_at < asked.now:
                days.setdefault(concept(tenancy), set()).add(row.day)
    fifth = [sorted(some)[TESTED_AFTER - 1] for some in days.values() if len(some) >= TESTED_AFTER]
    return sum(is_asked(asked, day) for day in fifth)


@dataclass
class Conversion:
    """K20."""

    stayed: int = 0
    known: int = 0
    ended: int = 0


def conversions(world: World, asked: Asked) -> Conversion:
    """Of concepts that ended in the period – with their last tenancy – what became within 12 months."""
    found = Conversion()
    concepts: dict[tuple[str, int], list[Tenancy]] = {}
    for tenancy in tenancies(world, asked):
        concepts.setdefault(concept(tenancy), []).append(tenancy)
    for some in concepts.values():
        ended_on = max(day for one in some for day in let_days(world, one))
        if all(one.state is TenancyState.ENDED for one in some) and is_asked(asked, ended_on):
            ids = {one.id for one in some}
            answers = [row for row in world.follow_ups if row.tenancy_id in ids and row.months <= 12]
            outcomes = {row.outcome for row in answers}
            found.ended += 1
            found.known += bool(outcomes - {None, Outcome.UNKNOWN})
            found.stayed += bool(outcomes & {Outcome.LEASE_SIGNED, Outcome.OWN_SHOP})
    return found


@dataclass
class Events:
    """K21."""

    public: int = 0
    closed: int = 0
    days: int = 0
    attendance: int = 0
    counted: int = 0


def events(world: World, asked: Asked) -> Events:
    found = Events()
    for one in begun(world, asked):
        if one.kind is K.EVENT_AREA and one.state is S.USED:
            found.public += one.is_public
            found.closed += not one.is_public
            found.days += len(event_days(one, zone_of(world, one)))
            if counts := counted_days(world, one):
                found.counted += 1
                found.attendance += sum(count.count for count in counts.values())
    return found


def event_days(booking: Booking, zone: str) -> set[date]:
    """Its local days; the small hours after a long evening, or after the last night, are no day of their own."""
    whole = minutes(booking.starts_at, booking.ends_at)
    days = days_of(whole, zone)
    if len(whole) <= A_DAY:
        return {min(days)}
    ends_on, ends = clock(minute_of(booking.ends_at), zone)
    return days - {ends_on} if ends < SMALL_HOURS else days


def first_request(world: World, booking: Booking) -> datetime:
    """When it was first asked for: on the waiting list, with the application, or by booking."""
    asked = [booking.created_at]
    asked += [one.created_at for one in world.wishes if one.booking_id == booking.id]
    applications = {one.application_id for one in world.tenancies if one.booking_id == booking.id}
    for one in world.applications:
        if one.id in applications and one.submitted_at is not None:
            asked.append(one.submitted_at)
    return min(asked)


def is_first(world: World, booking: Booking) -> bool:
    """Not a later date of a series, or of a request with several dates."""
    for request in world.requests:
        if request.booking_id == booking.id and request.first_booking_id is not None:
            return request.first_booking_id == booking.id
    for mine in world.series_dates:
        if mine.booking_id == booking.id:
            series = next(one for one in world.series if one.id == mine.series_id)
            days = [
                row.day
                for row in world.series_dates
                if row.series_id == series.id and row.booking_id is not None
            ]
            return series.predecessor_id is None and mine.day == min(days)
    return True


def lead_minutes(world: World, asked: Asked) -> list[int]:
    """From the first request to the start, the shortest first; entered afterwards it was none (K23)."""
    return sorted(
        max(0, minute_of(one.starts_at) - minute_of(first_request(world, one)))
        for one in begun(world, asked)
        if one.state in PROMISED and is_first(world, one)
    )


def median(some: list[int]) -> Fraction:
    middle = len(some) // 2
    return Fraction(some[middle]) if len(some) % 2 else Fraction(some[middle - 1] + some[middle], 2)


def ninth_tenth(some: list[int]) -> int:
    """The shortest that nine in ten do not exceed."""
    return next(one for one in some if 10 * sum(other <= one for other in some) >= 9 * len(some))


@dataclass
class Demand:
    unmet: int = 0
    requests: int = 0


def demand(world: World, asked: Asked) -> Demand:
    found = Demand()
    for one in begun(world, asked):
        if is_first(world, one):
            found.requests += 1
            found.unmet += one.state is S.REJECTED and one.cancel_code in NO_SPACE
    internal = {one.id for one in world.organisations if one.partner_type is PartnerType.INTERNAL}
    zones = {one.timezone for one in world.houses if one.id in asked.house_ids}
    until = max((today(asked, zone) for zone in zones), default=date.min)
    for wish in world.wishes:
        houses = {row.location_id for row in world.wish_houses if row.wish_id == wish.id}
        if wish.booking_id is not None or wish.kind not in asked.kinds or not houses & asked.house_ids:
            continue
        if is_asked(asked, wish.first_on) and wish.first_on <= until and wish.organisation_id not in internal:
            found.requests += 1
            was_offered = any(one.wish_id == wish.id for one in world.offers)
            found.unmet += wish.state is WishState.PAST and not was_offered
    return found


def money(world: World, asked: Asked) -> Counter[tuple[MoneySource, MoneyStep]]:
    """Cents of the period (K25)."""
    houses = {one.id: one.location_id for one in world.ideas}
    found: Counter[tuple[MoneySource, MoneyStep]] = Counter()
    for one in world.money:
        if one.withdrawn_at is None and houses[one.idea_id] in asked.house_ids and is_asked(asked, one.on):
            found[one.source, one.step] += one.cents
    return found


def in_kind_cents(world: World, asked: Asked) -> int:
    """What bookings cost less than on the market."""
    return sum(
        max(0, (one.market_cents or 0) - one.price_cents)
        for one in begun(world, asked)
        if one.state in PROMISED and one.price_cents is not None
    )
