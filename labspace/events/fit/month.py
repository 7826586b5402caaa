"""Which days of a month are free for a number of people, a seating and hours, set-up and tear-down included."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from labspace.events.fit.judging import Asked, Fit, Fitness, best
from labspace.events.fit.queries import boards_for
from labspace.spaces.house import House
from labspace.times import LocalTimeMissing, TimeSpan, clock_of, local_moment


@dataclass(frozen=True)
class Hours:
    """The hours of an event by the clock of its house; an end at 0 or 1440 is the end of the day."""

    starts: int
    ends: int

    def on(self, day: date, *, zone: ZoneInfo) -> TimeSpan | None:
        """The hours on a day; None where its clock skips one of them."""
        last = day + timedelta(days=1) if self.ends in (0, 1440) else day
        try:
            return TimeSpan(
                local_moment(day, clock_of(self.starts), zone=zone),
                local_moment(last, clock_of(self.ends), zone=zone),
            )
        except (LocalTimeMissing, ValueError):
            return None


@dataclass(frozen=True)
class DayFit:
    """A day of the month: the best that can be had, and every candidate of every house."""

    day: date
    best: Fitness
    fits: Mapping[int, list[Fit]]
    """By house id; a house is missing where its clock skips the hours."""

    @property
    def free(self) -> int:
        """How many candidates are free."""
        return sum(fit.fitness is Fitness.FREE for fits in self.fits.values() for fit in fits)


def days_of(month: date) -> Iterator[date]:
    """The days of the month that `month` lies in."""
    day = month.replace(day=1)
    while day.month == month.month:
        yield day
        day += timedelta(days=1)


def month_fits(
    session: Session, houses: Collection[House], month: date, hours: Hours, asked: Asked, *, now: datetime
) -> list[DayFit]:
    """Every day of a month; the span of `asked` is replaced by the hours on each. One statement for all."""
    days = list(days_of(month))
    zones = {house.zone for house in houses}
    if not zones:
        return [DayFit(day, Fitness.UNFIT, {}) for day in days]
    windows = [TimeSpan.of_days(days[0], days[-1], zone=zone) for zone in zones]
    window = TimeSpan(min(one.starts_at for one in windows), max(one.ends_at for one in windows))
    boards = boards_for(session, houses, window, now=now, days=days)
    found = []
    for day in days:
        fits = {
            house.id: boards.fits(house, replace(asked, span=span))
            for house in houses
            if (span := hours.on(day, zone=house.zone)) is not None
        }
        found.append(DayFit(day, best(fit for some in fits.values() for fit in some), fits))
    return found
