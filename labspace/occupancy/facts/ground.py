"""What facts rest on beside bookings, as one number a month: whoever changes it makes them stale, and nobody else.

`Location.revision` tells that anything of a house changed, in whichever year: a new drawing, a closure
of next week. The ground of a month changes only with what its figures are made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from hashlib import blake2b
from typing import Protocol

from sqlalchemy.orm import Session

from labspace.bookings.rulebook.queries import kept_rulebook
from labspace.locations.hours import WeeklyWindow
from labspace.occupancy.days import Days
from labspace.occupancy.months import Month
from labspace.spaces.house import House
from labspace.times import TimeSpan, clipped

SET_UP_REACH = timedelta(days=4)
"""Set-up of a booking that begins so long after a month may lie in it."""


def ground_of(session: Session, house: House, month: Month) -> int:
    """The ground of one month of a house; reckoned once while the house stays as it is."""
    known: dict[Month, int] = house.remember("grounds of facts", dict)
    if month not in known:
        text = "\n".join(map(repr, _said(session, house, month)))
        known[month] = int.from_bytes(blake2b(text.encode(), digest_size=7).digest(), "big")
    return known[month]


def _said(session: Session, house: House, month: Month) -> Iterator[object]:
    """All that hours, closures, spaces and rules say of a month, in an order of its own."""
    days, span = Days(month.first, month.last), month.span(zone=house.zone)
    yield str(house.zone), house.holiday_region, house.closed_on_holidays
    yield _weekly(house.weekly, days), _within(house.special, span), _within(house.closed, span)
    for space in sorted(house.spaces, key=lambda one: one.id):
        if life := _life(space, days):
            seats = sorted((one.layout.value, one.capacity) for one in space.layouts)
            yield space.id, space.kind.value, space.is_unit, _text(life), space.capacity, seats
            yield _weekly(house.own_hours.get(space.id, ()), days)
            yield _within(house.own_closures.get(space.id, ()), span)
    yield sorted(
        (one.whole_id, one.part_id, _text(life)) for one in house.parts if (life := _life(one, days))
    )
    # A booking keeps the rules of the day it began, and a tenancy may have begun long before.
    until = Days(date.min, days.last + SET_UP_REACH)
    for rule in sorted(kept_rulebook(session, house), key=lambda one: one.weight):
        if rule.buffer_before_minutes is None and rule.buffer_after_minutes is None:
            continue
        if life := _life(rule, until):
            kind = rule.kind and rule.kind.value
            buffers = rule.buffer_before_minutes, rule.buffer_after_minutes
            yield rule.space_id, kind, _text(life), *buffers


class _Dated(Protocol):
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...


def _life(one: _Dated, days: Days) -> Days | None:
    """When among `days` it held: what happens to it later changes nothing then."""
    return Days(one.valid_from, one.valid_until or date.max).common(days)


def _text(days: Days) -> str:
    return f"{days.first} {days.last}"


def _weekly(windows: Iterable[WeeklyWindow], days: Days) -> list[tuple[int, int, int, str]]:
    return sorted(
        (one.weekday, one.opens_minute, one.closes_minute, _text(life))
        for one in windows
        if (life := _life(one, days))
    )


def _within(spans: Iterable[TimeSpan], window: TimeSpan) -> list[str]:
    return [f"{span.starts_at} {span.ends_at}" for span in clipped(spans, window)]
