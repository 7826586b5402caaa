"""What else would fit when a wish does not: shifted, shorter, nearby, another house, another day."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from labspace.bookings.boards import Board, boards_for, days_of
from labspace.bookings.bookers import Reader
from labspace.bookings.free_room import fits_in, longest_in
from labspace.spaces.house import House, HouseSpace
from labspace.spaces.houses import AnySpace, houses
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.places import distances_from
from labspace.times import (
    LocalTimeMissing,
    TimeSpan,
    first_and_last_day,
    intersection,
    local_moment,
)

_UTC = ZoneInfo("UTC")
DAYS_AHEAD = 7
MOST_SPACES = 3
ENOUGH = 5
"""With so many found in the house that day, other houses and days are not searched."""
SHORTEST_SHARE = 0.75
"""A shorter booking is proposed if it keeps this much of the wish."""


class Difference(enum.Enum):
    """In what an alternative differs from the wish; in this order they are proposed."""

    TIME = "time"
    SHORTER = "shorter"
    SPACE = "space"
    HOUSE = "house"
    DAY = "day"


@dataclass(frozen=True)
class Alternative:
    """Spaces that are free for a span, and what is different about them."""

    difference: Difference
    spaces: tuple[Space | HouseSpace, ...]
    span: TimeSpan
    zone: ZoneInfo = _UTC
    house: str = ""
    metres: float | None = None
    """How far from the wished space on the same floor."""


def alternatives(
    session: Session,
    span: TimeSpan,
    *,
    asked: Sequence[AnySpace],
    location_id: int,
    kind: SpaceKind,
    people: int,
    now: datetime,
    reader: Reader | None = None,
    own_booking_id: int | None = None,
    elsewhere: bool = True,
) -> list[Alternative]:
    """What is free instead, best first; the farther away, the fewer are proposed.

    `asked` is empty for a pool; `own_booking_id` is the booking being moved, whose own time counts
    as free, as does what is held for the `reader`. The number of statements does not depend on how many spaces and bookings there are.
    """
    every = houses(session)
    home = next(house for house in every if house.id == location_id)
    day, _last = first_and_last_day(span, zone=home.zone)
    spaces = [space for space in home.spaces_on(day) if space.kind is kind]
    wished_ids = {space.id for space in asked}
    wished = [space for space in spaces if space.id in wished_ids]
    read = partial(boards_for, session, now=now, reader=reader)
    (board,) = read([(home, spaces)], days_of(home, span), but_not=own_booking_id)
    found = _same_day(board, wished, span) if wished else []
    if len(asked) > 1:
        return found + _another_day(read, home, wished, span, but_not=own_booking_id)
    others = [space for space in spaces if space.id not in wished_ids and space.most_people >= people]
    found += _beside(session, board, others, wished, span)
    if elsewhere and len(found) < ENOUGH:
        found += _away(read, every, home, kind, people, span)
    if wished and len(found) < ENOUGH:
        found += _another_day(read, home, wished, span, but_not=own_booking_id)
    return found


def max_people(space: Space) -> int:
    """The largest approved number of people over all seatings."""
    return max([space.capacity, *(row.capacity for row in space.layouts)])


_Reading = Callable[..., list[Board]]
"""`boards_for` for whoever reads, at the moment they do."""


def _found(
    board: Board,
    difference: Difference,
    spaces: Sequence[HouseSpace],
    span: TimeSpan,
    metres: float | None = None,
) -> Alternative:
    return Alternative(difference, tuple(spaces), span, board.house.zone, board.house.name, metres)


def _same_day(board: Board, wished: Sequence[HouseSpace], span: TimeSpan) -> list[Alternative]:
    """The same spaces: the nearest earlier and later time that day, and the wished time but shorter."""
    rules, zone = board.rules[wished[0].id], board.house.zone
    if rules.whole_days:
        return []
    room = board.room(wished[0])
    for space in wished[1:]:
        room = intersection(room, board.room(space))

    def allowed(other: TimeSpan) -> bool:
        return other != span and all(board.allows(space, other) for space in wished)

    minutes = min(max(span.minutes, rules.min_minutes), rules.max_minutes)
    whole = int(minutes - minutes % rules.raster_minutes) or rules.raster_minutes
    possible = list(
        fits_in(
            room,
            days_of(board.house, span),
            minutes=whole,
            raster_minutes=rules.raster_minutes,
            zone=zone,
        )
    )
    earlier = (other for other in reversed(possible) if other.starts_at <= span.starts_at)
    later = (other for other in possible if other.starts_at > span.starts_at)
    nearest = [next(filter(allowed, side), None) for side in (earlier, later)]
    found = [_found(board, Difference.TIME, wished, other) for other in nearest if other is not None]
    shorter = longest_in(room, span, raster_minutes=rules.raster_minutes, zone=zone)
    if shorter is None or shorter in nearest or not allowed(shorter):
        return found
    if shorter.duration >= span.duration * SHORTEST_SHARE:
        found.append(_found(board, Difference.SHORTER, wished, shorter))
    return found


def _another_day(
    read: _Reading,
    house: House,
    wished: Sequence[HouseSpace],
    span: TimeSpan,
    *,
    but_not: int | None,
) -> list[Alternative]:
    """The same spaces and hours on the next day that has them free."""
    local = span.starts_at.astimezone(house.zone)
    first, last = local.date() + timedelta(days=1), local.date() + timedelta(days=DAYS_AHEAD)
    days = (span.ends_at - span.starts_at).days + 1
    week = TimeSpan.of_days(first, last + timedelta(days=days), zone=house.zone)
    there = {space.id for space in house.spaces_on(first)}
    if not all(space.id in there for space in wished):
        return []
    (board,) = read([(house, wished)], week, but_not=but_not)
    for number in range(1, DAYS_AHEAD + 1):
        try:
            start = local_moment(local.date() + timedelta(days=number), local.time(), zone=house.zone)
        except LocalTimeMissing:
            continue
        other = TimeSpan(start, start + span.duration)
        if all(board.is_free(space, other) for space in wished):
            return [_found(board, Difference.DAY, wished, other)]
    return []


def _beside(
    session: Session,
    board: Board,
    others: Sequence[HouseSpace],
    wished: Sequence[HouseSpace],
    span: TimeSpan,
) -> list[Alternative]:
    """Other spaces of the house at the wished time, the nearest on the plan first."""
    metres = distances_from(session, board.house, wished[0].id, on=board.day) if wished else {}
    position = wished[0].position if wished else 0
    by_nearness = sorted(
        others,
        key=lambda space: (
            metres.get(space.id, float("inf")),
            abs(space.position - position),
            space.position,
        ),
    )
    found = []
    for space in by_nearness:
        if board.is_free(space, span):
            found.append(_found(board, Difference.SPACE, [space], span, metres.get(space.id)))
            if len(found) == MOST_SPACES:
                break
    return found


def _away(
    read: _Reading,
    every: Collection[House],
    home: House,
    kind: SpaceKind,
    people: int,
    span: TimeSpan,
) -> list[Alternative]:
    """The first free space of each other house at the wished time, as the houses are listed."""
    wanted: list[tuple[House, list[HouseSpace]]] = []
    for house in every:
        day = span.starts_at.astimezone(house.zone).date()
        there = [
            space for space in house.spaces_on(day) if space.kind is kind and space.most_people >= people
        ]
        if house.id != home.id and there:
            wanted.append((house, there))
    if not wanted:
        return []
    found = []
    for board, (_house, there) in zip(read(wanted, days_of(home, span)), wanted, strict=True):
        free = next((space for space in there if board.is_free(space, span)), None)
        if free is not None:
            found.append(_found(board, Difference.HOUSE, [free], span))
    return found[:MOST_SPACES]
