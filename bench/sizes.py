"""Whether a page takes longer when the system holds a hundred times as much.

    python -m bench.sizes [--engine postgresql] [--reuse]

Two systems with the same houses, people and days ahead, one with 10 000 bookings and one with
1 000 000, are asked in turn in this one process; what counts is processor time, of PostgreSQL's own
process too. Statements and plans are compared as well.
"""

from __future__ import annotations

import argparse
import gc
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import text

from bench.cases import Case, cases, holding, sign_in
from bench.copying import copy_to_postgresql
from bench.dataset import KEPT, Size, kept_file
from bench.history import with_history
from bench.people import EMAILS, HOLDER
from bench.plans import Asked, planning
from bench.shares import cpu_nanoseconds
from bench.slots import Slots, desks
from bench.statements import InProcess, cpu_ms
from config import Settings
from labspace import create_app
from labspace.db import db
from labspace.times import utc_now
from tests.support.postgres import Server, running_server

SIZES = (10_000, 1_000_000)
GROWING = re.compile(
    r"(?:Seq Scan on|SCAN) (booking|booking_space|booked_unit|booking_event|claim)\b(?! USING)"
)
"""Plans that go through all of a table which grows with every booking."""


@dataclass(frozen=True)
class System:
    """One of the two, with somebody signed in."""

    visitor: InProcess
    cases: dict[str, Case]
    backend: int | None
    """The process of PostgreSQL that serves it."""

    def cost(self, name: str) -> float:
        """Milliseconds of processor time of one request, the database's included."""
        before = cpu_nanoseconds(self.backend)
        own = cpu_ms(self.cases[name], self.visitor)
        return own + (cpu_nanoseconds(self.backend) - before) / 1e6

    def asked(self, name: str) -> list[Asked]:
        with self.visitor.app.app_context():
            engine = db.engine
        with planning(engine) as seen:
            self.cases[name].ask(self.visitor)
        return seen


def main() -> None:
    wanted = _arguments()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="labspace-sizes-")))
        server = stack.enter_context(running_server()) if wanted.engine == "postgresql" else None
        kept = kept_file(Size(), folder, say=_say, reuse=wanted.reuse)
        small, large = (
            stack.enter_context(_system(kept, bookings, folder / str(bookings), server))
            for bookings in wanted.sizes
        )
        gc.collect()
        gc.freeze()
        print(f"{'CPU ms, medians of ' + str(wanted.rounds):32}{wanted.sizes[0]:>10,}{wanted.sizes[1]:>12,}")
        for name in small.cases:
            _compare(name, small, large, rounds=wanted.rounds)


def _compare(name: str, small: System, large: System, *, rounds: int) -> None:
    for _ in range(3):
        small.cost(name), large.cost(name)
    pairs = [(small.cost(name), large.cost(name)) for _ in range(rounds)]
    few, many = (median(costs) for costs in zip(*pairs, strict=True))
    asked = small.asked(name), large.asked(name)
    print(
        f"{name:32}{few:10.2f}{many:12.2f}{many / few:8.2f} x   {_verdict(*asked)}",
        flush=True,
    )


def _verdict(few: Sequence[Asked], many: Sequence[Asked]) -> str:
    if [one.statement for one in few] != [one.statement for one in many]:
        return f"OTHER STATEMENTS: {len(few)} and {len(many)}"
    others = [b for a, b in zip(few, many, strict=True) if a.plan != b.plan]
    if read_whole := sorted(set(GROWING.findall(" ".join(line for one in many for line in one.plan)))):
        return f"READ WHOLE: {', '.join(read_whole)}"
    if others:
        # PostgreSQL reads a small table faster without its index.
        return f"same {len(few)} statements, {len(others)} with another plan; no growing table is read whole"
    return f"same {len(few)} statements, same plans"


@contextmanager
def _system(kept: Path, bookings: int, folder: Path, server: Server | None) -> Iterator[System]:
    folder.mkdir()
    file = folder / "labspace.sqlite3"
    _say(f"preparing {bookings} bookings")
    with_history(kept, file, bookings=bookings)
    url = f"sqlite:///{file}"
    if server is not None:
        url = server.url_of(server.create_database())
        copy_to_postgresql(file, url)
        file.unlink()
    app = create_app(Settings(data_dir=folder, database_url=url, secret_key="bench"))
    slots, today = Slots(utc_now().date(), desks=desks()), utc_now().date()
    held = holding(sign_in(InProcess(app.test_client()), HOLDER), slots)
    visitor = InProcess(app.test_client())
    sign_in(visitor, EMAILS[0])
    made = cases(visitor, today=today, slots=slots, held=held)
    with app.app_context():
        is_ours = db.engine.dialect.name == "sqlite"
        backend = None if is_ours else db.session.scalar(text("SELECT pg_backend_pid()"))
        db.session.remove()
    yield System(visitor, {case.name: case for case in made}, backend)
    with app.app_context():
        db.engine.dispose()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.sizes", description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--sizes", type=int, nargs=2, default=SIZES)
    parser.add_argument(
        "--reuse", action="store_true", help=f"take the newest data in {KEPT.name}, whatever made it"
    )
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
