"""Another size of the measured data has the same days ahead; only its past is shorter or longer."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bench.history import STEP, with_history
from labspace.times import utc_now

SCHEMA = """
CREATE TABLE booking (id INTEGER PRIMARY KEY, reference TEXT UNIQUE, uid TEXT UNIQUE,
    starts_at INTEGER, ends_at INTEGER, price_cents INTEGER);
CREATE TABLE booking_space (booking_id INTEGER REFERENCES booking (id), space_id INTEGER);
CREATE TABLE booked_unit (booking_id INTEGER, space_id INTEGER, starts_at INTEGER, ends_at INTEGER);
CREATE TABLE claim (id INTEGER PRIMARY KEY, booking_id INTEGER, starts_at INTEGER, ends_at INTEGER);
CREATE TABLE booking_event (id INTEGER PRIMARY KEY, booking_id INTEGER, at INTEGER);
CREATE TABLE released_time (id INTEGER PRIMARY KEY, booking_id INTEGER, taken_back_at INTEGER);
CREATE TABLE event_request (booking_id INTEGER PRIMARY KEY);
CREATE TABLE popup_application (id INTEGER PRIMARY KEY, booking_id INTEGER);
CREATE TABLE handover (application_id INTEGER REFERENCES popup_application (id));
CREATE TRIGGER no_claims BEFORE INSERT ON claim BEGIN SELECT RAISE(ABORT, 'guarded'); END;
"""
DAY = 86_400


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Ten bookings: two ahead, eight over, of which one is an event and one a pop-up."""
    file, now = tmp_path / "kept.sqlite3", int(utc_now().timestamp())
    base = sqlite3.connect(file)
    for statement in SCHEMA.split(";\n")[:-2]:
        base.execute(statement)
    for number in range(1, 11):
        starts_at = now + (number - 8) * DAY - 7200
        base.execute(
            "INSERT INTO booking VALUES (?, ?, ?, ?, ?, 12)",
            (number, f"BO-{number:07d}", f"u{number}", starts_at, starts_at + 3600),
        )
        base.execute("INSERT INTO booking_space VALUES (?, 1)", (number,))
        base.execute("INSERT INTO claim VALUES (?, ?, ?, ?)", (number, number, starts_at, starts_at + 3600))
    base.execute("INSERT INTO event_request VALUES (3)")
    base.execute("INSERT INTO popup_application VALUES (1, 1)")
    base.execute("INSERT INTO handover VALUES (1)")
    base.execute(SCHEMA.split(";\n")[-2] + ";")
    base.commit()
    base.close()
    return file


def rows(file: Path, question: str) -> list[tuple[Any, ...]]:
    base = sqlite3.connect(file)
    found = base.execute(question).fetchall()
    base.close()
    return found


def test_less_history_leaves_out_the_oldest_with_all_that_hung_on_them(kept: Path, tmp_path: Path) -> None:
    with_history(kept, tmp_path / "small", bookings=4)
    assert rows(tmp_path / "small", "SELECT id FROM booking ORDER BY id") == [(7,), (8,), (9,), (10,)]
    assert rows(tmp_path / "small", "SELECT booking_id FROM claim ORDER BY id") == [(7,), (8,), (9,), (10,)]
    assert rows(tmp_path / "small", "SELECT * FROM handover") == []


def test_more_history_repeats_what_is_over_in_earlier_years(kept: Path, tmp_path: Path) -> None:
    with_history(kept, tmp_path / "large", bookings=20)
    count = rows(tmp_path / "large", "SELECT count(*), count(DISTINCT uid) FROM booking")
    assert count == [(20, 20)]
    ahead = "SELECT id, starts_at FROM booking WHERE starts_at > unixepoch()"
    assert rows(tmp_path / "large", ahead) == rows(kept, ahead)
    [(first,)] = rows(kept, "SELECT starts_at FROM booking WHERE id = 2")
    again = "SELECT c.starts_at FROM claim c JOIN booking b ON b.id = c.booking_id WHERE b.uid = '1u2'"
    assert rows(tmp_path / "large", again) == [(first - int(STEP.total_seconds()),)]


def test_the_guards_stand_again_afterwards(kept: Path, tmp_path: Path) -> None:
    with_history(kept, tmp_path / "large", bookings=12)
    base = sqlite3.connect(tmp_path / "large")
    with pytest.raises(sqlite3.IntegrityError, match="guarded"):
        base.execute("INSERT INTO claim VALUES (999, 1, 0, 1)")
    base.close()


def test_the_measured_data_itself_stays_as_it_is(kept: Path, tmp_path: Path) -> None:
    before = kept.read_bytes()
    with_history(kept, tmp_path / "large", bookings=20)
    assert kept.read_bytes() == before
