"""The lists of bookings, days and counts behind numbers; a handful of statements however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.occupancy.evidence import counts, shares
from labspace.occupancy.evidence.ground import HouseGround
from labspace.occupancy.evidence.rows import Row
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.months import past_of
from labspace.occupancy.people.reading import told_bookings
from labspace.occupancy.people.walk_ins import walk_ins
from labspace.occupancy.queries import around, house_records
from labspace.visits.queries import stays_of

I, P = Indicator, Part  # noqa: E741 - the table below is read by these letters

List = Callable[[HouseGround], Iterator[Row]]
OF_BOOKINGS: Mapping[tuple[Indicator, Part], List] = {
    (I.BOOKED, P.MAIN): shares.booked_rows,
    (I.USED, P.MAIN): shares.used_rows,
    (I.BOOKING_RATE, P.MAIN): shares.booked_rows,
    (I.FREQUENCY_RATE, P.MAIN): shares.used_rows,
    (I.PLACE_OCCUPANCY, P.MAIN): counts.seat_rows,
    (I.ACTIVATED, P.MAIN): shares.living_rows,
    (I.ACTIVATED, P.PUBLIC): shares.public_rows,
    (I.ACTIVATION_RATE, P.MAIN): shares.living_rows,
    (I.ACTIVATION_RATE, P.DAYS): shares.lively_day_rows,
    (I.EVENINGS, P.MAIN): shares.evening_rows,
    (I.EVENINGS, P.SHARE): shares.evening_day_rows,
    (I.EVENINGS, P.WEEKLY): shares.evening_day_rows,
    (I.WEEKENDS, P.MAIN): shares.weekend_rows,
    (I.WEEKENDS, P.OF_ALL): shares.weekend_rows,
    (I.WEEKENDS, P.HOLIDAYS): shares.holiday_rows,
    (I.VISITS, P.MAIN): counts.visit_rows,
    (I.VISIT_HOURS, P.MAIN): counts.stay_rows,
    (I.EVENTS, P.MAIN): counts.event_rows,
    (I.EVENTS, P.PUBLIC): counts.public_event_rows,
    (I.EVENTS, P.CLOSED): counts.closed_event_rows,
    (I.EVENTS, P.DAYS): counts.event_day_rows,
    (I.EVENTS, P.MEAN): counts.attendance_rows,
    (I.NO_SHOWS, P.MAIN): counts.missed_rows,
    (I.NO_SHOWS, P.LATE): counts.late_rows,
    (I.NO_SHOWS, P.BY_HOUSE): counts.by_house_rows,
    (I.NO_SHOWS, P.UNRESOLVED): counts.unresolved_rows,
    (I.LEAD_TIME, P.MAIN): counts.lead_rows,
    (I.LEAD_TIME, P.P90): counts.lead_rows,
    (I.LEAD_TIME, P.UNMET): counts.request_rows,
    (I.MIX, P.MAIN): shares.outside_rows,
    (I.LEVERAGE, P.IN_KIND): counts.advantage_rows,
}
"""Lists whose rows belong to days: those of one month after the other are those of a year."""


def booking_rows(
    session: Session, choice: FigureChoice, indicator: Indicator, part: Part, *, now: datetime
) -> Iterator[Row]:
    """What stands behind a number of `OF_BOOKINGS`, house by house."""
    build = OF_BOOKINGS[indicator, part]
    for ground in house_grounds(session, choice, now=now):
        yield from build(ground)


def house_grounds(session: Session, choice: FigureChoice, *, now: datetime) -> Iterator[HouseGround]:
    """All that is known of each house in the past part of a choice; some fifteen statements."""
    houses, days, kinds = list(choice.houses), choice.period, frozenset(choice.kinds)
    records = {one.location_id: one for one in house_records(session, houses, days, now=now)}
    if not records:
        return
    ids = list(records)
    told = told_bookings(session, ids, around(record.period for record in records.values()))
    walked, stays = walk_ins(session, ids, days), stays_of(session, ids)
    for house in houses:
        record = records[house.id]
        if (past := past_of(record.period, now=now)) is not None:
            yield HouseGround(
                house=house,
                days=days,
                past=past,
                now=now,
                kinds=kinds,
                record=record,
                told=[one for one in told[house.id] if one.kind in kinds],
                walk_ins=[one for one in walked[house.id] if one.kind in kinds],
                stays=stays[house.id],
            )
