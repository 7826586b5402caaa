"""A series in calendars: each date an event of its own, related to the others, in file and feed alike."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.series.actions import (
    cancel_series,
    change_series,
    place_series,
)
from labspace.bookings.series.actions.change import SeriesEdit
from labspace.bookings.series.models import Series
from labspace.bookings.series.queries import dates_of
from labspace.bookings.series.recurrence import Frequency, Recurrence
from labspace.bookings.series.wishes import SeriesWish
from labspace.calendars.models import CalendarEntry, CalendarFeed
from labspace.calendars.scopes import FeedKind, Scope, personal
from tests.calendars.feeds import opened, subscribe
from tests.calendars.readers import READERS
from tests.factories import LONG_AGO, Cast
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


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("reader", READERS)
def test_every_program_reads_all_dates_across_the_clock_change_at_their_hour(
    app: Flask, session: Session, cast: Cast, now: datetime, reader: str
) -> None:
    session.add(BookingRule(location_id=cast.house.id, horizon_days=365, valid_from=LONG_AGO))
    session.commit()
    wish = SeriesWish(
        rule=Recurrence(frequency=Frequency.WEEKLY, weekdays=(1,), count=4),
        first_on=date(2027, 3, 16),
        starts_minute=540,
        ends_minute=720,
        space_ids=(cast.desk.id,),
    )
    series = place_series(session, wish, booked_by=cast.alice, now=now, skip=False)
    session.commit()
    cancel_series(session, first_of(session, series), everything=False, by=cast.alice, now=now)
    session.commit()
    own = subscribe(app, session, cast.alice, personal(cast.alice.id), now=now).fetch().data
    read = sorted(READERS[reader](own), key=lambda one: one.starts)
    assert [f"{one.starts:%d.%m. %H}" for one in read] == ["16.03. 08", "23.03. 08", "30.03. 07", "06.04. 07"]
    assert len({one.uid for one in read}) == 4
    space = Scope(kind=FeedKind.SPACE, subject_id=cast.desk.id)
    others = subscribe(app, session, cast.charlie, space, now=now).fetch().data
    assert b"RELATED-TO" not in others
    assert b"RRULE" not in others.partition(b"BEGIN:VEVENT")[2]
    assert [one.summary for one in READERS[reader](others)] == ["Belegt"] * len(READERS[reader](others))
