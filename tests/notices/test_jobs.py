"""What is done every minute."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import place_booking
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.notices import jobs
from labspace.notices.delivery import Pace, deliver_until
from labspace.notices.jobs import LongJobs, run_jobs
from labspace.notices.models import DeliveryState, OutboxRow
from tests.factories import on_day

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
"""Due by the real clock, by which mails leave."""


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


def test_a_mail_written_while_a_long_job_works_leaves_after_the_piece_at_hand(
    app, session, enqueue, now, monkeypatch
) -> None:
    stop, sent_before = Event(), []

    def delivered() -> int:
        with Session(session.get_bind()) as look:
            done = OutboxRow.state == DeliveryState.DONE
            return look.scalar(select(func.count()).select_from(OutboxRow).where(done)) or 0

    def long_job(_session: Session, _now: datetime) -> Iterator[None]:
        for number in range(4):
            sent_before.append(delivered())
            enqueue(str(number), now=LONG_AGO)
            yield
        stop.set()

    monkeypatch.setattr(jobs, "_jobs", {})
    monkeypatch.setattr(jobs, "_long", {"long": long_job})
    deliver_until(stop, app, Pace(pause=0))
    assert sent_before == [0, 1, 2, 3]


def test_a_long_job_goes_on_where_it_stopped_and_a_failing_one_stops_no_other(
    app, session, monkeypatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def counting(_session: Session, _now: datetime) -> Iterator[None]:
        for word in ("eins", "zwei"):
            done.append(word)
            yield

    def failing(_session: Session, _now: datetime) -> Iterator[None]:
        yield
        raise RuntimeError

    monkeypatch.setattr(jobs, "_long", {"failing": failing, "counting": counting})
    at_work = LongJobs(app)
    assert not at_work.go_on()
    at_work.begin()
    with caplog.at_level(logging.WARNING):
        assert [at_work.go_on() for _step in range(3)] == [True] * 3
    assert (done, "failing failed: RuntimeError" in caplog.text) == (["eins"], True)
    at_work.begin()
    at_work.go_on()
    assert done == ["eins", "zwei"]
