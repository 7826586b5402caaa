"""What stands behind the set-up hours (R6): each booking with what was set up and cleared away for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from labspace.occupancy.booking_queries import BookedSetUp, setup_of_bookings
from labspace.occupancy.evidence.rows import Row, Thing
from labspace.occupancy.evidence.shares import SECOND
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.months import past_of
from labspace.occupancy.queries import around, house_records
from labspace.occupancy.records import HouseRecord, UnitRecord
from labspace.times import TimeSpan, clipped, difference, intersection


def set_up_rows(session: Session, choice: FigureChoice, *, now: datetime) -> list[Row]:
    """The bookings around which something was set up in the past part of a choice, earliest first.

    They add up to the number: where two set up at once, the time is the earlier one's.
    """
    houses, kinds = list(choice.houses), frozenset(choice.kinds)
    records = house_records(session, houses, choice.period, now=now)
    if not records:
        return []
    by_unit: defaultdict[int, list[BookedSetUp]] = defaultdict(list)
    for one in setup_of_bookings(session, houses, around(record.period for record in records)):
        by_unit[one.unit_id].append(one)
    rows: list[Row] = []
    for record in records:
        if (past := past_of(record.period, now=now)) is not None:
            units = [unit for unit in record.units if unit.kind in kinds]
            rows += _rows_of(record, _shared(units, by_unit, past=past))
    return sorted(rows, key=lambda row: (row.at, row.key))


def _shared(
    units: Collection[UnitRecord], by_unit: dict[int, list[BookedSetUp]], *, past: TimeSpan
) -> dict[int, list[TimeSpan]]:
    found: defaultdict[int, list[TimeSpan]] = defaultdict(list)
    for unit in units:
        asked = sorted(by_unit.get(unit.space_id, ()), key=lambda one: (one.span.starts_at, one.booking_id))
        left = clipped(clipped((one.span for one in asked), unit.existed), past)
        for one in asked:
            mine = intersection([one.span], left)
            found[one.booking_id] += mine
            left = difference(left, mine)
    return found


def _rows_of(record: HouseRecord, shared: dict[int, list[TimeSpan]]) -> Iterator[Row]:
    for booking_id, spans in shared.items():
        if spans:
            yield Row(
                thing=Thing.BOOKING,
                key=booking_id,
                house_id=record.location_id,
                at=min(span.starts_at for span in spans),
                amount=Fraction(sum(span.duration // SECOND for span in spans), 3600),
            )
