"""After a fault the doctor says what happened and what to do, and what it says helps."""

from __future__ import annotations

from collections import namedtuple
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from labspace.cli import db_upgrade
from labspace.db import db
from labspace.notices.models import Channel, DeliveryState, OutboxRow
from labspace.notices.queue import take_next
from labspace.occupancy.facts.models import FactCheck
from labspace.upkeep.examining.cli import doctor
from tests.factories import Cast

Usage = namedtuple("Usage", "total used free")


def told(app: Flask, subject: str) -> list[tuple[str, str, str]]:
    """Grade, sentence and advice of each finding about a subject, as the command prints them."""
    db.session.rollback()
    lines = app.test_cli_runner().invoke(doctor).output.splitlines()
    found = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        grade, _, rest = line.partition(" ")
        about, _, says = rest.strip().partition(": ")
        if about == subject:
            found.append(
                (grade, says, after.strip().removeprefix("→ ") if after.startswith("      ") else "")
            )
    return found


def wait(session: Session, now: datetime, channel: Channel = Channel.MAIL, **more: object) -> OutboxRow:
    """A row that was written an hour ago and has not left."""
    values = {"created_at": now - timedelta(hours=1), "run_at": now, **more}
    row = OutboxRow(
        channel=channel,
        topic=f"t-{channel.value}",
        message_id=channel.value,
        recipient="a@b.invalid",
        **values,
    )
    session.add(row)
    session.commit()
    return row


def test_what_a_killed_worker_held_waits_for_the_next_one(
    app: Flask, session: Session, cast: Cast, now: datetime
) -> None:
    wait(session, now)
    held = take_next(session, now=now)
    assert held is not None
    assert held.state is DeliveryState.TAKEN
    # It was killed here: nobody reports what became of the row.
    assert told(app, "outbox") == [
        (
            "act",
            "1 mail(s) wait, the oldest for 60 min; nobody sends them.",
            "Start labspace worker, or set LABSPACE_DELIVER_IN_SERVER=yes.",
        )
    ]
    again = take_next(session, now=now + timedelta(minutes=6))
    assert again is not None
    assert again.id == held.id


def test_mails_and_calls_that_do_not_leave_are_told_apart(
    app: Flask, session: Session, cast: Cast, now: datetime
) -> None:
    wait(session, now, last_error="smtp: 451")
    wait(session, now, Channel.WEBHOOK, last_error="503")
    (mail, call) = told(app, "outbox")
    assert mail == (
        "act",
        "1 mail(s) wait, the oldest for 60 min; the last answer was “smtp: 451”.",
        "Look at the mail server and at LABSPACE_MAIL. Mails wait and are sent afterwards, each once.",
    )
    assert call[:2] == ("act", "1 webhook call(s) wait, the oldest for 60 min; the last answer was “503”.")
    assert "receiver" in call[2]
    assert "mail" not in " ".join(call)


def test_calls_that_were_given_up_send_nobody_to_the_mail_server(
    app: Flask, session: Session, cast: Cast, now: datetime
) -> None:
    wait(session, now, Channel.WEBHOOK, state=DeliveryState.FAILED)
    ((grade, says, do),) = told(app, "outbox")
    assert (grade, says) == ("look", "1 webhook call(s) were given up in the last seven days.")
    assert "page “Webhooks”" in do


def test_figures_nobody_keeps_any_more_are_told(
    app: Flask, session: Session, cast: Cast, now: datetime
) -> None:
    session.add(FactCheck(checked_at=now - timedelta(days=3), compared=3, passed_over=0, found=0))
    session.commit()
    ((grade, says, do),) = told(app, "facts")
    assert (grade, says.split(";")[0]) == ("look", "Figures were last compared on 2026-11-20")
    assert do == "See that a worker runs at night, or run labspace occupancy verify."


def test_a_guard_that_was_dropped_is_back_after_what_the_doctor_says(app: Flask, engine_name: str) -> None:
    with db.engine.begin() as connection:
        if engine_name == "sqlite":
            name = connection.scalar(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'claim%'")
            )
            connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("ALTER TABLE claim DROP CONSTRAINT ex_claim_overlap"))
    ((grade, says, do),) = told(app, "guards")
    assert (grade, says.startswith("Nothing forbids double bookings")) == ("act", True)
    assert do == "Stop the server, run labspace db upgrade, and look for double bookings."
    assert app.test_cli_runner().invoke(db_upgrade).exit_code == 0
    assert told(app, "guards") == [("ok", "All guards are in force.", "")]


def test_a_clock_that_ran_ahead_is_told_with_what_to_do(
    app: Flask, session: Session, cast: Cast, now: datetime, engine_name: str
) -> None:
    wait(session, now, created_at=now + timedelta(hours=1))
    ((grade, says, do),) = told(app, "clock")
    assert grade == "act"
    assert "NTP" in do
    # PostgreSQL has a clock of its own, which is the real one here; the test's stands still.
    expected = "60 min in the future" if engine_name == "sqlite" else "This machine and the database differ"
    assert expected in says


@pytest.mark.parametrize(
    ("free", "grade", "advice"),
    [
        (99_999_999, "act", "Make room now: nothing can be booked once the disk is full."),
        (999_999_999, "look", "Make room soon"),
        (1_000_000_000, "ok", ""),
    ],
)
def test_a_disk_that_fills_is_told_before_it_is_full(
    app: Flask, monkeypatch: pytest.MonkeyPatch, free: int, grade: str, advice: str
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: Usage(10**12, 10**12 - free, free))
    ((found, says, do),) = told(app, "disk")
    assert (found, do[: len(advice)]) == (grade, advice)
    assert says.startswith(f"{free / 1e9:.1f} GB free in ")
