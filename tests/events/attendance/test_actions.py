"""Organisers and staff say how many came; staff decide by it; who forgets is reminded once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import mark_no_show
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.db import db
from labspace.errors import Refused
from labspace.events.attendance.actions import remind_of_attendance, tell_attendance
from labspace.events.attendance.queries import told_too_late, untold_count, untold_events
from labspace.events.attendance.rules import counted_days
from labspace.notices.jobs import run_jobs
from labspace.notices.models import OutboxRow
from labspace.occupancy.booking_queries import used_bookings
from labspace.times import TimeSpan
from labspace.visits.kinds import DataGrade, VisitSource
from labspace.visits.queries import visited
from tests.factories import Cast

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def tell(
    session: Session,
    event: Booking,
    people: int,
    *,
    by: User,
    now: datetime,
    source: VisitSource = VisitSource.REPORT,
) -> Booking:
    day = counted_days(event.span, zone=event.location.zone)[0][0]
    booking = tell_attendance(session, event.id, {day: people}, source=source, by=by, now=now)
    session.commit()
    return booking


def subjects(session: Session) -> list[str]:
    return [row.subject for row in session.scalars(select(OutboxRow).order_by(OutboxRow.id))]


def test_an_organisers_word_is_kept_and_waits_for_the_team(
    session: Session, cast: Cast, event: Booking
) -> None:
    tell(session, event, 55, by=cast.alice, now=event.ends_at + HOUR)
    assert event.state is BookingState.CONFIRMED
    found = visited(session, [event.id])[event.id]
    assert (found.total, found.grade) == (55, DataGrade.C)


@pytest.mark.parametrize(
    ("people", "state"),
    [
        pytest.param(61, BookingState.USED, id="people came"),
        pytest.param(0, BookingState.NO_SHOW, id="nobody came"),
    ],
)
def test_what_staff_say_decides(
    session: Session, cast: Cast, event: Booking, people: int, state: BookingState
) -> None:
    tell(session, event, people, by=cast.nora, now=event.ends_at + HOUR, source=VisitSource.TALLY)
    assert event.state is state


def test_staff_turn_a_no_show_into_a_use_by_its_number(session: Session, cast: Cast, event: Booking) -> None:
    mark_no_show(session, event.id, by=cast.nora, now=event.ends_at + HOUR)
    session.commit()
    tell(session, event, 12, by=cast.nora, now=event.ends_at + 20 * DAY)
    assert event.state is BookingState.USED


@pytest.mark.parametrize(
    ("source", "moment", "code"),
    [
        pytest.param(VisitSource.COUNTER, HOUR, "not_allowed", id="an organiser has no counting device"),
        pytest.param(VisitSource.DOOR, HOUR, "not_allowed", id="the door is tapped, not typed"),
        pytest.param(VisitSource.REPORT, -3 * HOUR, "visits_in_the_future", id="it has not begun"),
    ],
)
def test_what_cannot_be_is_refused(
    session: Session, cast: Cast, event: Booking, source: VisitSource, moment: timedelta, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        tell(session, event, 5, by=cast.alice, now=event.ends_at + moment, source=source)
    session.rollback()
    assert refused.value.codes == {code}
    assert visited(session, [event.id]) == {}


def test_the_team_sees_what_is_missing_and_what_came_too_late(
    session: Session, cast: Cast, event: Booking
) -> None:
    house, week = cast.house.id, event.ends_at + 7 * DAY
    assert [one.id for one in untold_events(session, house, now=event.ends_at + HOUR)] == [event.id]
    assert session.scalar(select(untold_count(house, now=event.ends_at - HOUR))) == 0
    mark_no_show(session, event.id, by=cast.nora, now=week)
    session.commit()
    assert session.scalar(select(untold_count(house, now=week))) == 0
    tell(session, event, 30, by=cast.alice, now=week + HOUR)
    assert event.state is BookingState.NO_SHOW
    assert [one.id for one in told_too_late(session, house, now=week + DAY)] == [event.id]


def test_who_does_not_tell_is_reminded_once_before_the_deadline_and_told_how_it_ended(
    app: Flask, session: Session, cast: Cast, event: Booking
) -> None:
    event_id, ends_at, before = event.id, event.ends_at, len(subjects(session))
    db.session.remove()
    for days in (1, 3.9, 4, 4.1, 6, 6.9):
        moments = [ends_at + days * DAY] * 30
        run_jobs(app, clock=iter(moments).__next__)
    assert subjects(db.session())[before:] == ["Wie viele kamen? Gründerfrühstück (Event_Area 1)"]
    db.session.remove()
    run_jobs(app, clock=lambda: ends_at + 7 * DAY)
    run_jobs(app, clock=lambda: ends_at + 8 * DAY)
    assert [one.split(":")[0] for one in subjects(db.session())[before + 1 :]] == ["Keine Besuchszahl"]
    assert db.session.get_one(Booking, event_id).state is BookingState.NO_SHOW


def test_nobody_is_reminded_who_told_or_after_the_deadline(
    session: Session, cast: Cast, event: Booking
) -> None:
    assert remind_of_attendance(session, now=event.ends_at + 7 * DAY) == 0
    tell(session, event, 8, by=cast.alice, now=event.ends_at + HOUR)
    assert remind_of_attendance(session, now=event.ends_at + 5 * DAY) == 0


def test_figures_count_who_came_instead_of_who_was_expected(
    session: Session, cast: Cast, event: Booking
) -> None:
    """The worked example's event: 40 people in an area for 80 are half of it; here 40 were expected and 60 came."""
    period = TimeSpan(event.starts_at - DAY, event.ends_at + DAY)
    tell(session, event, 60, by=cast.nora, now=event.ends_at + HOUR, source=VisitSource.TALLY)
    [used] = used_bookings(session, cast.house, period)
    assert (used.people, used.capacity, used.used) == (60, 99, event.span)
    assert used.visits.people == 60
