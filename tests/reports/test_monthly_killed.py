"""The monthly mail and real processes that are killed: while it is written, and while it is sent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from labspace.notices.models import DeliveryState, OutboxRow
from labspace.reports.actions import choose_readers
from labspace.reports.models import MonthlyMail
from tests.notices.sink import Sink, mail_sink

DUE = datetime(2025, 12, 8, 6, tzinfo=UTC)
"""The eighth at seven in Bochum, long over by the real clock, which the processes deliver by."""

PROCESS = """
import sys, time
from datetime import UTC, datetime
from labspace import create_app
from labspace.db import db
from labspace.notices.delivery import deliver_due
from labspace.notices.senders import sender_for
from labspace.reports import monthly

if "waits" in sys.argv:
    written = monthly.enqueue_mail
    def enqueue_and_wait(*values, **more):
        written(*values, **more)
        values[0].flush()
        print("written", flush=True)
        time.sleep(600)
    monthly.enqueue_mail = enqueue_and_wait
app = create_app()
with app.app_context():
    sent = monthly.send_monthly(db.session(), datetime(2025, 12, 8, 6, tzinfo=UTC))
    print("sent", sent, flush=True)
    print("delivered", deliver_due(db.engine, sender_for(app.extensions["labspace.settings"])), flush=True)
"""


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server that takes everything, unless told otherwise."""
    with mail_sink() as sink:
        yield sink


@pytest.fixture
def process(database_url, settings, sink):
    """Starts a process of its own that writes the mails that are due, then delivers; ends what still runs."""
    started = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        environment = {
            **os.environ,
            "LABSPACE_DATA_DIR": str(settings.data_dir),
            "LABSPACE_DATABASE_URL": database_url,
            "LABSPACE_SECRET_KEY": "only for tests",
            "LABSPACE_MAIL": sink.url,
        }
        one = subprocess.Popen(
            [sys.executable, "-c", PROCESS, *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(one)
        return one

    yield start
    for one in started:
        one.kill()
        one.communicate(timeout=60)


def kill(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait(60) == -signal.SIGKILL


def mails(session) -> list[OutboxRow]:
    session.rollback()
    return list(session.scalars(select(OutboxRow).where(OutboxRow.topic.like("monthly:%"))))


def test_of_processes_killed_while_writing_and_while_sending_one_mail_with_one_message_id_is_left(
    session, cast, process, sink
) -> None:
    choose_readers(session, cast.house.id, [cast.nora.id], by=cast.nora, now=DUE - timedelta(days=30))
    session.commit()

    writing = process("waits")
    assert writing.stdout is not None
    assert writing.stdout.readline() == "written\n"
    kill(writing)
    assert not mails(session)
    assert not session.scalars(select(MonthlyMail)).all()
    session.rollback()

    sink.silent_at = "END"
    sending = process()
    assert sink.arrived.wait(120)
    kill(sending)
    (row,) = mails(session)
    assert (row.state, row.attempts) == (DeliveryState.TAKEN, 1)
    message_id = row.message_id

    row.run_at = DUE
    session.commit()
    sink.silent_at = ""
    output, _nothing = process().communicate(timeout=120)
    assert output.splitlines() == ["sent 0", "delivered 1"]
    (row,) = mails(session)
    assert (row.state, row.message_id) == (DeliveryState.DONE, message_id)
    assert len(session.scalars(select(MonthlyMail)).all()) == 1
    first, second = sink.mails
    assert first == second
    assert message_id.encode() in first
