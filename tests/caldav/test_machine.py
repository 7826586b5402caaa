"""Whatever happens to bookings, a program that syncs by token holds what a full listing shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from labspace.accounts.app_passwords.actions import create_app_password
from labspace.accounts.models import User
from labspace.bookings.actions import (
    cancel_booking,
    move_booking,
)
from labspace.bookings.wishes import Wish
from labspace.errors import Refused
from tests.factories import book, make_user, on_day
from tests.support.device import Device, multiget

DAYS = st.integers(1, 25)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("book"), DAYS),
        st.tuples(st.just("move"), st.integers(0, 9), DAYS),
        st.tuples(st.just("cancel"), st.integers(0, 9)),
        st.tuples(st.just("pass"), st.sampled_from([1, 20, 31])),
        st.tuples(st.just("sync"), st.sampled_from([None, 1, 2])),
    ),
    min_size=3,
    max_size=14,
)


@dataclass
class Program:
    """What a calendar program keeps: events by address, and how far it has heard."""

    device: Device
    calendar: str
    etags: dict[str, str] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def sync(self, limit: int | None) -> None:
        """Takes the changes, in pieces where it wants so, and fetches what is new."""
        while True:
            answer = self.device.sync(self.calendar, self.token, limit=limit)
            told = answer.told
            is_cut = told.pop(self.calendar, None) is not None
            news = [address for address, one in told.items() if not one.status]
            for address in told.keys() - set(news):
                self.etags.pop(address, None)
                self.events.pop(address, None)
            self.etags |= {address: told[address].text("d:getetag") for address in news}
            if news:
                fetched = self.device.report(self.calendar, multiget(*news)).told
                self.events |= {address: one.text("c:calendar-data") for address, one in fetched.items()}
            self.token = answer.token
            if not is_cut:
                return

    def knows_all(self) -> None:
        """Fails unless it holds exactly what is there."""
        listed = self.device.propfind(self.calendar, "d:getetag", depth="1").told
        del listed[self.calendar]
        assert self.etags == {address: one.text("d:getetag") for address, one in listed.items()}
        assert self.events.keys() == listed.keys()
        for address, event in self.events.items():
            assert self.device.ask("GET", address, expect=200).data == event.encode()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_a_program_that_syncs_holds_what_is_there(session, app, cast, now, steps):
    program, clock = a_program(app, session, now), now
    bookings: list[int] = []
    person_id = int(program.calendar.split("/")[3])
    for step in steps:
        with time_machine.travel(clock, tick=False):
            match step:
                case ("book", days):
                    place(session, cast, person_id, bookings, clock, days)
                case ("move", which, days) if bookings:
                    move(session, cast, person_id, bookings[which % len(bookings)], clock, days)
                case ("cancel", which) if bookings:
                    cancel(session, person_id, bookings[which % len(bookings)], clock)
                case ("pass", days):
                    clock += timedelta(days=days)
                case ("sync", limit):
                    program.sync(limit)
                    program.knows_all()
    with time_machine.travel(clock, tick=False):
        program.sync(None)
        program.knows_all()


def a_program(app, session, now) -> Program:
    """Somebody new with a device: each example has a calendar of its own."""
    number = session.scalar(select(func.count()).select_from(User))
    user = make_user(session, f"Person{number}", now=now)
    session.commit()
    secret = create_app_password(session, user.id, name="x", now=now)
    session.commit()
    return Program(Device(app, user.email, secret), f"/caldav/personen/{user.id}/kalender/buchungen/")


def place(session, cast, person_id, bookings, clock, days) -> None:
    try:
        user = session.get_one(User, person_id)
        bookings.append(book(session, cast.desk, user, a_span(cast, clock, days), now=clock).id)
    except Refused:
        session.rollback()


def move(session, cast, person_id, booking_id, clock, days) -> None:
    wish = Wish(span=a_span(cast, clock, days), space_ids=(cast.desk.id,))
    try:
        move_booking(session, booking_id, wish, by=session.get_one(User, person_id), now=clock)
        session.commit()
    except Refused:
        session.rollback()


def cancel(session, person_id, booking_id, clock) -> None:
    try:
        cancel_booking(session, booking_id, by=session.get_one(User, person_id), now=clock)
        session.commit()
    except Refused:
        session.rollback()


def a_span(cast, clock, days):
    day: date = clock.date() + timedelta(days=days)
    return on_day(day, 9, 11, house=cast.house)
