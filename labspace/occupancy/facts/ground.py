"""What facts rest on beside bookings, as one number a month: whoever changes it makes them stale, and nobody else.

`Location.revision` tells that anything of a house changed, in whichever year: a new drawing, a closure
of next week. The ground of a month changes only with what its figures are made of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from hashlib import blake2b
from typing import Protocol

from sqlalchemy.orm import Session

from labspace.bookings.rulebook.queries import kept_rulebook
from labspace.locations.hours import WeeklyWindow
from labspace.occupancy.days import Days
from labspace.occupancy.months import Month
from labspace.spaces.house import House, HouseSpace
from labspace.times import TimeSpan, clipped

SET_UP_REACH = timedelta(days=4)
"""Set-up of a booking that begins so long after a month may lie in it."""


def ground_of(session: Session, house: House, month: Month) -> int:
    """The ground of one month of a house; reckoned once while the house stays as it is."""
    known: dict[Month, int] = house.remember("grounds of facts", dict)
    if month not in known:
        text = "\n".join(_said(session, house, month))
        known[month] = int.from_bytes(blake2b(text.encode(), digest_size=7).digest(), "big")
    return known[month]


def _said(session: Session, house: House, month: Month) -> Iterator[str]:
    """All that hours, closures, spaces and rules say of a month, in an order of its own."""
    days, span = Days(month.first, month.last), month.span(zone=house.zone)
    yield repr((str(house.zone), house.holiday_region, house.closed_on_holidays))
    if house.holiday_rules or any(_weekly(house.own_hours.get(one.id, ()), days) for one in house.spaces):
        yield repr([str(day) for day in days if house.closing_holiday(day)])
    if any(rule.region is not None for rule in house.holiday_rules):
        regions = [house.region_on(day) for day in days]
        if set(regions) != {house.holiday_region}:
            yield repr(("regions", regions))
    yield repr((_weekly(house.weekly, days), _within(house.special, span), _within(house.closed, span)))
    for space, before, after in house.remember("spaces in grounds", partial(_spaces, house)):
        if life := _life(space, days):
            yield f"{before}{_text(life)!r}{after}"
            own = house.own_hours.get(space.id, ())
            yield repr(_weekly(own, days))
            if as_the_house := _without_own(own, days):
                yield repr(("as the house", as_the_house))
            yield repr(_within(house.own_closures.get(space.id, ()), span))
    yield repr(
        sorted((one.whole_id, one.part_id, _text(life)) for one in house.parts if (life := _life(one, days)))
    )
    # A booking keeps the rules of the day it began, and a tenancy may have begun long before.
    until = Days(date.min, days.last + SET_UP_REACH)
    for rule in sorted(kept_rulebook(session, house), key=lambda one: one.weight):
        if rule.buffer_before_minutes is None and rule.buffer_after_minutes is None:
            continue
        if life := _life(rule, until):
            kind = rule.kind and rule.kind.value
            yield repr(
                (rule.space_id, kind, _text(life), rule.buffer_before_minutes, rule.buffer_after_minutes)
            )


def _spaces(house: House) -> list[tuple[HouseSpace, str, str]]:
    """What is said of each space in every month of its life, before and after when that is."""
    found = []
    for space in sorted(house.spaces, key=lambda one: one.id):
        seats = sorted((one.layout.value, one.capacity) for one in space.layouts)
        before = f"({space.id!r}, {space.kind.value!r}, {space.is_unit!r}, "
        found.append((space, before, f", {space.capacity!r}, {seats!r})"))
    return found


class _Dated(Protocol):
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...


def _life(one: _Dated, days: Days) -> Days | None:
    """When among `days` it held: what happens to it later changes nothing then."""
    if one.valid_from <= days.first and (one.valid_until is None or one.valid_until >= days.last):
        return days  # nearly always, and there are many
    return Days(one.valid_from, one.valid_until or date.max).common(days)


def _text(days: Days) -> str:
    return f"{days.first} {days.last}"


def _weekly(windows: Iterable[WeeklyWindow], days: Days) -> list[tuple[int, int, int, str]]:
    return sorted(
        (one.weekday, one.opens_minute, one.closes_minute, _text(life))
        for one in windows
        if (life := _life(one, days))
    )


def _without_own(own: Collection[WeeklyWindow], days: Days) -> list[str]:
    """The days on which a space with hours of its own among these days is open as its house is."""
    if not any(_life(one, days) for one in own):
        return []
    return [str(day) for day in days if not any(one.is_valid_on(day) for one in own)]


def _within(spans: Collection[TimeSpan], window: TimeSpan) -> list[str]:
    return [f"{span.starts_at} {span.ends_at}" for span in clipped(spans, window)] if spans else []
