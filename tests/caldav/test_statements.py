"""What an answer costs does not grow with the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories import book, on_day
from tests.support.device import multiget, query, sync
from tests.support.statements import counted


def requests(calendar, addresses, token):
    return {
        "members": ("PROPFIND", ""),
        "first sync": ("REPORT", sync()),
        "sync without news": ("REPORT", sync(token)),
        "query": ("REPORT", query("")),
        "multiget": ("REPORT", multiget(*addresses)),
    }


@pytest.fixture
def count(session, cast, device, calendar, now):
    """Books some hours of the second desk and counts the statements of each request."""

    def counts(days):
        first = date(2026, 11, 25)
        for day in days:
            span = on_day(first + timedelta(days=day), 9, 11, house=cast.house)
            book(session, cast.second_desk, cast.alice, span, now=now)
        synced = device.sync(calendar)
        seen = {}
        for name, (method, body) in requests(calendar, synced.told, synced.token).items():
            with counted(session) as statements:
                device.ask(method, calendar, body, Depth="1")
            seen[name] = len(statements)
        return seen

    return counts


def test_more_events_take_no_more_statements(count):
    few, many = count(range(2)), count(range(2, 14))
    assert few == many
    assert max(many.values()) <= 9


def test_who_has_nobody_asking_pays_nothing(session, cast, now):
    def booked(day):
        with counted(session) as statements:
            span = on_day(date(2026, 11, day), 9, 11, house=cast.house)
            book(session, cast.desk, cast.alice, span, now=now)
        return [text for text in statements if "caldav" in text or "app_password" in text]

    assert booked(25) == []
