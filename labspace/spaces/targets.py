"""Pure: what a house wants to reach, by indicator, with its time and its reason."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from labspace.locations.house_file import Texts


class TargetUnit(enum.Enum):
    """In what a target counts."""

    HOURS = "h"
    PERCENT = "percent"
    COUNT = "count"
    RATIO = "ratio"


class TargetPer(enum.Enum):
    """For how long a sum is to be reached."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class TargetIndicator(enum.Enum):
    """The figures a target may be set on, by their number in figures.md; those without a number of their own by name.

    Left out: K07, which is said of one kind only; K17, which is a count and its shares; K23, of which neither more nor less is better; K24,
    which is no single number.
    """

    BOOKABLE = "K01"
    BOOKED = "K02"
    USED = "K03"
    BOOKING_RATE = "K04"
    FREQUENCY_RATE = "K05"
    OCCUPANCY = "K06"
    PEAK = "K08"
    PERSONS_PER_DESK = "K09"
    ACTIVATED = "K10"
    ACTIVATION_RATE = "K11"
    EVENINGS = "K12"
    WEEKENDS = "K13"
    VISITS = "K14"
    VISIT_HOURS = "K15"
    ORGANISATIONS = "K16"
    POPUP_DAYS = "K18"
    IDEAS = "K19"
    STAYED = "K20"
    EVENTS = "K21"
    NO_SHOWS = "K22"
    LEVERAGE = "K25"
    POPUP_WEEKS_LET = "popup_weeks_let"
    EVENINGS_PER_WEEK = "evenings_per_week"

    @property
    def unit(self) -> TargetUnit:
        if self in _PERCENT:
            return TargetUnit.PERCENT
        if self in _HOURS:
            return TargetUnit.HOURS
        return TargetUnit.RATIO if self in _RATIO else TargetUnit.COUNT

    @property
    def is_sum(self) -> bool:
        """Whether it grows with the period, so that a target says for how long; a rate does not."""
        return self.unit in {TargetUnit.HOURS, TargetUnit.COUNT}

    @property
    def adds_up(self) -> bool:
        """Whether the figure of a period is the sum of those of its days; distinct counts are not (R9)."""
        return self.is_sum and self not in _DISTINCT

    @property
    def at_most(self) -> bool:
        """Whether less is better."""
        return self is TargetIndicator.NO_SHOWS


_HOURS = frozenset(
    {
        TargetIndicator.BOOKABLE, TargetIndicator.BOOKED, TargetIndicator.USED, TargetIndicator.ACTIVATED,
        TargetIndicator.EVENINGS, TargetIndicator.WEEKENDS, TargetIndicator.VISIT_HOURS,
    }
)  # fmt: skip
_PERCENT = frozenset(
    {
        TargetIndicator.BOOKING_RATE, TargetIndicator.FREQUENCY_RATE, TargetIndicator.OCCUPANCY,
        TargetIndicator.PEAK, TargetIndicator.ACTIVATION_RATE, TargetIndicator.STAYED,
        TargetIndicator.NO_SHOWS, TargetIndicator.POPUP_WEEKS_LET,
    }
)  # fmt: skip
_RATIO = frozenset(
    {TargetIndicator.PERSONS_PER_DESK, TargetIndicator.LEVERAGE, TargetIndicator.EVENINGS_PER_WEEK}
)
_DISTINCT = frozenset({TargetIndicator.ORGANISATIONS})


@dataclass(frozen=True, kw_only=True)
class Target:
    """What one figure is to reach while this holds; two of one figure never hold on the same day."""

    indicator: TargetIndicator
    hundredths: int
    """Of an hour, a percent, a visit, a euro for a euro: exact, so that targets add up."""
    per: TargetPer | None
    """For how long a sum is to be reached; None for rates."""
    reason: Texts
    valid_from: date
    valid_until: date | None

    @property
    def value(self) -> Fraction:
        return Fraction(self.hundredths, 100)

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def target_on(targets: Iterable[Target], indicator: TargetIndicator, day: date) -> Target | None:
    """What holds for a figure on a day, if anything."""
    return next((one for one in targets if one.indicator is indicator and one.holds_on(day)), None)


def target_for(
    targets: Iterable[Target], indicator: TargetIndicator, first: date, last: date
) -> Fraction | None:
    """What a figure is to reach from `first` to `last`, both included; None when that cannot be said.

    A sum is taken from each day's part of its week, month, quarter or year, so that the targets of
    parts add up to that of the whole. A rate is said only where one value holds all the time: rates are
    never averaged. A distinct count (K16) is said only for exactly the period its target names. Nothing is
    said where any day is without a target, or when `last` lies before `first`.
    """
    if last < first:
        return None
    of_indicator = [one for one in targets if one.indicator is indicator]
    pieces = list(_pieces(of_indicator, first, last))
    if sum(days for _target, days, _on in pieces) != (last - first).days + 1:
        return None
    if not indicator.is_sum:
        values = {one.value for one, _days, _on in pieces}
        return values.pop() if len(values) == 1 else None
    if not indicator.adds_up:
        one = pieces[0][0]
        is_whole = one.per is not None and period_around(first, one.per) == (first, last)
        return one.value if is_whole and {piece[0] for piece in pieces} == {one} else None
    return sum((_part(one, begins, days) for one, days, begins in pieces), Fraction())


def _pieces(targets: Iterable[Target], first: date, last: date) -> Iterable[tuple[Target, int, date]]:
    """Each target with the days of the period on which it holds, and the first of them."""
    for one in sorted(targets, key=lambda target: target.valid_from):
        begins, ends = max(first, one.valid_from), min(last, one.valid_until or last)
        if begins <= ends:
            yield one, (ends - begins).days + 1, begins


def _part(target: Target, first: date, days: int) -> Fraction:
    """What a target asks of so many days from `first` on, week by week, month by month."""
    assert target.per is not None
    part, day, left = Fraction(), first, days
    while left:
        begins, ends = period_around(day, target.per)
        some = min(left, (ends - day).days + 1)
        part += target.value * Fraction(some, (ends - begins).days + 1)
        day, left = day + timedelta(days=some), left - some
    return part


def period_around(day: date, per: TargetPer) -> tuple[date, date]:
    """The first and last day of the ISO week, month, quarter or year a day lies in."""
    match per:
        case TargetPer.WEEK:
            begins = day - timedelta(days=day.weekday())
            return begins, begins + timedelta(days=6)
        case TargetPer.MONTH:
            months = (day.month, 1)
        case TargetPer.QUARTER:
            months = ((day.month - 1) // 3 * 3 + 1, 3)
        case TargetPer.YEAR:
            months = (1, 12)
    begins = date(day.year, months[0], 1)
    after = months[0] + months[1]
    ends = date(day.year + (after > 12), after - 12 if after > 12 else after, 1) - timedelta(days=1)
    return begins, ends


def is_met(indicator: TargetIndicator, actual: Fraction | None, target: Fraction | None) -> bool | None:
    """Whether a figure reaches its target, unrounded; None where one of them is not there (R11)."""
    if actual is None or target is None:
        return None
    return actual <= target if indicator.at_most else actual >= target
