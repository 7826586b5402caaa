"""Bookable and busy time of spaces in a window over any days, also where spaces or their parts change meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from labspace.bookings.queries import claims_between
from labspace.spaces.house import House, HouseSpace
from labspace.times import (
    TimeSpan,
    clipped,
    difference,
    first_and_last_day,
    intersection,
    union,
)

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class FreeTime:
    """One space during a window; all spans merged and within it."""

    space: HouseSpace
    bookable: list[TimeSpan]
    busy: list[TimeSpan]
    """Claimed by bookings, options, holds, blockings and their buffers."""

    @property
    def free(self) -> list[TimeSpan]:
        return difference(self.bookable, self.busy) if self.busy else self.bookable


@dataclass(frozen=True)
class Stretch:
    """Days of a window on which a house has the same spaces, made of the same parts."""

    day: date
    days: TimeSpan
    """Whole local days: what a house remembers its opening by."""
    span: TimeSpan
    """The part of the window on them."""


def free_times(
    session: Session,
    windows: Sequence[tuple[House, TimeSpan]],
    wanted: Collection[int],
    *,
    now: datetime,
) -> dict[int, FreeTime]:
    """The time of each of the `wanted` spaces in the window of its house, by space id; one statement."""
    stretches = [(house, part) for house, window in windows for part in stretches_of(house, window)]
    units = {
        unit
        for house, part in stretches
        for space_id, of_space in house.units_on(part.day).items()
        if space_id in wanted
        for unit in of_space
    }
    claimed: dict[int, list[TimeSpan]] = defaultdict(list)
    if units:
        first = min(window.starts_at for _house, window in windows)
        last = max(window.ends_at for _house, window in windows)
        for claim in claims_between(session, units, TimeSpan(first, last)):
            if not claim.has_lapsed(now):
                claimed[claim.space_id].append(claim.span)
    found: dict[int, FreeTime] = {}
    for house, part in stretches:
        _add(found, house, part, wanted, claimed)
    return found


def stretches_of(house: House, window: TimeSpan) -> Iterator[Stretch]:
    """The window cut where spaces or parts of the house begin or end; usually one stretch."""
    first, last = first_and_last_day(window, zone=house.zone)
    valid = [
        *((space.valid_from, space.valid_until) for space in house.spaces),
        *((part.valid_from, part.valid_until) for part in house.parts),
    ]
    borders = {begins for begins, _ends in valid} | {ends + ONE_DAY for _begins, ends in valid if ends}
    changes = {day for day in borders if first < day <= last}
    days = sorted({first, *changes})
    for day, following in zip(days, [*days[1:], last + ONE_DAY], strict=True):
        whole = TimeSpan.of_days(day, following - ONE_DAY, zone=house.zone)
        span = whole.intersection(window)
        if span is not None:
            yield Stretch(day, whole, span)


def _add(
    found: dict[int, FreeTime],
    house: House,
    part: Stretch,
    wanted: Collection[int],
    claimed: Mapping[int, list[TimeSpan]],
) -> None:
    bookable, units = house.bookable(part.days, on=part.day), house.units_on(part.day)
    for space in house.spaces_on(part.day):
        if space.id not in wanted:
            continue
        own = sorted(units[space.id])
        open_spans = bookable[space.id]
        for unit in own:
            if unit != space.id and unit in bookable:
                open_spans = intersection(open_spans, bookable[unit])
        busy = union(span for unit in own for span in claimed.get(unit, ()))
        before = found.get(space.id)
        found[space.id] = FreeTime(
            space,
            union([*(before.bookable if before else ()), *clipped(open_spans, part.span)]),
            union([*(before.busy if before else ()), *clipped(busy, part.span)]),
        )
