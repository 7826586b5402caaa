"""Pop-up slots: tenancies of two to twelve weeks with gaps between them, and applications ahead."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from labspace.bookings.states import BookingState
from labspace.demo.crowd import Crowd
from labspace.demo.lives import Drawing
from labspace.demo.places import House
from labspace.demo.visits import DAY, HOUR, MINUTE, Life, Place, Step, Visit
from labspace.demo.words import CONCEPTS, REJECT_REASONS
from labspace.spaces.kinds import SpaceKind
from labspace.times import start_of_day

WEEKS = (2, 2, 3, 3, 4, 4, 4, 6, 6, 8, 10, 12)
GAPS = (0, 1, 1, 2, 2, 3, 4)
"""Weeks without a tenant between two tenancies: five weeks let, not quite two empty."""
SETTLED_DAYS = 45
"""Tenancies that begin later are not decided yet."""
AHEAD_DAYS = 150


def tenancies_of(drawing: Drawing, house: House, crowd: Crowd, *, first: date, today: date) -> list[Visit]:
    """Everything asked for on the pop-up slots of a house, by beginning."""
    made: list[Visit] = []
    for slot in house.of_kind(SpaceKind.POPUP_SLOT):
        monday = first + timedelta(days=-first.weekday() % 7 + 7 * drawing.rng.choice((0, 0, 1)))
        while (monday - today).days < AHEAD_DAYS:
            weeks = drawing.rng.choice(WEEKS)
            made += _round(drawing, house, crowd, slot, monday, weeks=weeks, today=today)
            monday += timedelta(weeks=weeks + drawing.rng.choice(GAPS))
    return sorted(made, key=lambda visit: visit.starts)


def _round(
    drawing: Drawing, house: House, crowd: Crowd, slot: Place, monday: date, *, weeks: int, today: date
) -> list[Visit]:
    """One tenancy and who else wanted those weeks."""
    rng = drawing.rng
    undecided = (monday - today).days > SETTLED_DAYS
    applications = rng.choice((1, 1, 2, 3))
    made: list[Visit] = []
    for number in range(applications):
        starts, ends = (
            int(start_of_day(day, zone=house.zone).timestamp())
            for day in (monday, monday + timedelta(weeks=weeks))
        )
        created = min(starts - rng.randrange(25, 110) * DAY, drawing.now - rng.randrange(2, 20) * DAY)
        by = crowd.pick(rng, created)
        visit = Visit(
            house.id,
            slot,
            starts,
            ends,
            Life(created + rng.randrange(600) * MINUTE, BookingState.REQUESTED),
            by,
            title=rng.choice(CONCEPTS),
            is_public=True,
            theme=by.theme,
        )
        if not undecided:
            wins = number == 0 and house.is_free(slot, starts, ends)
            _decide(drawing, house, visit, wins=wins)
            if visit.keeps_off:
                house.take(slot, starts, ends)
        made.append(visit)
    return made


def _decide(drawing: Drawing, house: House, visit: Visit, *, wins: bool) -> None:
    rng, life, staff = drawing.rng, visit.life, house.staff_id
    decided = min(drawing.now - HOUR, life.created + rng.randrange(5, 20) * DAY)
    if not wins:
        reason = rng.choice(REJECT_REASONS)
        life.steps = [Step("rejected", decided, BookingState.REJECTED, staff, note=reason)]
        return
    life.steps = [Step("confirmed", decided, BookingState.CONFIRMED, staff)]
    gives_up = decided + rng.randrange(1, 12) * DAY
    if rng.random() < 0.06 and gives_up < min(drawing.now, visit.starts - 15 * DAY):
        cancelled = BookingState.CANCELLED_EARLY
        life.steps.append(Step("cancelled", gives_up, cancelled, visit.by.user_id, note="not_needed"))
        return
    opening = visit.starts + _first_hour(rng)
    if opening <= drawing.now:
        life.steps.append(Step("checked_in", opening, BookingState.USED, staff))


def _first_hour(rng: Random) -> int:
    return rng.choice((9, 10, 10, 11)) * HOUR + rng.randrange(0, 40) * MINUTE
