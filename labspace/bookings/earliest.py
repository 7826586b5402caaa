"""The earliest times that fit a wish, over all spaces of all houses asked, as their rules allow."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from labspace.bookings.boards import Board, boards_on
from labspace.bookings.bookers import Reader
from labspace.bookings.free_room import fits_in
from labspace.bookings.rulebook.queries import kept_rulebook
from labspace.spaces.house import House, HouseSpace
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.times import TimeSpan, first_and_last_day, local_days, start_of_day

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What is looked for: any space of a kind, for so long and so many people, within a window."""

    kind: SpaceKind
    minutes: int
    window: TimeSpan
    people: int = 1
    layout: Layout | None = None

    def suits(self, space: HouseSpace) -> bool:
        """Whether the space is of the kind and holds the people, in the seating where one is asked."""
        if space.kind is not self.kind:
            return False
        if self.layout is None:
            return space.most_people >= self.people
        return any(one.layout is self.layout and one.capacity >= self.people for one in space.layouts)


@dataclass(frozen=True)
class Fitting:
    """A space and the earliest span on it that fits."""

    house: House
    space: HouseSpace
    span: TimeSpan


def earliest_fits(
    session: Session,
    sought: Sought,
    houses: Collection[House],
    *,
    now: datetime,
    reader: Reader | None = None,
) -> list[Fitting]:
    """For each space that suits its earliest span within the window; earliest first, then as listed.

    Judged by the rules, spaces and parts of the day on which a span begins, also where these change within
    the window. One statement for the claims of all houses; none per space, day or booking.
    """
    stretches = [
        (house, there, day, until)
        for house in houses
        for day, until in _stretches(session, house, sought.window)
        if (there := [space for space in house.spaces_on(day) if sought.suits(space)])
    ]
    if not stretches:
        return []
    boards = boards_on(
        session,
        [(house, there, day) for house, there, day, _until in stretches],
        _whole_days(sought.window, stretches[0][0]),
        now=now,
        reader=reader,
    )
    found: dict[tuple[int, int], Fitting] = {}
    for board, (house, there, _day, until) in zip(boards, stretches, strict=True):
        for space in there:
            if (house.id, space.id) not in found and (span := _first(board, space, sought, until=until)):
                found[house.id, space.id] = Fitting(house, space, span)
    houses_in_order = {house.id: number for number, house in enumerate(houses)}
    listed = {(house.id, space.id): number for house in houses for number, space in enumerate(house.spaces)}
    return sorted(
        found.values(),
        key=lambda one: (
            one.span.starts_at,
            houses_in_order[one.house.id],
            listed[one.house.id, one.space.id],
        ),
    )


def _stretches(session: Session, house: House, window: TimeSpan) -> Iterator[tuple[date, date]]:
    """Days from which on other rules, spaces or parts are in force than before, each with the day after its last."""
    first, last = first_and_last_day(window, zone=house.zone)
    turns = {first}
    holding = [
        *((space.valid_from, space.valid_until) for space in house.spaces),
        *((part.valid_from, part.valid_until) for part in house.parts),
        *((entry.valid_from, entry.valid_until) for entry in kept_rulebook(session, house)),
    ]
    for begins, ends in holding:
        # The very last day there is has none after it.
        after = ends + ONE_DAY if ends is not None and ends < last else first
        turns |= {turn for turn in (begins, after) if first < turn <= last}
    days = sorted(turns)
    yield from zip(days, [*days[1:], last + ONE_DAY], strict=True)


def _whole_days(window: TimeSpan, house: House) -> TimeSpan:
    return TimeSpan.of_days(*first_and_last_day(window, zone=house.zone), zone=house.zone)


def _first(board: Board, space: HouseSpace, sought: Sought, *, until: date) -> TimeSpan | None:
    """The earliest span that begins on a day of the board, before `until`."""
    zone = board.house.zone
    begins = max(sought.window.starts_at, start_of_day(board.day, zone=zone))
    ends = start_of_day(until, zone=zone)
    for span in _possible(board, space, replace(sought, window=TimeSpan(begins, sought.window.ends_at))):
        if span.starts_at >= ends:
            return None
        last = first_and_last_day(span, zone=zone)[1]
        if space.valid_until is not None and last > space.valid_until:
            return None
        # The claims were read for the parts of the board's day; where these change meanwhile, nothing is promised.
        is_same = board.house.units_on(last).get(space.id) == board.house.units_on(board.day)[space.id]
        if is_same and board.allows(space, span):
            return span
    return None


def _possible(board: Board, space: HouseSpace, sought: Sought) -> Iterator[TimeSpan]:
    rules, zone = board.rules[space.id], board.house.zone
    if not rules.whole_days:
        yield from fits_in(
            board.room(space),
            sought.window,
            minutes=sought.minutes,
            raster_minutes=rules.raster_minutes,
            zone=zone,
        )
        return
    if sought.minutes % (24 * 60):
        return
    # Whole local dates, also of 23 or 25 hours; they need not be open throughout.
    number = sought.minutes // (24 * 60)
    claims = [
        claim.span
        for unit in board.house.units_on(board.day)[space.id]
        for claim in board.claims.get(unit, ())
    ]
    for day in local_days(sought.window, zone=zone):
        span = TimeSpan.of_days(day, day + ONE_DAY * (number - 1), zone=zone)
        if sought.window.contains(span) and not any(span.overlaps(claim) for claim in claims):
            yield span
