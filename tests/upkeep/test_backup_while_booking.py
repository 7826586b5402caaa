"""A backup while somebody books and mails leave, each in processes of its own: one moment of all of it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from threading import Event, Thread

from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from config import Settings
from labspace import create_app
from labspace.bookings.models import Booking
from labspace.db import db
from labspace.notices.models import DeliveryState, OutboxRow
from labspace.times import utc_now
from labspace.upkeep.backups.restoring import restore_backup
from labspace.upkeep.examining.contents import claim_findings
from labspace.upkeep.examining.findings import Grade
from tests.notices.sink import mail_sink
from tests.support.serve import Serve, environment_of
from tests.upkeep.program import Program, alices_program, assert_kept_once

LABSPACE = [sys.executable, "-c", "from labspace.cli import main; main()"]
EACH = 4
"""Bookings promised before and after the backup."""
PATIENCE = 240


@dataclass
class Booker:
    """Books hour after hour."""

    program: Program
    port: int
    promised: list[int] = field(default_factory=list)
    stop: Event = field(default_factory=Event)

    def go_on(self) -> None:
        while not self.stop.is_set():
            self.promised.append(self.program.promised(self.port, len(self.promised)))
            time.sleep(0.02)

    def wait_for(self, more: int) -> int:
        """Until there are so many promises more; how many there are then."""
        wanted, deadline = len(self.promised) + more, time.monotonic() + PATIENCE
        while len(self.promised) < wanted:
            assert time.monotonic() < deadline, self.promised
            time.sleep(0.02)
        return len(self.promised)


def test_a_backup_is_one_moment_of_bookings_and_mails(
    settings: Settings, empty: Callable[[], tuple[Engine, Settings]], tmp_path: Path
) -> None:
    app: Flask = create_app(settings)
    file = tmp_path / "busy.labspace"
    with mail_sink() as sink:
        server = Serve(
            settings,
            tmp_path / "server.log",
            {"LABSPACE_MAIL": sink.url, "LABSPACE_DELIVER_IN_SERVER": "yes", "LABSPACE_BACKUPS": "no"},
        )
        booker = Booker(alices_program(app), server.port)
        thread = Thread(target=booker.go_on, daemon=True)
        try:
            server.start()
            thread.start()
            assert sink.arrived.wait(PATIENCE)
            before = booker.wait_for(EACH)
            subprocess.run([*LABSPACE, "backup", str(file)], env=environment_of(settings), check=True, timeout=PATIENCE)  # fmt: skip
            after = len(booker.promised)
            booker.wait_for(EACH)
        finally:
            booker.stop.set()
            thread.join(60)
            server.kill()
        sent = {str(message_from_bytes(mail)["Message-ID"]).strip("<>") for mail in sink.mails}
    with app.app_context():
        db.engine.dispose()
    engine, elsewhere = empty()
    restore_backup(file, engine=engine, settings=elsewhere, replace=False)
    with Session(engine) as session:
        kept = sorted(session.scalars(select(Booking.id)))
        # One after the other was booked: what is kept is the beginning, as far as it was then.
        assert kept == booker.promised[: len(kept)]
        assert before <= len(kept) <= after + 1
        assert_kept_once(session, kept)
        assert [one.grade for one in claim_findings(session, now=utc_now())] == [Grade.GOOD]
        rows = session.scalars(select(OutboxRow)).all()
        gone = {row.message_id.strip("<>") for row in rows if row.state == DeliveryState.DONE}
        # A mail that counts as sent has left; one that had not is still to be sent from the backup.
        assert gone
        assert gone <= sent
