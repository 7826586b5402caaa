"""What is done every minute."""

from __future__ import annotations

import logging
from datetime import date, timedelta

import pytest

from labspace.bookings.actions import place_booking
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.notices import jobs
from labspace.notices.jobs import run_jobs
from tests.factories import on_day


def test_options_lapse_by_themselves_and_one_failing_job_stops_no_other(
    app, session, cast, now, monkeypatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_session, _now) -> None:
        raise RuntimeError

    monkeypatch.setattr(jobs, "_jobs", {"failing": fail, **jobs._jobs})
    wish = Wish(span=on_day(date(2026, 12, 1), 9, 12, house=cast.house), space_ids=(cast.area.id,))
    until = now + timedelta(days=1)
    booking = place_booking(
        session, wish, booked_by=cast.alice, now=now, state=BookingState.OPTION, option_until=until
    )
    booking_id = booking.id
    session.commit()
    with caplog.at_level(logging.WARNING):
        run_jobs(app, clock=lambda: now + timedelta(days=8))
    session.expire_all()
    stored = session.get(Booking, booking_id)
    assert stored is not None
    assert stored.state is BookingState.EXPIRED
    assert "failing failed: RuntimeError" in caplog.text
