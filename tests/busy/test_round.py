"""A whole round of the minute, against a real server: due calendars are fetched, the others left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from labspace.busy.jobs import look_again
from labspace.busy.models import BusyCalendar
from labspace.busy.pace import SPREAD, USUAL
from labspace.busy.states import CalendarState
from tests.busy.calendar_text import calendar, event
from tests.busy.conftest import taken
from tests.busy.small_server import running
from tests.factories import Cast

Subscribe = Callable[..., BusyCalendar]

NINE = ("DTSTART;TZID=Europe/Berlin:20261124T090000", "DURATION:PT1H")
TWO = ("DTSTART;TZID=Europe/Berlin:20261124T140000", "DURATION:PT1H")


@pytest.fixture
def on_loopback(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(app.extensions["labspace.settings"], calendar_networks="127.0.0.0/8")
    monkeypatch.setitem(app.extensions, "labspace.settings", settings)


@pytest.mark.usefixtures("on_loopback")
def test_a_round_looks_at_what_is_due_and_a_failing_server_costs_the_others_nothing(
    session: Session, cast: Cast, now: datetime, subscribe: Subscribe
) -> None:
    with running() as server:
        good = subscribe(event(*NINE), address=f"http://127.0.0.1:{server.port}/good.ics").id
        bad = subscribe(event(*NINE), space=cast.area, address=f"http://127.0.0.1:{server.port}/bad.ics").id
        server.says("/good.ics", body=calendar(event(*TWO)), headers={"ETag": '"2"'})
        server.says("/bad.ics", 503, headers={"Retry-After": "7200"})

        with time_machine.travel(now + USUAL - timedelta(seconds=1), tick=False):
            look_again(session, now + USUAL - timedelta(seconds=1))
        assert server.asked == []
        assert taken(session, cast.room) == ["24.11. 09:00–10:00"]

        due = now + USUAL
        with time_machine.travel(due, tick=False):
            look_again(session, due)
        assert sorted(path for path, _headers in server.asked) == ["/bad.ics", "/good.ics"]
        assert taken(session, cast.room) == ["24.11. 14:00–15:00"]
        assert taken(session, cast.half_a) == ["24.11. 09:00–10:00"]  # what is known stays
        fine, failed = session.get_one(BusyCalendar, good), session.get_one(BusyCalendar, bad)
        assert (fine.problem, fine.failures, failed.failures) == ("", 0, 1)
        assert failed.problem
        assert fine.next_at is not None
        assert failed.next_at is not None
        assert due + USUAL <= fine.next_at <= due + USUAL + SPREAD
        assert due + timedelta(hours=2) <= failed.next_at <= due + timedelta(hours=2) + SPREAD
        assert {fine.state, failed.state} == {CalendarState.ACTIVE}

        server.asked.clear()
        with time_machine.travel(due + timedelta(minutes=1), tick=False):
            look_again(session, due + timedelta(minutes=1))
        assert server.asked == []
