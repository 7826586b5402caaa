"""Events: evenings, weekends and seminars on the event areas, with options in ranks and requests ahead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from random import Random

from labspace.bookings.states import BookingState
from labspace.demo.crowd import Crowd
from labspace.demo.lives import EVENT, HAPPENS, Drawing
from labspace.demo.places import House
from labspace.demo.rhythm import season
from labspace.demo.stays import LocalDay, local_day
from labspace.demo.visits import DAY, HOUR, MINUTE, Life, Place, Regular, Visit
from labspace.demo.words import EVENTS, Occasion
from labspace.spaces.kinds import SpaceKind

EVENING_WEEKDAYS = (0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4)
AHEAD_DAYS = 60
"""How far ahead the invented calendar of events reaches."""
OUTSIDE = "Veranstaltung außerhalb der Öffnungszeiten"


def events_of(
    drawing: Drawing, house: House, crowd: Crowd, *, first: date, last: date, today: date
) -> list[Visit]:
    """The events of a house from `first` to `last`, by beginning."""
    areas = [place for place in house.of_kind(SpaceKind.EVENT_AREA) if place.layouts]
    made: list[Visit] = []
    monday = first - timedelta(days=first.weekday())
    while areas and monday <= last:
        for day, hour, hours in _week(drawing.rng, house, monday):
            if first <= day <= last:
                clock = local_day(day, zone=house.zone)
                made += _event(drawing, house, crowd, areas, clock, hour, hours, today=today)
        monday += timedelta(days=7)
    return sorted(made, key=lambda visit: visit.starts)


def _week(rng: Random, house: House, monday: date) -> Iterator[tuple[date, int, int]]:
    """Day, hour and length of the events of one week: evenings first, then day and weekend."""
    lively = season(monday)
    evenings = 2 + (rng.random() < 0.75 * lively) + (rng.random() < 0.3 * lively) if lively > 0.5 else 1
    days = set[int]()
    while len(days) < evenings:
        days.add(rng.choice(EVENING_WEEKDAYS))
    for weekday in sorted(days):
        yield monday + timedelta(days=weekday), rng.choice((18, 18, 18, 19)), rng.choice((2, 2, 3, 3))
    for _ in range((rng.random() < 0.8 * lively) + (rng.random() < 0.5 * lively)):
        yield monday + timedelta(days=rng.randrange(5)), rng.choice((9, 9, 10, 13)), rng.choice((3, 4, 6, 7))
    if rng.random() < 0.45 * lively:
        yield monday + timedelta(days=5), rng.choice((10, 10, 11)), rng.choice((4, 5))
    if rng.random() < 0.08 * lively:
        yield monday + timedelta(days=6), 12, 4


def _event(
    drawing: Drawing,
    house: House,
    crowd: Crowd,
    areas: list[Place],
    clock: LocalDay,
    hour: int,
    hours: int,
    *,
    today: date,
) -> Iterator[Visit]:
    rng, area = drawing.rng, drawing.rng.choice(areas)
    # On holidays and closed days nothing is held; Sundays and evenings are opened for the event.
    if clock.day.weekday() < 6 and clock.day not in house.opening[area.space_id]:
        return
    starts = clock.midnight + hour * HOUR + rng.choice((0, 0, 30)) * MINUTE
    ends = starts + hours * HOUR
    ahead = (clock.day - today).days
    if ahead > 0 and rng.random() > (1.0 if ahead < 14 else 0.75):
        return
    occasion = rng.choice([event for event in EVENTS if event.daytime == (hour < 17)])
    created = min(starts, drawing.now) - rng.randrange(8, 40) * DAY - rng.randrange(0, 9 * 60) * MINUTE
    for rank in count(1):
        by = crowd.pick(rng, created)
        own = Drawing(rng, drawing.now, by.user_id, house.staff_id)
        visit = Visit(house.id, area, starts, ends, Life(created, BookingState.REQUESTED), by)
        _tell(rng, visit, occasion)
        _live(own, visit, house, rank=rank)
        opening = house.opening[area.space_id].get(clock.day, [])
        if not any(opens <= starts and ends <= closes for opens, closes in opening):
            visit.life.override_reason = OUTSIDE
        yield visit
        asks_behind = visit.life.last_state is BookingState.OPTION and rank < 3
        if not (asks_behind and rng.random() < 0.45):
            return
        occasion = rng.choice(EVENTS)
        created += rng.randrange(1, 72) * HOUR


def _live(drawing: Drawing, visit: Visit, house: House, *, rank: int) -> None:
    rng, now = drawing.rng, drawing.now
    core, area, created = visit.core, visit.place, visit.life.created
    free = house.is_free(area, *core)
    if visit.starts > now:
        state = _state_ahead(rng, free=free, rank=rank, soon=visit.starts - now < 3 * DAY)
        visit.life = drawing.wanted(
            visit.starts, state, created=created, rank=rank if state is BookingState.OPTION else None
        )
    else:
        outcome = EVENT.pick(rng)
        if outcome in HAPPENS and not free:
            outcome = BookingState.REJECTED
        waited = 2 if outcome in HAPPENS and rng.random() < 0.06 else 1
        visit.life = drawing.asked(
            visit.starts, visit.ends, outcome, rules=area.rules, created=created, rank=waited
        )
    if visit.keeps_off:
        house.take(area, *core)


def _state_ahead(rng: Random, *, free: bool, rank: int, soon: bool) -> BookingState:
    if rank > 1:
        return BookingState.OPTION
    if not free:
        return BookingState.REQUESTED
    chance = rng.random()
    if soon or chance < 0.55:
        return BookingState.CONFIRMED
    return BookingState.OPTION if chance < 0.85 else BookingState.REQUESTED


def _tell(rng: Random, visit: Visit, occasion: Occasion) -> None:
    layouts = dict(visit.place.layouts)
    layout = occasion.layout if occasion.layout in layouts else next(iter(layouts))
    visit.title, visit.is_public, visit.layout = occasion.title, occasion.is_public, layout
    visit.people = max(4, min(layouts[layout], int(layouts[layout] * (0.3 + 0.7 * rng.random()))))
    visit.theme = occasion.theme or visit.by.theme
    visit.setup, visit.teardown = rng.choice((30, 30, 45, 60)), rng.choice((15, 30, 30))


def organiser_takes(visits: list[Visit], organiser: Regular, *, now: int) -> None:
    """Give the demonstration's organiser an option, a confirmed event ahead and some past ones."""
    wanted = {BookingState.OPTION: 2, BookingState.CONFIRMED: 2, BookingState.USED: 6}
    for visit in sorted(visits, key=lambda visit: abs(visit.starts - now)):
        state = visit.life.last_state
        if wanted.get(state, 0) and (visit.starts > now) == (state is not BookingState.USED):
            wanted[state] -= 1
            rename(visit, organiser)


def rename(visit: Visit, by: Regular) -> None:
    """Let somebody else have booked; what they did themselves is theirs too."""
    before, visit.by = visit.by.user_id, by
    steps = visit.life.steps
    visit.life.steps = [replace(step, by=by.user_id) if step.by == before else step for step in steps]
    visit.theme = visit.theme or by.theme
