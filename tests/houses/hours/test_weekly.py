"""Other weekly hours: from a day on, bookings seen first, two people at once, written down and taken back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import place_booking
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.errors import Refused
from labspace.houses.actions import BookingsTouched
from labspace.houses.dated.actions import ChangedMeanwhile, Decided, change, take_back
from labspace.houses.dated.models import DatedChange
from labspace.houses.dated.rows import stand
from labspace.houses.hours.week import Week, rows_of
from labspace.houses.hours.weekly import WeeklyHours
from labspace.houses.queries import fingerprint
from labspace.locations.models import OpeningHours
from labspace.locations.queries import house_hours
from labspace.notices.models import OutboxRow
from labspace.times import TimeSpan
from tests.factories import Cast, book, on_day

TODAY, THURSDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 26), date(2026, 11, 27)
SHORT: Week = (((600, 960),),) * 5 + ((), ())
"""Monday to Friday from 10 to 16."""


@pytest.fixture
def booking(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's desk on Thursday from 9 to 12."""
    return book(session, cast.desk, cast.alice, on_day(THURSDAY, 9, 12, house=cast.house), now=now)


def set_hours(
    session: Session,
    cast: Cast,
    now: datetime,
    week: Week = SHORT,
    *,
    first: date = THURSDAY,
    last: date | None = None,
    **decided: object,
) -> DatedChange:
    keeper = WeeklyHours()
    values = {"stand": stand(keeper.read(session, cast.house)), **decided}
    made = change(
        session, keeper, cast.house.id, new=rows_of(week), first=first, last=last,
        decided=Decided(**values), by=cast.nora, now=now,  # type: ignore[arg-type]
    )  # fmt: skip
    session.commit()
    return made


def undo(session: Session, cast: Cast, made: DatedChange, now: datetime, **decided: object) -> None:
    values = {"stand": "", **decided}
    take_back(session, WeeklyHours(), made.id, decided=Decided(**values), by=cast.nora, now=now)  # type: ignore[arg-type]
    session.commit()


def opening(session: Session, cast: Cast, day: date) -> list[TimeSpan]:
    window = TimeSpan.of_days(day, day, zone=cast.house.zone)
    return house_hours(session, [cast.house], window)[cast.house.id].open_spans(window)


def hours(cast: Cast, day: date, starts: int, ends: int) -> list[TimeSpan]:
    return [on_day(day, starts, ends, house=cast.house)]


def test_other_hours_hold_from_their_day_on(session: Session, cast: Cast, now: datetime) -> None:
    revision = cast.house.hours_revision
    set_hours(session, cast, now)
    assert opening(session, cast, THURSDAY - timedelta(days=1)) == hours(
        cast, THURSDAY - timedelta(days=1), 8, 18
    )
    assert opening(session, cast, THURSDAY) == hours(cast, THURSDAY, 10, 16)
    assert opening(session, cast, date(2026, 11, 28)) == []
    assert cast.house.hours_revision == revision + 1
    wish = Wish(span=on_day(THURSDAY, 8, 9, house=cast.house), space_ids=(cast.desk.id,))
    with pytest.raises(Refused) as refused:
        place_booking(session, wish, booked_by=cast.alice, now=now)
    session.rollback()
    assert refused.value.codes == {"closed"}


def test_for_some_days_the_usual_hours_return(session: Session, cast: Cast, now: datetime) -> None:
    set_hours(session, cast, now, last=FRIDAY)
    assert opening(session, cast, FRIDAY) == hours(cast, FRIDAY, 10, 16)
    assert opening(session, cast, date(2026, 11, 28)) == hours(cast, date(2026, 11, 28), 8, 18)


def test_bookings_that_lose_time_are_seen_first(
    session: Session, cast: Cast, now: datetime, booking: Booking
) -> None:
    book(session, cast.second_desk, cast.bob, on_day(THURSDAY, 11, 15, house=cast.house), now=now)
    with pytest.raises(BookingsTouched) as touched:
        set_hours(session, cast, now)
    session.rollback()
    assert [one.id for one in touched.value.bookings] == [booking.id]
    assert session.scalar(select(func.count(DatedChange.id))) == 0
    set_hours(session, cast, now, seen=fingerprint([booking]))
    session.refresh(booking)
    assert booking.state is BookingState.CONFIRMED


def test_the_house_may_cancel_them_and_says_why(
    session: Session, cast: Cast, now: datetime, booking: Booking
) -> None:
    seen = fingerprint([booking])
    with pytest.raises(Refused, match="reason_missing"):
        set_hours(session, cast, now, seen=seen, cancels=True)
    session.rollback()
    told = session.scalar(select(func.count(OutboxRow.id))) or 0
    made = set_hours(session, cast, now, seen=seen, cancels=True, reason="Kürzere Zeiten")
    session.refresh(booking)
    assert (booking.state, booking.cancel_reason) == (BookingState.CANCELLED_HOUSE, "Kürzere Zeiten")
    assert session.scalar(select(func.count(OutboxRow.id))) == told + 1
    assert made.cancelled == 1


def test_what_is_booked_by_whole_days_is_not_touched(session: Session, cast: Cast, now: datetime) -> None:
    span = TimeSpan.of_days(THURSDAY, THURSDAY + timedelta(days=13), zone=cast.house.zone)
    wish = Wish(span=span, space_ids=(cast.popup.id,))
    place_booking(
        session,
        wish,
        booked_by=cast.alice,
        now=now,
        door=StaffDoor(entered_by=cast.nora, reason="vereinbart"),
    )
    session.commit()
    assert set_hours(session, cast, now).cancelled == 0


def test_two_at_once_do_not_overwrite_each_other(session: Session, cast: Cast, now: datetime) -> None:
    old = stand(WeeklyHours().read(session, cast.house))
    set_hours(session, cast, now)
    with pytest.raises(ChangedMeanwhile):
        set_hours(session, cast, now, (((480, 720),),) * 7, stand=old)
    session.rollback()
    assert opening(session, cast, THURSDAY) == hours(cast, THURSDAY, 10, 16)


@pytest.mark.parametrize(
    ("days", "code"),
    [
        pytest.param({"first": TODAY - timedelta(days=1)}, "dated_in_the_past", id="past"),
        pytest.param({"first": FRIDAY, "last": THURSDAY}, "ends_before_it_begins", id="backwards"),
    ],
)
def test_impossible_days_are_refused(
    session: Session, cast: Cast, now: datetime, days: dict[str, date], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        set_hours(session, cast, now, **days)  # type: ignore[arg-type]
    session.rollback()


def test_the_same_again_changes_nothing(session: Session, cast: Cast, now: datetime) -> None:
    set_hours(session, cast, now)
    with pytest.raises(Refused, match="nothing_changed"):
        set_hours(session, cast, now)
    session.rollback()
    assert session.scalar(select(func.count(DatedChange.id))) == 1


def test_taken_back_before_it_begins_all_is_as_it_was(session: Session, cast: Cast, now: datetime) -> None:
    before = WeeklyHours().read(session, cast.house)
    made = set_hours(session, cast, now)
    undo(session, cast, made, now)
    assert stand(WeeklyHours().read(session, cast.house)) == stand(before)
    assert (
        session.scalar(select(func.count(OpeningHours.id)).where(OpeningHours.location_id == cast.house.id))
        == 7
    )
    assert (made.taken_back_at, made.taken_back_by_id) == (now, cast.nora.id)
    with pytest.raises(Refused, match="taken_back_already"):
        undo(session, cast, made, now)
    session.rollback()


def test_taken_back_while_it_holds_the_past_stays(session: Session, cast: Cast, now: datetime) -> None:
    made = set_hours(session, cast, now)
    noon = on_day(FRIDAY, 12, 13, house=cast.house).starts_at
    with time_machine.travel(noon, tick=False):
        undo(session, cast, made, noon)
        assert opening(session, cast, THURSDAY) == hours(cast, THURSDAY, 10, 16)
        assert opening(session, cast, FRIDAY) == hours(cast, FRIDAY, 8, 18)


def test_what_is_over_stays(session: Session, cast: Cast, now: datetime) -> None:
    made = set_hours(session, cast, now, last=FRIDAY)
    later = on_day(date(2026, 11, 28), 9, 10, house=cast.house).starts_at
    with time_machine.travel(later, tick=False), pytest.raises(Refused, match="change_is_over"):
        undo(session, cast, made, later)
    session.rollback()


def test_the_later_change_is_taken_back_first(session: Session, cast: Cast, now: datetime) -> None:
    first = set_hours(session, cast, now)
    second = set_hours(session, cast, now, (((480, 720),),) * 7, first=FRIDAY)
    with pytest.raises(ChangedMeanwhile):
        undo(session, cast, first, now)
    session.rollback()
    undo(session, cast, second, now)
    undo(session, cast, first, now)
    assert opening(session, cast, FRIDAY) == hours(cast, FRIDAY, 8, 18)


def test_taking_back_longer_hours_shows_who_needs_them(session: Session, cast: Cast, now: datetime) -> None:
    made = set_hours(session, cast, now, (((480, 1320),),) * 7)
    late = book(session, cast.desk, cast.alice, on_day(THURSDAY, 19, 21, house=cast.house), now=now)
    with pytest.raises(BookingsTouched) as touched:
        undo(session, cast, made, now)
    session.rollback()
    assert [one.id for one in touched.value.bookings] == [late.id]
    undo(session, cast, made, now, seen=fingerprint([late]))
    assert opening(session, cast, THURSDAY) == hours(cast, THURSDAY, 8, 18)
