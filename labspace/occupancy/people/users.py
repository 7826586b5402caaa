"""Pure: who used what on which day, and for how long (K09, K16, K17, K24)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from labspace.occupancy.days import Days
from labspace.occupancy.people.counting import SECOND
from labspace.occupancy.people.told import Told
from labspace.occupancy.records import HouseRecord, UnitRecord
from labspace.occupancy.spans import Stay, UnitTime
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, difference, intersection, local_days


class User(NamedTuple):
    """Who used spaces of a kind, as it was when they booked; numbers stand for names."""

    kind: str
    person: int
    organisation: int
    """0: the person privately."""
    is_internal: bool
    theme: str
    sector: str
    sector_version: str
    partner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a user used on one day, or on many."""

    seconds: int
    """Unit-seconds inside the bookable time; of all users together K03."""
    first: date
    second: date | None = None
    """The next used day after the first, if there is one: all that return asks for (K17)."""

    def beside(self, other: Use) -> Use:
        """Both together, whatever days they are of."""
        days = {day for use in (self, other) for day in (use.first, use.second) if day is not None}
        first, second, *_later = [*sorted(days), None]
        assert first is not None
        return Use(seconds=self.seconds + other.seconds, first=first, second=second)


def user_of(told: Told) -> User:
    return User(
        kind=told.kind.value,
        person=told.person,
        organisation=told.organisation or 0,
        is_internal=told.is_internal,
        theme=told.theme.value if told.theme else "",
        sector=told.sector,
        sector_version=told.sector_version,
        partner=told.partner.value,
    )


def uses(
    bookings: Collection[Told], record: HouseRecord, days: Days, *, past: TimeSpan
) -> dict[tuple[date, User], Use]:
    """Who used this house in the past part of `days`, day by day; `record` was made for these days."""
    seconds: defaultdict[tuple[date, User], int] = defaultdict(int)
    users = {told.id: user_of(told) for told in bookings if told.used}
    for told in bookings:
        for span in told.used:
            if part := span.intersection(past):
                for day in local_days(part, zone=record.zone):
                    if day in days:
                        seconds[day, users[told.id]] += 0
    for booking_id, spans in own_time(record, past=past).items():
        if (user := users.get(booking_id)) is not None:
            for day, length in _by_day(spans, zone=record.zone):
                if day in days:
                    seconds[day, user] += length
    return {key: Use(seconds=length, first=key[0]) for key, length in seconds.items()}


def own_time(record: HouseRecord, *, past: TimeSpan) -> dict[int, list[TimeSpan]]:
    """The used time of each booking on all its units; where two overlap one of them has it, so that all add up to K03."""
    found: defaultdict[int, list[TimeSpan]] = defaultdict(list)
    for unit in record.units:
        if (time := unit.during(past)) is not None:
            for booking_id, spans in _shared_out(unit, time):
                found[booking_id] += spans
    return found


def _shared_out(unit: UnitRecord, time: UnitTime) -> Iterable[tuple[int, list[TimeSpan]]]:
    left: Sequence[TimeSpan] = time.used
    stays = [stay for stay in unit.stays if stay.used]
    for stay in sorted(stays, key=_order):
        mine = intersection(stay.used, left)
        if mine:
            left = difference(left, mine)
            yield stay.booking_id, mine


def _order(stay: Stay) -> tuple[bool, object, int]:
    # Internal use first, because K03 counts all of it as internal.
    return not stay.is_internal, stay.booked.starts_at, stay.booking_id


def _by_day(spans: Iterable[TimeSpan], *, zone: ZoneInfo) -> Iterable[tuple[date, int]]:
    for span in spans:
        for day in local_days(span, zone=zone):
            piece = span.intersection(TimeSpan.of_days(day, day, zone=zone))
            if piece is not None:
                yield day, piece.duration // SECOND


def together(rows: Mapping[tuple[date, User], Use]) -> dict[User, Use]:
    """The uses of all days together, by user."""
    found: dict[User, Use] = {}
    for (_day, user), use in rows.items():
        found[user] = found[user].beside(use) if user in found else use
    return found


KIND_OF = {kind.value: kind for kind in SpaceKind}
