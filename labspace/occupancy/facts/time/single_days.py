"""Pure: what the facts of a single day come to, shorter than `totals` where the day has 24 plain hours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from labspace.locations.hours import is_holiday
from labspace.occupancy.days import Days
from labspace.occupancy.facts.dayparts import Daypart
from labspace.occupancy.facts.time.clock import HOURS, merged
from labspace.occupancy.facts.time.kind_sets import KindSet
from labspace.occupancy.facts.time.measured import HouseDay, KindDay
from labspace.occupancy.facts.time.totals import AN_HOUR, HouseTotal, KindTotal, UnionTotal, totals
from labspace.occupancy.liveliness import SATURDAY
from labspace.occupancy.peaks import Seconds

EVENING = Daypart.EVENING * AN_HOUR


def day_total(
    kinds: Sequence[KindDay],
    houses: Sequence[HouseDay],
    day: date,
    *,
    sets: Collection[KindSet],
    zone: ZoneInfo,
    region: str,
) -> HouseTotal:
    """What the facts of one day of one house come to for these sets of kinds; the same as `totals`."""
    if not is_plain(day, zone):
        return totals(kinds, houses, Days(day, day), sets=sets, zone=zone, region_on=lambda _day: region)
    alive = [one for one in kinds if one.used or one.internal]
    unions: dict[tuple[int, ...], UnionTotal] = {}
    found = HouseTotal(kinds={one.kind: KindTotal(**one.seconds) for one in kinds})
    for some in sets:
        inside = tuple(number for number, one in enumerate(alive) if one.kind in some)
        if inside not in unions:
            unions[inside] = _union([alive[number] for number in inside], day, region=region)
        found.unions[some] = unions[inside]
    for house in houses:
        found.opened += _length(house.opened)
        found.opened_days += bool(house.opened)
    return found


@lru_cache(maxsize=8192)
def is_plain(day: date, zone: ZoneInfo) -> bool:
    """Whether no clock is changed on a day, so that an hour of the wall clock is an hour since midnight."""
    midnight = datetime.combine(day, time(0), tzinfo=zone)
    hours = [midnight.replace(hour=hour) for hour in range(HOURS)]
    return len({moment.utcoffset() for moment in [*hours, midnight + timedelta(days=1)]}) == 1


def _union(alive: Sequence[KindDay], day: date, *, region: str) -> UnionTotal:
    if not alive:
        return UnionTotal()
    used = alive[0].used if len(alive) == 1 else merged(span for one in alive for span in one.used)
    own = merged(span for one in alive for span in one.internal)
    of_all, ours = _length(used), _length(own)
    evening, our_evening = _late(used), _late(own)
    is_weekend = day.weekday() >= SATURDAY
    is_free = not is_weekend and is_holiday(day, region=region)
    return UnionTotal(
        activated=of_all,
        activated_internally=ours,
        evening=evening,
        weekend=of_all if is_weekend else 0,
        holidays=of_all if is_free else 0,
        evenings=int(evening > 0),
        active_days=int(of_all >= AN_HOUR),
        evening_internally=our_evening,
        weekend_internally=ours if is_weekend else 0,
        holidays_internally=ours if is_free else 0,
        evenings_internally=int(our_evening > 0),
        active_days_internally=int(ours >= AN_HOUR),
    )


def _length(spans: Iterable[Seconds]) -> int:
    return sum(ends - begins for begins, ends in spans)


def _late(spans: Iterable[Seconds]) -> int:
    return sum(ends - max(begins, EVENING) for begins, ends in spans if ends > EVENING)
