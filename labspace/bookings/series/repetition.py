"""Pure: whether one calendar rule says all dates of a series, and how; see docs/adr on invitations to series."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

from labspace.bookings.series.recurrence import Occurrence, Recurrence, occurrences
from labspace.ical import TIMEZONES, Repetition
from labspace.times import TimeSpan, clock_of


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """What a series would be if no date of it differed: days and hours of the house's clock."""

    rule: Recurrence
    first_on: date
    starts_minute: int
    ends_minute: int
    zone: ZoneInfo

    def at(self, days: Collection[date]) -> list[Occurrence]:
        """Its hours on each of these days."""
        return occurrences(sorted(days), self.starts_minute, self.ends_minute, zone=self.zone)


@dataclass(frozen=True, kw_only=True)
class Fit:
    """A first date and how it comes back, which together name the held days and no other."""

    first: TimeSpan
    repeats: Repetition
    named: dict[date, TimeSpan]
    """What the rule makes of each held day."""
    uneven: frozenset[date]
    """Days that a calendar would not end as the house's clock does: the clocks change meanwhile."""


def fit_of(pattern: Pattern, held: Collection[date]) -> Fit | None:
    """The rule for the days that are `held`; None where no rule says them the same to every reader.

    That is so where the rule does not name a held day, where a start falls into an hour that a clock
    change doubles or skips, where the dates up to the first held one all end beyond such a change, and
    in zones whose definition is not on file.
    """
    if not held or pattern.zone.key not in TIMEZONES:
        return None
    kept = set(held)
    days = list(takewhile(lambda day: day <= max(kept), _days_of(pattern)))
    spans = _spans_on(pattern, days)
    if spans is None or not kept <= set(spans):
        return None
    uneven = frozenset(day for day, span in spans.items() if _is_uneven(span, zone=pattern.zone))
    # An event lasts as long as its first date. If that one is uneven, an earlier one begins the rule, left out.
    begins = max((day for day in days if day <= min(kept) and day not in uneven), default=None)
    if begins is None:
        return None
    return Fit(
        first=spans[begins],
        repeats=Repetition(
            rule=_endless(pattern.rule),
            last_at=spans[max(kept)].starts_at,
            without=tuple(spans[day].starts_at for day in days if day >= begins and day not in kept),
        ),
        named={day: spans[day] for day in kept},
        uneven=uneven & kept,
    )


def _days_of(pattern: Pattern) -> Iterator[date]:
    # Without its end: a date beyond an end that was set later may still be held, or taken up.
    return replace(pattern.rule, until=date.max, count=None).days(first=pattern.first_on)


def _spans_on(pattern: Pattern, days: Collection[date]) -> dict[date, TimeSpan] | None:
    """Its span on each of these days; None where a start is not the same moment to every reader."""
    spans = {}
    for one in pattern.at(days):
        if one.span is None or _is_ambiguous(one.day, pattern.starts_minute, zone=pattern.zone):
            return None
        spans[one.day] = one.span
    return spans


def _endless(rule: Recurrence) -> str:
    return replace(rule, until=date.max, count=None).text.rpartition(";")[0]


def _is_ambiguous(day: date, minute: int, *, zone: ZoneInfo) -> bool:
    local = datetime.combine(day, clock_of(minute), tzinfo=zone)
    return local.utcoffset() != local.replace(fold=1).utcoffset()


def _is_uneven(span: TimeSpan, *, zone: ZoneInfo) -> bool:
    # With DTEND a rule repeats the exact duration (RFC 5545 3.8.5.3); of a doubled end readers take either.
    starts, ends = span.starts_at.astimezone(zone), span.ends_at.astimezone(zone)
    return starts.utcoffset() != ends.utcoffset() or _is_ambiguous(
        ends.date(), ends.hour * 60 + ends.minute, zone=zone
    )
