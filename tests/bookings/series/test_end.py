"""Whoever has a series is told once that it ends soon."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions import cancel_booking
from labspace.bookings.series.actions import place_series
from labspace.bookings.series.actions.end import tell_of_endings
from labspace.bookings.series.models import Series
from labspace.bookings.series.queries import dates_of
from labspace.bookings.series.recurrence import Frequency, Recurrence
from labspace.bookings.series.wishes import SeriesWish
from labspace.notices.models import OutboxRow
from tests.factories import Cast
from tests.support.statements import counted

TUESDAY = date(2026, 11, 24)
FIVE_WEEKS = Recurrence(frequency=Frequency.WEEKLY, weekdays=(1,), count=5)


def place(session: Session, cast: Cast, now: datetime, *, rule: Recurrence = FIVE_WEEKS) -> Series:
    """Alice's desk on Tuesdays from nine to twelve; five times, the last on 22 December."""
    wish = SeriesWish(
        rule=rule, starts_minute=540, ends_minute=720, first_on=TUESDAY, space_ids=(cast.desk.id,)
    )
    series = place_series(session, wish, booked_by=cast.alice, now=now, skip=False)
    session.commit()
    return series


def told(session: Session) -> list[OutboxRow]:
    question = select(OutboxRow).where(OutboxRow.subject.like("Ihre Serie endet bald%"))
    return list(session.scalars(question.order_by(OutboxRow.id)))


def test_the_end_is_told_two_weeks_before_and_once(session: Session, cast: Cast, now: datetime) -> None:
    series = place(session, cast, now)
    two_weeks_before = now + timedelta(days=15)
    assert tell_of_endings(session, now=two_weeks_before - timedelta(seconds=1)) == 0
    assert tell_of_endings(session, now=two_weeks_before) == 1
    session.commit()
    assert tell_of_endings(session, now=two_weeks_before + timedelta(minutes=1)) == 0
    (mail,) = told(session)
    assert (mail.recipient, mail.topic) == ("alice@example.org", f"series:{series.id}")
    assert "22.12.2026" in mail.plain


def test_an_earlier_end_is_the_end(session: Session, cast: Cast, now: datetime) -> None:
    series = place(session, cast, now)
    *_others, last = dates_of(session, series.id)
    assert last.booking is not None
    cancel_booking(session, last.booking.id, by=cast.alice, now=now)
    session.commit()
    assert tell_of_endings(session, now=now + timedelta(days=8)) == 1
    session.commit()
    assert "15.12.2026" in told(session)[0].plain


@pytest.mark.parametrize("why", ["short from the start", "no reminders"])
def test_nobody_is_told_who_need_not_be(session: Session, cast: Cast, now: datetime, why: str) -> None:
    if why == "no reminders":
        cast.alice.wants_reminders = False
        session.commit()
        place(session, cast, now)
        tell_of_endings(session, now=now + timedelta(days=20))
    else:
        place(session, cast, now, rule=Recurrence(frequency=Frequency.WEEKLY, weekdays=(1,), count=2))
        assert tell_of_endings(session, now=now + timedelta(days=1)) == 0
    session.commit()
    assert told(session) == []


def test_a_minute_without_an_end_asks_one_question(session: Session, cast: Cast, now: datetime) -> None:
    place(session, cast, now)
    with counted(session) as seen:
        tell_of_endings(session, now=now)
    assert len(seen) == 1
