"""What the PDF of a year's report costs: `python -m bench.paper [--data-dir DIR] [--year 2026] [--reuse]`.

All houses over one calendar year: 1 000 000 bookings over ten years on 200 spaces, as `bench.years` makes
them, or those of a deployment on SQLite. Counting, writing the document, and setting it, each the first time
and the median of several rounds in this process. What counts is processor time; the time on the wall stands
beside it. A copy is measured: the deployment is left as it is.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import TypeVar

from flask_babel import force_locale
from sqlalchemy import select

from bench.dataset import KEPT
from bench.decade import MANY, decade_file
from config import Settings
from labspace import create_app
from labspace.accounts.models import User
from labspace.db import db
from labspace.documents.typesetting import Document, pdf_of
from labspace.locations.queries import locations
from labspace.occupancy.facts.jobs import keep_all
from labspace.reports.actions import begin_report
from labspace.reports.gathering.making import snapshot_of
from labspace.reports.outputs.printed import document_of
from labspace.reports.queries import find_version
from labspace.reports.snapshot import Snapshot
from labspace.schema import upgrade
from labspace.times import utc_now

ROUNDS = 5
T = TypeVar("T")


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        copy = _copied(asked, Path(folder))
        app = create_app(Settings(data_dir=copy, secret_key="bench", deliver_in_server=False))
        with app.app_context(), app.test_request_context():
            upgrade(db.engine)
            keep_all(db.session(), now=utc_now())
            db.session.commit()
            _measure(asked.year)


def _copied(asked: argparse.Namespace, folder: Path) -> Path:
    copy = folder / "data"
    if asked.data_dir:
        return Path(shutil.copytree(asked.data_dir, copy))
    copy.mkdir()
    made = decade_file(MANY, folder, say=_say, reuse=asked.reuse)
    shutil.copyfile(made, copy / "labspace.sqlite3")
    return copy


def _measure(year: int) -> None:
    session, now = db.session(), utc_now()
    lead = session.scalars(select(User).where(User.is_administrator.is_(True)).order_by(User.id)).first()
    if lead is None:
        raise SystemExit("nobody administers these houses")
    report = begin_report(
        session,
        list(locations(session)),
        programme="Bench",
        first=date(year, 1, 1),
        last=date(year, 12, 31),
        language="de",
        by=lead,
        now=now,
    )
    session.commit()

    def count() -> Snapshot:
        session.expire_all()
        version = find_version(session, report.id, 1)
        assert version is not None
        return snapshot_of(session, version, now=now)

    def write() -> Document:
        with force_locale("de"):
            return document_of(snapshot)

    snapshot = _cost("counting", count)
    document = _cost("writing", write)
    body = _cost("setting", lambda: pdf_of(document))
    _say(f"{len(body) // 1024} KiB, {len(snapshot.figures)} figures, {len(snapshot.events)} events")


def _cost(name: str, work: Callable[[], T]) -> T:
    """What `work` gives, after its cost is said: of the first time – later ones find some of it set already – and the median."""
    times, walls = [], []
    for _round in range(ROUNDS):
        cpu, wall = time.process_time(), time.perf_counter()
        found = work()
        times.append(time.process_time() - cpu)
        walls.append(time.perf_counter() - wall)
    _say(
        f"{name:10} first {times[0] * 1000:6.0f} ms of processor, {walls[0] * 1000:6.0f} ms on the wall;"
        f" median {median(times) * 1000:6.0f} and {median(walls) * 1000:6.0f} ms"
    )
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data-dir", type=Path, help="a deployment on SQLite; else the ten years of bench.years"
    )
    parser.add_argument("--year", type=int, default=utc_now().year - 1, help="by default the last whole one")
    parser.add_argument(
        "--reuse", action="store_true", help=f"take the newest data in {KEPT.name}, whatever made it"
    )
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
