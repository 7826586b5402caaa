"""What calendar feeds cost: `python -m bench.feeds [--minute 60]`.

Through the real server over one connection: 304, a body kept in memory (warm), one put together from
stored events (cold), and the first fetch, which writes them. In this process: what a booking pays
for the feeds that show it. Then a thousand people's calendars ask within a minute over eight
connections, nine in ten of them for what did not change.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from os import cpu_count
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from unittest.mock import patch

from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from bench.feed_data import MANY, SECRET, database, load
from bench.rider import Rider
from bench.server import serving
from bench.shares import cpu_seconds, with_children
from bench.visitor import Visitor
from config import Settings
from labspace import create_app
from labspace.accounts.models import User
from labspace.bookings.actions import place_booking
from labspace.bookings.wishes import Wish
from labspace.calendars.feeds import follow, rewrite
from labspace.calendars.ground import ground_of
from labspace.calendars.scopes import FeedKind, Scope, personal
from labspace.db import db
from labspace.errors import Refused
from labspace.schema import upgrade
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.times import TimeSpan, utc_now

CONNECTIONS = 8


def main() -> None:
    """Build, serve, measure, print; some two minutes."""
    wanted = _arguments()
    with tempfile.TemporaryDirectory(prefix="labspace-feeds-") as name:
        folder = Path(name)
        url = database(folder)
        engine = create_engine(url)
        upgrade(engine)
        app = create_app(
            Settings(data_dir=folder, database_url=url, secret_key=SECRET, deliver_in_server=False)
        )
        with app.app_context():
            paths = load(db.session(), now=utc_now())
            db.session.remove()
        with serving(database_url=url, folder=folder, port=wanted.port) as server:
            for events, path in zip(MANY, paths, strict=False):
                _answers(server.port, path, events, url=url)
            _minute(server.port, server.pid, paths[len(MANY) :], url=url, seconds=wanted.minute)
        _write_cost(app)


def _answers(port: int, path: str, events: int, *, url: str) -> None:
    visitor = Visitor(port)
    first = _timed(visitor, path)
    etag = visitor.get(path).headers["etag"]
    cold = []
    for _turn in range(9):
        _raise_revisions(url, text("UPDATE calendar_feed SET revision = revision + 1"))
        cold.append(_timed(visitor, path))
    for _turn in range(8):
        visitor.get(path)
    etag = visitor.get(path).headers["etag"]
    warm = [_timed(visitor, path) for _turn in range(40)]
    same = [_timed(visitor, path, expect=304, **{"If-None-Match": etag}) for _turn in range(60)]
    size = len(visitor.get(path).body)
    print(
        f"{events:6} events ({size / 1000:.0f} kB): first fetch {first:.0f} ms, cold {median(cold):.1f},"
        f" warm {median(warm):.1f}, 304 {median(same):.1f} ms (medians)",
        flush=True,
    )


def _timed(visitor: Visitor, path: str, *, expect: int = 200, **headers: str) -> float:
    begun = time.perf_counter()
    answer = visitor.get(path, **headers)
    taken = (time.perf_counter() - begun) * 1000
    if answer.status != expect:
        raise RuntimeError(f"{path}: {answer.status} instead of {expect}")
    return taken


def _raise_revisions(url: str, statement: object) -> None:
    with create_engine(url).begin() as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def _minute(port: int, pid: int, paths: list[str], *, url: str, seconds: float) -> None:
    """Each feed once, evenly over the time; before, one in ten was changed."""
    visitor = Visitor(port)
    tags = {path: visitor.get(path).headers["etag"] for path in paths}
    _raise_revisions(url, text("UPDATE calendar_feed SET revision = revision + 1 WHERE id % 10 = 0"))
    pids = with_children(pid)
    before, begun = cpu_seconds(pids), time.perf_counter()

    def poll(number: int) -> list[tuple[int, float]]:
        rider, found = Rider(port), []
        for turn, path in enumerate(paths[number::CONNECTIONS]):
            due = begun + seconds * (turn * CONNECTIONS + number) / len(paths)
            time.sleep(max(0.0, due - time.perf_counter()))
            head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nIf-None-Match: {tags[path]}\r\n\r\n"
            asked = time.perf_counter()
            found.append((rider.send(head.encode()), (time.perf_counter() - asked) * 1000))
        rider.close()
        return found

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        done = [one for part in pool.map(poll, range(CONNECTIONS)) for one in part]
    used, lasted = cpu_seconds(pids) - before, time.perf_counter() - begun
    times = sorted(taken for _status, taken in done)
    statuses = [status for status, _taken in done]
    print(
        f"{len(done)} feeds in {lasted:.0f} s over {CONNECTIONS} connections: {statuses.count(304)} unchanged,"
        f" {statuses.count(200)} sent; median {median(times):.1f} ms, p95 {quantiles(times, n=20)[-1]:.1f} ms;"
        f" {100 * used / lasted / (cpu_count() or 1):.1f} % of {cpu_count()} cores",
        flush=True,
    )


def _write_cost(app: Flask) -> None:
    """What a booking pays with no feed open, with the person's own, and with those of house, kind and space."""
    with app.app_context():
        session, now = db.session(), utc_now()
        reader = session.scalars(select(User).order_by(User.id)).all()[-1]
        desk = session.scalars(
            select(Space).where(Space.kind == SpaceKind.DESK).order_by(Space.id.desc())
        ).first()
        assert desk is not None
        scopes = {
            "the person's own": [personal(reader.id)],
            "those of space, house and kind besides": [
                Scope(kind=FeedKind.SPACE, subject_id=desk.id),
                Scope(kind=FeedKind.HOUSE, subject_id=desk.location_id),
                Scope(kind=FeedKind.HOUSE_KIND, subject_id=desk.location_id, space_kind=SpaceKind.DESK),
            ],
        }
        session.execute(text("UPDATE calendar_feed SET basis = ''"))
        session.commit()
        print(f"what a booking pays for feeds, no feed open: {_paid(session, reader, desk, 0):.2f} ms")
        for number, (name, opened) in enumerate(scopes.items(), start=1):
            for scope in opened:
                rewrite(session, scope, "de", basis=ground_of(session, scope, reader.id).basis, now=now)
                session.commit()
            print(f"with {name}: {_paid(session, reader, desk, number):.2f} ms (processor time, median)")


def _paid(session: Session, person: User, desk: Space, turn: int) -> float:
    """Processor time of bringing one of 60 bookings into the feeds that show it, each committed; the median."""
    taken, now = list[float](), utc_now()
    first = (now + timedelta(days=2)).replace(hour=8, minute=0, second=0)

    def timed(*arguments: Any, **values: Any) -> None:
        begun = time.process_time()
        follow(*arguments, **values)
        taken.append((time.process_time() - begun) * 1000)

    with patch("labspace.calendars.listeners.follow", timed):
        for number in range(60):
            starts_at = first + timedelta(days=number // 3, hours=3 * (number % 3), minutes=30 * turn)
            wish = Wish(span=TimeSpan(starts_at, starts_at + timedelta(minutes=30)), space_ids=(desk.id,))
            try:
                place_booking(session, wish, booked_by=person, now=now)
                session.commit()
            except Refused:
                session.rollback()
    return median(taken)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.feeds", description=__doc__)
    parser.add_argument(
        "--minute", type=float, default=60, help="seconds within which each calendar asks once"
    )
    parser.add_argument("--port", type=int, default=5272)
    return parser.parse_known_args()[0]


if __name__ == "__main__":
    main()
