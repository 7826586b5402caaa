"""Rules of recurrence against a plain model that asks of every single day whether it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from labspace.times import TimeSpan
from tests.busy.calendar_text import event, read

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONE_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class PlainRule:
    """A rule as people say it."""

    frequency: str
    interval: int
    weekdays: tuple[int, ...]
    months: tuple[int, ...]
    month_days: tuple[int, ...]
    count: int | None
    until: date | None

    def written(self) -> str:
        """As RFC 5545 writes it; weekdays of months and years without ordinal."""
        parts = {
            "FREQ": self.frequency,
            "INTERVAL": str(self.interval),
            "BYDAY": ",".join(WEEKDAYS[day] for day in self.weekdays),
            "BYMONTH": ",".join(map(str, self.months)),
            "BYMONTHDAY": ",".join(map(str, self.month_days)),
            "COUNT": str(self.count or ""),
            "UNTIL": f"{self.until:%Y%m%d}" if self.until and not self.count else "",
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)

    def days(self, first: date, last: date) -> Iterator[date]:
        """Every day from `first` to `last`, found by looking at each; the first one always belongs."""
        found = 0
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            belongs = self.names(day, first)
            if self.count is not None and found >= self.count:
                return
            if self.count is None and self.until and day > self.until:
                return
            found += belongs
            if belongs or day == first:
                yield day

    def names(self, day: date, first: date) -> bool:
        return self._fits(day) and self._in_step(day, first) and self._like(day, first)

    def _fits(self, day: date) -> bool:
        last_of_month = (day + timedelta(days=1)).day == 1
        return (
            (not self.months or day.month in self.months)
            and (not self.weekdays or day.weekday() in self.weekdays)
            and (
                not self.month_days or day.day in self.month_days or (last_of_month and -1 in self.month_days)
            )
        )

    def _in_step(self, day: date, first: date) -> bool:
        monday, first_monday = (one - timedelta(days=one.weekday()) for one in (day, first))
        steps = {
            "DAILY": (day - first).days,
            "WEEKLY": (monday - first_monday).days // 7,
            "MONTHLY": (day.year - first.year) * 12 + day.month - first.month,
            "YEARLY": day.year - first.year,
        }
        return steps[self.frequency] % self.interval == 0

    def _like(self, day: date, first: date) -> bool:
        """What the rule leaves open is as on the first day."""
        match self.frequency:
            case "WEEKLY":
                return bool(self.weekdays) or day.weekday() == first.weekday()
            case "MONTHLY":
                return bool(self.weekdays or self.month_days) or day.day == first.day
            case "YEARLY":
                by_day = bool(self.weekdays or self.month_days)
                return by_day or (day.day == first.day and (bool(self.months) or day.month == first.month))
        return True


def some(of: st.SearchStrategy[int], most: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.just(()) | st.lists(of, min_size=1, max_size=most, unique=True).map(tuple)


@st.composite
def rules(draw: st.DrawFn) -> PlainRule:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    month_days = some(st.sampled_from([1, 13, 28, 30, 31, -1]), 3)
    return PlainRule(
        frequency,
        interval=draw(st.integers(1, 5)),
        weekdays=draw(some(st.integers(0, 6), 4)),
        months=draw(some(st.integers(1, 12), 4)),
        month_days=() if frequency == "WEEKLY" else draw(month_days),
        count=draw(st.none() | st.integers(1, 40)),
        until=draw(st.none() | st.dates(date(2024, 1, 1), date(2028, 1, 1))),
    )


@settings(max_examples=200, deadline=None)
@given(
    rule=rules(),
    first=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    clock=st.times(time(4), time(22)).map(lambda at: at.replace(second=0, microsecond=0)),
    zone_name=st.sampled_from(ZONES),
    begins=st.dates(date(2026, 1, 1), date(2027, 6, 1)),
)
def test_a_series_has_the_dates_that_a_look_at_every_day_finds(
    rule: PlainRule, first: date, clock: time, zone_name: str, begins: date
) -> None:
    zone = ZoneInfo(zone_name)
    window = TimeSpan(
        datetime.combine(begins, time(), tzinfo=UTC),
        datetime.combine(begins, time(), tzinfo=UTC) + timedelta(days=300),
    )
    start = datetime.combine(first, clock)
    reading = read(
        event(f"DTSTART;TZID={zone_name}:{start:%Y%m%dT%H%M%S}", "DURATION:PT1H", f"RRULE:{rule.written()}"),
        window=window,
    )
    expected = []
    for day in rule.days(first, window.ends_at.date() + timedelta(days=2)):
        begin = datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
        if begin < window.ends_at and begin + ONE_HOUR > window.starts_at:
            expected.append(TimeSpan(begin, begin + ONE_HOUR))
    assert reading.findings == ()
    assert [busy.span for busy in reading.times] == expected
