"""Numbers of visits are corrected and never lost; taps count once, and all doors add up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.errors import Refused
from labspace.times import TimeSpan
from labspace.visits.actions import Counted, Door, Tap, enter_count, note_taps, withdraw_count
from labspace.visits.kinds import DataGrade, VisitSource
from labspace.visits.models import DoorTap, VisitCount
from labspace.visits.queries import all_counts_of, counts_of, visited, visited_days
from tests.factories import Cast, book, on_day

TUESDAY = date(2026, 11, 24)
HOUR = timedelta(hours=1)


@pytest.fixture
def booking(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice has the meeting room on Tuesday from nine to twelve."""
    return book(session, cast.room, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)


@pytest.fixture
def after(booking: Booking) -> datetime:
    return booking.ends_at + HOUR


def counted(booking: Booking, number: int, source: VisitSource = VisitSource.TALLY) -> Counted:
    return Counted(
        location_id=booking.location_id,
        booking_id=booking.id,
        day=TUESDAY,
        span=booking.span,
        count=number,
        source=source,
    )


def test_a_number_is_kept_with_its_source_and_who_entered_it(
    session: Session, cast: Cast, booking: Booking, after: datetime
) -> None:
    row = enter_count(session, counted(booking, 7), by=cast.nora, now=after)
    session.commit()
    assert (row.count, row.source.grade, row.entered_by_id, row.entered_at) == (
        7, DataGrade.B, cast.nora.id, after,
    )  # fmt: skip
    assert visited(session, [booking.id])[booking.id].total == 7
    assert [one.id for one in visited_days(session, cast.house.id, TUESDAY, TUESDAY)] == [row.id]


def test_a_correction_keeps_the_old_number_as_a_fact(
    session: Session, cast: Cast, booking: Booking, after: datetime
) -> None:
    old = enter_count(session, counted(booking, 7), by=cast.nora, now=after)
    session.commit()
    new = enter_count(session, counted(booking, 9), by=cast.ada, now=after + HOUR)
    session.commit()
    assert [row.count for row in counts_of(session, booking.id)] == [9]
    assert [row.count for row in all_counts_of(session, booking.id)] == [9, 7]
    assert (new.corrects_id, old.ended_at, old.ended_by_id) == (old.id, after + HOUR, cast.ada.id)


def test_the_same_number_twice_is_one(
    session: Session, cast: Cast, booking: Booking, after: datetime
) -> None:
    rows = [enter_count(session, counted(booking, 7), by=cast.nora, now=after) for _again in range(2)]
    assert rows[0] is rows[1]
    assert len(all_counts_of(session, booking.id)) == 1


def test_a_withdrawn_number_counts_no_more_and_stays(
    session: Session, cast: Cast, booking: Booking, after: datetime
) -> None:
    row = enter_count(session, counted(booking, 70), by=cast.nora, now=after)
    for _again in range(2):
        withdraw_count(session, row.id, by=cast.nora, now=after)
    session.commit()
    assert visited(session, [booking.id]) == {}
    assert len(all_counts_of(session, booking.id)) == 1
    with pytest.raises(LookupError):
        withdraw_count(session, 999_999, by=cast.nora, now=after)


def test_each_source_has_its_own_number_and_the_better_counts(
    session: Session, cast: Cast, booking: Booking, after: datetime
) -> None:
    enter_count(session, counted(booking, 12, VisitSource.REPORT), by=cast.alice, now=after)
    enter_count(session, counted(booking, 8), by=cast.nora, now=after)
    assert len(counts_of(session, booking.id)) == 2
    assert visited(session, [booking.id])[booking.id].total == 8


@pytest.mark.parametrize(
    ("number", "moment", "code"),
    [
        pytest.param(-1, HOUR, "no_such_number", id="less than nobody"),
        pytest.param(100_000, HOUR, "no_such_number", id="far too many"),
        pytest.param(5, -4 * HOUR, "visits_in_the_future", id="before it began"),
    ],
)
def test_what_cannot_be_is_refused(
    session: Session, cast: Cast, booking: Booking, number: int, moment: timedelta, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        enter_count(session, counted(booking, number), by=cast.nora, now=booking.ends_at + moment)
    assert refused.value.codes == {code}
    assert session.scalar(select(func.count(VisitCount.id))) == 0


def test_a_house_and_a_space_are_counted_without_a_booking(
    session: Session, cast: Cast, now: datetime
) -> None:
    span = on_day(date(2026, 11, 23), 8, 18, house=cast.house)
    for space_id, number in ((None, 120), (cast.popup.id, 45)):
        for _again in range(2):
            shop = Counted(
                location_id=cast.house.id,
                space_id=space_id,
                day=date(2026, 11, 23),
                span=span,
                count=number,
                source=VisitSource.ESTIMATE,
            )
            enter_count(session, shop, by=cast.nora, now=now)
    session.commit()
    rows = visited_days(session, cast.house.id, date(2026, 11, 23), date(2026, 11, 23))
    assert [(row.space_id, row.count) for row in rows] == [(None, 120), (cast.popup.id, 45)]


# --- the door ------------------------------------------------------------------------------------


@pytest.fixture
def door(cast: Cast, booking: Booking) -> Door:
    return Door(location_id=cast.house.id, booking_id=booking.id, day=TUESDAY, span=booking.span)


NUMBERS = count()


def tap(people: int, at: datetime, *, key: str = "", undoes: str | None = None) -> Tap:
    return Tap(key=key or f"tap-{next(NUMBERS)}", people=people, tapped_at=at, undoes_key=undoes)


def test_two_doors_add_up(session: Session, cast: Cast, door: Door, booking: Booking) -> None:
    nine = booking.starts_at
    assert note_taps(session, door, [tap(1, nine)], device="a", by=cast.nora, now=nine) == 1
    assert note_taps(session, door, [tap(5, nine), tap(1, nine)], device="b", by=cast.ada, now=nine) == 7
    assert note_taps(session, door, [tap(-1, nine)], device="a", by=cast.nora, now=nine) == 6
    session.commit()
    [row] = counts_of(session, booking.id)
    assert (row.count, row.source, row.ended_at) == (6, VisitSource.DOOR, None)


def test_a_tap_sent_again_counts_once(session: Session, cast: Cast, door: Door, booking: Booking) -> None:
    nine = booking.starts_at
    batch = [tap(1, nine), tap(1, nine)]
    for _again in range(3):
        assert note_taps(session, door, [*batch, batch[0]], device="a", by=cast.nora, now=nine) == 2
    assert session.scalar(select(func.count(DoorTap.id))) == 2


def test_a_tap_is_taken_back_once_and_both_stay(
    session: Session, cast: Cast, door: Door, booking: Booking
) -> None:
    nine = booking.starts_at
    first = tap(5, nine)
    backs = [tap(-5, nine, undoes=first.key) for _twice in range(2)]
    assert note_taps(session, door, [first, *backs], device="a", by=cast.nora, now=nine) == 0
    assert note_taps(session, door, [tap(-5, nine, undoes=first.key)], device="b", by=cast.ada, now=nine) == 0
    assert session.scalar(select(func.count(DoorTap.id))) == 2


def test_nobody_is_the_least_and_clocks_of_devices_are_kept_in_bounds(
    session: Session, cast: Cast, door: Door, booking: Booking
) -> None:
    nine = booking.starts_at
    wrong = [tap(-1, nine + timedelta(days=400)), tap(-1, nine - timedelta(days=400))]
    assert note_taps(session, door, wrong, device="a", by=cast.nora, now=nine + HOUR) == 0
    moments = set(session.scalars(select(DoorTap.tapped_at)))
    assert moments == {nine, nine + HOUR}


def test_the_door_of_the_house_is_another_than_that_of_an_event(
    session: Session, cast: Cast, door: Door, booking: Booking
) -> None:
    nine = booking.starts_at
    house = Door(
        location_id=cast.house.id, day=TUESDAY, span=TimeSpan.of_days(TUESDAY, TUESDAY, zone=cast.house.zone)
    )
    note_taps(session, door, [tap(3, nine)], device="a", by=cast.nora, now=nine)
    assert note_taps(session, house, [tap(1, nine)], device="a", by=cast.nora, now=nine) == 1
    assert visited(session, [booking.id])[booking.id].total == 3
