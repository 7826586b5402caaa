"""Pure: what a booking costs, from the dated tariffs of a house, in whole cents.

Only the booked span counts, not its set-up. It is cut into local days; each day costs the cheapest
way to cover its minutes by hours, half days, seatings or the day price, and seven days in a row cost
the week price where that is less. So a longer booking is never cheaper, and a finer unit never dearer
than a coarser one: the day price is the cap of the hours, the week price that of the days. Hours are
counted to the minute and rounded half up once for each day, taxes once for each code.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from labspace.accounts.tariff_groups import TariffGroup
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, local_days, start_of_day

HALF_DAY_MINUTES = 300
SEATING_MINUTES = 120
WEEK_DAYS = 7


class Unit(enum.Enum):
    """What a price is for."""

    HOUR = "hour"
    HALF_DAY = "half_day"
    SEATING = "seating"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, kw_only=True)
class Tariff:
    """One dated set of prices for a space, a kind or the whole house, and one group or everybody (list price)."""

    kind: SpaceKind | None = None
    space_id: int | None = None
    group: TariffGroup | None = None
    valid_from: date
    valid_until: date | None = None
    hour_cents: int | None = None
    half_day_cents: int | None = None
    """For up to `HALF_DAY_MINUTES` of one day."""
    seating_cents: int | None = None
    """For up to `SEATING_MINUTES` of one day."""
    day_cents: int | None = None
    week_cents: int | None = None
    """For seven local days in a row."""
    includes_tax: bool = True
    tax_code: str = "standard"
    tax_permille: int = 190

    def holds_for(self, *, kind: SpaceKind, space_id: int, group: TariffGroup | None, day: date) -> bool:
        return (
            self.space_id in (None, space_id)
            and self.kind in (None, kind)
            and self.group in (None, group)
            and self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
        )

    @property
    def weight(self) -> tuple[bool, bool, bool, date]:
        """Later in this order wins: the group's own price, then the space's, the kind's, the newer one."""
        return (self.group is not None, self.space_id is not None, self.kind is not None, self.valid_from)


def tariff_for(
    tariffs: Iterable[Tariff], *, kind: SpaceKind, space_id: int, group: TariffGroup | None, day: date
) -> Tariff | None:
    """The tariff in force for a space and group on a local day; with no group the list price."""
    fitting = [one for one in tariffs if one.holds_for(kind=kind, space_id=space_id, group=group, day=day)]
    return max(fitting, key=lambda one: one.weight, default=None)


@dataclass(frozen=True)
class Part:
    """How many of a unit are paid for; of hours their minutes."""

    unit: Unit
    quantity: int
    unit_cents: int
    cents: int


def half_up(numerator: int, denominator: int) -> int:
    """The quotient of two whole numbers that are not negative, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def minutes_by_day(span: TimeSpan, *, zone: ZoneInfo) -> list[int]:
    """The elapsed minutes of a span on each local day it touches, begun minutes counted whole."""
    found = []
    for day in local_days(span, zone=zone):
        first = max(span.starts_at, start_of_day(day, zone=zone))
        last = min(span.ends_at, start_of_day(day + timedelta(days=1), zone=zone))
        found.append(-(-(last - first) // timedelta(minutes=1)))
    return found


def parts_of(minutes: Sequence[int], tariff: Tariff) -> tuple[Part, ...] | None:
    """The cheapest way to pay for these days in a row; None where the tariff has no price for them."""
    # best[i] pays for the first i days.
    best: list[tuple[int, tuple[Part, ...]] | None] = [(0, ())]
    for count, today in enumerate(minutes, start=1):
        ways = []
        if (before := best[count - 1]) and (one := min(_day_ways(today, tariff), key=_cents, default=None)):
            ways.append((before[0] + _cents(one), (*before[1], *one)))
        if tariff.week_cents is not None and (before := best[max(count - WEEK_DAYS, 0)]):
            week = Part(Unit.WEEK, 1, tariff.week_cents, tariff.week_cents)
            ways.append((before[0] + week.cents, (*before[1], week)))
        best.append(min(ways, key=lambda way: way[0], default=None))
    return _together(best[-1][1]) if best[-1] else None


def _cents(parts: Iterable[Part]) -> int:
    return sum(part.cents for part in parts)


def _day_ways(minutes: int, tariff: Tariff) -> Iterator[tuple[Part, ...]]:
    """Every sensible way to pay for some minutes of one day, the simplest first."""
    if tariff.day_cents is not None:
        yield (Part(Unit.DAY, 1, tariff.day_cents, tariff.day_cents),)
    most = 0 if tariff.half_day_cents is None else -(-minutes // HALF_DAY_MINUTES)
    for halves in range(most, -1, -1):
        price = tariff.half_day_cents or 0
        paid = (Part(Unit.HALF_DAY, halves, price, halves * price),) if halves else ()
        rest = minutes - halves * HALF_DAY_MINUTES
        if rest <= 0:
            yield paid
            continue
        if tariff.seating_cents is not None:
            seatings = -(-rest // SEATING_MINUTES)
            price = tariff.seating_cents
            yield (*paid, Part(Unit.SEATING, seatings, price, seatings * price))
        if tariff.hour_cents is not None:
            price = tariff.hour_cents
            yield (*paid, Part(Unit.HOUR, rest, price, half_up(rest * price, 60)))


def _together(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts of the same unit as one, the largest unit first."""
    sums: dict[Unit, Part] = {}
    for part in parts:
        old = sums.get(part.unit, Part(part.unit, 0, part.unit_cents, 0))
        sums[part.unit] = Part(
            part.unit, old.quantity + part.quantity, part.unit_cents, old.cents + part.cents
        )
    return tuple(sums[unit] for unit in reversed(Unit) if unit in sums)
