"""People are reminded once, at a sensible time, and cancel with one click."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    cancel_booking,
    move_booking,
    place_booking,
)
from labspace.bookings.actions.remind import remind_all
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.claim_models import Claim
from labspace.bookings.links import make_cancel_link
from labspace.bookings.models import Booking, BookingEvent
from labspace.bookings.reminder_models import ReminderSent
from labspace.bookings.reminders import due_until, remind_at
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.db import db
from labspace.notices.invitations import bytes_of
from labspace.notices.jobs import run_jobs
from labspace.notices.models import OutboxRow
from tests.factories import Cast, book, make_space, make_user, on_day
from tests.support.statements import counted

BERLIN = ZoneInfo("Europe/Berlin")
THURSDAY = date(2026, 11, 26)
Run = Callable[[datetime], list[OutboxRow]]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.fixture
def booking(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's desk on Thursday from nine to eleven, booked on Monday."""
    return book(session, cast.desk, cast.alice, on_day(THURSDAY, 9, 11, house=cast.house), now=now)


@pytest.fixture
def run(app: Flask, session: Session) -> Run:
    """Runs the jobs of a minute; the reminders in the outbox since then, oldest first."""

    def minute(at: datetime) -> list[OutboxRow]:
        session.commit()
        with time_machine.travel(at, tick=False):
            run_jobs(app)
        session.expire_all()
        reminder = OutboxRow.subject.like("Erinnerung%")
        return list(session.scalars(select(OutboxRow).where(reminder).order_by(OutboxRow.id)))

    return minute


@pytest.mark.parametrize(
    ("starts", "hours", "expected"),
    [
        ("2026-11-26T09:00", None, "2026-11-25T16:00"),
        ("2026-11-26T00:00", None, "2026-11-25T16:00"),
        ("2026-03-29T09:00", None, "2026-03-28T16:00"),
        ("2026-10-26T09:00", None, "2026-10-25T16:00"),
        ("2026-11-26T09:00", 2, "2026-11-26T07:00"),
        # 24 hours pass, though the clock says 25 or 23.
        ("2026-03-29T09:00", 24, "2026-03-28T08:00"),
        ("2026-10-25T09:00", 24, "2026-10-24T10:00"),
    ],
)
def test_the_moment_of_a_reminder(starts: str, hours: int | None, expected: str) -> None:
    assert remind_at(local(starts), zone=BERLIN, hours=hours) == local(expected)


@given(
    st.integers(0, 300 * 1440),
    st.integers(0, 3 * 1440),
    st.one_of(st.none(), st.integers(1, 72)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "UTC"]),
)
def test_what_is_due_is_what_the_moment_says(minute: int, ahead: int, hours: int | None, zone: str) -> None:
    now = datetime(2026, 1, 20, tzinfo=UTC) + timedelta(minutes=minute)
    starts_at = now + timedelta(minutes=ahead)
    is_due = remind_at(starts_at, zone=ZoneInfo(zone), hours=hours) <= now
    assert (starts_at < due_until(now, zone=ZoneInfo(zone), hours=hours)) == is_due


def test_one_is_reminded_on_the_afternoon_before_and_once(booking: Booking, run: Run) -> None:
    assert run(local("2026-11-25T15:59")) == []
    (mail,) = run(local("2026-11-25T16:00"))
    assert (mail.recipient, mail.subject) == ("alice@example.org", "Erinnerung: Desk 1")
    assert (mail.topic, bytes_of(mail.invitation)) == (f"booking:{booking.id}", b"")
    for text in ("Guten Tag Alice", "Do, 26.11.2026, 09:00–11:00 Uhr", "Stadtlabor Bochum"):
        assert text in mail.plain
        assert text in mail.html
    assert "http://127.0.0.1:5000/stornierung/" in mail.plain
    for at in ("2026-11-25T16:01", "2026-11-25T22:00", "2026-11-26T08:00"):
        assert len(run(local(at))) == 1


def test_a_worker_that_slept_still_reminds_but_not_of_what_has_begun(booking: Booking, run: Run) -> None:
    assert len(run(local("2026-11-26T08:59"))) == 1


def test_what_has_begun_needs_no_reminder(booking: Booking, run: Run) -> None:
    assert run(local("2026-11-26T09:00")) == []


def test_the_house_says_when_or_never(session: Session, cast: Cast, booking: Booking, run: Run) -> None:
    cast.house.reminder_hours = 0
    assert run(local("2026-11-25T16:00")) == []
    cast.house.reminder_hours = 2
    assert run(local("2026-11-26T06:59")) == []
    assert len(run(local("2026-11-26T07:00"))) == 1


@pytest.mark.parametrize("why", ["switched off", "disabled", "cancelled", "option"])
def test_nobody_is_reminded_who_need_not_be(
    session: Session, cast: Cast, booking: Booking, run: Run, now: datetime, why: str
) -> None:
    if why == "switched off":
        cast.alice.wants_reminders = False
    elif why == "disabled":
        cast.alice.disabled_at = now
    elif why == "cancelled":
        cancel_booking(session, booking.id, by=cast.alice, now=now)
    else:
        cancel_booking(session, booking.id, by=cast.alice, now=now)
        wish = Wish(span=on_day(THURSDAY, 9, 11, house=cast.house), space_ids=(cast.half_a.id,))
        until = now + timedelta(days=9)
        place_booking(
            session, wish, booked_by=cast.alice, now=now, state=BookingState.OPTION, option_until=until
        )
    session.commit()
    assert run(local("2026-11-25T16:00")) == []


def test_whoever_books_after_the_moment_needs_no_reminder(session: Session, cast: Cast, run: Run) -> None:
    for clock in (time(16), time(17)):
        at = datetime.combine(date(2026, 11, 25), clock, tzinfo=BERLIN)
        span = on_day(THURSDAY, clock.hour - 7, clock.hour - 6, house=cast.house)
        book(session, cast.desk, cast.alice, span, now=at.astimezone(UTC))
    before = datetime(2026, 11, 25, 15, 59, tzinfo=BERLIN).astimezone(UTC)
    book(session, cast.second_desk, cast.alice, on_day(THURSDAY, 12, 13, house=cast.house), now=before)
    (mail,) = run(local("2026-11-25T18:00"))
    assert "Desk 2" in mail.subject


def test_what_was_moved_is_reminded_of_again(
    session: Session, cast: Cast, booking: Booking, run: Run
) -> None:
    (first,) = run(local("2026-11-25T16:00"))
    later = Wish(span=on_day(date(2026, 11, 30), 9, 11, house=cast.house), space_ids=(cast.desk.id,))
    move_booking(session, booking.id, later, by=cast.alice, now=local("2026-11-25T17:00"))
    assert len(run(local("2026-11-26T08:00"))) == 1
    assert [mail.id for mail in run(local("2026-11-29T16:00"))][:1] == [first.id]
    assert len(run(local("2026-11-29T16:05"))) == 2


def test_the_reminder_and_its_mark_stand_or_fall_together(
    session: Session, cast: Cast, booking: Booking, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("the process dies here")

    with monkeypatch.context() as patch:
        patch.setattr("labspace.bookings.reminder_mails.enqueue_mail", broken)
        assert run(local("2026-11-25T16:00")) == []
    assert session.scalar(select(func.count()).select_from(ReminderSent)) == 0
    assert len(run(local("2026-11-25T16:01"))) == 1


def test_two_processes_send_one_reminder(
    app: Flask, session: Session, booking: Booking, database_url: str
) -> None:
    at = local("2026-11-25T16:00")
    session.commit()
    with app.app_context():
        assert remind_all(db.session(), now=at) == 1
        if not database_url.startswith("sqlite"):
            # The first has not committed yet; the second leaves what it holds alone.
            engine = create_engine(database_url)
            with Session(engine) as other:
                assert remind_all(other, now=at) == 0
            engine.dispose()
        db.session.commit()
        assert remind_all(db.session(), now=at) == 0
        db.session.rollback()


def test_many_reminders_ask_no_more_questions_than_one(session: Session, cast: Cast, now: datetime) -> None:
    def asked(day: date, spaces: int) -> int:
        for number in range(spaces):
            person = make_user(session, f"P{day.day}-{number}", now=now)
            desk = make_space(session, cast.house, number=100 * day.day + number)
            session.commit()
            book(session, desk, person, on_day(day, 9, 10, house=cast.house), now=now)
        at = datetime.combine(day - timedelta(days=1), time(16), tzinfo=BERLIN).astimezone(UTC)
        session.expire_all()
        with counted(session) as seen:
            assert remind_all(session, now=at) == spaces
        session.commit()
        return len([statement for statement in seen if "INTO outbox" not in statement])

    assert asked(date(2026, 11, 26), 1) == asked(date(2026, 11, 27), 12) <= 5


def test_a_minute_with_nothing_to_do_asks_two_questions(
    session: Session, booking: Booking, now: datetime
) -> None:
    with counted(session) as seen:
        assert remind_all(session, now=now) == 0
    assert len(seen) == 2


# The link in the mail


@pytest.fixture
def link(app: Flask, booking: Booking) -> str:
    return "/stornierung/" + make_cancel_link(booking, secret=app.config["SECRET_KEY"])


def test_the_mailed_link_cancels_after_asking(
    visit, session: Session, cast: Cast, booking: Booking, run: Run
) -> None:
    (mail,) = run(local("2026-11-25T16:00"))
    found = re.search(r"http://127\.0\.0\.1:5000(/stornierung/\S+)", mail.plain)
    assert found
    with time_machine.travel(local("2026-11-25T18:00"), tick=False):
        page = visit().get(found[1])
        assert "Desk 1 · Stadtlabor Bochum · Do, 26.11.2026, 09:00–11:00 Uhr" in page.words()
        assert "Alice" not in page.words()
        session.expire_all()
        assert booking.state is BookingState.CONFIRMED
        visit().post(found[1], {"reason": "illness"})
        assert "Die Buchung ist storniert" in visit().get(found[1]).words()
    session.expire_all()
    assert (booking.state, booking.cancel_code) == (BookingState.CANCELLED_EARLY, CancelReason.ILLNESS)
    assert session.scalars(select(Claim)).all() == []
    words = visit(cast.alice).get(f"/buchungen/{booking.reference}").words()
    assert "Über den Link in der Mail storniert" in words
    newest = select(OutboxRow).order_by(OutboxRow.id.desc()).limit(1)
    assert session.scalars(newest).one().calendar_method == "CANCEL"


def test_used_twice_it_cancels_once(visit, session: Session, booking: Booking, link: str) -> None:
    visit().post(link)
    assert "Die Buchung ist storniert" in visit().post(link, expect=200).words()
    words = session.scalars(select(BookingEvent.what).order_by(BookingEvent.id)).all()
    assert words == ["placed", "cancelled_by_link"]


def test_a_strange_reason_cancels_nothing(visit, session: Session, booking: Booking, link: str) -> None:
    visit().post(link, {"reason": "because"}, expect=422)
    session.expire_all()
    assert booking.state is BookingState.CONFIRMED


@pytest.mark.parametrize(
    "how", ["tampered", "other key", "other purpose", "too old", "begun", "moved", "gone"]
)
def test_a_link_that_does_not_hold_cancels_nothing(
    app: Flask, visit, session: Session, cast: Cast, booking: Booking, link: str, now: datetime, how: str
) -> None:
    at = now
    if how == "tampered":
        link = link[:-3] + ("aaa" if link[-3:] != "aaa" else "bbb")
    elif how == "other key":
        link = "/stornierung/" + make_cancel_link(booking, secret="another")
    elif how == "other purpose":
        from labspace.accounts.links import LinkPurpose, make_link

        link = "/stornierung/" + make_link(
            LinkPurpose.CONFIRMATION, cast.alice, secret=app.config["SECRET_KEY"]
        )
    elif how == "too old":
        far = on_day(date(2027, 1, 20), 9, 11, house=cast.house)
        wish = Wish(span=far, space_ids=(cast.desk.id,), details=Details())
        booking = place_booking(session, wish, booked_by=cast.alice, now=now)
        session.commit()
        link = "/stornierung/" + make_cancel_link(booking, secret=app.config["SECRET_KEY"])
        at = now + timedelta(days=31)
    elif how == "begun":
        at = booking.starts_at
    elif how == "moved":
        wish = Wish(span=on_day(THURSDAY, 13, 15, house=cast.house), space_ids=(cast.desk.id,))
        move_booking(session, booking.id, wish, by=cast.alice, now=now)
        session.commit()
    else:
        cast.alice.disabled_at = now
        session.commit()
    with time_machine.travel(at, tick=False):
        assert "nichts mehr stornieren" in visit().get(link, expect=410).words()
        visit().post(link, expect=410)
    session.expire_all()
    assert booking.state is BookingState.CONFIRMED


def test_late_is_said_before_and_english_is_spoken(visit, booking: Booking, link: str) -> None:
    with time_machine.travel(booking.starts_at - timedelta(minutes=30), tick=False):
        assert "zählt als spät" in visit().get(link).words()
        assert "Cancel the booking?" in visit(language="en").get(link).words()
