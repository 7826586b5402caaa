"""Bookings over the nights on which the clocks change, on every way to one: 29.03.2026 and 25.10.2026."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    block_space,
    cancel_booking,
    check_in,
    check_out,
    move_booking,
    place_booking,
    settle_all_no_shows,
)
from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.claim_models import BlockingReason, Claim
from labspace.bookings.models import Booking
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.series.actions import (
    change_series,
    place_series,
    take_up_date,
)
from labspace.bookings.series.actions.change import SeriesEdit
from labspace.bookings.series.models import DateState
from labspace.bookings.series.plan import SeriesRefused
from labspace.bookings.series.queries import dates_of
from labspace.bookings.series.recurrence import Frequency, Recurrence
from labspace.bookings.series.wishes import SeriesWish
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.locations.models import OpeningHours
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan
from tests.factories import LONG_AGO, Cast

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAILY = Recurrence(frequency=Frequency.DAILY, count=3)


@pytest.fixture
def all_night(session: Session, cast: Cast) -> None:
    """The house is open day and night, and a desk may be had for a whole day, whatever its length."""
    session.execute(update(OpeningHours).values(opens_minute=0, closes_minute=1440))
    rule = BookingRule(location_id=cast.house.id, kind=SpaceKind.DESK, valid_from=LONG_AGO)
    rule.min_minutes, rule.max_minutes, rule.check_in, rule.grace_minutes = 15, 1500, True, 30
    session.add(rule)
    session.commit()


pytestmark = pytest.mark.usefixtures("all_night")


def utc(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def before(day: date) -> datetime:
    """The noon two days before."""
    return utc(day - 2 * DAY, 11)


# In UTC, both changes are at one o'clock: 1:00 is 3:00 after 1:59 in spring, and 2:00 again in autumn.
CLOCKS = pytest.mark.parametrize("night", [SPRING, AUTUMN], ids=["forward", "back"])


def wish(cast: Cast, first: datetime, last: datetime) -> Wish:
    return Wish(span=TimeSpan(first, last), space_ids=(cast.desk.id,))


@CLOCKS
def test_bookings_on_both_sides_of_the_change_touch_and_do_not_overlap(
    session: Session, cast: Cast, night: date
) -> None:
    book = partial(place_booking, session, booked_by=cast.alice, now=before(night))
    book(wish(cast, utc(night, 0, 30), utc(night, 1)))
    book(wish(cast, utc(night, 1), utc(night, 1, 30)))
    session.commit()
    for first, last in ((utc(night, 0, 45), utc(night, 1, 15)), (utc(night, 0), utc(night, 2))):
        with pytest.raises(SpaceTaken):
            book(wish(cast, first, last))
        session.rollback()
    book(wish(cast, utc(night, 1, 30), utc(night, 2)))
    session.commit()
    spans = sorted(claim.span for claim in session.scalars(select(Claim)))
    assert [one.ends_at for one in spans[:-1]] == [one.starts_at for one in spans[1:]]


@CLOCKS
def test_a_booking_is_moved_over_the_change_and_made_longer_there(
    session: Session, cast: Cast, night: date
) -> None:
    now = before(night)
    booking = place_booking(session, wish(cast, utc(night, 9), utc(night, 10)), booked_by=cast.alice, now=now)
    session.commit()
    for first, last in ((utc(night, 0, 30), utc(night, 1, 30)), (utc(night, 0), utc(night, 3))):
        move_booking(session, booking.id, wish(cast, first, last), by=cast.alice, now=now)
        session.commit()
        assert [claim.span for claim in session.scalars(select(Claim))] == [TimeSpan(first, last)]
        assert booking.check_in_until == first + timedelta(minutes=30)


@CLOCKS
def test_presence_counts_real_minutes_over_the_change(session: Session, cast: Cast, night: date) -> None:
    start, end = utc(night, 0, 45), utc(night, 2)
    booking = place_booking(session, wish(cast, start, end), booked_by=cast.alice, now=before(night))
    missed = place_booking(
        session,
        Wish(span=TimeSpan(start, end), space_ids=(cast.second_desk.id,)),
        booked_by=cast.bob,
        now=before(night),
    )
    session.commit()
    check_in(session, booking.id, by=cast.alice, now=start, in_person=True)
    session.commit()
    assert settle_all_no_shows(session, now=start + timedelta(minutes=29)) == 0
    assert settle_all_no_shows(session, now=start + timedelta(minutes=30)) == 1
    session.commit()
    assert missed.state is BookingState.NO_SHOW
    check_out(session, booking.id, by=cast.alice, now=utc(night, 1, 10))
    session.commit()
    assert [claim.span for claim in session.scalars(select(Claim))] == [TimeSpan(start, utc(night, 1, 10))]


@pytest.mark.parametrize(
    ("night", "hours"), [(SPRING, [24, 23, 24]), (AUTUMN, [24, 25, 24])], ids=["23 hours", "25 hours"]
)
def test_a_series_of_whole_days_leaves_no_gap(
    session: Session, cast: Cast, night: date, hours: list[int]
) -> None:
    asked = SeriesWish(
        rule=DAILY, first_on=night - DAY, starts_minute=0, ends_minute=1440, space_ids=(cast.desk.id,)
    )
    place_series(session, asked, booked_by=cast.alice, now=before(night), skip=False)
    session.commit()
    spans = sorted(claim.span for claim in session.scalars(select(Claim)))
    assert [span.duration / HOUR for span in spans] == hours
    assert [one.ends_at for one in spans[:-1]] == [one.starts_at for one in spans[1:]]
    for first in (utc(night, 0, 30), utc(night, 1)):
        with pytest.raises(SpaceTaken):
            place_booking(session, wish(cast, first, first + HOUR), booked_by=cast.bob, now=before(night))
        session.rollback()


@pytest.mark.parametrize(
    ("night", "starts", "hours"), [(SPRING, 1, [2, 1, 2]), (AUTUMN, 2, [1, 2, 1])], ids=["forward", "back"]
)
def test_a_series_over_the_change_keeps_its_local_hours(
    session: Session, cast: Cast, night: date, starts: int, hours: list[int]
) -> None:
    asked = SeriesWish(
        rule=DAILY,
        first_on=night - DAY,
        starts_minute=starts * 60,
        ends_minute=180,
        space_ids=(cast.desk.id,),
    )
    series = place_series(session, asked, booked_by=cast.alice, now=before(night), skip=False)
    session.commit()
    bookings = [one.booking for one in dates_of(session, series.id) if one.booking]
    assert [booking.span.duration / HOUR for booking in bookings] == hours
    local = [booking.starts_at.astimezone(cast.house.zone).hour for booking in bookings]
    assert local == [starts] * 3


def test_a_series_is_not_changed_to_hours_one_of_its_days_skips(session: Session, cast: Cast) -> None:
    now = before(SPRING)
    asked = SeriesWish(
        rule=DAILY, first_on=SPRING - DAY, starts_minute=600, ends_minute=720, space_ids=(cast.desk.id,)
    )
    series = place_series(session, asked, booked_by=cast.alice, now=now, skip=False)
    session.commit()
    first, second, _third = [one.booking_id or 0 for one in dates_of(session, series.id)]
    was = sorted(claim.span for claim in session.scalars(select(Claim)))
    edit = SeriesEdit(starts_minute=150, ends_minute=240)
    for booking_id in (first, second):
        with pytest.raises(SeriesRefused) as refused:
            change_series(session, booking_id, edit, everything=False, by=cast.alice, now=now)
        session.rollback()
        assert [one.day for one in refused.value.dates] == [SPRING]
        assert refused.value.codes == {"local_time_missing_on"}
    assert sorted(claim.span for claim in session.scalars(select(Claim))) == was
    later = SeriesEdit(starts_minute=60, ends_minute=210)
    change_series(session, first, later, everything=True, by=cast.alice, now=now)
    session.commit()
    spans = sorted(claim.span for claim in session.scalars(select(Claim)))
    assert [span.duration / HOUR for span in spans] == [2.5, 1.5, 2.5]


def test_a_date_skipped_in_the_doubled_hour_is_taken_up_as_it_was_asked_for(
    session: Session, cast: Cast
) -> None:
    now = before(AUTUMN)
    rival = place_booking(session, wish(cast, utc(AUTUMN, 1), utc(AUTUMN, 2)), booked_by=cast.bob, now=now)
    session.commit()
    asked = SeriesWish(
        rule=DAILY, first_on=AUTUMN - DAY, starts_minute=120, ends_minute=180, space_ids=(cast.desk.id,)
    )
    series = place_series(session, asked, booked_by=cast.alice, now=now, skip=True)
    session.commit()
    skipped = dates_of(session, series.id)[1]
    assert skipped.state is DateState.SKIPPED
    cancel_booking(session, rival.id, by=cast.bob, now=now)
    session.commit()
    booking = take_up_date(session, skipped.id, by=cast.alice, now=now)
    session.commit()
    assert booking.span == TimeSpan(utc(AUTUMN, 0), utc(AUTUMN, 2))


@pytest.mark.parametrize(("night", "hours"), [(SPRING, 23), (AUTUMN, 25)], ids=["23 hours", "25 hours"])
def test_a_blocked_day_is_blocked_as_long_as_it_lasts(
    session: Session, cast: Cast, night: date, hours: int
) -> None:
    span = TimeSpan.of_days(night, night, zone=cast.house.zone)
    block_space(
        session, cast.desk.id, span=span, reason=BlockingReason.OTHER, by=cast.nora, now=before(night)
    )
    session.commit()
    assert span.duration == hours * HOUR
    ways: list[Callable[[], Booking]] = [
        partial(
            place_booking,
            session,
            wish(cast, edge, edge + timedelta(minutes=15)),
            booked_by=cast.alice,
            now=before(night),
        )
        for edge in (span.starts_at, span.ends_at - timedelta(minutes=15))
    ]
    for book in ways:
        with pytest.raises(SpaceTaken):
            book()
        session.rollback()
    after = wish(cast, span.ends_at, span.ends_at + HOUR)
    assert place_booking(session, after, booked_by=cast.alice, now=before(night)).span == after.span
