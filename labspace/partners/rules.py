"""Pure: the dates of an allotment, and when an unused one is given to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from labspace.times import LocalTimeMissing, TimeSpan


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One weekday and time of a space, for as long as it holds."""

    weekday: int
    """0 is Monday."""
    starts_minute: int
    ends_minute: int
    valid_from: date
    valid_until: date | None
    release_days: int

    def days(self, first: date, last: date) -> Iterator[date]:
        """Its days from `first` to `last`, both included, as far as it holds."""
        begin = max(first, self.valid_from)
        end = min(last, self.valid_until) if self.valid_until else last
        day = begin + timedelta(days=(self.weekday - begin.weekday()) % 7)
        while day <= end:
            yield day
            day += timedelta(weeks=1)

    def span_on(self, day: date, *, zone: ZoneInfo) -> TimeSpan | None:
        """The time on a day by the house's clock; None if the clock skips it that day."""
        try:
            return TimeSpan.on_day(day, _clock(self.starts_minute), _clock(self.ends_minute), zone=zone)
        except LocalTimeMissing:
            return None

    def is_released_on(self, day: date, *, today: date) -> bool:
        """Whether an unused date of `day` is everybody's by today: from `release_days` before on.

        With 0 days it is kept until the day itself is over.
        """
        return today >= day - timedelta(days=self.release_days) if self.release_days else today > day


def _clock(minute: int) -> time:
    hours, minutes = divmod(minute % (24 * 60), 60)
    return time(hours, minutes)
