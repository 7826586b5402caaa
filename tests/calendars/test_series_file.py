"""A series in calendars: each date an event of its own, related to the others, in file and feed alike."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions import cancel_series, change_series, place_series
from labspace.bookings.actions.series_change import SeriesEdit
from labspace.bookings.recurrence import Frequency, Recurrence
from labspace.bookings.series_models import Series
from labspace.bookings.series_queries import dates_of
from labspace.bookings.series_wishes import SeriesWish
from labspace.calendars.models import CalendarEntry, CalendarFeed
from labspace.calendars.scopes import personal
from tests.calendars.feeds import opened
from tests.factories import Cast
from tests.support.statements import counted


@pytest.fixture
def series(session: Session, cast: Cast, now: datetime) -> Series:
    """Alice, who has a feed, books four Tuesdays from nine to twelve."""
    opened(session, personal(cast.alice.id), cast.alice, now=now)
    wish = SeriesWish(
        rule=Recurrence(frequency=Frequency.WEEKLY, weekdays=(1,), count=4),
        first_on=date(2026, 11, 24),
        starts_minute=540,
        ends_minute=720,
        space_ids=(cast.desk.id,),
    )
    series = place_series(session, wish, booked_by=cast.alice, now=now, skip=False)
    session.commit()
    return series


def first_of(session: Session, series: Series) -> int:
    return dates_of(session, series.id)[0].booking_id or 0


def test_the_file_has_every_date_and_cancels_what_was_called_off(
    visit, session: Session, cast: Cast, series: Series, now: datetime
) -> None:
    address = f"/serien/{series.reference}.ics"
    before = Calendar.from_ical(visit(cast.alice).get(address).data).walk("VEVENT")
    assert len({str(one["UID"]) for one in before}) == 4
    assert {str(one["RELATED-TO"]) for one in before} == {f"{series.uid}@labspace"}
    assert {one.decoded("DTSTART").hour for one in before} == {9}
    cancel_series(session, first_of(session, series), everything=True, by=cast.alice, now=now)
    session.commit()
    after = Calendar.from_ical(visit(cast.alice).get(address).data).walk("VEVENT")
    assert [one["UID"] for one in after] == [one["UID"] for one in before]
    assert {(str(one["STATUS"]), one["SEQUENCE"]) for one in after} == {("CANCELLED", 1)}


def test_the_feed_follows_a_whole_series_with_one_revision(
    session: Session, cast: Cast, series: Series, now: datetime
) -> None:
    feed = session.scalars(select(CalendarFeed)).one()
    assert len(session.scalars(select(CalendarEntry)).all()) == 4
    revision = feed.revision
    edit = SeriesEdit(starts_minute=600, ends_minute=780)
    with counted(session) as seen:
        change_series(session, first_of(session, series), edit, everything=True, by=cast.alice, now=now)
        session.commit()
    session.expire_all()
    assert feed.revision == revision + 1
    assert sum(one.startswith("SELECT calendar_entry.id") for one in seen) == 1
    assert all(
        b"DTSTART;TZID=Europe/Berlin:" in entry.ics for entry in session.scalars(select(CalendarEntry))
    )
    assert all(b"T100000" in entry.ics for entry in session.scalars(select(CalendarEntry)))
