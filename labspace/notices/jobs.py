"""What the house does by itself every minute, beside delivering: higher packages register it here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from labspace.db import db
from labspace.times import utc_now

log = logging.getLogger(__name__)

INTERVAL = 60.0
"""Seconds between two rounds."""

Job = Callable[[Session, datetime], object]

_jobs: dict[str, Job] = {}
_at_once: dict[str, Job] = {}


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
