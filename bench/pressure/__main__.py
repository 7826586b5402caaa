"""Bookings, pages and calendars at a rate of their own on PostgreSQL: `python -m bench.pressure [--bookings 75]`.

Server, worker, database, receivers and this generator share the machine; the table says who used it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from functools import partial
from os import cpu_count, getpid
from pathlib import Path

from sqlalchemy import create_engine, make_url

from bench.databases import durable_database
from bench.dataset import KEPT
from bench.pressure.arrivals import Lane, Run, run_lanes
from bench.pressure.checking import Booked, counts, deliveries, highest, repeated, wait_for_outbox
from bench.pressure.people import cast_for
from bench.pressure.receivers import receiving
from bench.pressure.requests import Bookings, pages, polls
from bench.server import delivering, serving
from bench.shares import backends_of, cpu_seconds, with_children
from labspace.times import utc_now

EVERY = 30
"""Of so many bookings one is sent again afterwards."""
NICE = 10
"""The worker comes after whoever books, as its service unit says."""


def main() -> None:
    wanted = _arguments()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="labspace-pressure-")))
        receivers = stack.enter_context(receiving())
        url = stack.enter_context(durable_database("postgresql", folder, say=_say, reuse=wanted.reuse))
        cast = cast_for(url, folder, hook_port=receivers.hook_port)
        settings = {
            "LABSPACE_MAIL": f"smtp://127.0.0.1:{receivers.mail_port}",
            "LABSPACE_WEBHOOK_NETWORKS": "127.0.0.0/8",
            "LABSPACE_DELIVER_IN_SERVER": "no",
        }
        server = stack.enter_context(
            serving(database_url=url, folder=folder, port=wanted.port, workers=wanted.workers, more=settings)
        )
        stack.push(partial(_tell_why, folder / "server.log"))
        worker = stack.enter_context(delivering(url, folder, settings, nice=NICE))
        engine = create_engine(url)
        today = utc_now().date()
        bookings = Bookings(server.port, cast.tokens, today=today, run=f"run-{getpid()}")
        lanes = [
            Lane("bookings", wanted.bookings, wanted.connections, bookings.request, keeps_bodies=True),
            Lane("pages", wanted.pages, 6, pages(server.port, today=today)),
            Lane("feeds", wanted.polls, 6, polls(server.port, cast.feeds)),
        ]
        print(f"{cpu_count()} cores, {wanted.workers} server processes, a worker at nice {NICE}, PostgreSQL")
        _say("warming up")
        before = highest(engine)
        warm = run_lanes(server.port, lanes, seconds=wanted.warm_up)
        groups = {
            "server": with_children(server.pid),
            "database": backends_of(make_url(url).database or ""),
            "worker": {worker.pid},
            "receivers": {receivers.pid},
            "generator": {getpid()},
        }
        used = {name: cpu_seconds(pids) for name, pids in groups.items()}
        runs = run_lanes(server.port, lanes, seconds=wanted.seconds)
        for run in runs:
            print(_line(run), flush=True)
        for name, pids in groups.items():
            share = (cpu_seconds(pids) - used[name]) / runs[0].seconds
            print(f"{name:12}{100 * share:6.1f} % of a core", flush=True)
        booked = Booked.of([*warm[0].answers, *runs[0].answers])
        asked, others = repeated(server.port, bookings, booked, every=EVERY)
        print(f"{asked} bookings sent again under their keys, {others} answered otherwise than before")
        for line in counts(engine, booked, before=before[0]):
            print(line, flush=True)
        seconds, waiting = wait_for_outbox(engine, seconds=wanted.patience)
        print(
            f"outbox empty {seconds:.0f} s after the run"
            if not waiting
            else f"after {seconds:.0f} s wait {waiting}"
        )
        for line in deliveries(engine, receivers, before=before[1]):
            print(line, flush=True)
        engine.dispose()


def _line(run: Run) -> str:
    statuses = ", ".join(f"{number} × {status}" for status, number in sorted(run.statuses().items()))
    return (
        f"{run.lane.name:12}{len(run.answers) / run.seconds:6.1f}/s of {run.lane.per_second:.0f}:"
        f" median {run.percentile(50):.1f}, p95 {run.percentile(95):.1f}, p99 {run.percentile(99):.1f},"
        f" longest {run.longest:.0f} ms; {statuses}"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.pressure", description=__doc__)
    parser.add_argument("--bookings", type=float, default=150, help="a second")
    parser.add_argument("--pages", type=float, default=50, help="a second")
    parser.add_argument("--polls", type=float, default=100, help="of calendars a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--warm-up", type=float, default=10)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--connections", type=int, default=16, help="of those who book")
    parser.add_argument("--patience", type=float, default=600, help="seconds for mails and webhooks to leave")
    parser.add_argument("--port", type=int, default=5277)
    parser.add_argument(
        "--reuse", action="store_true", help=f"take the newest data in {KEPT.name}, whatever made it"
    )
    return parser.parse_args()


def _tell_why(log: Path, kind: type[BaseException] | None, *_more: object) -> None:
    """The end of the server's log, where something went wrong."""
    if kind is not None:
        _say(log.read_text()[-3000:])


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
