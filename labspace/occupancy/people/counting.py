"""Pure: bookings of one house counted into days and kinds (K06, K14, K15, K21–K23)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from labspace.bookings.states import BOOKED, BookingState
from labspace.events.attendance.rules import counted_days
from labspace.occupancy.days import Days
from labspace.occupancy.people.tally import Tally
from labspace.occupancy.people.told import Told
from labspace.occupancy.records import HouseRecord
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.visit_stays import DatedStay, stay_on
from labspace.times import TimeSpan, difference, local_days, union
from labspace.visits.kinds import DataGrade

SECOND = timedelta(seconds=1)
PASSING = frozenset({SpaceKind.POPUP_SLOT, SpaceKind.CAFE_TABLE})
"""Kinds whose visitors stay as long as is usual, however long they were booked (K15)."""

Place = tuple[date, SpaceKind, bool]
"""A local day, a kind, and whether it is the chamber's own part of what the other row counts (R10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkIns:
    """People counted at a space on a day without a booking."""

    day: date
    kind: SpaceKind
    visits: int
    grade: DataGrade


class Tallies:
    """The counts of one house, by day, kind and own use; filled booking by booking."""

    def __init__(
        self, days: Days, *, zone: ZoneInfo, past: TimeSpan, stays: Collection[DatedStay] = ()
    ) -> None:
        """`past` is the part of `days` that has happened (R11), `stays` how long visits last (K15)."""
        self.days, self.zone, self.past, self.stays = days, zone, past, stays
        self.today = (past.ends_at - SECOND).astimezone(zone).date()
        """The last day that has begun."""
        self.by_place: defaultdict[Place, Tally] = defaultdict(Tally)

    def at(self, day: date, told: Told) -> list[Tally]:
        """Where a booking counts on a day: in the row of all, and if it is internal in that row too."""
        if day not in self.days or day > self.today:
            return []
        rows = [self.by_place[day, told.kind, False]]
        return [*rows, self.by_place[day, told.kind, True]] if told.is_internal else rows

    def visits(self, day: date, told: Told, number: int, grade: DataGrade) -> None:
        """Count visits of a booking on a day, and how long they usually last where nobody measures it."""
        for row in self.at(day, told):
            self.visits_in(row, day, told.kind, number, grade)

    def visits_in(self, row: Tally, day: date, kind: SpaceKind, number: int, grade: DataGrade) -> None:
        row.raise_("visits", grade, number)
        if kind in PASSING:
            row.raise_("stays", grade, number * (stay_on(self.stays, kind, day) // SECOND))

    def by_day(self, span: TimeSpan) -> Iterator[tuple[date, int]]:
        """The part of a span that has happened, in seconds of each local day of the period."""
        part = span.intersection(self.past)
        if part is None:
            return
        for day in local_days(part, zone=self.zone):
            if day in self.days and (piece := _of_day(part, day, zone=self.zone)):
                yield day, piece.duration // SECOND


def tallies(
    bookings: Collection[Told],
    days: Days,
    *,
    zone: ZoneInfo,
    past: TimeSpan,
    walk_ins: Iterable[WalkIns] = (),
    stays: Collection[DatedStay] = (),
) -> dict[Place, Tally]:
    """The counts of a house in the past part of `days`; bookings around them do no harm."""
    found = Tallies(days, zone=zone, past=past, stays=stays)
    for told in bookings:
        _begun(found, told)
        if told.used:
            _seated(found, told)
            if told.kind is not SpaceKind.DESK:
                _visited(found, told)
    desks = [told for told in bookings if told.kind is SpaceKind.DESK and told.used]
    _at_desks(found, desks, is_internal=False)
    _at_desks(found, [told for told in desks if told.is_internal], is_internal=True)
    for walked in walk_ins:
        if walked.day in days and walked.day <= found.today:
            row = found.by_place[walked.day, walked.kind, False]
            found.visits_in(row, walked.day, walked.kind, walked.visits, walked.grade)
    return dict(found.by_place)


# --- what belongs to the day of the start (R9) -----------------------------------------------------


def _begun(found: Tallies, told: Told) -> None:
    starts_at = told.span.starts_at
    if told.is_internal or starts_at >= found.past.ends_at:
        return
    for row in found.at(starts_at.astimezone(found.zone).date(), told):
        _outcome(row, told)
        if told.is_first:
            row.requests += 1
            row.full += told.is_full
        if told.state in BOOKED:
            row.advantage_cents += told.advantage_cents
            if told.is_first:
                row.leads.append((max(0, (starts_at - told.asked_at) // SECOND),))
        if told.kind is SpaceKind.EVENT_AREA and told.state is BookingState.USED:
            _event(row, told, zone=found.zone)


def _outcome(row: Tally, told: Told) -> None:
    if told.state is BookingState.USED:
        row.came += 1
    elif told.state is BookingState.NO_SHOW:
        row.missed += 1
    elif told.state is BookingState.CANCELLED_LATE:
        row.late += told.is_one
    elif told.state is BookingState.CANCELLED_HOUSE:
        row.by_house += told.is_one


def _event(row: Tally, told: Told, *, zone: ZoneInfo) -> None:
    row.public_events += told.is_public
    row.closed_events += not told.is_public
    row.event_days += len(counted_days(told.span, zone=zone))
    if told.counted is not None:
        row.attended += 1
        for one in told.counted.by_day:
            row.raise_("attendance", one.grade, one.count)


# --- what belongs to each day it lasts -------------------------------------------------------------


def _seated(found: Tallies, told: Told) -> None:
    for span, known in parts(told, zone=found.zone):
        for day, seconds in found.by_day(span):
            for row in found.at(day, told):
                row.in_use += seconds
                if known is None:
                    continue
                people, grade = known
                row.known += seconds
                row.raise_("seated", grade, seconds * people)
                row.seats += seconds * told.seats


Known = tuple[int, DataGrade]


def parts(told: Told, *, zone: ZoneInfo) -> Iterator[tuple[TimeSpan, Known | None]]:
    """The used time with who was there; None: nobody knows, as of whoever walks through a shop."""
    if told.kind is SpaceKind.POPUP_SLOT:
        yield from ((span, None) for span in told.used)
    elif told.counted is None or told.kind is SpaceKind.DESK:
        yield from ((span, (told.people, uncounted_grade(told))) for span in told.used)
    elif len(told.counted.by_day) == 1:
        only = told.counted.by_day[0]
        yield from ((span, (only.count, only.grade)) for span in told.used)
    else:
        numbers = {one.day: (one.count, one.grade) for one in told.counted.by_day}
        for span in told.used:
            for day in local_days(span, zone=zone):
                if piece := _of_day(span, day, zone=zone):
                    yield piece, numbers.get(day)


def uncounted_grade(told: Told) -> DataGrade:
    """How well the people of a used booking are known that nobody counted.

    At a desk somebody checked in, or the team saw them; of a room or a table it is the booker's word;
    what an organiser expected is an estimate.
    """
    if told.kind is SpaceKind.DESK:
        return DataGrade.A if told.is_checked_in else DataGrade.B
    return DataGrade.D if told.kind is SpaceKind.EVENT_AREA else DataGrade.C


def _visited(found: Tallies, told: Told) -> None:
    if told.counted is not None:
        _as_counted(found, told)
    elif told.kind is not SpaceKind.POPUP_SLOT:
        grade = uncounted_grade(told)
        starts_at = told.span.starts_at
        if starts_at < found.past.ends_at:
            found.visits(starts_at.astimezone(found.zone).date(), told, told.people, grade)
        _stayed(found, told, told.used, told.people, grade)


def _as_counted(found: Tallies, told: Told) -> None:
    assert told.counted is not None
    counts = told.counted.by_day
    for one in counts:
        found.visits(one.day, told, one.count, one.grade)
        if len(counts) == 1:
            _stayed(found, told, told.used, one.count, one.grade)
        else:
            pieces = (_of_day(span, one.day, zone=found.zone) for span in told.used)
            _stayed(found, told, [piece for piece in pieces if piece], one.count, one.grade)


def _stayed(found: Tallies, told: Told, spans: Iterable[TimeSpan], people: int, grade: DataGrade) -> None:
    if told.kind in PASSING:
        return
    for span in spans:
        for day, seconds in found.by_day(span):
            for row in found.at(day, told):
                row.raise_("stays", grade, people * seconds)


def _at_desks(found: Tallies, desks: Iterable[Told], *, is_internal: bool) -> None:
    """One visit for each person and used day, however many desks and bookings (K14)."""
    by_person: defaultdict[int, list[Told]] = defaultdict(list)
    for told in desks:
        by_person[told.person].append(told)
    for bookings in by_person.values():
        checked_in = {
            day
            for told in bookings
            if told.is_checked_in
            for span in told.used
            for day, _seconds in found.by_day(span)
        }
        stays: defaultdict[date, int] = defaultdict(int)
        for span in union(span for told in bookings for span in told.used):
            for day, seconds in found.by_day(span):
                stays[day] += seconds
        for day, seconds in stays.items():
            grade = DataGrade.A if day in checked_in else DataGrade.B
            row = found.by_place[day, SpaceKind.DESK, is_internal]
            row.raise_("visits", grade, 1)
            row.raise_("stays", grade, seconds)


def _of_day(span: TimeSpan, day: date, *, zone: ZoneInfo) -> TimeSpan | None:
    return span.intersection(TimeSpan.of_days(day, day, zone=zone))


def add_offer(
    rows: dict[Place, Tally],
    record: HouseRecord,
    bookings: Collection[Told],
    days: Days,
    *,
    past: TimeSpan,
) -> None:
    """Put what was on offer beside the counts: unit-hours by kind, and with the desks the hours of the house (K07, K09)."""
    found = Tallies(days, zone=record.zone, past=past)
    people_known = {
        told.id: [span for span, known in parts(told, zone=record.zone) if known is not None]
        for told in bookings
        if told.used
    }

    def add(name: str, kind: SpaceKind, spans: Iterable[TimeSpan]) -> None:
        for span in spans:
            for day, length in found.by_day(span):
                row = rows.setdefault((day, kind, False), Tally())
                setattr(row, name, getattr(row, name) + length)

    for unit in record.units:
        if (time := unit.during(past)) is not None:
            add("bookable", time.kind, time.bookable)
            add("used_units", time.kind, time.used)
            known = (span for stay in unit.stays for span in people_known.get(stay.booking_id, ()))
            add("unknown_units", time.kind, difference(time.used, known) if time.used else ())
    seconds: defaultdict[date, int] = defaultdict(int)
    for span in union(record.hours):
        for day, length in found.by_day(span):
            seconds[day] += length
    for day, length in seconds.items():
        rows.setdefault((day, SpaceKind.DESK, False), Tally()).open_for = length
