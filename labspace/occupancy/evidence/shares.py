"""Pure: measured time shared out among the bookings that made it, none of it told twice (R7).

Where several hold the same time, one of them has it: of booked time whoever did not stay away, of life in
a house whoever began first. So the parts add up to what was measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from labspace.bookings.states import BOOKED, BookingState
from labspace.locations.hours import is_holiday
from labspace.occupancy.evidence.ground import HouseGround
from labspace.occupancy.evidence.rows import Row, Thing
from labspace.occupancy.people.users import own_time
from labspace.occupancy.rates import AN_HOUR, PUBLIC_KINDS, within_daypart
from labspace.occupancy.spans import Stay
from labspace.times import TimeSpan, difference, intersection, length, local_days, union

Shared = dict[int, list[TimeSpan]]
"""The time of each booking; nothing where another had all of it."""
SECOND = timedelta(seconds=1)
SATURDAY = 5


def booked_time(ground: HouseGround) -> Shared:
    """K02 by booking."""
    found: defaultdict[int, list[TimeSpan]] = defaultdict(list)
    for unit in ground.units:
        if (time := unit.during(ground.past)) is None:
            continue
        promised = [(stay, (stay.booked,)) for stay in unit.stays if stay.state in BOOKED]
        share_out(found, promised, time.booked, order=_firm_first, within=ground.past)
    return dict(found)


def used_time(ground: HouseGround) -> Shared:
    """K03 by booking, as the mixes of K24 have it."""
    return {
        booking_id: spans
        for booking_id, spans in own_time(ground.record, past=ground.past).items()
        if booking_id in {told.id for told in ground.told}
    }


def living_time(ground: HouseGround, *, is_public: bool = False) -> Shared:
    """K10 by booking: of several at once the one that began first."""
    units = [unit for unit in ground.units if not is_public or unit.kind in PUBLIC_KINDS]
    times = [time for unit in units if (time := unit.during(ground.past))]
    alive = union(span for time in times for span in time.used)
    # A use counts where its own unit was open for it.
    uses = [
        (stay, tuple(intersection(stay.used, time.used)))
        for unit in units
        if (time := unit.during(ground.past))
        for stay in unit.stays
        if stay.used
    ]
    found: defaultdict[int, list[TimeSpan]] = defaultdict(list)
    share_out(found, uses, alive, order=_early_first, within=ground.past)
    return dict(found)


def share_out(
    found: defaultdict[int, list[TimeSpan]],
    claims: Collection[tuple[Stay, Sequence[TimeSpan]]],
    whole: Sequence[TimeSpan],
    *,
    order: Callable[[Stay], tuple[object, ...]],
    within: TimeSpan,
) -> None:
    """Give `whole` to those who claim it, one after the other; who comes too late is named with nothing."""
    left = whole
    for stay, spans in sorted(claims, key=lambda claim: order(claim[0])):
        if not any(span.overlaps(within) for span in spans):
            continue
        mine = intersection(spans, left)
        found[stay.booking_id] += mine
        if mine:
            left = difference(left, mine)


def _firm_first(stay: Stay) -> tuple[object, ...]:
    return stay.state is BookingState.NO_SHOW, stay.booked.starts_at, stay.booking_id


def _early_first(stay: Stay) -> tuple[object, ...]:
    return min(span.starts_at for span in stay.used), stay.booking_id


# --- as rows ---------------------------------------------------------------------------------------


def booked_rows(ground: HouseGround) -> Iterator[Row]:
    return rows_of(ground, booked_time(ground))


def used_rows(ground: HouseGround) -> Iterator[Row]:
    return rows_of(ground, used_time(ground))


def outside_rows(ground: HouseGround) -> Iterator[Row]:
    """Used time without internal use (K24)."""
    outside = {told.id for told in ground.told if not told.is_internal}
    return rows_of(ground, {key: spans for key, spans in used_time(ground).items() if key in outside})


def living_rows(ground: HouseGround) -> Iterator[Row]:
    return rows_of(ground, living_time(ground))


def public_rows(ground: HouseGround) -> Iterator[Row]:
    return rows_of(ground, living_time(ground, is_public=True))


def evening_rows(ground: HouseGround) -> Iterator[Row]:
    return cut_rows(ground, lambda spans: within_daypart(spans, zone=ground.house.zone))


def weekend_rows(ground: HouseGround) -> Iterator[Row]:
    return cut_rows(ground, lambda spans: _on_days(ground, spans, lambda day: day.weekday() >= SATURDAY))


def holiday_rows(ground: HouseGround) -> Iterator[Row]:
    region_on = ground.house.region_on
    return cut_rows(
        ground,
        lambda spans: _on_days(
            ground, spans, lambda day: day.weekday() < SATURDAY and is_holiday(day, region=region_on(day))
        ),
    )


def cut_rows(ground: HouseGround, cut: Callable[[list[TimeSpan]], list[TimeSpan]]) -> Iterator[Row]:
    """What of K10 lies in some part of the day or week; who has nothing there is left out."""
    parts = {key: cut(spans) for key, spans in living_time(ground).items()}
    return rows_of(ground, {key: spans for key, spans in parts.items() if spans})


def _on_days(
    ground: HouseGround, spans: Sequence[TimeSpan], is_meant: Callable[[date], bool]
) -> list[TimeSpan]:
    zone = ground.house.zone
    days = {day for span in spans for day in local_days(span, zone=zone) if is_meant(day)}
    return intersection(spans, [TimeSpan.of_days(day, day, zone=zone) for day in sorted(days)])


def lively_day_rows(ground: HouseGround) -> Iterator[Row]:
    """Days with an hour of life or more (K11)."""
    alive = union(span for spans in living_time(ground).values() for span in spans)
    return _day_rows(ground, alive, at_least=AN_HOUR)


def evening_day_rows(ground: HouseGround) -> Iterator[Row]:
    """Evenings with any life (K12)."""
    alive = union(span for spans in living_time(ground).values() for span in spans)
    return _day_rows(ground, within_daypart(alive, zone=ground.house.zone), at_least=SECOND)


def _day_rows(ground: HouseGround, alive: Sequence[TimeSpan], *, at_least: timedelta) -> Iterator[Row]:
    zone = ground.house.zone
    for day in sorted({day for span in alive for day in local_days(span, zone=zone)}):
        if length(intersection(alive, [TimeSpan.of_days(day, day, zone=zone)])) >= at_least:
            yield Row(
                thing=Thing.DAY,
                key=day.toordinal(),
                house_id=ground.house.id,
                at=ground.morning(day),
                amount=Fraction(1),
            )


def rows_of(ground: HouseGround, shared: Shared) -> Iterator[Row]:
    """Hours by booking."""
    starts = {stay.booking_id: stay.booked.starts_at for unit in ground.units for stay in unit.stays}
    for booking_id, spans in shared.items():
        yield Row(
            thing=Thing.BOOKING,
            key=booking_id,
            house_id=ground.house.id,
            at=starts[booking_id],
            amount=Fraction(sum(span.duration // SECOND for span in spans), 3600),
        )
