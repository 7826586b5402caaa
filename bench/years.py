"""What figures of years cost from kept facts: `python -m bench.years [--engine postgresql] [--reuse]`.

1 000 000 bookings over ten years on 200 spaces of four houses, and beside it the same houses with a tenth
of the bookings. Both are asked in turn in this process; what counts is processor time, of PostgreSQL's
own process too. Then what one booking of yesterday pays for marking its days.

The data are made once and kept: about five minutes on two cores that are free.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from flask import Flask
from sqlalchemy import func, select, text

from bench.copying import copy_to_postgresql
from bench.dataset import KEPT
from bench.decade import FEW, MANY, YEARS, decade_file
from bench.shares import cpu_nanoseconds
from config import Settings
from labspace import create_app
from labspace.bookings.changes import PresenceNoted
from labspace.bookings.models import Booking
from labspace.db import db
from labspace.locations.queries import locations
from labspace.occupancy.days import Days
from labspace.occupancy.facts.jobs import keep_all
from labspace.occupancy.facts.listeners import mark_booking
from labspace.occupancy.facts.marks import write_marks
from labspace.occupancy.facts.models import FactMonth
from labspace.occupancy.facts.plans import plan_for
from labspace.occupancy.facts.reading import SETS
from labspace.occupancy.facts.time.quarters import peaks_read
from labspace.occupancy.facts.time.reading import count_stretches, time_read
from labspace.occupancy.facts.time.spaces import spaces_read
from labspace.occupancy.facts.time.weeks import week_hours
from labspace.occupancy.figures.answers import figures_of
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.kinds import Indicator
from labspace.schema import upgrade
from labspace.times import utc_now
from tests.support.postgres import Server, running_server
from tests.support.statements import counted


@dataclass(frozen=True)
class System:
    """One of the two, with all facts kept."""

    app: Flask
    bookings: int
    backend: int | None

    def cost(self, ask: Callable[[], object]) -> tuple[float, float]:
        """Milliseconds on the clock, and of the processor with the database's."""
        with self.app.app_context():
            before, began, used = cpu_nanoseconds(self.backend), time.perf_counter(), time.process_time_ns()
            ask()
            wall = (time.perf_counter() - began) * 1000
            cpu = time.process_time_ns() - used + cpu_nanoseconds(self.backend) - before
            db.session.remove()
        return wall, cpu / 1e6

    def statements(self, ask: Callable[[], object]) -> int:
        """How many statements a question asks of the database."""
        with self.app.app_context(), counted(db.session()) as found:
            ask()
            db.session.remove()
        return len(found)


def main() -> None:
    wanted = _arguments()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="labspace-years-")))
        server = stack.enter_context(running_server()) if wanted.engine == "postgresql" else None
        files = {one: decade_file(one, folder, say=_say, reuse=wanted.reuse) for one in (MANY, FEW)}
        many, few = (
            stack.enter_context(_system(file, folder / str(bookings), server))
            for bookings, file in files.items()
        )
        gc.collect()
        gc.freeze()
        print(f"{'ms, medians of ' + str(wanted.rounds):44}{MANY:>11,}{'':>9}{FEW:>11,}")
        print(f"{'':44}{'clock':>9}{'CPU':>9}{'CPU':>11}{'':>4}ratio")
        for name, ask in _cases(utc_now().date()).items():
            _compare(name, ask, many, few, rounds=wanted.rounds)
        for system in (many, few):
            print(
                f"one booking's marks, {system.bookings:>9,} bookings: {_write_cost(system):.2f} ms (CPU, median)"
            )


def _cases(today: date) -> dict[str, Callable[[], object]]:
    last_year = Days(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
    whole = Days(today.replace(year=today.year - YEARS) + timedelta(days=1), today)
    return {
        "overview of last year": lambda: overview(last_year),
        "overview of twelve months until today": lambda: overview(Days(today - timedelta(days=364), today)),
        "overview of ten years until today": lambda: overview(whole),
        "weekday and hour, ten years": lambda: _with_plan(whole, week_hours),
        "each unit, ten years": lambda: _with_plan(whole, spaces_read),
        "every day of last year": lambda: overview(last_year, by_day=True),
        "organisations (K16, K17) of last year": lambda: asked(last_year, ORGANISATIONS),
        "organisations (K16, K17) of ten years": lambda: asked(whole, ORGANISATIONS),
        "all indicators of last year": lambda: asked(last_year, frozenset(Indicator)),
    }


ORGANISATIONS = frozenset({Indicator.ORGANISATIONS, Indicator.FIRST_USES})


def asked(days: Days, only: frozenset[Indicator]) -> object:
    """Indicators of all houses together, as pages, reports and the API ask for them."""
    session = db.session()
    choice = FigureChoice(houses=tuple(locations(session)), period=days)
    return figures_of(session, choice, now=utc_now(), only=only)


def overview(days: Days, *, by_day: bool = False) -> object:
    """Sums and unions of all houses together and each by itself, month by month, and the peak of all."""
    session, now = db.session(), utc_now()
    houses = locations(session)
    plan = plan_for(session, houses, days, now=now, by_day=by_day)
    counted = count_stretches(session, plan, with_set_up=True)
    read = time_read(session, plan, sets=SETS, counted=counted)
    ids = [house.id for house in houses]
    return (
        read.of(ids),
        read.by_month(ids),
        [read.of([one]) for one in ids],
        peaks_read(session, plan, counted).together,
    )


def _with_plan(days: Days, read: Callable[..., object]) -> object:
    session, now = db.session(), utc_now()
    plan = plan_for(session, locations(session), days, now=now)
    return read(session, plan, count_stretches(session, plan, with_set_up=True))


def _compare(name: str, ask: Callable[[], object], many: System, few: System, *, rounds: int) -> None:
    for _ in range(2):
        many.cost(ask), few.cost(ask)
    pairs = [(many.cost(ask), few.cost(ask)) for _ in range(rounds)]
    wall, cpu = (median(one[number] for one, _other in pairs) for number in (0, 1))
    other = median(one[1] for _one, one in pairs)
    number = many.statements(ask)
    print(f"{name:44}{wall:9.1f}{cpu:9.1f}{other:11.1f}{cpu / other:9.2f}{number:12}", flush=True)


def _write_cost(system: System) -> float:
    """Processor time of noting that a booking's days changed and of the mark in its commit; the median."""
    with system.app.app_context():
        session, now = db.session(), utc_now()
        bookings = session.scalars(
            select(Booking).where(Booking.ends_at < now).order_by(Booking.ends_at.desc()).limit(60)
        ).all()
        taken = []
        for booking in bookings:
            assert booking.location.id == booking.location_id  # as in every action that changes a booking
            change = PresenceNoted(booking, None, now)
            begun = time.process_time_ns()
            mark_booking(session, change)
            write_marks(session)
            taken.append((time.process_time_ns() - begun) / 1e6)
            session.rollback()
        return median(taken)


@contextmanager
def _system(file: Path, folder: Path, server: Server | None) -> Iterator[System]:
    folder.mkdir()
    url = f"sqlite:///{file}"
    if server is not None:
        target = server.url_of(server.create_database())
        copy_to_postgresql(file, target)
        url = target
    app = create_app(Settings(data_dir=folder, database_url=url, secret_key="bench"))
    with app.app_context():
        upgrade(db.engine)
        _keep_rest()
        is_ours = db.engine.dialect.name == "sqlite"
        backend = None if is_ours else db.session.scalar(text("SELECT pg_backend_pid()"))
        found = db.session.scalar(select(func.count()).select_from(Booking)) or 0
        months = db.session.scalar(select(func.count()).select_from(FactMonth))
        _say(f"{found} bookings, {months} months of houses kept")
        db.session.remove()
    yield System(app, found, backend)
    with app.app_context():
        db.engine.dispose()


def _keep_rest() -> None:
    keep_all(db.session(), now=utc_now())
    db.session.commit()
    db.session.remove()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.years", description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument(
        "--reuse", action="store_true", help=f"take the newest data in {KEPT.name}, whatever made it"
    )
    return parser.parse_args()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
