"""Hours of random towns, month by month, as the page of a month counts them, equal the plainest count."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from labspace.occupancy import rates
from labspace.occupancy.booking_queries import setup_spans
from labspace.occupancy.months import Month, past_of
from labspace.occupancy.overview import house_group
from labspace.occupancy.queries import house_records
from labspace.occupancy.records import HouseRecord
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, length
from tests.occupancy.model import measured
from tests.occupancy.model.clock import days_between
from tests.occupancy.model.dense import town_of
from tests.occupancy.model.opening import HouseMinutes, town
from tests.occupancy.model.plans import DAYS
from tests.occupancy.model.rows import Asked, read
from tests.occupancy.model.writing import Town, write

DAYPARTS = ((6, 10), (10, 14), (14, 18), (18, 24), (0, 6))
A_MINUTE = timedelta(minutes=1)
ONE_DATABASE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
NO_SHRINKING = [Phase.explicit, Phase.reuse, Phase.generate]
"""A smaller seed is no smaller town."""


def whole_minutes(some: timedelta) -> int:
    assert not some % A_MINUTE
    return some // A_MINUTE


def counted(house: HouseMinutes) -> dict[str, object]:
    one = [house]
    return {
        "bookable": measured.bookable(one),
        "booked": (measured.booked(one), measured.booked(one, internal=True)),
        "used": (measured.used(one), measured.used(one, internal=True)),
        "activated": (measured.activated(one), measured.activated(one, public=True)),
        "activated internally": measured.activated(one, internal=True),
        "open": measured.open_minutes(one),
        "days": measured.activation_days(one),
        "dayparts": [measured.activated_in(one, part) for part in DAYPARTS],
    }


def said(record: HouseRecord, past: TimeSpan) -> dict[str, object]:
    units = record.during(past)
    total, own = rates.house_figures(units), rates.internal_figures(units)
    opening = rates.house_opening(record.hours, units, window=past)
    active = rates.activated(units)
    days = rates.activation_days(active, opening, zone=record.zone)
    return {
        "bookable": whole_minutes(total.bookable),
        "booked": (whole_minutes(total.booked), whole_minutes(own.booked)),
        "used": (whole_minutes(total.used), whole_minutes(own.used)),
        "activated": (whole_minutes(total.activated), whole_minutes(total.activated_publicly)),
        "activated internally": whole_minutes(own.activated),
        "open": whole_minutes(length(opening)),
        "days": (days.activated, days.opened),
        "dayparts": [
            whole_minutes(length(rates.within_daypart(active, part, zone=record.zone))) for part in DAYPARTS
        ],
    }


def differences(session: Session, written: Town, month: Month, now: datetime) -> list[str]:
    records = house_records(session, written.houses, month, now=now)
    asked = Asked(
        house_ids=frozenset(house.id for house in written.houses),
        kinds=frozenset(SpaceKind),
        first=month.first,
        last=days_between(month.first, month.following.first)[-2],
        now=now,
    )
    found = []
    houses = {one.house.id: one for one in town(read(session), asked)}
    for record in records:
        house = houses[record.location_id]
        if past := past_of(record.period, now=now):
            model, program = counted(house), said(record, past)
            model["set-up"] = measured.set_up([house])
            setup = setup_spans(session, [house.house], past)
            group = house_group(record, past, shows_internal=True, set_up=setup)
            program["set-up"] = whole_minutes(sum((group.set_up or {}).values(), timedelta()))
            found += [
                f"{key}: {model[key]}, not {program[key]}" for key in model if model[key] != program[key]
            ]
    return found


@settings(max_examples=10, deadline=None, phases=NO_SHRINKING, suppress_health_check=ONE_DATABASE)
@given(st.integers(0, 2**32), st.booleans(), st.integers(5, 90))
def test_the_hours_of_a_month_equal_the_count(session: Session, seed: int, is_first: bool, days: int) -> None:
    try:
        now = days * 1440 + 365
        written = write(session, town_of(seed), now=now)
        day = written.day(0 if is_first else DAYS)
        month = Month(day.year, day.month)
        assert differences(session, written, month, written.moment(now)) == []
    finally:
        session.rollback()
