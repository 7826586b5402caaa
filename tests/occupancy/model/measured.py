"""What is measured in minutes: K01–K05, K08, K10–K13, Rüststunden, mixes of K24."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from labspace.spaces.kinds import SpaceKind
from tests.occupancy.model.clock import clock, day_of, days_of
from tests.occupancy.model.opening import HouseMinutes, UnitMinutes, is_holiday

PUBLIC = {SpaceKind.POPUP_SLOT, SpaceKind.CAFE_TABLE, SpaceKind.EVENT_AREA}
DAYPARTS = ((6, 10), (10, 14), (14, 18), (18, 24), (0, 6))

Share = tuple[int | Fraction, int | Fraction]
"""Numerator and denominator; never divided before all parts are added."""


def units_of(town: list[HouseMinutes]) -> list[UnitMinutes]:
    return [unit for house in town for unit in house.units]


def bookable(town: list[HouseMinutes]) -> int:
    return sum(len(unit.bookable) for unit in units_of(town))


def booked(town: list[HouseMinutes], *, internal: bool = False) -> int:
    return sum(len(unit.booked_internally if internal else unit.booked) for unit in units_of(town))


def used(town: list[HouseMinutes], *, internal: bool = False) -> int:
    return sum(len(unit.used_internally if internal else unit.used) for unit in units_of(town))


def set_up(town: list[HouseMinutes]) -> int:
    return sum(len(unit.set_up) for unit in units_of(town))


def active_minutes(house: HouseMinutes, *, public: bool = False, internal: bool = False) -> set[int]:
    """Minutes in which any unit of the house was in use."""
    found: set[int] = set()
    for unit in house.units:
        if not public or unit.space.kind in PUBLIC:
            found |= unit.used_internally if internal else unit.used
    return found


def activated(town: list[HouseMinutes], *, public: bool = False, internal: bool = False) -> int:
    return sum(len(active_minutes(house, public=public, internal=internal)) for house in town)


def open_minutes(town: list[HouseMinutes]) -> int:
    return sum(len(house.open) for house in town)


def activation_days(town: list[HouseMinutes], *, internal: bool = False) -> Share:
    """Opening days with an hour of activation or more, of all opening days."""
    lively = opened = 0
    for house in town:
        zone = house.house.timezone
        active = Counter(day_of(one, zone) for one in active_minutes(house, internal=internal))
        open_days = days_of(house.open, zone)
        opened += len(open_days)
        lively += sum(active[day] >= 60 for day in open_days)
    return lively, opened


def in_daypart(house: HouseMinutes, part: tuple[int, int], some: set[int]) -> set[int]:
    return {m for m in some if part[0] * 60 <= clock(m, house.house.timezone)[1] < part[1] * 60}


def activated_in(town: list[HouseMinutes], part: tuple[int, int], *, internal: bool = False) -> int:
    return sum(len(in_daypart(house, part, active_minutes(house, internal=internal))) for house in town)


def evenings(town: list[HouseMinutes], *, internal: bool = False) -> Share:
    """Calendar days with any activation in the evening, of all calendar days that have begun (R11)."""
    lively = days = 0
    for house in town:
        zone = house.house.timezone
        active = active_minutes(house, internal=internal)
        lively += len(days_of(in_daypart(house, (18, 24), active), zone))
        days += sum(day <= house.today for day in house.days)
    return lively, days


def activated_on(
    town: list[HouseMinutes], is_meant: Callable[[HouseMinutes, date], bool], *, internal: bool = False
) -> int:
    total = 0
    for house in town:
        zone = house.house.timezone
        active = Counter(day_of(one, zone) for one in active_minutes(house, internal=internal))
        total += sum(number for day, number in active.items() if is_meant(house, day))
    return total


def weekends(town: list[HouseMinutes], *, internal: bool = False) -> int:
    return activated_on(town, lambda _house, day: day.weekday() >= 5, internal=internal)


def holidays(town: list[HouseMinutes], *, internal: bool = False) -> int:
    return activated_on(
        town, lambda house, day: day.weekday() < 5 and is_holiday(house.house, day), internal=internal
    )


def quarter_hours(town: list[HouseMinutes]) -> list[Share]:
    """Units in use and units open at each full quarter of an hour at which two units or more are open."""
    opened: Counter[int] = Counter()
    in_use: Counter[int] = Counter()
    for unit in units_of(town):
        opened.update(one for one in unit.bookable if one % 15 == 0)
        in_use.update(one for one in unit.used if one % 15 == 0)
    return [(in_use[minute], number) for minute, number in sorted(opened.items()) if number >= 2]


def peak(town: list[HouseMinutes]) -> Fraction | None:
    return max((Fraction(*one) for one in quarter_hours(town)), default=None)


def crowded(town: list[HouseMinutes]) -> Share:
    slots = quarter_hours(town)
    return sum(Fraction(*one) >= Fraction(8, 10) for one in slots), len(slots)
