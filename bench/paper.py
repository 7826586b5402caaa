"""What the PDF of a year's report costs: `python -m bench.paper DATA_DIR [--year 2026]`.

All houses of a deployment on SQLite, such as the demonstration, over one calendar year: counting, writing the
document, and setting it, each the median of several rounds in this process. What counts is processor time;
the time on the wall stands beside it. A copy is measured: the deployment is left as it is.
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

from config import Settings
from labspace import create_app
from labspace.accounts.models import User
from labspace.db import db
from labspace.documents.typesetting import Document, pdf_of
from labspace.locations.queries import locations
from labspace.reports.actions import begin_report
from labspace.reports.gathering.making import snapshot_of
from labspace.reports.outputs.printed import document_of
from labspace.reports.queries import find_version
from labspace.reports.snapshot import Snapshot
from labspace.times import utc_now

ROUNDS = 5
T = TypeVar("T")


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(asked.data_dir, Path(folder) / "data"))
        app = create_app(Settings(data_dir=copy, secret_key="bench", deliver_in_server=False))
        with app.app_context(), app.test_request_context():
            _measure(asked.year)


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
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--year", type=int, default=utc_now().year)
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
