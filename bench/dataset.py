"""The data that is measured: 200 spaces in 4 houses, 100 000 bookings over two years; built once and kept."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench.houses import large_houses
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
"""Git-ignored; holds the newest data set and the figures of the last runs."""
DAYS = 730


@dataclass(frozen=True)
class Size:
    """How much is loaded, from which seed."""

    bookings: int = 100_000
    seed: int = 1


def sqlite_copy(size: Size, into: Path, *, say: Callable[[str], None]) -> str:
    """The URL of a fresh copy of the data set; it is built first unless it is there."""
    kept = KEPT / f"{_name(size)}.sqlite3"
    if not kept.exists():
        shutil.rmtree(KEPT, ignore_errors=True)
        KEPT.mkdir(parents=True)
        building = kept.with_suffix(".building")
        build(f"sqlite:///{building}", size, into, say=say)
        building.rename(kept)
    shutil.copyfile(kept, into / "labspace.sqlite3")
    return f"sqlite:///{into / 'labspace.sqlite3'}"


def build(url: str, size: Size, folder: Path, *, say: Callable[[str], None]) -> None:
    """Fill an empty database."""
    say(f"building {size.bookings} bookings (once for this code and day)")
    app = create_app(Settings(data_dir=folder, database_url=url, secret_key="bench"))
    with app.app_context():
        upgrade(db.engine)
        session, now = db.session(), utc_now()
        since = now.date() - timedelta(days=DAYS + 31)
        houses = [
            house for text in large_houses() for house in import_houses(session, open_since(text, since))
        ]
        load_people(session, houses, now=now)
        session.commit()
        wanted = Wanted(bookings=size.bookings, seed=size.seed, days=DAYS, may_add_houses=False)
        load_bookings(session, wanted, now=now, say=lambda text: None)
        db.session.remove()
        with db.engine.connect() as connection:
            if db.engine.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        if db.engine.dialect.name == "postgresql":
            with db.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                # What autovacuum does within minutes in a running system.
                connection.exec_driver_sql("VACUUM ANALYZE")
        db.engine.dispose()


def _name(size: Size) -> str:
    """Changes with whatever shapes the data: the code that makes it, the schema, the day it is seen from."""
    digest = hashlib.sha256(f"{size} {utc_now().date()}".encode())
    for folder in ("labspace/demo", "migrations/versions", "bench"):
        for path in sorted((HOME / folder).rglob("*")):
            if path.suffix in {".py", ".json"} and ".kept" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
