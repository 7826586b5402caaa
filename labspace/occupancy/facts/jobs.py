"""What facts do by themselves: days that are over are kept, changed ones anew, and all are checked at night."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.locations.models import Location
from labspace.locations.queries import locations
from labspace.notices.jobs import piece_by_piece
from labspace.occupancy.days import Days, runs
from labspace.occupancy.facts.actions import store_facts
from labspace.occupancy.facts.building import build_facts
from labspace.occupancy.facts.checking import last_check, note_check
from labspace.occupancy.facts.keeping import FARTHEST, last_kept_day
from labspace.occupancy.facts.models import FactMark
from labspace.occupancy.facts.standing import months_of, standings
from labspace.occupancy.facts.verifying import Verified, verify_facts
from labspace.occupancy.months import Month

log = logging.getLogger(__name__)

CHECKED_BACK = 62
"""Days that every night looks back; older ones are checked in turn."""
CHECKED_IN_TURN = 6
"""Older months a night looks at."""


def keep_all(session: Session, *, now: datetime, houses: Sequence[Location] | None = None) -> None:
    """Keep the facts of all days that are over and not kept, or no longer hold; the latest first.

    `houses`: only of these.
    """
    for _piece in _kept_pieces(session, locations(session) if houses is None else houses, now=now):
        pass


@piece_by_piece
def keep_days(session: Session, now: datetime) -> Iterator[None]:
    """The same piece by piece: at most a month of one house, so that nobody who books waits long."""
    yield from _kept_pieces(session, locations(session), now=now)


def _kept_pieces(session: Session, houses: Sequence[Location], *, now: datetime) -> Iterator[None]:
    # Commits each: what is stored is true by itself, and others may write in between. What another
    # process stored meanwhile is passed over.
    for house_id, days in list(_due(session, houses, now=now)):
        if _is_kept(session, house_id, days):
            continue
        house = session.get_one(Location, house_id)
        for built in build_facts(session, [house], days, now=now):
            store_facts(session, built)
        session.commit()
        yield


def _is_kept(session: Session, house_id: int, days: Days) -> bool:
    holding = standings(session, [house_id], days)[house_id].holding
    return all(day in holding for day in days)


def _due(session: Session, houses: Sequence[Location], *, now: datetime) -> Iterator[tuple[int, Days]]:
    """What is to be counted: months that are over as a whole, of the running one only the days it lacks."""
    for house in houses:
        days = keepable_days(session, house, now=now)
        if days is None:
            continue
        standing = standings(session, [house.id], days, by_day=False)[house.id]
        months, holding = standing.holding_months, standing.holding
        for month in reversed(list(months_of(days))):
            if month.first in months:
                continue
            if month.last <= days.last:
                yield house.id, Days(month.first, month.last)
                continue
            running = Days(month.first, days.last)
            for run in reversed(runs([day for day in running if day not in holding])):
                yield house.id, run


def keepable_days(session: Session, house: Location, *, now: datetime) -> Days | None:
    """From the month in which anything was first booked, or marked, to the last day that is kept."""
    begins = session.scalar(select(func.min(Booking.starts_at)).where(Booking.location_id == house.id))
    marked = session.scalar(select(func.min(FactMark.first_on)).where(FactMark.location_id == house.id))
    first_booked = (begins - 2 * FARTHEST).astimezone(house.zone).date() if begins else None
    firsts = [day for day in (first_booked, marked) if day is not None]
    first = min(firsts).replace(day=1) if firsts else None
    last = last_kept_day(now, zone=house.zone)
    return Days(first, last) if first and first <= last else None


def check_at_night(session: Session, now: datetime) -> None:
    """Once a night compare what is kept with the bookings, and note the result for the team's page."""
    for _piece in check_in_pieces(session, now):
        pass


@piece_by_piece
def check_in_pieces(session: Session, now: datetime) -> Iterator[None]:
    """The same piece by piece: a month of one house each."""
    houses = locations(session)
    if not houses or now.astimezone(houses[0].zone).hour not in range(2, 5):
        return
    last = last_check(session)
    if last is not None and now - last.checked_at < timedelta(hours=12):
        return
    found, ids = Verified(), [house.id for house in houses]
    for days in tonight(session, houses, now=now):
        for month in months_of(days):
            part = _as_days(month).common(days)
            assert part is not None
            for house_id in ids:
                house = session.get_one(Location, house_id)
                verify_facts(session, [house], [part], now=now, found=found)
                session.commit()
                yield
    note_check(session, found, now=now)
    if found.differences:
        log.error("%d fact(s) differ from the bookings", len(found.differences))


def tonight(session: Session, houses: Sequence[Location], *, now: datetime) -> list[Days]:
    """The last months, and older ones in turn, so that all years are checked within weeks."""
    ranges = [days for house in houses if (days := keepable_days(session, house, now=now))]
    if not ranges:
        return []
    whole = Days(min(one.first for one in ranges), max(one.last for one in ranges))
    since = max(whole.first, (whole.last - timedelta(days=CHECKED_BACK - 1)).replace(day=1))
    older = [_as_days(month) for days in whole.without(Days(since, whole.last)) for month in months_of(days)]
    begin = now.date().toordinal() * CHECKED_IN_TURN
    in_turn = [older[(begin + number) % len(older)] for number in range(min(len(older), CHECKED_IN_TURN))]
    return [Days(since, whole.last), *in_turn]


def _as_days(month: Month) -> Days:
    return Days(month.first, month.last)
