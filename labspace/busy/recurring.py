"""Pure: the moments of a recurring event inside a window, with a bound on the work they may take.

`dateutil` counts the rule out on the wall clock of the event's zone, so that a 10:00 stays 10:00 when
the clocks change. A rule that names days which never come would be followed to the year 9999, and one
that comes every second has more dates than any house: both are refused or cut off here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import prod

from dateutil.rrule import rrule, rrulestr

FREQUENCIES = {"DAILY": (1, 1), "WEEKLY": (7, 2), "MONTHLY": (28, 6), "YEARLY": (365, 16)}
"""Those a room is booked by: the fewest days of a period, and the steps `dateutil` needs for one."""
MOST_INTERVAL = 1000
MOST_A_DAY = 24
"""Times of one day that BYHOUR, BYMINUTE and BYSECOND may name together."""
LONGEST_RULE = 600
EARLIEST = 1900
STEPS = 1_000_000
"""What one whole calendar may take: about three seconds."""

_CYCLE = 400
"""Years after which the calendar repeats, weekdays and leap years included."""
_LAST = 9999


class RuleRefused(ValueError):
    """A rule labspace does not follow; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Budget:
    """The work one calendar may take; spent by steps, never by the clock, so that it ends the same every time."""

    def __init__(self, steps: int = STEPS) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise RuleRefused("too_much_work")


@dataclass(frozen=True, slots=True)
class Rule:
    """An RRULE that was looked through: its text without UNTIL, and UNTIL as a wall-clock time."""

    text: str
    frequency: str
    interval: int
    count: int | None
    times_a_day: int
    until: datetime | None

    def steps_between(self, since: datetime, until: datetime) -> int:
        """What it takes to count from one moment to the other."""
        days, cost = FREQUENCIES[self.frequency]
        return max((until - since).days, 0) // (days * self.interval) * cost * self.times_a_day

    def skipped(self, first: datetime, *, to: datetime) -> datetime:
        """A later beginning that gives the same dates from `to` on, where that is sure."""
        days, _cost = FREQUENCIES[self.frequency]
        if self.count is not None or days > 7:
            return first
        period = timedelta(days=days * self.interval)
        return first + max((to - first) // period - 1, 0) * period


def checked_rule(parts: Mapping[str, list[object]], *, zone: tzinfo | None) -> Rule:
    """The rule with these parts, as `icalendar` reads them; raises `RuleRefused`.

    `zone` is that of the event; None for whole days.
    """
    values = {name.upper(): list(value) for name, value in parts.items()}
    frequency = str(values.get("FREQ", [""])[0]).upper()
    if frequency in {"SECONDLY", "MINUTELY", "HOURLY"}:
        raise RuleRefused("too_often")
    if frequency not in FREQUENCIES:
        raise RuleRefused("rule_not_understood")
    times_a_day = prod(max(len(values.get(name, [])), 1) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if times_a_day > MOST_A_DAY:
        raise RuleRefused("too_often")
    interval = _number(values.get("INTERVAL", [1])[0])
    count = _number(values["COUNT"][0]) if "COUNT" in values else None
    if not 1 <= interval <= MOST_INTERVAL or (count is not None and count < 1):
        raise RuleRefused("rule_not_understood")
    until = values.pop("UNTIL", [None])[0]
    text = ";".join(f"{name}={','.join(map(_word, value))}" for name, value in values.items())
    if len(text) > LONGEST_RULE:
        raise RuleRefused("rule_not_understood")
    return Rule(text, frequency, interval, count, times_a_day, _wall_clock(until, zone=zone))


def starts_of(
    rule: Rule, first: datetime, *, after: datetime, before: datetime, budget: Budget
) -> Iterator[datetime]:
    """The wall-clock starts of a rule from `first` on that lie in [`after`, `before`], in order.

    All naive. Raises `RuleRefused` when the budget is spent or the rule makes no sense.
    """
    if first.year < EARLIEST or before.year > EARLIEST + _CYCLE:
        raise RuleRefused("rule_not_understood")
    budget.spend(0)
    # Counted at the end of time, a rule without any date soon meets the last year there is.
    away = _CYCLE * ((_LAST - before.year) // _CYCLE)
    last = _moved(rule.skipped(first, to=after), years=away)
    end = _moved(min(before, rule.until) if rule.until else before, years=away)
    found = 0
    for start in _iterate(rule, last):
        budget.spend(rule.steps_between(last, start) + 1)
        last, found = start, found + 1
        if start > end:
            return
        if (here := _moved(start, years=-away)) >= after:
            yield here
    if found != rule.count:
        budget.spend(rule.steps_between(last, last.replace(year=_LAST)))


def _iterate(rule: Rule, first: datetime) -> Iterator[datetime]:
    try:
        made = rrulestr(rule.text, dtstart=first)
        assert isinstance(made, rrule)
        yield from made
    except (ValueError, TypeError, AssertionError, IndexError, KeyError, OverflowError) as problem:
        raise RuleRefused("rule_not_understood") from problem


def _moved(moment: datetime, *, years: int) -> datetime:
    return moment.replace(year=moment.year + years)


def _wall_clock(until: object, *, zone: tzinfo | None) -> datetime | None:
    """UNTIL on the clock of the event; a bare day counts to its end."""
    match until:
        case None:
            return None
        case datetime() if until.tzinfo is not None:
            return until.astimezone(zone or UTC).replace(tzinfo=None)
        case datetime():
            return until
        case date():
            return datetime.combine(until, time(23, 59, 59))
    raise RuleRefused("rule_not_understood")


def _number(value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise RuleRefused("rule_not_understood") from None


def _word(value: object) -> str:
    to_ical = getattr(value, "to_ical", None)
    if to_ical is None:
        return str(value)
    written = to_ical()
    return written.decode("ascii", "replace") if isinstance(written, bytes) else str(written)
