"""Desks, rooms and café tables: visits that fill the open hours of one day."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from datetime import date, time
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from labspace.bookings.rulebook.book import Rules
from labspace.demo.crowd import Crowd
from labspace.demo.lives import AT_ONCE, HAPPENS, Drawing, free_of
from labspace.demo.places import House, Spans
from labspace.demo.rhythm import DAILY, DESK_FULL, DESK_HALF, FULL_DAY, HABITS, HALF_DAY
from labspace.demo.visits import DAY, HOUR, MINUTE, Place, Visit
from labspace.demo.words import ROOM_TITLES
from labspace.spaces.kinds import SpaceKind
from labspace.times import local_moment

TRIES = 6
"""How often another time is tried before the largest gap of the day is taken."""
QUARTERS = (0, 0, 0, 30, 30, 15, 45)
"""Minutes past the hour at which people begin."""
_HOURS = {kind: tuple(HABITS[kind].hours) for kind in DAILY}
_HOUR_SUMS = {kind: tuple(accumulate(HABITS[kind].hours.values())) for kind in DAILY}


@dataclass(frozen=True, slots=True)
class LocalDay:
    """A day by the wall clock of a house, after the hour in which clocks change."""

    day: date
    midnight: int
    """The moment from which the hours of the day count."""


def local_day(day: date, *, zone: ZoneInfo) -> LocalDay:
    """The day as the clock shows it from the morning on."""
    return LocalDay(day, int(local_moment(day, time(12), zone=zone).timestamp()) - 12 * HOUR)


def fill_day(
    drawing: Drawing, house: House, crowd: Crowd, place: Place, day: LocalDay, *, visits: int
) -> list[Visit]:
    """Up to `visits` bookings of one space on one day that keep out of each other's way."""
    opening = house.opening[place.space_id].get(day.day, [])
    taken = house.taken_near(place.unit_ids[0], day.day)
    made: list[Visit] = []
    outcomes = [AT_ONCE.pick(drawing.rng) for _ in range(visits)]
    # Those who came first have the pick of the day; who cancelled fits in between.
    for outcome in sorted(outcomes, key=lambda outcome: outcome not in HAPPENS):
        span = _time(drawing.rng, place, opening, taken, day=day, crowded=visits > 2)
        if span is None:
            break
        created = _created(drawing, place, span[0])
        by = crowd.pick(drawing.rng, created)
        own = Drawing(drawing.rng, drawing.now, by.user_id, house.staff_id)
        life = own.at_once(*span, outcome, rules=place.rules, created=created)
        visit = Visit(house.id, place, *span, life, by, theme=by.theme)
        _tell(drawing.rng, visit)
        if outcome in HAPPENS:
            taken.append(span)
        made.append(visit)
    return made


def _time(
    rng: Random, place: Place, opening: Spans, taken: Spans, *, day: LocalDay, crowded: bool
) -> tuple[int, int] | None:
    for _ in range(TRIES):
        span = _wished(rng, place, opening, day=day, crowded=crowded)
        if span and free_of(taken, *span, gap=place.gap):
            return span
    return _in_a_gap(rng, place, opening, taken)


def _wished(
    rng: Random, place: Place, opening: Spans, *, day: LocalDay, crowded: bool
) -> tuple[int, int] | None:
    rules = place.rules
    hour, minutes = _hour_and_minutes(rng, place.kind, crowded=crowded)
    quarter = QUARTERS[int(rng.random() * len(QUARTERS))]
    starts = day.midnight + (hour * 60 + quarter // rules.raster_minutes * rules.raster_minutes) * MINUTE
    for opens, closes in opening:
        if opens <= starts < closes:
            ends = min(closes, starts + _within(minutes, rules) * MINUTE)
            return (starts, ends) if ends - starts >= rules.min_minutes * MINUTE else None
    return None


def _hour_and_minutes(rng: Random, kind: SpaceKind, *, crowded: bool) -> tuple[int, int]:
    if kind is SpaceKind.DESK and not crowded:
        chance = rng.random()
        if chance < DESK_FULL:
            return rng.choice((8, 8, 9, 9, 9)), rng.choice(FULL_DAY)
        if chance < DESK_FULL + DESK_HALF:
            return rng.choice((8, 8, 9, 13, 13, 14)), rng.choice(HALF_DAY)
    sums = _HOUR_SUMS[kind]
    hour = _HOURS[kind][bisect(sums, rng.random() * sums[-1])]
    return hour, rng.choice(HABITS[kind].durations)


def _within(minutes: int, rules: Rules) -> int:
    raster = rules.raster_minutes
    return max(rules.min_minutes, min(rules.max_minutes, minutes // raster * raster))


def _in_a_gap(rng: Random, place: Place, opening: Spans, taken: Spans) -> tuple[int, int] | None:
    """The beginning of the longest stretch of the day that is left, for a short visit."""
    gap, raster = place.gap, place.rules.raster_minutes * MINUTE
    best: tuple[int, int] | None = None
    for opens, closes in opening:
        starts = opens
        for first, last in [*sorted(taken), (closes + gap, closes + gap)]:
            ends = min(closes, first - gap)
            if ends - starts > (best[1] - best[0] if best else 0):
                best = (starts, ends)
            starts = max(starts, last + gap)
    if best is None:
        return None
    starts = best[0] + -best[0] % raster
    minutes = _within(min(HABITS[place.kind].durations[0], (best[1] - starts) // MINUTE), place.rules)
    ends = starts + minutes * MINUTE
    return (starts, ends) if ends <= best[1] else None


def _created(drawing: Drawing, place: Place, starts: int) -> int:
    mean = HABITS[place.kind].ahead_days * DAY
    if starts > drawing.now:
        # Known to be in the books today: only how long already is open.
        longest = place.rules.horizon_days * DAY - (starts - drawing.now)
        ago = min(drawing.rng.expovariate(1 / mean) + 5 * MINUTE, max(10 * MINUTE, longest))
        return int(drawing.now - ago)
    ahead = min(drawing.rng.expovariate(1 / mean) + 5 * MINUTE, place.rules.horizon_days * DAY)
    return int(starts - ahead)


def _tell(rng: Random, visit: Visit) -> None:
    kind, capacity = visit.place.kind, visit.place.capacity
    if kind is SpaceKind.MEETING_ROOM:
        visit.title = rng.choice(ROOM_TITLES)
        visit.people = max(1, min(capacity, 2 + int((capacity - 1) * rng.random() ** 1.6)))
    elif kind is SpaceKind.CAFE_TABLE:
        visit.people = max(1, min(capacity, rng.choice((1, 2, 2, 2, 3, 4))))
