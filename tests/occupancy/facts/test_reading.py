"""Periods of any length read the same from months, days and bookings: over clock changes, for houses of two zones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from labspace.announcements import announce
from labspace.bookings.changes import PresenceNoted
from labspace.bookings.claim_models import Blocking, BlockingReason
from labspace.bookings.models import Booking
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.states import BookingState
from labspace.locations.models import Closure, Location, SpecialOpening
from labspace.occupancy.days import Days
from labspace.occupancy.facts import families
from labspace.occupancy.facts.jobs import keep_all
from labspace.occupancy.facts.models import FactMonth
from labspace.occupancy.facts.plans import plan_for
from labspace.occupancy.facts.time.family import TIME
from labspace.occupancy.facts.time.models import QuarterMonth
from labspace.occupancy.facts.time.quarters import peaks_read
from labspace.occupancy.facts.time.reading import count_stretches, time_read
from labspace.occupancy.facts.verifying import verify_facts
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space, SpaceClosure, SpaceHours
from labspace.times import TimeSpan, start_of_day
from tests.factories import LONG_AGO, make_divisible, make_house, make_space, make_user
from tests.occupancy.conftest import Put
from tests.occupancy.facts.told import check, number_kept
from tests.support.statements import counted

S = BookingState
STATES = [S.USED, S.USED, S.USED, S.NO_SHOW, S.CONFIRMED, S.CANCELLED_HOUSE, S.CANCELLED_LATE, S.REJECTED]
FIRST, LAST = date(2025, 9, 20), date(2026, 4, 12)
"""All clock changes of both zones lie between."""
LATER = datetime(2026, 4, 14, 11, tzinfo=UTC)
CLOCK_CHANGES = [date(2025, 10, 26), date(2025, 11, 2), date(2026, 3, 8), date(2026, 3, 29)]


@pytest.fixture
def town(session: Session, put: Put, now: datetime) -> list[Location]:
    """Two houses in two zones, with all that may be odd about their spaces, and half a year of bookings."""
    random, booker = Random(4), make_user(session, "Alice", now=now)
    houses = [
        make_house(session, "bochum", holiday_region="DE-NW"),
        make_house(session, "albany", timezone="America/New_York", opens=7, closes=23),
    ]
    for house in houses:
        units = furnish(session, house)
        random_bookings(put, random, units, booker, house, number=60)
        close_sometimes(session, random, units, house)
    session.commit()
    return houses


def furnish(session: Session, house: Location) -> list[Space]:
    """Units of every kind: some that came or went, one with hours of its own, halves with set-up."""
    _whole, *halves = make_divisible(session, house)
    late = make_space(session, house, number=3, valid_from=date(2025, 11, 15))
    gone = make_space(session, house, number=4, valid_until=date(2026, 2, 10))
    slot = make_space(session, house, SpaceKind.POPUP_SLOT)
    for weekday in range(7):  # round the clock, on the days of 23 and 25 hours too
        session.add(SpaceHours(space_id=slot.id, weekday=weekday, opens_minute=0, closes_minute=1440, valid_from=LONG_AGO))  # fmt: skip
    buffers = {"buffer_before_minutes": 30, "buffer_after_minutes": 45}
    session.add(BookingRule(location_id=house.id, kind=SpaceKind.EVENT_AREA, valid_from=LONG_AGO, **buffers))
    desks = [make_space(session, house, number=number) for number in (1, 2)]
    return [*halves, late, gone, slot, *desks, make_space(session, house, SpaceKind.CAFE_TABLE)]


def random_bookings(
    put: Put, random: Random, units: list[Space], booker: object, house: Location, *, number: int
) -> None:
    for _number in range(number):
        day = random.choice([*CLOCK_CHANGES, FIRST + timedelta(days=random.randrange((LAST - FIRST).days))])
        begins = start_of_day(day, zone=house.zone) + timedelta(minutes=5 * random.randrange(288))
        ends = begins + timedelta(minutes=5 * random.randrange(1, 200))
        more: dict[str, object] = {"is_internal": random.random() < 0.3}
        if random.random() < 0.4:
            more["used_from"] = begins + timedelta(minutes=random.randrange(-20, 20))
        if random.random() < 0.4:
            more["used_until"] = ends + timedelta(minutes=random.randrange(-30, 30))
        if random.random() < 0.3:
            more["setup_minutes"] = more["teardown_minutes"] = 60
        space = random.choice(units)
        spaces = tuple(units[:2]) if space in units[:2] and random.random() < 0.5 else (space,)
        put(spaces, TimeSpan(begins, ends), random.choice(STATES), booker, **more)


def close_sometimes(session: Session, random: Random, units: list[Space], house: Location) -> None:
    def some() -> TimeSpan:
        day = FIRST + timedelta(days=random.randrange((LAST - FIRST).days))
        begins = start_of_day(day, zone=house.zone) + timedelta(hours=random.randrange(24))
        return TimeSpan(begins, begins + timedelta(hours=random.randrange(1, 60)))

    for _number in range(4):
        session.add(SpaceClosure(space_id=random.choice(units).id, span=some()))
        session.add(random.choice([SpecialOpening, Closure])(location_id=house.id, span=some()))


def days_between(random: Random) -> Days:
    first = FIRST + timedelta(days=random.randrange((LAST - FIRST).days))
    return Days(first, min(LAST + timedelta(days=4), first + timedelta(days=random.randrange(200))))


@pytest.mark.parametrize("seed", range(6))
def test_any_period_reads_as_it_is_counted(session: Session, town: list[Location], seed: int) -> None:
    random = Random(seed)
    keep_all(session, now=LATER - timedelta(days=random.randrange(60)))
    session.commit()
    for house in town:  # some of it does not hold any more
        booking = session.scalars(
            select(Booking).where(Booking.location_id == house.id).order_by(Booking.id)
        ).all()[random.randrange(60)]
        booking.state = random.choice(STATES)
        announce(session, PresenceNoted(booking, None, LATER))
        session.commit()
    check(session, town, days_between(random), now=LATER, by_day=seed % 2 == 0)
    check(session, town[seed % 2 :], Days(FIRST, LAST + timedelta(days=9)), now=LATER)
    keep_all(session, now=LATER)
    session.commit()
    assert number_kept(session)[2] == 0
    assert verify_facts(session, town, [Days(FIRST, LAST)], now=LATER).differences == []


def test_closed_months_read_neither_bookings_nor_days(session: Session, town: list[Location]) -> None:
    keep_all(session, now=LATER)
    session.commit()
    closed = Days(date(2025, 10, 1), date(2026, 3, 31))
    with counted(session) as statements:
        plan = plan_for(session, town, closed, now=LATER)
        found = count_stretches(session, plan)
        time_read(session, plan, counted=found)
        peaks_read(session, plan, found)
    for table in ("booking", "booked_unit", "kind_fact", "space_fact"):
        assert not [one for one in statements if f"FROM {table}" in one or f"JOIN {table}" in one], table
    assert len(statements) <= 20


def test_another_text_or_a_closure_to_come_leaves_what_is_kept(
    session: Session, town: list[Location]
) -> None:
    keep_all(session, now=LATER)
    session.commit()
    house = town[0]
    before = plan_for(session, town, Days(FIRST, LAST), now=LATER)
    next_month = TimeSpan(LATER + timedelta(days=20), LATER + timedelta(days=21))
    session.add(Closure(location_id=house.id, span=next_month))
    session.execute(update(Space).where(Space.location_id == house.id).values(description="Neu"))
    session.commit()
    assert plan_for(session, town, Days(FIRST, LAST), now=LATER) == before


def test_a_closure_afterwards_makes_its_month_stale_and_no_other(
    session: Session, town: list[Location]
) -> None:
    keep_all(session, now=LATER)
    session.commit()
    house = town[0]
    shut = TimeSpan(datetime(2026, 1, 8, 9, tzinfo=UTC), datetime(2026, 1, 8, 15, tzinfo=UTC))
    session.add(Closure(location_id=house.id, span=shut))
    session.commit()
    plan = plan_for(session, town, Days(date(2025, 10, 1), date(2026, 3, 31)), now=LATER)
    january = Days(date(2026, 1, 1), date(2026, 1, 31))
    assert list(plan.counted) == [([house], january)]
    assert sorted(plan.months[house.id]) == [
        date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1), date(2026, 2, 1), date(2026, 3, 1)
    ]  # fmt: skip
    check(session, town, Days(FIRST, LAST), now=LATER)


def test_another_version_of_a_family_is_counted_anew(
    session: Session, town: list[Location], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_all(session, now=LATER)
    session.commit()
    monkeypatch.setitem(families._families, TIME.name, replace(TIME, version=TIME.version + 1))
    plan = plan_for(session, town, Days(date(2025, 10, 1), date(2026, 3, 31)), now=LATER)
    assert not any(plan.months.values())
    assert not any(plan.kept.values())
    keep_all(session, now=LATER)
    session.commit()
    plan = plan_for(session, town, Days(date(2025, 10, 1), date(2026, 3, 31)), now=LATER)
    assert plan.counted == []


def test_maintenance_of_a_whole_shuts_its_parts_in_facts_too(
    session: Session, town: list[Location], now: datetime
) -> None:
    house = town[0]
    whole = session.scalars(
        select(Space).where(Space.location_id == house.id, Space.is_unit.is_(False))
    ).one()
    staff = make_user(session, "Nora", now=now)
    span = TimeSpan(datetime(2026, 1, 7, 8, tzinfo=UTC), datetime(2026, 1, 7, 12, tzinfo=UTC))
    session.add(
        Blocking(
            space_id=whole.id,
            span=span,
            reason=BlockingReason.MAINTENANCE,
            created_by_id=staff.id,
            created_at=span.starts_at,
        )
    )
    keep_all(session, now=LATER)
    session.commit()
    check(session, town, Days(date(2025, 12, 1), date(2026, 2, 20)), now=LATER)


def test_the_night_finds_what_was_changed_in_a_month(session: Session, town: list[Location]) -> None:
    keep_all(session, now=LATER)
    month = date(2026, 1, 1)
    session.execute(update(QuarterMonth).where(QuarterMonth.month == month).values(quarters=b"\0" * 4))
    session.execute(update(FactMonth).where(FactMonth.month == date(2026, 2, 1)).values(made_by=1))
    session.commit()
    found = verify_facts(session, town, [Days(date(2025, 12, 1), date(2026, 2, 28))], now=LATER)
    assert {(one.house, one.key["month"], one.table) for one in found.differences} == {
        (house.slug, month, QuarterMonth) for house in town
    }
