"""Delivers what waits in the outbox: at least once, in order per topic, surviving a kill at any line."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from time import monotonic

from flask import Flask
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from labspace.db import db
from labspace.notices.couriers import start_couriers
from labspace.notices.jobs import INTERVAL, LongJobs, run_jobs, run_waited_for
from labspace.notices.models import OutboxRow
from labspace.notices.queue import note_delivered, note_failure, take_next
from labspace.notices.senders import NotSent, Sender, sender_for
from labspace.times import utc_now

log = logging.getLogger(__name__)

PAUSE_AFTER_TROUBLE = 30.0
"""Seconds before the next look when the database itself could not be asked."""


GOODBYE = 10.0
"""Seconds that calls under way have to end when delivery does."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How often a delivering process looks, in seconds."""

    pause: float = 2.0
    """Between looks into an empty outbox."""
    round: float = INTERVAL
    """From one round of the jobs to the next."""
    breath: float = 0.0
    """After each mail, for a process that has people to serve as well."""
    between_pieces: float = 0.0
    """From the end of a piece of a long job to the next, for such a process."""


def deliver_due(
    engine: Engine,
    sender: Sender,
    *,
    stop: Event | None = None,
    rest: Callable[[], object] | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> int:
    """Deliver all rows that are due, one after another; return how many left.

    `rest` is called after each one.
    """
    delivered = 0
    with Session(engine) as session:
        while not (stop and stop.is_set()) and (row := take_next(session, now=clock())):
            delivered += _deliver(session, row, sender, clock=clock)
            if rest:
                rest()
    return delivered


def _deliver(session: Session, row: OutboxRow, sender: Sender, *, clock: Callable[[], datetime]) -> bool:
    try:
        sender.send(row)
    except NotSent as problem:
        note_failure(session, row, why=problem.why, for_good=problem.for_good, now=clock())
        return False
    except Exception as problem:  # a row that cannot be written as a mail must not stop the others
        note_failure(session, row, why=type(problem).__name__, for_good=False, now=clock())
        return False
    note_delivered(session, row, now=clock())
    return True


def deliver_until(
    stop: Event, app: Flask, pace: Pace = Pace(), *, let_pass: Callable[[Event], object] | None = None
) -> None:
    """Look into the outbox again and again until `stop` is set; every minute, do the jobs first.

    Between two looks a piece of a long job is done where one is under way, so that no mail waits for
    more than a piece. `let_pass` waits after each mail and piece for what is more urgent.
    """
    with app.app_context():
        engine = db.engine
    sender = sender_for(app.extensions["labspace.settings"])
    next_round = next_piece = 0.0
    long_jobs = LongJobs(app)
    couriers = start_couriers(stop, app, pause=pace.pause)

    def rest() -> None:
        stop.wait(pace.breath)
        if let_pass:
            let_pass(stop)

    while not stop.is_set():
        try:
            if monotonic() >= next_round:
                next_round = monotonic() + pace.round
                run_jobs(app)
                long_jobs.begin()
            run_waited_for(app)
            deliver_due(engine, sender, stop=stop, rest=rest)
            is_busy = False
            if not stop.is_set() and monotonic() >= next_piece:
                is_busy = long_jobs.go_on()
                next_piece = monotonic() + pace.between_pieces
        except Exception as problem:  # a database restart must not end delivery for good
            log.warning("delivery pauses: %s", type(problem).__name__)
            stop.wait(PAUSE_AFTER_TROUBLE)
        else:
            rest() if is_busy else stop.wait(pace.pause)
    for courier in couriers:
        courier.join(GOODBYE)
