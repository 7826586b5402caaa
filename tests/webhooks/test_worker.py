"""The real process: killed while it calls, it repeats the call under the same id."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from labspace.notices.models import Channel, DeliveryState, OutboxRow
from labspace.webhooks.actions import send_test
from tests.webhooks.conftest import Endpoint
from tests.webhooks.receiver import Receiver

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
"""Due by the real clock, which other processes live by."""

Worker = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def worker(database_url: str, settings: Settings) -> Iterator[Worker]:
    """Starts `labspace worker`, which may call this machine; ends what still runs afterwards."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        environment = {
            **os.environ,
            "LABSPACE_DATA_DIR": str(settings.data_dir),
            "LABSPACE_DATABASE_URL": database_url,
            "LABSPACE_SECRET_KEY": "only for tests",
            "LABSPACE_MAIL": "log",
            "LABSPACE_WEBHOOK_NETWORKS": "127.0.0.0/8",
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


def states(session: Session) -> list[tuple[DeliveryState, int]]:
    session.rollback()
    found = session.scalars(
        select(OutboxRow).where(OutboxRow.channel == Channel.WEBHOOK).order_by(OutboxRow.id)
    )
    return [(row.state, row.attempts) for row in found]


def test_a_worker_killed_while_calling_repeats_the_call_under_its_id(
    session: Session, endpoint: Endpoint, receiver: Receiver, worker: Worker
) -> None:
    one = endpoint("/tuer").id
    receiver.hangs.add("/tuer")
    send_test(session, one, data={}, now=LONG_AGO)
    session.commit()
    process = worker()
    assert receiver.arrived.wait(60)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(60)
    assert states(session) == [(DeliveryState.TAKEN, 1)]

    receiver.hangs.clear()
    receiver.over.set()
    session.scalars(select(OutboxRow).where(OutboxRow.channel == Channel.WEBHOOK)).one().run_at = LONG_AGO
    session.commit()
    assert "1 webhook(s) delivered" in worker("--once").communicate(timeout=120)[0]
    assert states(session) == [(DeliveryState.DONE, 2)]
    first, second = receiver.received
    assert (first.id, first.body) == (second.id, second.body)
