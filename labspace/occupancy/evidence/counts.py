"""Pure: what each booking, or each day of a person at desks, adds to counts (K06, K14, K15, K21–K23, K25).

Counted by the very function that counts them all (`people.counting`), one at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from labspace.bookings.states import BookingState
from labspace.occupancy.days import Days
from labspace.occupancy.evidence.ground import HouseGround
from labspace.occupancy.evidence.rows import Row, Thing
from labspace.occupancy.people.counting import WalkIns, tallies
from labspace.occupancy.people.tally import Tally
from labspace.occupancy.people.told import Told
from labspace.spaces.kinds import SpaceKind
from labspace.visits.kinds import DataGrade

HOUR = 3600
A_DAY = 24 * HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A tally, and what it is of."""

    thing: Thing
    key: int
    at: datetime
    tally: Tally
    told: Told | None = None


def one_by_one(ground: HouseGround) -> Iterator[Counted]:
    """Every booking by itself; people at desks day by day, as the first booking of the day."""
    for told in ground.told:
        if (tally := _tally(ground, [told])) is not None:
            if told.kind is SpaceKind.DESK:
                _without_visits(tally)
            yield _of_booking(told, tally)
    yield from _at_desks(ground)
    for walked in ground.walk_ins:
        if (tally := _tally(ground, [], [walked])) is not None:
            yield Counted(thing=Thing.WALK_IN, key=0, at=ground.morning(walked.day), tally=tally)


def _of_booking(told: Told, tally: Tally) -> Counted:
    return Counted(thing=Thing.BOOKING, key=told.id, at=told.span.starts_at, tally=tally, told=told)


def _tally(ground: HouseGround, bookings: list[Told], walk_ins: Iterable[WalkIns] = ()) -> Tally | None:
    found = tallies(
        bookings,
        ground.days,
        zone=ground.house.zone,
        past=ground.past,
        walk_ins=walk_ins,
        stays=ground.stays,
    )
    rows = [tally for (_day, _kind, is_own), tally in found.items() if not is_own]
    total = Tally()
    for row in rows:
        total.add(row)
    return total if rows else None


def _without_visits(tally: Tally) -> None:
    for grade in DataGrade:
        for name in ("visits", "stays"):
            setattr(tally, f"{name}_{grade.value.lower()}", 0)


def _at_desks(ground: HouseGround) -> Iterator[Counted]:
    people: defaultdict[int, list[Told]] = defaultdict(list)
    for told in ground.told:
        if told.kind is SpaceKind.DESK and told.used:
            people[told.person].append(told)
    for bookings in people.values():
        found = tallies(bookings, ground.days, zone=ground.house.zone, past=ground.past)
        for (day, _kind, is_own), tally in found.items():
            if is_own or not tally.of("visits"):
                continue
            only = Tally()
            for grade, number in tally.by_grade("visits").items():
                only.raise_("visits", grade, number)
            for grade, number in tally.by_grade("stays").items():
                only.raise_("stays", grade, number)
            whole = Days(day, day).span(zone=ground.house.zone)
            first = next(told for told in bookings if any(span.overlaps(whole) for span in told.used))
            yield _of_booking(first, only)


Number = Fraction | int
Adds = tuple[Number, Number | None]
"""To numerator and denominator."""
Take = Callable[[Tally, Told | None, datetime], Adds | None]
"""What a tally adds; None: it does not stand behind the number."""


def listed(take: Take) -> Callable[[HouseGround], Iterator[Row]]:
    """The list of a number that is taken from tallies."""

    def rows(ground: HouseGround) -> Iterator[Row]:
        for one in one_by_one(ground):
            if (found := take(one.tally, one.told, ground.now)) is not None:
                amount, of = found
                yield Row(
                    thing=one.thing,
                    key=one.key,
                    house_id=ground.house.id,
                    at=one.at,
                    amount=Fraction(amount),
                    of=None if of is None else Fraction(of),
                    grade=_grade(one.tally),
                )

    return rows


def _grade(tally: Tally) -> DataGrade | None:
    for name in ("visits", "attendance", "seated"):
        if grades := tally.by_grade(name):
            return max(grades, key=lambda grade: grade.value)
    return None


def _if(amount: Number, of: Number | None = None) -> Adds | None:
    return (amount, of) if amount or of else None


seat_rows = listed(
    lambda tally, _told, _now: (
        _if(Fraction(tally.of("seated"), HOUR), Fraction(tally.seats, HOUR)) if tally.known else None
    )
)
visit_rows = listed(lambda tally, _told, _now: _if(tally.of("visits")))
stay_rows = listed(lambda tally, _told, _now: _if(Fraction(tally.of("stays"), HOUR)))
event_rows = listed(lambda tally, _told, _now: _if(tally.public_events + tally.closed_events))
public_event_rows = listed(lambda tally, _told, _now: _if(tally.public_events))
closed_event_rows = listed(lambda tally, _told, _now: _if(tally.closed_events))
event_day_rows = listed(lambda tally, _told, _now: _if(tally.event_days))
attendance_rows = listed(
    lambda tally, _told, _now: (tally.of("attendance"), tally.attended) if tally.attended else None
)
missed_rows = listed(lambda tally, _told, _now: _if(tally.missed, tally.missed + tally.came))
by_house_rows = listed(lambda tally, _told, _now: _if(tally.by_house))
advantage_rows = listed(lambda tally, _told, _now: _if(Fraction(tally.advantage_cents, 100)))
request_rows = listed(lambda tally, _told, _now: _if(tally.full, tally.requests))
lead_rows = listed(
    lambda tally, _told, _now: (Fraction(tally.leads[0][0], A_DAY), None) if tally.leads else None
)
"""One row each, in days; median and ninth tenth are theirs, no sum."""


def late_rows(ground: HouseGround) -> Iterator[Row]:
    """Cancelled late, of these and of all that were promised and are settled or go on (K22)."""
    return listed(
        lambda tally, told, now: _if(
            tally.late, tally.late + tally.came + tally.missed + _is_under_way(ground, told, now)
        )
    )(ground)


def unresolved_rows(ground: HouseGround) -> Iterator[Row]:
    """Over, and nobody said whether somebody came (K22)."""
    return listed(lambda _tally, told, now: _if(_is_over(ground, told, now)))(ground)


def _is_over(ground: HouseGround, told: Told | None, now: datetime) -> bool:
    return told is not None and _is_open(ground, told) and told.span.ends_at <= now


def _is_under_way(ground: HouseGround, told: Told | None, now: datetime) -> bool:
    return told is not None and _is_open(ground, told) and told.span.ends_at > now


def _is_open(ground: HouseGround, told: Told | None) -> bool:
    return (
        told is not None
        and told.state is BookingState.CONFIRMED
        and not told.is_internal
        and ground.past.includes(told.span.starts_at)
    )
