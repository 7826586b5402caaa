"""The disk is full while people book: they are told to try later, nothing is half there, and it goes on by itself."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from config import Settings
from labspace import create_app
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.db import db
from labspace.notices.models import OutboxRow
from labspace.times import TimeSpan, utc_now
from labspace.upkeep.examining.contents import claim_findings
from labspace.upkeep.examining.findings import Grade
from tests.factories import Cast, book, on_day
from tests.support.serve import Serve, ask
from tests.support.visit import Visitor
from tests.upkeep.program import alices_program, assert_kept_once

Visit = Callable[..., Visitor]

SMALL = 16 * 1024
"""Bytes beyond which a file cannot grow: less than one booking writes into SQLite's log."""


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_server_that_cannot_write_says_so_and_books_again_when_there_is_room(
    settings: Settings, tmp_path: Path
) -> None:
    app = create_app(settings)
    program = alices_program(app)
    serve = Serve(
        settings, tmp_path / "server.log", {"LABSPACE_WORKERS": "1", "LABSPACE_DELIVER_IN_SERVER": "no"}
    )
    try:
        serve.start()
        promised = [program.promised(serve.port, number) for number in range(3)]
        for pid in serve.workers():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (SMALL, resource.RLIM_INFINITY))
        for number in (3, 4, 3):
            status, answer = program.book(serve.port, number)
            assert (status, answer["code"]) == (503, "unavailable")
        # Reading needs no room.
        assert ask(serve.port, "/")[0] == 200
        assert ask(serve.port, f"/flaechen/{program.space}")[0] == 200
        for pid in serve.workers():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        promised += [program.promised(serve.port, number) for number in range(3, 8)]
        assert [program.promised(serve.port, number) for number in range(8)] == promised
    finally:
        serve.kill()
    with app.app_context():
        session = db.session()
        assert_kept_once(session, promised)
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert [one.grade for one in claim_findings(session, now=utc_now())] == [Grade.GOOD]
        db.session.remove()
        db.engine.dispose()


def test_a_booking_that_finds_no_room_is_not_there_at_all(
    app: Flask, session: Session, cast: Cast, now: datetime, visit: Visit, engine_name: str
) -> None:
    session.rollback()
    _fill_the_disk(engine_name)
    hours = _hours(cast, now)
    with pytest.raises(OperationalError):
        _book_all(session, cast, hours, now=now)
    session.rollback()
    booked = _rows(session)
    assert len(set(booked)) == 1
    hour = next(hours)
    local = [moment.astimezone(cast.house.zone) for moment in (hour.starts_at, hour.ends_at)]
    wish = {
        "flaeche": cast.desk.public_id,
        "tag": local[0].date().isoformat(),
        "von": f"{local[0]:%H:%M}",
        "bis": f"{local[1]:%H:%M}",
        "personen": "1",
    }
    page = visit(cast.alice).post("/buchungen", wish, expect=503)
    assert "in einer Minute noch einmal" in page.words()
    session.rollback()
    assert _rows(session) == booked
    _make_room(engine_name)
    visit(cast.alice).post("/buchungen", wish)
    session.rollback()
    assert _rows(session) == tuple(number + 1 for number in booked)


def _book_all(session: Session, cast: Cast, hours: Iterator[TimeSpan], *, now: datetime) -> None:
    # SQLite fills the pages it has before it needs another.
    for hour in hours:
        book(session, cast.desk, cast.alice, hour, now=now)


def _hours(cast: Cast, now: datetime) -> Iterator[TimeSpan]:
    for ahead, hour in product(range(1, 14), range(9, 17)):
        yield on_day((now + timedelta(days=ahead)).date(), hour, hour + 1, house=cast.house)


def _rows(session: Session) -> tuple[int, ...]:
    found = [session.scalar(select(func.count()).select_from(table)) for table in (Booking, Claim, OutboxRow)]
    session.rollback()
    return tuple(number or 0 for number in found)


DISK_FULL = """CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full';
END $$"""
"""What PostgreSQL says when a table cannot grow, in its own words and class."""


def _fill_the_disk(engine_name: str) -> None:
    if engine_name == "sqlite":
        event.listen(db.engine, "checkout", _no_more_pages)
        return
    with db.engine.begin() as connection:
        connection.exec_driver_sql(DISK_FULL)
        connection.exec_driver_sql(
            "CREATE TRIGGER no_room BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION no_room()"
        )


def _make_room(engine_name: str) -> None:
    if engine_name == "sqlite":
        event.remove(db.engine, "checkout", _no_more_pages)
        event.listen(db.engine, "checkout", _as_many_pages_as_wanted)
        return
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP FUNCTION no_room CASCADE")


def _no_more_pages(connection: sqlite3.Connection, *_more: object) -> None:
    # The file keeps what it has and cannot grow.
    connection.execute("PRAGMA max_page_count = 1")


def _as_many_pages_as_wanted(connection: sqlite3.Connection, *_more: object) -> None:
    connection.execute("PRAGMA max_page_count = 1073741823")
