"""Subscribing as people do: vdirsyncer fetches the personal feed over HTTP, khal shows what it understood."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    cancel_booking,
    move_booking,
)
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.series.actions import (
    change_series,
    place_series,
)
from labspace.bookings.series.actions.change import SeriesEdit
from labspace.bookings.series.queries import dates_of
from labspace.bookings.series.recurrence import Frequency, Recurrence
from labspace.bookings.series.wishes import SeriesWish
from labspace.bookings.wishes import Details, Wish
from labspace.calendars.linking import personal_link
from labspace.notices.invitations import bytes_of
from labspace.notices.models import OutboxRow
from tests.calendars.feeds import path_of
from tests.calendars.synced import Synced
from tests.factories import LONG_AGO, Cast, book, on_day
from tests.support.clients import Clients

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])

BEFORE, AFTER = date(2027, 3, 27), date(2027, 3, 29)
"""The days around the night in which summer begins."""


@pytest.fixture
def subscriber(
    clients: Clients, served: str, app: Flask, session: Session, cast: Cast, now: datetime, tmp_path: Path
) -> Synced:
    """Alice's programs, set up for her feed; her house takes bookings for the summer."""
    session.add(BookingRule(location_id=cast.house.id, horizon_days=365, valid_from=LONG_AGO))
    session.commit()
    link = personal_link(session, cast.alice, now=now)
    session.commit()
    synced = Synced(clients, tmp_path / "alice")
    synced.subscribe(f"{served}{path_of(app, link)}")
    return synced


def test_what_is_booked_moved_and_cancelled_is_shown_at_its_hours(
    subscriber: Synced, session: Session, cast: Cast, now: datetime
) -> None:
    spans = [on_day(day, 9, 11, house=cast.house) for day in (BEFORE, AFTER)]
    titles = ("Größe; 🎉 „Café“, zwei", "Chor")
    first, second = (
        book(session, cast.desk, cast.alice, span, now=now, details=Details(title=title))
        for span, title in zip(spans, titles, strict=True)
    )
    subscriber.sync()
    assert subscriber.lists("2027-03-27", "3d") == [
        "2027-03-27 09:00-11:00 Größe; 🎉 „Café“, zwei (Desk 1)",
        "2027-03-29 09:00-11:00 Chor (Desk 1)",
    ]
    wish = Wish(
        span=on_day(AFTER, 14, 16, house=cast.house), space_ids=(cast.desk.id,), details=Details(title="Chor")
    )
    later = now + timedelta(minutes=1)
    move_booking(session, second.id, wish, by=cast.alice, now=later)
    cancel_booking(session, first.id, by=cast.alice, now=later)
    session.commit()
    subscriber.sync()
    assert subscriber.lists("2027-03-27", "3d") == [
        "2027-03-27 09:00-11:00 Abgesagt: Größe; 🎉 „Café“, zwei (Desk 1)",
        "2027-03-29 14:00-16:00 Chor (Desk 1)",
    ]


def test_a_series_is_taken_from_its_mail_and_follows_a_change_of_all(
    clients: Clients, session: Session, cast: Cast, now: datetime, tmp_path: Path
) -> None:
    session.add(BookingRule(location_id=cast.house.id, horizon_days=365, valid_from=LONG_AGO))
    session.commit()
    khal = Synced(clients, tmp_path / "alice")
    khal.subscribe("http://127.0.0.1:9/not-asked")
    weekly = Recurrence(frequency=Frequency.WEEKLY, weekdays=(0,), count=3)
    wish = SeriesWish(
        rule=weekly,
        first_on=date(2027, 3, 22),
        starts_minute=540,
        ends_minute=600,
        space_ids=(cast.desk.id,),
    )
    series = place_series(session, wish, booked_by=cast.alice, now=now, skip=False)
    session.commit()
    khal.takes(_invitations(session)[-1])
    days = ("2027-03-22", "2027-03-29", "2027-04-05")
    assert khal.lists(days[0], "20d") == [f"{day} 09:00-10:00 Desk 1" for day in days]
    second, first = dates_of(session, series.id)[1].booking_id, dates_of(session, series.id)[0].booking_id
    wish_of_one = Wish(span=on_day(date(2027, 3, 29), 15, 16, house=cast.house), space_ids=(cast.desk.id,))
    move_booking(session, second or 0, wish_of_one, by=cast.alice, now=now)
    edit = SeriesEdit(starts_minute=600, ends_minute=660)
    change_series(session, first or 0, edit, everything=True, by=cast.alice, now=now)
    session.commit()
    khal.takes(_invitations(session)[-1])
    hours = ("10:00-11:00", "15:00-16:00", "10:00-11:00")
    assert khal.lists(days[0], "20d") == [f"{day} {one} Desk 1" for day, one in zip(days, hours, strict=True)]


def _invitations(session: Session) -> list[bytes]:
    return [bytes_of(row.invitation) for row in session.scalars(select(OutboxRow).order_by(OutboxRow.id))]
