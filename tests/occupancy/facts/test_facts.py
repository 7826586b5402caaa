"""Kept facts: the figures they give are those of the bookings, whatever changes, and only days over are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from labspace.announcements import announce
from labspace.bookings.changes import BookingMoved, BookingPlaced, PresenceNoted
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.states import BookingState
from labspace.occupancy.booking_queries import setup_spans
from labspace.occupancy.cli import occupancy
from labspace.occupancy.days import Days
from labspace.occupancy.facts.actions import store_facts
from labspace.occupancy.facts.building import build_facts
from labspace.occupancy.facts.checking import last_check
from labspace.occupancy.facts.jobs import check_in_pieces, keep_all, keep_days, tonight
from labspace.occupancy.facts.models import FactDay, FactMark
from labspace.occupancy.facts.reading import figures_of_month
from labspace.occupancy.facts.time.kind_sets import number_of
from labspace.occupancy.facts.time.models import SpaceFact, UnionMonth
from labspace.occupancy.facts.verifying import verify_facts
from labspace.occupancy.months import Month
from labspace.occupancy.overview import month_figures
from labspace.occupancy.queries import house_records
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import SpaceClosure
from labspace.times import TimeSpan
from tests.factories import on_day
from tests.occupancy.conftest import DECEMBER, MONDAY, Example, Put
from tests.support.statements import counted

NOVEMBER = Month(2026, 11)
S = BookingState
STATES = [S.USED, S.USED, S.NO_SHOW, S.CONFIRMED, S.CANCELLED_HOUSE, S.CANCELLED_LATE]
DAYS = Days(NOVEMBER.first, NOVEMBER.last)


@pytest.fixture
def kept(session: Session, example: Example) -> Example:
    """The example, with all of its November kept."""
    keep_all(session, now=DECEMBER)
    return example


def differences(session: Session, example: Example) -> list[str]:
    found = verify_facts(session, [example.house], [DAYS], now=DECEMBER)
    return [str(one) for one in found.differences]


def hours(session: Session, example: Example, *, now: datetime = DECEMBER) -> list[float]:
    """K01, K02, K03 and K10 as they are read; the same as a count from bookings."""
    found = figures_of_month(session, [example.house], NOVEMBER, now=now, run=["herne"])
    records = house_records(session, [example.house], NOVEMBER, now=now)
    set_up = setup_spans(session, [example.house], NOVEMBER.span(zone=example.house.zone))
    plain = month_figures(records, NOVEMBER, now=now, run=["herne"], set_up=set_up)
    assert found == plain
    assert found.actual is not None
    total = found.actual.together.total
    hour = timedelta(hours=1)
    return [part / hour for part in (total.bookable, total.booked, total.used, total.activated)]


def test_the_example_from_facts_reads_no_booking(session: Session, kept: Example) -> None:
    assert hours(session, kept) == [27, 14, 8, 8]
    with counted(session) as statements:
        figures_of_month(session, [kept.house], NOVEMBER, now=DECEMBER)
    assert not [one for one in statements if "booked_unit" in one]
    set_up = session.scalar(select(func.sum(SpaceFact.set_up)))
    of_all = UnionMonth.kinds == number_of({SpaceKind.DESK, SpaceKind.EVENT_AREA})  # no other was used
    evening = session.scalar(select(UnionMonth.evening).where(of_all))
    assert (set_up, evening) == (2 * 3600, 3 * 3600)  # Rüststunden, K12
    assert differences(session, kept) == []


def test_variant_a_is_read_before_it_is_kept(session: Session, kept: Example, put: Put) -> None:
    booking = put(kept.d2, on_day(MONDAY, 13, 16, house=kept.house), BookingState.USED, kept.booker)
    announce(session, BookingPlaced(booking, kept.nora.id, DECEMBER))
    session.commit()
    assert hours(session, kept) == [27, 14, 11, 11]
    keep_all(session, now=DECEMBER)
    assert hours(session, kept) == [27, 14, 11, 11]
    assert differences(session, kept) == []


def test_variant_b_a_closure_needs_no_mark(session: Session, kept: Example) -> None:
    session.add(SpaceClosure(space_id=kept.d2.id, span=on_day(MONDAY, 12, 18, house=kept.house)))
    session.commit()
    assert hours(session, kept) == [21, 8, 8, 8]
    assert verify_facts(session, [kept.house], [DAYS], now=DECEMBER).compared == 0
    keep_all(session, now=DECEMBER)
    assert hours(session, kept) == [21, 8, 8, 8]
    assert differences(session, kept) == []


@pytest.mark.parametrize("day", range(23, 31))
def test_a_running_month_is_facts_and_a_count(session: Session, example: Example, day: int, put: Put) -> None:
    tomorrow = on_day(MONDAY + timedelta(days=day - 22), 10, 12, house=example.house)
    put(example.d1, tomorrow, BookingState.CONFIRMED, example.booker, is_internal=True)
    noon = on_day(MONDAY + timedelta(days=day - 23), 12, 13, house=example.house).starts_at
    keep_all(session, now=noon)
    hours(session, example, now=noon)


def test_a_moved_booking_marks_where_it_was(session: Session, kept: Example) -> None:
    booking = session.scalars(select(Booking).where(Booking.reference == "BO-MISSED")).one()
    old, new = booking.span, on_day(date(2026, 11, 10), 12, 15, house=kept.house)
    booking.span = new
    session.execute(
        update(BookedUnit)
        .where(BookedUnit.booking_id == booking.id)
        .values(starts_at=new.starts_at, ends_at=new.ends_at)
    )
    announce(
        session,
        BookingMoved(booking, None, DECEMBER, old_span=old, old_unit_ids=frozenset({kept.d2.id})),
    )
    session.commit()
    assert hours(session, kept) == [30, 11, 8, 8]  # let in where the house is closed
    keep_all(session, now=DECEMBER)
    assert differences(session, kept) == []
    assert session.scalar(select(func.count(FactMark.id))) == 0


def test_what_is_booked_ahead_marks_nothing(session: Session, kept: Example, put: Put) -> None:
    booking = put(
        kept.d1, on_day(date(2026, 12, 9), 9, 12, house=kept.house), BookingState.CONFIRMED, kept.booker
    )
    with counted(session) as statements:
        announce(session, BookingPlaced(booking, None, DECEMBER))
        session.commit()
    assert not [one for one in statements if "fact_mark" in one]


def test_what_is_rolled_back_marks_nothing(session: Session, kept: Example) -> None:
    booking = session.scalars(select(Booking).where(Booking.reference == "BO-MISSED")).one()
    announce(session, PresenceNoted(booking, None, DECEMBER))
    session.rollback()
    session.commit()
    assert session.scalar(select(func.count(FactMark.id))) == 0


@pytest.fixture
def mark(session: Session) -> Callable[[Example], None]:
    """Somebody commits a change of the Monday."""

    def change(example: Example) -> None:
        booking = session.scalars(select(Booking).where(Booking.reference == "BO-MISSED")).one()
        announce(session, PresenceNoted(booking, None, DECEMBER))
        session.commit()

    return change


def test_an_older_look_is_never_stored_over_a_newer_one(session: Session, kept: Example, mark) -> None:
    mark(kept)
    (older,) = build_facts(session, [kept.house], DAYS, now=DECEMBER)
    session.execute(update(Booking).where(Booking.reference == "BO-MISSED").values(state=BookingState.USED))
    mark(kept)
    keep_all(session, now=DECEMBER)
    assert store_facts(session, older) is False
    session.commit()
    assert hours(session, kept)[2] == 14
    assert differences(session, kept) == []


def test_what_changed_while_it_was_counted_is_counted_again(session: Session, kept: Example, mark) -> None:
    mark(kept)
    (built,) = build_facts(session, [kept.house], DAYS, now=DECEMBER)
    session.execute(update(Booking).where(Booking.reference == "BO-MISSED").values(state=BookingState.USED))
    mark(kept)
    assert store_facts(session, built) is True
    session.commit()
    assert session.scalar(select(func.count(FactMark.id))) == 1
    assert hours(session, kept)[2] == 14


def test_the_house_changed_while_it_was_counted(session: Session, kept: Example) -> None:
    (built,) = build_facts(session, [kept.house], DAYS, now=DECEMBER)
    session.add(SpaceClosure(space_id=kept.d2.id, span=on_day(MONDAY, 12, 18, house=kept.house)))
    session.commit()
    assert store_facts(session, built) is False


def test_some_days_of_a_mark_are_stored_and_the_others_stay_marked(
    session: Session, kept: Example, mark
) -> None:
    mark(kept)
    (built,) = build_facts(session, [kept.house], Days(MONDAY, MONDAY), now=DECEMBER)
    assert store_facts(session, built)
    session.commit()
    left = session.execute(select(FactMark.first_on, FactMark.last_on).order_by(FactMark.first_on)).all()
    assert [tuple(row) for row in left] == [
        (date(2026, 11, 22), date(2026, 11, 22)),
        (date(2026, 11, 24), date(2026, 11, 24)),
    ]


def test_a_fact_that_was_changed_is_found(app, session: Session, kept: Example) -> None:
    session.execute(update(SpaceFact).where(SpaceFact.space_id == kept.d1.id).values(used=1))
    session.commit()
    found = differences(session, kept)
    assert found[0].startswith(f"herne 2026-11-23 space_fact space_id={kept.d1.id} part=6: kept used=1, ")


def test_today_and_yesterday_are_never_kept(session: Session, example: Example) -> None:
    for day, number in ((24, 0), (25, 1)):
        keep_all(session, now=on_day(date(2026, 11, day), 0, 1, house=example.house).starts_at)
        kept = session.scalars(select(FactDay.day).where(FactDay.day >= MONDAY)).all()
        assert len(kept) == number


def test_a_piece_of_keeping_or_checking_is_a_month_of_one_house(
    app, session: Session, example: Example
) -> None:
    year_later = DECEMBER + timedelta(days=365)
    kept = select(func.count()).select_from(FactDay)
    pieces = [session.scalar(kept) or 0 for _piece in keep_days(session, year_later)]
    added = [many - before for before, many in pairwise([0, *pieces])]
    assert len(added) == 13
    assert max(added) == 31
    night = on_day(date(2027, 12, 1), 3, 4, house=example.house).starts_at
    assert len(list(check_in_pieces(session, night))) == 9
    session.commit()
    check = last_check(session)
    assert check is not None
    assert (check.compared, check.found) == (274, 0)


def test_what_another_process_kept_meanwhile_is_passed_over(session: Session, example: Example) -> None:
    ours = keep_days(session, DECEMBER)
    assert next(ours, "over") is None
    keep_all(session, now=DECEMBER)
    assert next(ours, "over") == "over"


def test_every_year_is_checked_in_turn(session: Session, kept: Example) -> None:
    later = DECEMBER + timedelta(days=400)
    seen = {
        day
        for night in range(6)
        for stretch in tonight(session, [kept.house], now=later + timedelta(days=night))
        for day in stretch
    }
    assert set(Days(MONDAY, date(2027, 12, 31))) <= seen


def test_random_months_read_the_same_from_facts(session: Session, example: Example, put: Put) -> None:
    random = Random(7)
    units = [example.d1, example.d2, example.area]
    first = on_day(date(2026, 11, 1), 0, 1, house=example.house).starts_at
    for _number in range(40):
        begins = first + timedelta(hours=random.randrange(30 * 24))
        span = TimeSpan(begins, begins + timedelta(hours=random.randrange(1, 40)))
        more = {"used_from": begins + timedelta(minutes=20)} if random.random() < 0.3 else {}
        state = random.choice(STATES)
        put(random.choice(units), span, state, example.booker, is_internal=random.random() < 0.3, **more)
    for day in (12, 26):
        keep_all(session, now=on_day(date(2026, 11, day), 9, 10, house=example.house).starts_at)
        for late in (0, 3):
            hours(
                session,
                example,
                now=on_day(date(2026, 11, day + late), 15, 16, house=example.house).starts_at,
            )
    assert differences(session, example) == []


def test_the_command_says_whether_facts_and_bookings_agree(
    app, session: Session, kept: Example, december: datetime
) -> None:
    runner = app.test_cli_runner()
    result = runner.invoke(occupancy, ["verify"])
    assert (result.exit_code, result.output) == (
        0,
        "30 day(s) of houses compared, 0 passed over.\nNo difference.\n",
    )
    session.execute(
        update(UnionMonth).where(UnionMonth.kinds == number_of({SpaceKind.DESK})).values(activated=60)
    )
    session.commit()
    result = runner.invoke(occupancy, ["verify", "--from", "2026-11-22", "--to", "2026-11-24"])
    assert (result.exit_code, "3 day(s) of houses compared" in result.output) == (0, True)
    result = runner.invoke(occupancy, ["verify", "--from", "2026-11-01", "--to", "2026-11-30"])
    assert result.exit_code == 1
    assert "herne 2026-11-01 union_month kinds=1: kept activated=60, counted activated=14400" in result.output
    assert "30 day(s) of houses compared" in result.output
    check = last_check(session)
    assert check is not None
    assert (check.compared, check.found) == (30, 1)
    result = runner.invoke(occupancy, ["verify", "--from", "2026-11-24", "--to", "2026-11-22"])
    assert result.exit_code == 2
    assert "lies before the first" in result.output


def test_however_much_changes_one_statement_marks_it(session: Session, kept: Example) -> None:
    bookings = session.scalars(select(Booking).order_by(Booking.id)).all()
    with counted(session) as statements:
        for booking in bookings:
            announce(session, PresenceNoted(booking, None, DECEMBER))
        session.commit()
    assert len([one for one in statements if "fact_mark" in one]) == 1
    marks = session.execute(select(FactMark.first_on, FactMark.last_on)).all()
    assert [tuple(row) for row in marks] == [(date(2026, 11, 22), date(2026, 11, 24))]


@pytest.mark.parametrize(
    ("day", "marked"),
    [
        pytest.param(21, 1, id="the day before yesterday"),
        pytest.param(23, 1, id="today, whose set-up may reach into yesterday"),
        pytest.param(24, 0, id="tomorrow"),
    ],
)
def test_only_what_may_touch_a_day_that_is_over_is_marked(
    session: Session, example: Example, put: Put, now: datetime, day: int, marked: int
) -> None:
    booking = put(
        example.d1, on_day(date(2026, 11, day), 14, 15, house=example.house), S.CONFIRMED, example.booker
    )
    announce(session, PresenceNoted(booking, None, now))
    session.commit()
    assert session.scalar(select(func.count(FactMark.id))) == marked
