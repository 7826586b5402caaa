"""What the house does by itself every minute, beside delivering: higher packages register it here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from time import monotonic

from flask import Flask
from sqlalchemy.orm import Session

from labspace.db import db
from labspace.times import utc_now

log = logging.getLogger(__name__)

INTERVAL = 60.0
"""Seconds between two rounds."""

Job = Callable[[Session, datetime], object]
LongJob = Callable[[Session, datetime], Iterator[None]]

END = object()

_jobs: dict[str, Job] = {}
_at_once: dict[str, Job] = {}
_long: dict[str, LongJob] = {}


def every_minute(job: Job) -> Job:
    """Call the decorated function each minute with a session and the time; it flushes, the round commits.

    Several processes may run a round at once, and none for a week: a job finds out itself what is due.
    """
    _jobs[f"{job.__module__}.{job.__qualname__}"] = job
    return job


def at_every_look(job: Job) -> Job:
    """Call the decorated function whenever a process looks what there is to deliver, every few seconds.

    For what somebody waits for on a page. It begins with one question that is answered by an index,
    and may commit what others are to see of its progress.
    """
    _at_once[f"{job.__module__}.{job.__qualname__}"] = job
    return job


def piece_by_piece(job: LongJob) -> LongJob:
    """Begin the decorated function each minute, and go on with it from `yield` to `yield` as there is time.

    For what may take minutes in all: what waits to be delivered is looked at after each piece, which
    should take less than a second. Each piece is committed; nothing read before a `yield` may be used
    behind it but plain values.
    """
    _long[f"{job.__module__}.{job.__qualname__}"] = job
    return job


def run_jobs(app: Flask, *, clock: Callable[[], datetime] = utc_now) -> None:
    """One round: each job in a transaction of its own; one that fails is told and tried again next time."""
    _run(app, _jobs, clock)


def run_waited_for(app: Flask, *, clock: Callable[[], datetime] = utc_now) -> None:
    """What somebody waits for, in the same way."""
    _run(app, _at_once, clock)


def _run(app: Flask, jobs: dict[str, Job], clock: Callable[[], datetime]) -> None:
    for name, job in jobs.items():
        with app.app_context():
            try:
                job(db.session(), clock())
                db.session.commit()
            except Exception as problem:
                db.session.rollback()
                log.warning("%s failed: %s", name, type(problem).__name__)


class LongJobs:
    """The long jobs a process has under way, each where it stopped."""

    def __init__(self, app: Flask, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._app, self._clock = app, clock
        self._waiting: dict[str, LongJob] = {}
        self._under_way: tuple[str, Session, Iterator[None]] | None = None

    def begin(self) -> None:
        """Begin all of them anew, except the one that is still at work."""
        busy = self._under_way and self._under_way[0]
        self._waiting = {name: job for name, job in _long.items() if name != busy}

    def go_on(self) -> bool:
        """Do one piece; False if nothing is left until they begin anew. A failing job is told and given up."""
        if self._under_way is None and not self._waiting:
            return False
        with self._app.app_context():
            if self._under_way is None:
                name, fresh = next(iter(self._waiting)), db.session()
                self._under_way = name, fresh, self._waiting.pop(name)(fresh, self._clock())
            name, session, pieces = self._under_way
            try:
                is_over = next(pieces, END) is END
                session.commit()
            except Exception as problem:
                session.rollback()
                log.warning("%s failed: %s", name, type(problem).__name__)
                is_over = True
            session.close()
            if is_over:
                self._under_way = None
        return True


def run_long_jobs(app: Flask, *, seconds: float) -> None:
    """All of them from the beginning, for a process that does nothing else; the rest of long ones is left."""
    jobs, until = LongJobs(app), monotonic() + seconds
    jobs.begin()
    while monotonic() < until and jobs.go_on():
        pass
