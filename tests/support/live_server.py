"""A site in a process of its own, as in life: the four demonstration houses, a fixed morning, loopback.

`python -m tests.support.live_server FOLDER` serves until its input ends and prints its address first. With
a moment behind (`2026-12-14T08:00+00:00`) it shows what is in the folder at that moment. It neither delivers
mails nor does the jobs of each minute: a test that waits for them has them done (tests/support/backstage.py).
"""

from __future__ import annotations

import logging
import socket
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from threading import Thread

import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from config import Settings
from labspace import create_app
from labspace.accounts.models import User
from labspace.bookings.actions import (
    check_in,
    place_booking,
)
from labspace.bookings.wishes import Details, Wish
from labspace.db import db
from labspace.demo.loading import load_houses
from labspace.demo.people import LEAD, STARTUP, load_people
from labspace.ideas import robots
from labspace.schema import upgrade
from labspace.spaces.queries import find_space
from labspace.times import TimeSpan, utc_now

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""A Monday, 09:00 in Bochum."""
TAKEN = (("bochum-desk-01", 9, 13), ("bochum-desk-02", 10, 12), ("bochum-table-01", 9, 11))
"""Space, first and last hour of today; others have them."""
MINE = ("bochum-desk-05", 9, 11)
"""What the startup's person has booked for today."""
SECRET = "only for tests"
USED = ("herne-desk-01", 9, 13, (5, 6, 7, 8, 9))
"""What was used in October: space, first and last hour, days; so that there are figures."""


def fill(session: Session) -> None:
    """The houses, their people and a few bookings."""
    houses = load_houses(session)
    load_people(session, houses, now=utc_now())
    session.commit()
    person = {user.email: user for user in session.scalars(select(User))}
    for booked_by, bookings in ((LEAD, TAKEN), (STARTUP, (MINE,))):
        for public_id, first, last in bookings:
            space = find_space(session, public_id)
            assert space is not None, public_id
            span = TimeSpan.on_day(NOW.date(), time(first), time(last), zone=space.location.zone)
            wish = Wish(span=span, space_ids=(space.id,), details=Details())
            place_booking(session, wish, booked_by=person[booked_by.email], now=utc_now())
            session.commit()


def fill_the_past(session: Session) -> None:
    """Some use last month."""
    public_id, first, last, days = USED
    space = find_space(session, public_id)
    assert space is not None, public_id
    person = session.scalars(select(User).where(User.email == STARTUP.email)).one()
    for day in days:
        span = TimeSpan.on_day(
            NOW.date().replace(month=10, day=day), time(first), time(last), zone=space.location.zone
        )
        with time_machine.travel(span.starts_at - timedelta(hours=1), tick=False):
            wish = Wish(span=span, space_ids=(space.id,), details=Details())
            booking = place_booking(session, wish, booked_by=person, now=utc_now())
            session.commit()
        with time_machine.travel(span.starts_at, tick=False):
            check_in(session, booking.id, by=person, now=utc_now())
            session.commit()


def application(folder: Path, *, address: str) -> Flask:
    """The application on the folder's database; mails become files in the folder's `mail`."""
    return create_app(
        Settings(
            data_dir=folder,
            base_url=address,
            secret_key=SECRET,
            password_hash_effort="test",
            deliver_in_server=False,
        )
    )


def prepare(app: Flask) -> None:
    """Fill its database."""
    with app.app_context():
        upgrade(db.engine)
        with time_machine.travel(NOW - timedelta(days=1), tick=False):
            fill(db.session())
        fill_the_past(db.session())
        db.session.remove()


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    # Nobody has to type as slowly as a person reads; tests/ideas shows that who does not is noticed.
    robots.READING = timedelta()
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    folder, *moments = sys.argv[1:]
    later = datetime.fromisoformat(moments[0]) if moments else None
    app = application(Path(folder), address=address)
    if later is None:
        prepare(app)
    with time_machine.travel(later or NOW, tick=True):
        server = make_server("127.0.0.1", port, app, threaded=True, fd=listening.fileno())
        Thread(target=server.serve_forever, daemon=True).start()
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        # Whoever started this holds the other end: when that process is gone, so is this one.
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main()
