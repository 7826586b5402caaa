"""The real processes: `labspace worker`, killed in the middle, and the server's own thread."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from labspace import create_app
from labspace.db import db
from labspace.notices.in_server import start_delivery
from labspace.notices.models import DeliveryState, OutboxRow

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
"""Due by the real clock, which other processes live by."""


@pytest.fixture
def worker(database_url, settings, sink):
    """Starts `labspace worker`, which sends to the sink; ends what still runs afterwards."""
    started = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        environment = {
            **os.environ,
            "LABSPACE_DATA_DIR": str(settings.data_dir),
            "LABSPACE_DATABASE_URL": database_url,
            "LABSPACE_SECRET_KEY": "only for tests",
            "LABSPACE_MAIL": sink.url,
        }
        command = [sys.executable, "-c", "from labspace.cli import main; main()", "worker", *arguments]
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate(timeout=60)


def states(session):
    session.expire_all()
    return [(row.state, row.attempts) for row in session.scalars(select(OutboxRow).order_by(OutboxRow.id))]


def test_once_delivers_what_is_due_and_ends(session, enqueue, worker, sink):
    enqueue("eins", now=LONG_AGO)
    enqueue("zwei", now=LONG_AGO)
    output, _ = worker("--once").communicate(timeout=120)
    assert "2 mail(s) delivered" in output
    assert len(sink.mails) == 2
    assert states(session) == [(DeliveryState.DONE, 1)] * 2


def test_a_worker_killed_while_sending_loses_nothing_and_repeats_the_message_id(
    session, enqueue, worker, sink
):
    row = enqueue("gleich", now=LONG_AGO)
    sink.silent_at = "END"
    process = worker()
    assert sink.arrived.wait(120)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(60)
    assert states(session) == [(DeliveryState.TAKEN, 1)]

    sink.silent_at = ""
    assert "0 mail(s)" in worker("--once").communicate(timeout=120)[0]
    session.get_one(OutboxRow, row.id).run_at = LONG_AGO
    session.commit()
    assert "1 mail(s)" in worker("--once").communicate(timeout=120)[0]
    assert states(session) == [(DeliveryState.DONE, 2)]
    first, second = sink.mails
    assert first == second
    assert row.message_id.encode() in first


def test_a_worker_ends_when_it_is_asked_to(worker):
    process = worker()
    assert process.stdout is not None
    assert "delivers mails" in process.stdout.readline()
    process.terminate()
    assert process.wait(60) == 0


def test_the_server_delivers_by_itself(session, enqueue, settings):
    enqueue()
    app = create_app(replace(settings, deliver_in_server=True))
    delivery = start_delivery(app)
    assert delivery is not None
    folder = settings.data_dir / "mail"
    deadline = time.monotonic() + 60
    while not (folder.is_dir() and list(folder.glob("*.eml"))) and time.monotonic() < deadline:
        time.sleep(0.05)
    delivery.end()
    with app.app_context():
        db.engine.dispose()
    assert len(list(folder.glob("*.eml"))) == 1


def test_the_server_leaves_delivery_to_workers_where_they_run(settings):
    assert start_delivery(create_app(settings)) is None
