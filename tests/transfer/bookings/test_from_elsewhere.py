"""Bookings from a table or a calendar file: by the rules, all or none, a line for each finding."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.notices.models import OutboxRow
from labspace.transfer.bookings.cli import bookings
from tests.factories import Cast

HEAD = "Raum;Wer;Tag;von;bis;Titel;Personen\n"


@pytest.fixture
def take(app: Flask, cast: Cast, tmp_path: Path):
    def run(kind: str, text: str, *options: str, code: int = 0) -> str:
        path = tmp_path / f"elsewhere.{kind}"
        path.write_text(text, "utf-8")
        result = app.test_cli_runner().invoke(bookings, [kind, str(path), "--by", cast.nora.email, *options])
        assert result.exit_code == code, result.output
        return result.output

    return run


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(Booking.id))) or 0


def test_a_table_with_its_own_headings(session, cast, take):
    rows = (
        f"{cast.desk.public_id};{cast.alice.email};24.11.2026;9:00;12:00;Prototyp;1\n"
        f"{cast.desk.public_id};{cast.bob.email};16 November 2026;1 pm;3 pm;War schon;\n"
    )
    sent = session.scalar(select(func.count(OutboxRow.id)))
    assert "2 would be booked, 0 not" in take("csv", HEAD + rows, "--column", "email=Wer", "--dry-run")
    assert count(session) == 0
    assert "2 booked" in take("csv", HEAD + rows, "--column", "email=Wer")
    first, second = session.scalars(select(Booking).order_by(Booking.starts_at.desc()))
    assert (first.state, first.title, first.booked_by_id) == (
        BookingState.CONFIRMED,
        "Prototyp",
        cast.alice.id,
    )
    assert (second.state, second.entered_later) == (BookingState.USED, True)
    assert first.entered_by_id == cast.nora.id
    assert session.scalar(select(func.count(OutboxRow.id))) == sent


def test_one_line_that_does_not_fit_and_nothing_is_written(session, cast, take):
    rows = (
        f"{cast.desk.public_id};{cast.alice.email};24.11.2026;9:00;12:00;;1\n"
        f"{cast.desk.public_id};{cast.bob.email};24.11.2026;11:00;13:00;;1\n"
        f"{cast.desk.public_id};nobody@example.org;25.11.2026;9:00;12:00;;1\n"
        f"palace;{cast.bob.email};25.11.2026;9:00;12:00;;1\n"
        f"{cast.desk.public_id};{cast.bob.email};3/4/2027;9:00;12:00;;1\n"
        f"{cast.desk.public_id};{cast.bob.email};25.11.2026;12:00;9:00;;1\n"
        f"{cast.desk.public_id};{cast.bob.email};25.11.2026;9:00;12:00;;viele\n"
    )
    said = take("csv", HEAD + rows, "--column", "email=Wer", code=1)
    assert [line.split(":")[0] for line in said.splitlines() if line.startswith("Line")] == [
        f"Line {number}" for number in range(3, 9)
    ]
    assert "6 cannot be booked; nothing was written" in said
    assert count(session) == 0


def test_a_column_that_is_not_there(take):
    assert "no column “Wer?”" in take("csv", HEAD, "--column", "email=Wer?", code=1)
    assert "no column for email" in take("csv", HEAD, code=1)


def test_who_enters_belongs_to_the_team(app, cast, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(HEAD)
    result = app.test_cli_runner().invoke(bookings, ["csv", str(path), "--by", cast.alice.email])
    assert (result.exit_code, "nobody of a team" in result.output) == (1, True)


def test_a_calendar_file(session, cast, take):
    event = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a@x\r\nDTSTAMP:20261101T000000Z\r\n"
        "DTSTART;TZID=Europe/Berlin:20261124T090000\r\nDTEND;TZID=Europe/Berlin:20261124T110000\r\n"
        "RRULE:FREQ=DAILY;COUNT=2\r\nSUMMARY:Runde\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    options = ("--space", cast.desk.public_id, "--for", cast.alice.email)
    assert "2 would be booked" in take("ics", event, *options, "--dry-run")
    assert count(session) == 0
    assert "2 booked" in take("ics", event, *options)
    assert {booking.title for booking in session.scalars(select(Booking))} == {"Runde"}
    assert "2 cannot be booked" in take("ics", event, *options, code=1)
    assert "no calendar" in take("ics", "hello", *options, code=1)
