"""The earliest times that fit a wish, over all spaces of all houses asked, as their rules allow."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labspace.bookings.boards import Board, boards_for
from labspace.bookings.bookers import Reader
from labspace.bookings.free_room import fits_in
from labspace.spaces.house import House, HouseSpace
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.times import TimeSpan, first_and_last_day, local_days

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

    One statement for the claims of all houses; none per space, day or booking.
    """
    wanted: list[tuple[House, Sequence[HouseSpace]]] = []
    for house in houses:
        day = sought.window.starts_at.astimezone(house.zone).date()
        if there := [space for space in house.spaces_on(day) if sought.suits(space)]:
            wanted.append((house, there))
    if not wanted:
        return []
    boards = boards_for(session, wanted, _whole_days(sought.window, wanted[0][0]), now=now, reader=reader)
    found = [
        Fitting(house, space, span)
        for board, (house, there) in zip(boards, wanted, strict=True)
        for space in there
        if (span := _first(board, space, sought)) is not None
    ]
    places = {house.id: number for number, house in enumerate(houses)}
    return sorted(found, key=lambda one: (one.span.starts_at, places[one.house.id]))


def _whole_days(window: TimeSpan, house: House) -> TimeSpan:
    return TimeSpan.of_days(*first_and_last_day(window, zone=house.zone), zone=house.zone)


def _first(board: Board, space: HouseSpace, sought: Sought) -> TimeSpan | None:
    for span in _possible(board, space, sought):
        day, last = first_and_last_day(span, zone=board.house.zone)
        if space.valid_until is not None and last > space.valid_until:
            return None
        # The claims were read for the parts of the first day; where these change, nothing is promised.
        units = {board.house.units_on(one).get(space.id) for one in (board.day, day, last)}
        if len(units) == 1 and board.allows(space, span):
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
