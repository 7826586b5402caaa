"""What else would fit when a wish does not: another time, another space, another house."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from labspace.bookings.queries import Claimed, claims_between, rule_entries
from labspace.bookings.rulebook import RuleEntry, Rules, rules_for
from labspace.bookings.rules import broken_time_rules
from labspace.locations.queries import locations
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import bookable_spans, spaces_of, units_by_space
from labspace.times import LocalTimeMissing, TimeSpan, local_moment, start_of_day

DAYS_AHEAD = 7
MOST_SPACES = 3


class Difference(enum.Enum):
    """In what an alternative differs from the wish."""

    TIME = "time"
    DAY = "day"
    SPACE = "space"
    HOUSE = "house"


@dataclass(frozen=True)
class Alternative:
    """Spaces that are free for a span, and what is different about them."""

    difference: Difference
    spaces: tuple[Space, ...]
    span: TimeSpan


@dataclass(frozen=True)
class _Board:
    """All that decides whether a space is free, read once."""

    entries: Mapping[int, list[RuleEntry]]
    opening: Mapping[int, list[TimeSpan]]
    units: Mapping[int, frozenset[int]]
    claims: Mapping[int, list[Claimed]]
    now: datetime

    def rules(self, space: Space, span: TimeSpan) -> Rules:
        day = span.starts_at.astimezone(space.location.zone).date()
        return rules_for(self.entries.get(space.location_id, []), kind=space.kind, space_id=space.id, day=day)

    def is_free(self, space: Space, span: TimeSpan) -> bool:
        rules, zone = self.rules(space, span), space.location.zone
        if not space.exists_on(span.starts_at.astimezone(zone).date()):
            return False
        if any(
            broken_time_rules(span, rules=rules, open_spans=self.opening[space.id], zone=zone, now=self.now)
        ):
            return False
        around = span.widened(before=rules.buffer_before, after=rules.buffer_after)
        return not any(
            claim.span.overlaps(around if claim.is_core else span)
            for unit_id in self.units[space.id]
            for claim in self.claims.get(unit_id, ())
        )


def alternatives(
    session: Session,
    span: TimeSpan,
    *,
    asked: Sequence[Space],
    location_id: int,
    kind: SpaceKind,
    people: int,
    now: datetime,
    own_booking_id: int | None = None,
    elsewhere: bool = True,
) -> list[Alternative]:
    """What is free instead, best first: the asked spaces at other times, other spaces, other houses.

    `asked` is empty for a pool; `own_booking_id` is the booking being moved, whose own time counts
    as free. The number of statements does not depend on how many spaces and bookings there are.
    """
    houses = {house.id: house for house in locations(session)} if elsewhere else {}
    house_ids = {location_id, *houses}
    zone = houses[location_id].zone if location_id in houses else asked[0].location.zone
    day = span.starts_at.astimezone(zone).date()
    spaces = [
        space for space in spaces_of(session, house_ids, on=day, kind=kind) if max_people(space) >= people
    ]
    week = TimeSpan(
        start_of_day(day, zone=zone), start_of_day(day + timedelta(days=DAYS_AHEAD + 1), zone=zone)
    )
    board = _board(session, spaces, asked, span=span, week=week, now=now, own_booking_id=own_booking_id)
    here = [space for space in spaces if space.location_id == location_id and space not in asked]
    away = [space for space in spaces if space.location_id != location_id]
    found = _shifted(board, asked, span, zone=zone) if asked else []
    if len(asked) <= 1:
        found += _beside(board, here, span, near=asked[0].position if asked else 0)
        found += _away(board, away, span, order=list(houses))
    return found


def max_people(space: Space) -> int:
    """The largest approved number of people over all seatings."""
    return max([space.capacity, *(row.capacity for row in space.layouts)])


def _board(
    session: Session,
    spaces: Sequence[Space],
    asked: Sequence[Space],
    *,
    span: TimeSpan,
    week: TimeSpan,
    now: datetime,
    own_booking_id: int | None,
) -> _Board:
    every = {space.id: space for space in [*spaces, *asked]}
    day = span.starts_at.astimezone(next(iter(every.values())).location.zone).date() if every else now.date()
    units = units_by_space(session, every, on=day)
    asked_ids = {space.id for space in asked}
    asked_units = frozenset().union(*(units[space_id] for space_id in asked_ids))
    around = span.widened(before=timedelta(days=1), after=timedelta(days=1))
    claims: dict[int, list[Claimed]] = defaultdict(list)
    rows = claims_between(session, frozenset().union(*units.values()) - asked_units, around)
    for claim in [*rows, *(claims_between(session, asked_units, week) if asked else [])]:
        if own_booking_id is None or claim.booking_id != own_booking_id:
            claims[claim.space_id].append(claim)
    return _Board(
        entries=rule_entries(session, {space.location_id for space in every.values()}),
        opening=bookable_spans(session, list(every.values()), week),
        units=units,
        claims=claims,
        now=now,
    )


def _shifted(board: _Board, asked: Sequence[Space], span: TimeSpan, *, zone: ZoneInfo) -> list[Alternative]:
    """The same spaces: the nearest earlier and later time that day, and the next day that fits."""
    rules = board.rules(asked[0], span)
    if rules.whole_days:
        return []
    minutes = min(max(span.minutes, rules.min_minutes), rules.max_minutes)
    raster = timedelta(minutes=rules.raster_minutes)
    length = timedelta(minutes=minutes - minutes % rules.raster_minutes or rules.raster_minutes)
    day = span.starts_at.astimezone(zone).date()
    today = TimeSpan(start_of_day(day, zone=zone), start_of_day(day + timedelta(days=1), zone=zone))
    free = [
        shifted
        for start in _starts(board.opening[asked[0].id], today, step=raster)
        if (shifted := TimeSpan(start, start + length)) != span
        and all(board.is_free(space, shifted) for space in asked)
    ]
    earlier = [other for other in free if other.starts_at <= span.starts_at]
    later = [other for other in free if other.starts_at > span.starts_at]
    nearest = [*earlier[-1:], *later[:1]]
    found = [Alternative(Difference.TIME, tuple(asked), other) for other in nearest]
    next_day = _another_day(board, asked, span, length=length, zone=zone)
    return [*found, *next_day]


def _starts(opening: Iterable[TimeSpan], day: TimeSpan, *, step: timedelta) -> Iterable[datetime]:
    for piece in opening:
        if (today := piece.intersection(day)) is None:
            continue
        start = today.starts_at
        while start < today.ends_at:
            yield start
            start += step


def _another_day(
    board: _Board, asked: Sequence[Space], span: TimeSpan, *, length: timedelta, zone: ZoneInfo
) -> list[Alternative]:
    local = span.starts_at.astimezone(zone)
    for days in range(1, DAYS_AHEAD + 1):
        try:
            start = local_moment(local.date() + timedelta(days=days), local.time(), zone=zone)
        except LocalTimeMissing:
            continue
        other = TimeSpan(start, start + length)
        if all(board.is_free(space, other) for space in asked):
            return [Alternative(Difference.DAY, tuple(asked), other)]
    return []


def _beside(board: _Board, spaces: Sequence[Space], span: TimeSpan, *, near: int) -> list[Alternative]:
    by_nearness = sorted(spaces, key=lambda space: (abs(space.position - near), space.position))
    free = [space for space in by_nearness if board.is_free(space, span)]
    return [Alternative(Difference.SPACE, (space,), span) for space in free[:MOST_SPACES]]


def _away(
    board: _Board, spaces: Sequence[Space], span: TimeSpan, *, order: Sequence[int]
) -> list[Alternative]:
    first: dict[int, Space] = {}
    for space in spaces:
        if space.location_id not in first and board.is_free(space, span):
            first[space.location_id] = space
    listed = sorted(first.values(), key=lambda space: order.index(space.location_id))
    return [Alternative(Difference.HOUSE, (space,), span) for space in listed[:MOST_SPACES]]
