"""Everything out and in again with a million rows and more: `python -m bench.transfer [--reuse]`.

Export from SQLite, import into an empty SQLite and an empty PostgreSQL, and export from there: the same
bytes. Then one row in the middle is broken: which engine says which row, after how long, and is it empty?
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import create_engine, func, select
from sqlalchemy.engine import Engine

import labspace.models  # noqa: F401 - every table is known then
from bench.dataset import KEPT, Size, kept_file
from bench.history import with_history
from labspace.db import Base
from labspace.schema import upgrade
from labspace.transfer.exporting import export_system
from labspace.transfer.importing import import_system
from labspace.transfer.layout import TransferRefused
from tests.support.postgres import running_server

BROKEN = b'"no such state"'


def main() -> None:
    """Print a line for each step: rows, seconds on the clock and of this process's core."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="labspace-bench-") as name, running_server() as server:
        folder = Path(name)
        kept = kept_file(Size(), folder, say=_say, reuse=asked.reuse)
        _say(f"preparing {asked.bookings} bookings")
        with_history(kept, folder / "source.sqlite3", bookings=asked.bookings)
        source = create_engine(f"sqlite:///{folder / 'source.sqlite3'}")
        whole, broken = folder / "all.json.gz", folder / "broken.json.gz"
        _timed("export from SQLite", partial(export_system, source, whole, progress=_silent))
        _say(f"the file has {whole.stat().st_size / 1e6:.1f} MB")
        line = 0 if asked.whole else break_a_booking(whole, broken)
        targets = {
            "SQLite": f"sqlite:///{folder / 'target.sqlite3'}",
            "PostgreSQL": server.url_of(server.create_database()),
        }
        for engine in asked.into or targets:
            target = create_engine(targets[engine])
            upgrade(target)
            if line:
                with _refused(f"{engine} refuses line {line}", target):
                    import_system(target, broken, progress=_silent)
            again = folder / f"{engine}.json.gz"
            _timed(f"import into {engine}", partial(import_system, target, whole, progress=_silent))
            _timed(f"export from {engine}", partial(export_system, target, again, progress=_silent))
            same = whole.read_bytes() == again.read_bytes()
            print(f"byte-identical after {engine}: {'yes' if same else 'NO'}", flush=True)
            again.unlink()
            target.dispose()
        source.dispose()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory of this process at most: {memory:.0f} MB", flush=True)


def _timed(what: str, do: Callable[[], int]) -> None:
    begun, worked = time.perf_counter(), time.process_time()
    rows = do()
    print(
        f"{what}: {rows} rows, {time.perf_counter() - begun:.0f} s, {time.process_time() - worked:.0f} s of a core",
        flush=True,
    )


@contextmanager
def _refused(what: str, target: Engine) -> Iterator[None]:
    begun = time.perf_counter()
    try:
        yield
    except TransferRefused as problem:
        with target.connect() as connection:
            left = sum(
                connection.scalar(select(func.count()).select_from(table)) or 0
                for table in Base.metadata.sorted_tables
            )
        print(f"{what} after {time.perf_counter() - begun:.0f} s; {left} rows left: {problem}", flush=True)
    else:
        print(f"{what}: NOT REFUSED", flush=True)


def break_a_booking(whole: Path, broken: Path) -> int:
    """A copy in which the middle one of the bookings has a state that does not exist; the number of its line."""
    rows, table = list[int](), b""
    with gzip.open(whole, "rb") as lines:
        for number, line in enumerate(lines, 1):
            table = line if line.startswith(b'{"table":') else table
            if b'"table":"booking",' in table and b'"confirmed"' in line:
                rows.append(number)
    wanted, digest = rows[len(rows) // 2], hashlib.sha256()
    with gzip.open(whole, "rb") as lines, gzip.open(broken, "wb", compresslevel=1) as out:
        for number, line in enumerate(lines, 1):
            if line.startswith(b'],"sha256":'):
                line = b'],"sha256":"' + digest.hexdigest().encode() + b'"}\n'
            elif number == wanted:
                line = line.replace(b'"confirmed"', BROKEN)
            digest.update(line)
            out.write(line)
    return wanted


def _silent(_table: str, _done: int, _total: int) -> None:
    """Nobody waits."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.transfer", description=__doc__)
    parser.add_argument("--bookings", type=int, default=200_000)
    parser.add_argument("--into", action="append", choices=("SQLite", "PostgreSQL"), help="default: both")
    parser.add_argument("--whole", action="store_true", help="without the broken row")
    parser.add_argument(
        "--reuse", action="store_true", help=f"take the newest data in {KEPT.name}, whatever made it"
    )
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
