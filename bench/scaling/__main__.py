"""A thousand houses on PostgreSQL: `python -m bench.scaling fill|ask postgresql+psycopg://…/database`.

`fill` puts 1 000 houses with 50 spaces each and 20 000 000 bookings into an empty database: 80 000
bookings of a year on four houses are invented and their facts kept by the application itself, and all of
it is copied 250 times. It takes room and time as `docs/scaling.md` says. `ask` starts the server on it
and prints what pages, bookings, feeds and figures take.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

import psycopg
from sqlalchemy import create_engine, make_url

from bench.dataset import KEPT, Size, kept_file
from bench.keeping import keep_facts
from bench.scaling.asking import ask_everything
from bench.scaling.grounds import keep_grounds
from bench.scaling.multiply import AT_ONCE, ORIGIN, load_origin, multiply, vacuum
from labspace.schema import upgrade

BASE = Size(bookings=80_000, days=365)
"""Of four houses with 200 spaces."""
COPIES = 250


def main() -> None:
    wanted = _arguments()
    dsn = make_url(wanted.database).set(drivername="postgresql").render_as_string(hide_password=False)
    with tempfile.TemporaryDirectory(prefix="labspace-scaling-") as name:
        if wanted.what == "fill":
            fill(
                wanted.database,
                dsn,
                Path(name),
                base=Size(wanted.bookings, days=BASE.days),
                copies=wanted.copies,
            )
        else:
            ask_everything(
                wanted.database, Path(name), port=wanted.port, workers=wanted.workers, only=wanted.only
            )


def fill(url: str, dsn: str, folder: Path, *, base: Size, copies: int) -> None:
    """Fill an empty database, and say what each step took."""
    begun = time.perf_counter()
    file = _base_file(base, folder)
    _say(f"the houses that are copied: {time.perf_counter() - begun:.0f} s")
    begun = time.perf_counter()
    engine = create_engine(url)
    upgrade(engine)
    engine.dispose()
    tables = load_origin(file, dsn)
    multiply(dsn, tables, copies=copies, say=_say)
    _say(f"copied {copies} times, {AT_ONCE} tables at once: {time.perf_counter() - begun:.0f} s")
    step = time.perf_counter()
    vacuum(dsn, tables)
    _say(f"vacuum and analyze: {time.perf_counter() - step:.0f} s")
    step = time.perf_counter()
    days = keep_grounds(url, dsn, folder, copies=copies)
    _say(f"{days:,} days kept: {time.perf_counter() - step:.0f} s")
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA {ORIGIN} CASCADE".encode())
        for row in connection.execute(SIZES):
            _say(f"{row[0]:24}{row[1]:>14,} rows{row[2] / 1e9:8.2f} GB{row[3] / 1e9:8.2f} GB of indexes")
        total = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    _say(f"{total[0] / 1e9 if total else 0:.1f} GB, filled in {time.perf_counter() - begun:.0f} s")


SIZES = """SELECT relname, reltuples::bigint, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_total_relation_size(oid) > 200000000
ORDER BY pg_total_relation_size(oid) DESC"""


def _base_file(base: Size, folder: Path) -> Path:
    plain = kept_file(base, folder, say=_say)
    kept = plain.with_name(f"scaling-{plain.name}")
    if not kept.exists():
        for older in KEPT.glob(f"scaling-{base.bookings}-*"):
            older.unlink()
        building = kept.with_suffix(".building")
        shutil.copyfile(plain, building)
        keep_facts(building, folder)
        building.rename(kept)
    return kept


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.scaling", description=__doc__)
    parser.add_argument("what", choices=("fill", "ask"))
    parser.add_argument("database", help="its URL; for `fill` an empty one")
    parser.add_argument(
        "--bookings", type=int, default=BASE.bookings, help="of the four houses that are copied"
    )
    parser.add_argument("--copies", type=int, default=COPIES)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--port", type=int, default=5275)
    parser.add_argument("--only", default="", help="questions whose name contains this")
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
