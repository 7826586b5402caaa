"""sync-collection (RFC 6578): a program that knows a token hears of every change after it, and of nothing else."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from labspace import create_app
from labspace.bookings.actions import (
    cancel_booking,
    move_booking,
)
from labspace.bookings.wishes import Wish
from labspace.caldav.models import CaldavCollection, CaldavItem
from labspace.calendars.linking import personal_link, renew_link
from labspace.db import begin_write, db
from labspace.spaces.models import Space
from tests.factories import book, on_day
from tests.support.device import Device, sync

TOMORROW = date(2026, 11, 24)


@pytest.fixture
def address(calendar, booking):
    return f"{calendar}{booking.uid}.ics"


@contextmanager
def days_later(now, days):
    with time_machine.travel(now + timedelta(days=days), tick=False):
        yield


def test_who_knows_nothing_hears_of_all_there_is(device, calendar, address):
    answer = device.sync(calendar)
    assert set(answer.told) == {address}
    token = device.propfind(calendar, "d:sync-token").told[calendar].text("d:sync-token")
    assert token == answer.token
    assert token.startswith("data:")


def test_nothing_is_told_twice(device, calendar, address):
    first = device.sync(calendar)
    second = device.sync(calendar, first.token)
    assert (second.told, second.token) == ({}, first.token)


def test_a_new_booking_is_told(session, cast, device, calendar, address, now):
    token = device.sync(calendar).token
    span = on_day(TOMORROW, 13, 15, house=cast.house)
    another = book(session, cast.second_desk, cast.alice, span, now=now)
    answer = device.sync(calendar, token)
    assert set(answer.told) == {f"{calendar}{another.uid}.ics"}
    assert answer.token != token


def test_a_moved_booking_has_another_etag(session, cast, device, calendar, booking, address, now):
    first = device.sync(calendar)
    later = Wish(span=on_day(TOMORROW, 13, 15, house=cast.house), space_ids=(cast.desk.id,))
    move_booking(session, booking.id, later, by=cast.alice, now=now)
    second = device.sync(calendar, first.token)
    assert set(second.told) == {address}
    assert second.told[address].text("d:getetag") != first.told[address].text("d:getetag")


def test_a_renamed_space_is_told(session, cast, device, calendar, address, now):
    token = device.sync(calendar).token
    begin_write(session)
    session.get_one(Space, cast.desk.id).name = "Fensterplatz"
    session.commit()
    answer = device.sync(calendar, token)
    assert set(answer.told) == {address}


def test_a_cancelled_booking_stays_for_thirty_days_and_is_then_told_as_removed(
    session, cast, device, calendar, booking, address, now
):
    token = device.sync(calendar).token
    cancel_booking(session, booking.id, by=cast.alice, now=now)
    cancelled = device.sync(calendar, token)
    assert cancelled.told[address].status == ""
    assert b"STATUS:CANCELLED" in device.ask("GET", address, expect=200).data
    with days_later(now, 30):
        assert device.sync(calendar, cancelled.token).told == {}
    with days_later(now, 31):
        removed = device.sync(calendar, cancelled.token)
        assert removed.told[address].status == "HTTP/1.1 404 Not Found"
        assert device.sync(calendar, removed.token).told == {}
        assert set(device.sync(calendar).told) == set(), "who is new need not hear of it"
        device.ask("GET", address, expect=404)
        assert device.propfind(calendar, "d:getetag", depth="1").told.keys() == {calendar}


def test_a_booking_more_than_a_year_ago_is_told_as_removed(session, cast, device, calendar, address, now):
    token = device.sync(calendar).token
    with days_later(now, 366 + 2):
        assert device.sync(calendar, token).told[address].status == "HTTP/1.1 404 Not Found"


def test_tokens_outlive_a_restart(settings, app, session, cast, device, calendar, address, now):
    token = device.sync(calendar).token
    span = on_day(TOMORROW, 13, 15, house=cast.house)
    another = book(session, cast.second_desk, cast.alice, span, now=now)
    other = create_app(settings)
    answer = Device(other, device.email, device.secret).sync(calendar, token)
    with other.app_context():
        db.engine.dispose()
    assert set(answer.told) == {f"{calendar}{another.uid}.ics"}


def test_a_new_link_of_the_feed_changes_nothing_here(session, cast, device, calendar, address, now):
    token = device.sync(calendar).token
    renew_link(session, personal_link(session, cast.alice, now=now).id, now=now)
    answer = device.sync(calendar, token)
    assert (answer.told, answer.token) == ({}, token)


VOID = [
    "x",
    "http://example.org/ns/sync/1",
    "data:,labspace-1-99",
    "data:,labspace-99-1",
    "data:,labspace-1--1",
    "9" * 500,
]


def test_a_token_of_something_else_is_void(device, calendar, address):
    device.sync(calendar)
    for token in VOID:
        assert device.sync(calendar, token, expect=403).conditions == ["d:valid-sync-token"], token


def test_a_token_older_than_the_memory_of_removals_is_void(
    session, cast, device, calendar, booking, address, now
):
    token = device.sync(calendar).token
    cancel_booking(session, booking.id, by=cast.alice, now=now)
    with days_later(now, 40):
        assert device.sync(calendar, token).told[address].status
    with days_later(now, 500):
        assert device.sync(calendar, token, expect=403).conditions == ["d:valid-sync-token"]
        assert device.sync(calendar).told == {}
    assert session.scalars(select(CaldavItem.uid)).all() == []


def test_a_program_may_take_the_changes_in_pieces(session, cast, device, calendar, address, now):
    for hour in (12, 13, 14, 15):
        span = on_day(TOMORROW, hour, hour + 1, house=cast.house)
        book(session, cast.second_desk, cast.alice, span, now=now)
    seen: set[str] = set()
    token = ""
    for piece in range(3):
        answer = device.sync(calendar, token, limit=2)
        is_last = piece == 2
        assert (
            "HTTP/1.1 507 Insufficient Storage" in {told.status for told in answer.told.values()}
        ) is not is_last
        new = {name for name in answer.told if name.endswith(".ics")}
        assert len(new) == (1 if is_last else 2)
        assert not new & seen
        seen, token = seen | new, answer.token
    assert len(seen) == 5
    assert device.sync(calendar, token, limit=2).told == {}


def test_changes_may_bring_their_bytes_along(device, calendar, address):
    answer = device.report(calendar, sync(names="<d:getetag/><c:calendar-data/>"))
    assert "BEGIN:VEVENT" in answer.told[address].text("c:calendar-data")


def test_the_ctag_moves_exactly_with_the_events(session, cast, device, calendar, booking, now):
    def ctag():
        return device.propfind(calendar, "cs:getctag").told[calendar].text("cs:getctag")

    first = ctag()
    assert ctag() == first
    cancel_booking(session, booking.id, by=cast.alice, now=now)
    assert ctag() != first


def test_looking_twice_writes_once(session, device, calendar, address):
    device.sync(calendar)
    before = session.scalars(select(CaldavCollection)).one()
    device.propfind(calendar, "d:getetag", depth="1")
    session.refresh(before)
    assert before.sequence == 1
