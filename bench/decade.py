"""Ten years of 200 spaces with all of the bookings or a tenth of them, facts kept; made once, as `bench.dataset`."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bench.dataset import DAYS, KEPT, Size, kept_file
from bench.history import leave_out, with_history
from bench.keeping import keep_facts

MANY, FEW = 1_000_000, 100_000
YEARS = 10
DENSE = MANY * DAYS // (365 * YEARS)
"""So many bookings in the two years that are built; earlier years repeat them."""
LONG_AGO = "2000-01-01"


def decade_file(bookings: int, folder: Path, *, say: Callable[[str], None], reuse: bool = False) -> Path:
    """The SQLite file with so many bookings, made unless it is there; `reuse` as in `kept_file`.

    Its schema may be older than the code's with `reuse`. It takes about five minutes on two cores that are free.
    """
    kept = kept_file(Size(bookings=DENSE), folder, say=say, reuse=reuse)
    file = KEPT / f"years-{bookings}-{kept.stem}.sqlite3"
    older = sorted(KEPT.glob(f"years-{bookings}-*.sqlite3"))
    if file.exists():
        return file
    if reuse and older:
        return older[-1]
    for path in older:
        path.unlink()
    say(f"spreading {bookings} bookings over {YEARS} years, and keeping their facts (once)")
    building = file.with_suffix(".building")
    _spread(kept, building, bookings=bookings)
    keep_facts(building, folder)
    return building.rename(file)


def _spread(kept: Path, into: Path, *, bookings: int) -> None:
    """The same ten years with all of the bookings, or with one in so many."""
    chosen = into.with_suffix(".chosen")
    shutil.copyfile(kept, chosen)
    with closing(sqlite3.connect(chosen, isolation_level=None)) as base:
        base.execute("PRAGMA foreign_keys=OFF")
        base.execute("BEGIN")
        base.execute(
            "CREATE TEMP TABLE gone AS SELECT id FROM booking WHERE id % ? <> 0", (MANY // bookings,)
        )
        leave_out(base)
        # The houses stood there all the time.
        for table in ("opening_hours", "space", "space_hours", "space_part"):
            base.execute(f"UPDATE {table} SET valid_from = ? WHERE valid_from > ?", (LONG_AGO, LONG_AGO))
        base.execute("COMMIT")
    with_history(chosen, into, bookings=bookings)
    chosen.unlink()
