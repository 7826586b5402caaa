"""The same houses, people and days ahead with more or less of a past: 10 000 bookings or 1 000 000.

Days of the past are left out, or repeated in earlier years. So two sizes differ in nothing but in how
much the system holds: every page has to say the same.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bench.dataset import DAYS
from labspace.times import utc_now

REPEATED = ("booking", "booking_space", "booked_unit", "claim", "booking_event", "released_time")
FOLLOWED = ("event_request", "popup_application")
"""What hangs on a booking that is not repeated with it: those bookings stay alone."""
STEP = timedelta(weeks=DAYS // 7 + 1)


def with_history(kept: Path, into: Path, *, bookings: int) -> None:
    """Write a copy of the data set with this many bookings."""
    shutil.copyfile(kept, into)
    with closing(sqlite3.connect(into, isolation_level=None)) as base:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-200000"):
            base.execute(f"PRAGMA {pragma}")
        base.execute("BEGIN")
        have = _count(base)
        if have > bookings:
            _forget(base, keep=bookings)
        else:
            _repeat(base, missing=bookings - have)
        base.execute("COMMIT")


def _count(base: sqlite3.Connection) -> int:
    return int(base.execute("SELECT count(*) FROM booking").fetchone()[0])


def _forget(base: sqlite3.Connection, *, keep: int) -> None:
    """Leave out the oldest."""
    base.execute(
        "CREATE TEMP TABLE gone AS SELECT id FROM booking ORDER BY starts_at DESC LIMIT -1 OFFSET ?", (keep,)
    )
    leave_out(base)


def leave_out(base: sqlite3.Connection) -> None:
    """Delete the bookings whose ids stand in the table `gone`, and what hangs on them."""
    tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        if "booking_id" in _columns(base, table):
            base.execute(f'DELETE FROM "{table}" WHERE booking_id IN (SELECT id FROM gone)')
    base.execute("DELETE FROM booking WHERE id IN (SELECT id FROM gone)")
    # What hung on them in turn.
    while orphans := base.execute("PRAGMA foreign_key_check").fetchall():
        for table, rowid, *_of in orphans:
            base.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (rowid,))


def _repeat(base: sqlite3.Connection, *, missing: int) -> None:
    """Repeat what is over in earlier years, as often as it takes."""
    alone = " UNION ".join(f"SELECT booking_id FROM {table} WHERE booking_id > 0" for table in FOLLOWED)
    base.execute(
        f"CREATE TEMP TABLE past AS SELECT id FROM booking WHERE ends_at < ? AND id NOT IN ({alone})",
        (int(utc_now().timestamp()),),
    )
    guards = base.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'claim'"
    ).fetchall()
    for name, _sql in guards:  # each repetition has years of its own
        base.execute(f"DROP TRIGGER {name}")
    past = int(base.execute("SELECT count(*) FROM past").fetchone()[0])
    highest = int(base.execute("SELECT max(id) FROM booking").fetchone()[0])
    number = 0
    while missing > 0:
        number += 1
        base.execute("CREATE TEMP TABLE chosen AS SELECT id FROM past ORDER BY id LIMIT ?", (missing,))
        for table in REPEATED:
            _repeat_table(base, table, number=number, ids_from=number * highest)
        base.execute("DROP TABLE chosen")
        missing -= past
    for _name, sql in guards:
        base.execute(sql)


def _repeat_table(base: sqlite3.Connection, table: str, *, number: int, ids_from: int) -> None:
    columns = _columns(base, table)
    seconds = number * int(STEP.total_seconds())
    values = []
    for column in columns:
        if (table, column) in {("booking", "id"), (table, "booking_id")}:
            values.append(f"{column} + {ids_from}")
        elif column in {"reference", "uid"} and table == "booking":
            values.append(f"'{number}' || substr({column}, {2 if column == 'reference' else 1})")
        elif column == "at" or column.endswith(("_at", "_until", "_from", "_since")):
            values.append(f"{column} - {seconds}")
        else:
            values.append(column)
    kept = [
        (column, value)
        for column, value in zip(columns, values, strict=True)
        if column != "id" or table == "booking"
    ]
    owner = "id" if table == "booking" else "booking_id"
    base.execute(
        f'INSERT INTO "{table}" ({", ".join(f"{chr(34)}{column}{chr(34)}" for column, _ in kept)})'
        f" SELECT {', '.join(value if value != column else f'{chr(34)}{column}{chr(34)}' for column, value in kept)}"
        f' FROM "{table}" WHERE {owner} IN (SELECT id FROM chosen)'
    )


def _columns(base: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in base.execute(f'PRAGMA table_info("{table}")')]
