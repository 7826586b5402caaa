"""Processes are killed while people book: what was answered is there, once, and every mail arrives."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as clock
from email import message_from_bytes
from itertools import product
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from config import Settings
from labspace import create_app
from labspace.api.tokens.actions import create_token
from labspace.api.tokens.kinds import Scope
from labspace.bookings.models import Booking
from labspace.db import db
from labspace.notices.models import DeliveryState, OutboxRow
from labspace.times import utc_now
from labspace.upkeep.examining.contents import claim_findings
from labspace.upkeep.examining.findings import Grade
from tests.factories import make_cast
from tests.notices.sink import Sink, mail_sink
from tests.support.serve import Serve, ask, environment_of

EACH = 4
"""Bookings each person must have been promised before and after a kill."""
PATIENCE = 240
"""Seconds; a loaded machine needs as long to start a server several times."""


@dataclass
class Person:
    """Books hour after hour and asks again, under the same key, until there is an answer."""

    name: str
    token: str
    space: str
    hours: list[tuple[datetime, datetime]]
    promised: dict[str, int] = field(default_factory=dict)
    """Key of the call to the number of the booking that was answered."""
    asked: int = 0

    def book(self, port: int, stop: Event) -> None:
        for number, (begins, ends) in enumerate(self.hours):
            wish = {
                "spaces": [self.space],
                "starts_at": begins.isoformat(),
                "ends_at": ends.isoformat(),
            }
            key = f"{self.name}-{number}"
            while not stop.is_set():
                try:
                    status, text = ask(
                        port, "/api/v1/bookings", method="POST", body=json.dumps(wish),
                        Authorization=f"Bearer {self.token}", Idempotency_Key=key,
                        Content_Type="application/json",
                    )  # fmt: skip
                except OSError:
                    time.sleep(0.1)
                    continue
                self.asked += 1
                if status == 201:
                    self.promised[key] = json.loads(text)["id"]
                if status < 500:
                    break
            if stop.is_set():
                return


@pytest.fixture
def people(settings: Settings, database_url: str) -> Iterator[tuple[Flask, list[Person]]]:
    """Three people with a space each, by the real clock that processes live by."""
    app = create_app(settings)
    with app.app_context():
        session, now = db.session(), utc_now()
        cast = make_cast(session, now=now)
        session.commit()
        places = {cast.alice: cast.desk, cast.bob: cast.second_desk, cast.charlie: cast.room}
        people = [
            Person(
                name=user.name,
                token=create_token(session, user.id, name="Test", scope=Scope.BOOK, days=30, now=now),
                space=space.public_id,
                hours=list(hours(now, space.location.zone)),
            )
            for user, space in places.items()
        ]
        session.commit()
        yield app, people
        db.session.remove()
        db.engine.dispose()


def hours(now: datetime, zone: object) -> Iterator[tuple[datetime, datetime]]:
    """Hours of the next days; what the house has closed is refused and does not count."""
    for ahead, hour in product(range(1, 13), range(10, 17)):
        day = (now + timedelta(days=ahead)).date()
        begins = datetime.combine(day, clock(hour), zone)  # type: ignore[arg-type]
        yield begins, begins + timedelta(hours=1)


def test_a_killed_server_keeps_every_promise_once(
    people: tuple[Flask, list[Person]], settings: Settings, tmp_path: Path
) -> None:
    _app, everybody = people
    server = Serve(settings, tmp_path / "server.log", {"LABSPACE_DELIVER_IN_SERVER": "no"})
    stop = Event()
    threads = [Thread(target=person.book, args=(server.port, stop), daemon=True) for person in everybody]
    try:
        server.start()
        for thread in threads:
            thread.start()
        wait_for(everybody, more=EACH)
        server.kill_worker()
        wait_for(everybody, more=EACH)
        server.kill()
        server.start()
        wait_for(everybody, more=EACH)
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)
        server.kill()
    promised = Counter(number for person in everybody for number in person.promised.values())
    assert set(promised.values()) == {1}
    session, now = db.session(), utc_now()
    kept = set(session.scalars(select(Booking.id)))
    assert set(promised) <= kept
    # Who was killed before the answer may have booked: at most the call each had under way.
    assert len(kept - set(promised)) <= len(everybody)
    assert [finding.grade for finding in claim_findings(session, now=now)] == [Grade.GOOD]
    topics = session.scalars(select(OutboxRow.topic).where(OutboxRow.topic.startswith("booking:")))
    assert sorted(topics) == sorted(f"booking:{number}" for number in kept)
    session.rollback()
    with mail_sink() as sink:
        deliver_with_a_kill(settings, sink)
        arrived = Counter(str(message_from_bytes(mail)["Message-ID"]).strip("<>") for mail in sink.mails)
    session.expire_all()
    wanted = {row.message_id.strip("<>") for row in session.scalars(select(OutboxRow))}
    assert set(arrived) == wanted
    assert sum(arrived.values()) <= len(wanted) + 1


def wait_for(everybody: list[Person], *, more: int) -> None:
    """Until each has so many more promises."""
    wanted = {person.name: len(person.promised) + more for person in everybody}
    deadline = time.monotonic() + PATIENCE
    while any(len(person.promised) < wanted[person.name] for person in everybody):
        found = {person.name: (len(person.promised), person.asked) for person in everybody}
        assert time.monotonic() < deadline, found
        time.sleep(0.02)


def deliver_with_a_kill(settings: Settings, sink: Sink) -> None:
    """Deliver everything; the worker is killed after its first mail and another goes on when the lease ends."""
    command = [sys.executable, "-c", "from labspace.cli import main; main()", "worker"]
    environment = environment_of(settings, LABSPACE_MAIL=sink.url)
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        assert sink.arrived.wait(PATIENCE)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(60)
    session = db.session()
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.state == DeliveryState.TAKEN)
        .values(run_at=utc_now() - timedelta(minutes=1))
    )
    session.commit()
    # Until all is delivered, and no longer: what a worker does beside that would take it half a minute.
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + PATIENCE
        waiting = select(func.count()).where(OutboxRow.state.in_([DeliveryState.NEW, DeliveryState.TAKEN]))
        while left := session.scalar(waiting):
            assert process.poll() is None
            assert time.monotonic() < deadline, f"{left} mails wait"
            session.rollback()
            time.sleep(0.1)
    finally:
        process.terminate()
        ended = process.wait(PATIENCE)
    assert ended == 0
