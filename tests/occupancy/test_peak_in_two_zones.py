"""Houses in two time zones: what stands behind their peak are the units that it was counted of (K08)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from labspace.bookings.states import BookingState
from labspace.occupancy.days import Days
from labspace.occupancy.evidence.answers import rows_behind
from labspace.occupancy.figures.answers import peak_of_choice
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator
from labspace.times import TimeSpan
from tests.factories import make_house, make_space, make_user
from tests.occupancy.conftest import Put

SUNDAY = date(2026, 11, 22)


def test_a_house_where_the_day_has_not_begun_has_no_part_in_it(
    session: Session, put: Put, december: datetime
) -> None:
    """At midnight in Berlin it is still Saturday in Lisbon, whose open desk is none of Sunday's."""
    berlin = make_house(session, "bochum", opens=0, closes=24)
    lisbon = make_house(session, "porto", opens=0, closes=24, timezone="Europe/Lisbon")
    desks = [make_space(session, berlin, number=number) for number in (1, 2)]
    make_space(session, lisbon)
    midnight = datetime.combine(SUNDAY, time(), berlin.zone)
    night = TimeSpan(midnight, midnight + timedelta(minutes=30))
    booker = make_user(session, "Alice", now=december)
    for desk in desks:
        put(desk, night, BookingState.USED, booker)
    choice = FigureChoice(houses=(berlin, lisbon), period=Days(SUNDAY, SUNDAY))

    peak = peak_of_choice(session, choice, now=december)
    assert peak.at == midnight
    assert peak.rate == 1
    rows = list(rows_behind(session, choice, Indicator.PEAK, Part.MAIN, now=december))

    assert {row.house_id for row in rows} == {berlin.id}
    assert sum(row.amount for row in rows) == 1
