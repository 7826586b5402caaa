"""Availability against a plain model that asks about each minute by itself, on both engines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from labspace.api.free.times import free_times
from labspace.bookings.actions import block_space
from labspace.bookings.claim_models import Blocking, BlockingReason, Claim
from labspace.errors import Refused
from labspace.locations.models import Closure, OpeningHours, SpecialOpening
from labspace.spaces.houses import houses_named
from labspace.spaces.models import Space, SpaceClosure, SpaceHours
from labspace.times import TimeSpan
from tests.conftest import NOW
from tests.factories import LONG_AGO, Cast

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)

# Around the night on which the clocks go back (25 October 2026) and the one on which they go forward.
FIRST_DAYS = (date(2026, 10, 24), date(2026, 11, 24), date(2027, 3, 27))

minutes_of_day = st.integers(0, 1440)
spans = st.tuples(st.integers(-300, 3200), st.integers(1, 900))
"""A span by its first minute after the first day's midnight, and its length."""
weekly = st.tuples(st.integers(0, 6), minutes_of_day, minutes_of_day).filter(lambda one: one[1] < one[2])


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "first": draw(st.sampled_from(FIRST_DAYS)),
        "weekly": draw(st.lists(weekly, max_size=6)),
        "own": draw(st.lists(weekly, max_size=2)),
        "special": draw(st.lists(spans, max_size=2)),
        "closed": draw(st.lists(spans, max_size=2)),
        "own_closed": draw(st.lists(spans, max_size=2)),
        "blocked": draw(st.lists(spans, max_size=4)),
        "ends_after": draw(st.sampled_from((None, 0, 1))),
        "window": draw(spans),
    }


def moments(first: date, pair: tuple[int, int]) -> TimeSpan:
    midnight = datetime(first.year, first.month, first.day, tzinfo=BERLIN).astimezone(UTC)
    starts_at = midnight + pair[0] * MINUTE
    return TimeSpan(starts_at, starts_at + pair[1] * MINUTE)


def minutes_in(span: TimeSpan) -> list[datetime]:
    return [span.starts_at + number * MINUTE for number in range(int(span.duration / MINUTE))]


def covered(listed: Iterable[TimeSpan]) -> set[datetime]:
    return {minute for span in listed for minute in minutes_in(span)}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds())
def test_each_minute_is_as_the_rules_say(session: Session, cast: Cast, world: dict[str, Any]) -> None:
    first = world["first"]
    last_day = None if world["ends_after"] is None else first + timedelta(days=world["ends_after"])
    blocked = build(session, cast, world, last_day)
    window = moments(first, world["window"])
    house = houses_named(session, [cast.house.id])[cast.house.id]
    found = free_times(session, [(house, window)], {cast.desk.id}, now=NOW).get(cast.desk.id)

    def has(moment: datetime, pairs: Iterable[tuple[int, int]]) -> bool:
        return any(moments(first, pair).includes(moment) for pair in pairs)

    def exists(moment: datetime) -> bool:
        return last_day is None or moment.astimezone(BERLIN).date() <= last_day

    def in_week(moment: datetime, windows: Iterable[tuple[int, int, int]]) -> bool:
        local = moment.astimezone(BERLIN)
        minute = local.hour * 60 + local.minute
        return any(day == local.weekday() and opens <= minute < closes for day, opens, closes in windows)

    bookable, busy = set(), set()
    for moment in minutes_in(window):
        is_open = in_week(moment, world["own"] or world["weekly"]) or (
            not world["own"] and has(moment, world["special"])
        )
        shut = has(moment, world["own_closed"]) or has(moment, world["closed"])
        if exists(moment) and is_open and not shut:
            bookable.add(moment)
        if exists(moment) and any(span.includes(moment) for span in blocked):
            busy.add(moment)
    assert covered(found.bookable if found else ()) == bookable
    assert covered(found.busy if found else ()) == busy
    assert covered(found.free if found else ()) == bookable - busy
    for listed in (found.bookable, found.busy, found.free) if found else ():
        assert all(before.ends_at < after.starts_at for before, after in pairwise(listed))


def build(session: Session, cast: Cast, world: dict[str, Any], last_day: date | None) -> list[TimeSpan]:
    """Makes the world; what was blocked."""
    session.rollback()
    house, desk, first = cast.house, session.get_one(Space, cast.desk.id), world["first"]
    for model in (Claim, Blocking, OpeningHours, SpecialOpening, Closure, SpaceHours, SpaceClosure):
        session.execute(delete(model))
    desk.valid_until = None
    session.flush()
    blocked = []
    for pair in world["blocked"]:
        span = moments(first, pair)
        session.commit()
        try:
            block_space(session, desk.id, span=span, reason=BlockingReason.MAINTENANCE, by=cast.nora, now=NOW)
        except Refused:
            session.rollback()
        else:
            session.commit()
            blocked.append(span)
    for day, opens, closes in world["weekly"]:
        session.add(
            OpeningHours(
                location_id=house.id,
                weekday=day,
                opens_minute=opens,
                closes_minute=closes,
                valid_from=LONG_AGO,
            )
        )
    for day, opens, closes in world["own"]:
        session.add(
            SpaceHours(
                space_id=desk.id, weekday=day, opens_minute=opens, closes_minute=closes, valid_from=LONG_AGO
            )
        )
    for pair in world["special"]:
        span = moments(first, pair)
        session.add(SpecialOpening(location_id=house.id, starts_at=span.starts_at, ends_at=span.ends_at))
    for pair in world["closed"]:
        span = moments(first, pair)
        session.add(Closure(location_id=house.id, starts_at=span.starts_at, ends_at=span.ends_at))
    for pair in world["own_closed"]:
        span = moments(first, pair)
        session.add(SpaceClosure(space_id=desk.id, starts_at=span.starts_at, ends_at=span.ends_at))
    session.get_one(Space, desk.id).valid_until = last_day
    session.commit()
    return blocked
