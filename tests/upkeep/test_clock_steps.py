"""The clock of running servers is stepped an hour ahead and back again while people book."""

from __future__ import annotations

import os
import time
from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from config import Settings
from labspace import create_app
from labspace.bookings.models import Booking
from labspace.db import db
from labspace.notices.delivery import deliver_due
from labspace.notices.models import OutboxRow
from labspace.notices.senders import SmtpSender
from labspace.times import utc_now
from labspace.upkeep.examining.contents import claim_findings, clock_findings
from labspace.upkeep.examining.findings import Finding, Grade
from tests.notices.sink import mail_sink
from tests.support.serve import START_SECONDS, Serve
from tests.upkeep.program import alices_program, assert_kept_once

SHIFTED = Path(__file__).parents[1] / "support" / "shifted"
HOUR = 3600
QUIET = {"LABSPACE_DELIVER_IN_SERVER": "no"}


def test_a_clock_stepped_by_an_hour_loses_and_doubles_nothing(settings: Settings, tmp_path: Path) -> None:
    app = create_app(settings)
    program = alices_program(app)
    clock = Clock(tmp_path / "ahead")
    serve = Serve(settings, tmp_path / "server.log", {**QUIET, **clock.environment})
    try:
        serve.start()
        promised: list[int] = []
        for seconds in (0, HOUR, 0):
            clock.step(seconds, serve)
            promised += [program.promised(serve.port, len(promised) + number) for number in range(3)]
            # Under its key each is answered as before, whatever the clock says.
            assert [program.promised(serve.port, number) for number in range(len(promised))] == promised
            told = _what_the_doctor_says_of_the_clock(app)
            if seconds:
                assert told.grade is Grade.TROUBLE
                assert "in the future" in told.says
                assert "Nothing is lost" in told.do
            else:
                assert told.grade is Grade.GOOD
    finally:
        serve.kill()
    with app.app_context():
        session, now = db.session(), utc_now()
        assert_kept_once(session, promised)
        made = [session.get_one(Booking, number).created_at - now for number in promised]
        ahead = [timedelta(minutes=50) < one < timedelta(minutes=61) for one in made]
        assert ahead == [False] * 3 + [True] * 3 + [False] * 3
        assert [finding.grade for finding in claim_findings(session, now=now)] == [Grade.GOOD]
        assert (
            list(session.scalars(select(Booking.id).where(Booking.changed_at > now + timedelta(hours=2))))
            == []
        )
        session.rollback()
        with mail_sink() as sink:
            sender = SmtpSender(sink.url, "haus@example.org")
            # Those written in the hour ahead wait until it is there.
            deliver_due(db.engine, sender, clock=lambda: now)
            early = len(sink.mails)
            assert deliver_due(db.engine, sender, clock=lambda: now + timedelta(hours=1)) == 3
            assert len(sink.mails) == early + 3
            arrived = Counter(str(message_from_bytes(mail)["Message-ID"]).strip("<>") for mail in sink.mails)
        assert arrived == Counter(one.strip("<>") for one in session.scalars(select(OutboxRow.message_id)))
        db.session.remove()
        db.engine.dispose()


def _what_the_doctor_says_of_the_clock(app: Flask) -> Finding:
    with app.app_context():
        (found,) = clock_findings(db.session(), now=utc_now())
        db.session.remove()
    return found


class Clock:
    """How far ahead the clock of a server's processes goes: `tests/support/shifted`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._write(0)
        path = os.pathsep.join(filter(None, [str(SHIFTED), os.environ.get("PYTHONPATH", "")]))
        self.environment = {"LABSPACE_TEST_CLOCK": str(file), "PYTHONPATH": path}

    def step(self, seconds: int, serve: Serve) -> None:
        """Set it to so many seconds ahead, and wait until all that answer go by it."""
        self._write(seconds)
        deadline = time.monotonic() + START_SECONDS
        for pid in serve.workers():
            noted = self._file.with_name(f"clock-of-{pid}")
            while not noted.exists() or noted.read_text() != str(seconds):
                assert time.monotonic() < deadline
                time.sleep(0.02)

    def _write(self, seconds: int) -> None:
        fresh = self._file.with_suffix(".new")
        fresh.write_text(str(seconds))
        fresh.replace(self._file)
