"""The data that is measured: 200 spaces in 4 houses, 100 000 bookings over two years; built once and kept.

PostgreSQL gets a copy of the SQLite file (`bench.copying`), so both engines are measured with the same rows.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench.houses import large_houses
from bench.people import add_people
from config import Settings
from labspace import create_app
from labspace.db import db
from labspace.demo.copies import open_since
from labspace.demo.load import Wanted, load_bookings
from labspace.demo.people import load_people
from labspace.front.house_import import import_houses
from labspace.home import HOME
from labspace.schema import upgrade
from labspace.times import utc_now

KEPT = HOME / "bench" / ".kept"
"""Git-ignored; holds the newest data set of each size and the figures of the last runs."""
DAYS = 730


@dataclass(frozen=True)
class Size:
    """How much is loaded, from which seed."""

    bookings: int = 100_000
    seed: int = 1
    days: int = DAYS
    """Length of the past."""


def sqlite_copy(size: Size, into: Path, *, say: Callable[[str], None], reuse: bool = False) -> str:
    """The URL of a fresh copy of the data set; it is built first unless it is there."""
    into.mkdir(parents=True, exist_ok=True)
    copied = into / "labspace.sqlite3"
    shutil.copyfile(kept_file(size, into, say=say, reuse=reuse), copied)
    return f"sqlite:///{copied}"


def kept_file(size: Size, folder: Path, *, say: Callable[[str], None], reuse: bool = False) -> Path:
    """The SQLite file of the data set, built unless it is there; older ones of its size go.

    `reuse`: an older one will do, brought to the schema of today; for comparing two states of the code.
    """
    kept = KEPT / f"{size.bookings}-{_name(size)}.sqlite3"
    older = sorted(KEPT.glob(f"{size.bookings}-*.sqlite3"), key=lambda path: path.stat().st_mtime)
    if reuse and older and not kept.exists():
        _bring_up(f"sqlite:///{older[-1]}", folder)
        return older[-1]
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        for path in older:
            path.unlink()
        building = kept.with_suffix(".building")
        build(f"sqlite:///{building}", size, folder, say=say)
        building.rename(kept)
    return kept


def build(url: str, size: Size, folder: Path, *, say: Callable[[str], None]) -> None:
    """Fill an empty database."""
    say(f"building {size.bookings} bookings (once for this code and day)")
    app = create_app(Settings(data_dir=folder, database_url=url, secret_key="bench"))
    with app.app_context():
        upgrade(db.engine)
        session, now = db.session(), utc_now()
        since = now.date() - timedelta(days=size.days + 31)
        houses = [
            house for text in large_houses() for house in import_houses(session, open_since(text, since))
        ]
        load_people(session, houses, now=now)
        add_people(session, now=now)
        session.commit()
        wanted = Wanted(bookings=size.bookings, seed=size.seed, days=size.days, may_add_houses=False)
        load_bookings(session, wanted, now=now, say=lambda text: None)
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()


def _bring_up(url: str, folder: Path) -> None:
    app = create_app(Settings(data_dir=folder, database_url=url, secret_key="bench"))
    with app.app_context():
        upgrade(db.engine)
        add_people(db.session(), now=utc_now())
        db.session.commit()
        db.engine.dispose()


def _name(size: Size) -> str:
    """Changes with whatever shapes the data: the code that makes it, the schema, the day it is seen from."""
    digest = hashlib.sha256(f"{size} {utc_now().date()}".encode())
    shaping = [HOME / "bench" / name for name in ("dataset.py", "houses.py", "people.py")]
    for folder in ("labspace/demo", "migrations/versions"):
        shaping += sorted((HOME / folder).rglob("*"))
    for path in shaping:
        if path.suffix in {".py", ".json"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
