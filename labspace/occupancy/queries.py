"""What figures need to know of houses in a period, in a handful of statements however much happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVarTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, load_only

from labspace.bookings.claim_models import Blocking, BlockingReason
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.states import BOOKED, BookingState
from labspace.locations.models import Location
from labspace.locations.queries import house_hours
from labspace.occupancy.days import Period
from labspace.occupancy.months import Month
from labspace.occupancy.records import HouseRecord, UnitRecord
from labspace.occupancy.spans import Stay
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.records import OpenedDay
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space, SpacePart
from labspace.spaces.queries import openings
from labspace.times import TimeSpan, start_of_day

Ts = TypeVarTuple("Ts")

A_DAY = timedelta(days=1)
OVERRUN = A_DAY
"""Recorded use is looked for this far before and after the booked span."""
COUNTING = BOOKED | {BookingState.CANCELLED_HOUSE}
"""States that change any figure of time."""


def house_records(
    session: Session, houses: Sequence[Location], asked: Period, *, now: datetime
) -> list[HouseRecord]:
    """All that the figures of a period rest on, house by house; `now` decides what is unresolved."""
    if not houses:
        return []
    periods = {house.id: asked.span(zone=house.zone) for house in houses}
    window = around(periods.values())
    units = _units(session, [house.id for house in houses], asked)
    open_times = openings(session, units, window)
    hours = open_times.houses | _hours_without_units(
        session, [house for house in houses if house.id not in open_times.houses], window
    )
    maintained = _maintenance(session, units, window)
    records = {
        house.id: HouseRecord(
            location_id=house.id,
            name=house.name,
            slug=house.slug,
            zone=house.zone,
            is_demo=house.is_demo,
            period=periods[house.id],
            hours=hours[house.id],
        )
        for house in houses
    }
    unit_records: dict[int, tuple[HouseRecord, UnitRecord]] = {}
    for unit in units:
        record = records[unit.location_id]
        unit_record = UnitRecord(
            space_id=unit.id,
            kind=unit.kind,
            existed=_existence(unit, record),
            opening=open_times.spaces[unit.id],
            closed=[*open_times.closed[unit.id], *maintained[unit.id]],
        )
        record.units.append(unit_record)
        unit_records[unit.id] = record, unit_record
    has_slots = any(unit.kind is SpaceKind.POPUP_SLOT for unit in units)
    shop_hours = _shop_hours(session, list(records), window) if has_slots else {}
    for row in _booked(session, list(records), window):
        if (known := unit_records.get(row[0])) is not None:
            _note(row, *known, now=now, opened=shop_hours.get(row[1]))
    return [records[house.id] for house in houses]


def around(periods: Iterable[TimeSpan]) -> TimeSpan:
    """From where the first of these periods begins to where the last one ends."""
    periods = list(periods)
    return TimeSpan(min(one.starts_at for one in periods), max(one.ends_at for one in periods))


def _hours_without_units(
    session: Session, houses: Sequence[Location], window: TimeSpan
) -> dict[int, list[TimeSpan]]:
    # A house is open whether or not it has anything to book yet.
    found = house_hours(session, houses, window) if houses else {}
    return {location_id: hours.open_spans(window) for location_id, hours in found.items()}


def _units(session: Session, location_ids: Collection[int], asked: Period) -> Sequence[Space]:
    return session.scalars(
        select(Space)
        .where(
            Space.location_id.in_(location_ids),
            Space.is_unit,
            Space.valid_from <= asked.last,
            or_(Space.valid_until.is_(None), Space.valid_until >= asked.first),
        )
        .options(load_only(Space.location_id, Space.kind, Space.valid_from, Space.valid_until))
        .order_by(Space.id)
    ).all()


def _existence(unit: Space, record: HouseRecord) -> TimeSpan:
    # Only called for units that exist on some day of the period.
    begins = start_of_day(unit.valid_from, zone=record.zone)
    ends = record.period.ends_at
    if unit.valid_until is not None and unit.valid_until < date.max:
        ends = min(ends, start_of_day(unit.valid_until + timedelta(days=1), zone=record.zone))
    return TimeSpan(max(begins, record.period.starts_at), ends)


BookedRow = Row[
    int, int, datetime, datetime, BookingState, bool, datetime | None, datetime | None, int, int | None
]


def _booked(session: Session, location_ids: Collection[int], window: TimeSpan) -> Iterable[BookedRow]:
    question = (
        select(
            BookedUnit.space_id,
            BookedUnit.booking_id,
            BookedUnit.starts_at,
            BookedUnit.ends_at,
            Booking.state,
            Booking.is_internal,
            Booking.used_from,
            Booking.used_until,
            Booking.booked_by_id,
            Booking.organisation_id,
        )
        .join(Space, Space.id == BookedUnit.space_id)
        .join(Booking, Booking.id == BookedUnit.booking_id)
        .where(Space.location_id.in_(location_ids), Booking.state.in_(COUNTING))
    )
    return session.execute(planned_around(session, question, window.widened(before=OVERRUN, after=OVERRUN)))


def planned_around(session: Session, question: Select[*Ts], window: TimeSpan) -> CompoundSelect[*Ts]:
    """`question`, which joins `BookedUnit` by `Space`, for what is planned on any part of `window`.

    Asked in two parts, so that neither goes through years of bookings: what began within a day before
    the window or in it, and what is longer than a day, of which there is little.
    """
    since = window.starts_at - A_DAY
    is_long: ColumnElement[bool] = literal_column(LONG[session.get_bind().dialect.name])
    return union_all(
        question.where(
            BookedUnit.starts_at > since,
            BookedUnit.starts_at < window.ends_at,
            BookedUnit.ends_at > window.starts_at,
        ),
        question.where(is_long, BookedUnit.starts_at <= since, BookedUnit.ends_at > window.starts_at),
    )


LONG = {
    "sqlite": "booked_unit.ends_at - booked_unit.starts_at > 86400",
    "postgresql": "booked_unit.ends_at - booked_unit.starts_at > interval '24 hours'",
}
"""As `ix_booked_unit_long` has it."""


def _shop_hours(
    session: Session, location_ids: Collection[int], window: TimeSpan
) -> dict[int, tuple[TimeSpan, ...]]:
    """When the shop of each tenancy around `window` was open, by its booking: what "used" means for a slot (K03).

    All of its days, so that a day or month of a tenancy counts alike in whatever period it is looked at.
    """
    rows = session.execute(
        select(Tenancy.booking_id, OpenedDay.starts_at, OpenedDay.ends_at)
        .join(Tenancy, Tenancy.id == OpenedDay.tenancy_id)
        .join(Booking, Booking.id == Tenancy.booking_id)
        .where(
            Tenancy.location_id.in_(location_ids),
            Booking.starts_at < window.ends_at + OVERRUN,
            Booking.ends_at > window.starts_at - OVERRUN,
        )
        .order_by(OpenedDay.starts_at)
    )
    found: defaultdict[int, list[TimeSpan]] = defaultdict(list)
    for booking_id, starts_at, ends_at in rows:
        found[booking_id].append(TimeSpan(starts_at, ends_at))
    return {booking_id: tuple(spans) for booking_id, spans in found.items()}


def _note(
    row: BookedRow,
    house: HouseRecord,
    unit: UnitRecord,
    *,
    now: datetime,
    opened: tuple[TimeSpan, ...] | None = None,
) -> None:
    _space_id, booking_id, starts_at, ends_at, state, is_internal, used_from, used_until, person, body = row
    recorded = opened
    if opened is None and (used_from or used_until):
        recorded = _if_any(used_from or starts_at, used_until or ends_at)
    by_days = unit.kind is SpaceKind.POPUP_SLOT
    stay = Stay(
        state=state,
        booked=TimeSpan(starts_at, ends_at),
        recorded=recorded,
        is_internal=is_internal,
        by_days=by_days,
        booking_id=booking_id,
    )
    unit.stays.append(stay)
    if state in BOOKED and stay.booked.overlaps(house.period):
        (house.internal_persons if is_internal else house.other_persons).add(person)
        if body is not None:
            (house.internal_organisations if is_internal else house.other_organisations).add(body)
    if state is BookingState.CONFIRMED and ends_at <= now and house.period.includes(starts_at):
        house.unresolved.add(booking_id)
    is_unrecorded = by_days and not any(span.overlaps(house.period) for span in recorded or ())
    if is_unrecorded and state is BookingState.USED and stay.booked.overlaps(house.period):
        house.unrecorded.add(booking_id)


def _if_any(starts_at: datetime, ends_at: datetime) -> tuple[TimeSpan, ...]:
    return (TimeSpan(starts_at, ends_at),) if starts_at < ends_at else ()


def _maintenance(
    session: Session, units: Collection[Space], window: TimeSpan
) -> defaultdict[int, list[TimeSpan]]:
    """When each unit was being maintained, until the blocking was lifted (R3)."""
    rows = session.execute(
        select(Blocking.space_id, Blocking.starts_at, Blocking.ends_at, Blocking.lifted_at)
        .join(Space, Space.id == Blocking.space_id)
        .where(
            Space.location_id.in_({unit.location_id for unit in units}),
            Blocking.reason == BlockingReason.MAINTENANCE,
            Blocking.starts_at < window.ends_at,
            Blocking.ends_at > window.starts_at,
        )
    ).all()
    closed: defaultdict[int, list[TimeSpan]] = defaultdict(list)
    unit_ids = {unit.id for unit in units}
    parts = _parts(session) if any(row.space_id not in unit_ids for row in rows) else []
    for row in rows:
        ends_at = min(row.ends_at, row.lifted_at or row.ends_at)
        if row.starts_at < ends_at:
            for unit_id in _leaves(row.space_id, parts, on=row.starts_at.date()):
                closed[unit_id].append(TimeSpan(row.starts_at, ends_at))
    return closed


def _parts(session: Session) -> Sequence[SpacePart]:
    return session.scalars(select(SpacePart)).all()


def _leaves(space_id: int, parts: Sequence[SpacePart], *, on: date) -> set[int]:
    inside = {
        part.part_id
        for part in parts
        if part.whole_id == space_id
        and part.valid_from <= on
        and (part.valid_until is None or on <= part.valid_until)
    }
    return set().union(*(_leaves(part, parts, on=on) for part in inside)) if inside else {space_id}


def first_month(session: Session, houses: Collection[Location]) -> Month | None:
    """The month of the first booking in any of these houses; None if there is none yet."""
    begins = select(func.min(Booking.starts_at)).where(Booking.location_id == Location.id).scalar_subquery()
    rows = session.execute(select(Location.id, begins).where(Location.id.in_([house.id for house in houses])))
    starts: dict[int, datetime | None] = dict(iter(rows))
    months = [Month.of(starts_at, zone=house.zone) for house in houses if (starts_at := starts.get(house.id))]
    return min(months, default=None)
