"""How many bookings a second when eight people book at once, each their own desks.

    python -m bench.load [--engine postgresql] [--reuse]

Server, database and client share the cores of this machine; the table says who used them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from os import cpu_count, getpid
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import make_url

from bench.cases import sign_in
from bench.databases import durable_database
from bench.dataset import KEPT
from bench.people import EMAILS
from bench.rider import Ride, call_bytes, request_bytes, ride
from bench.server import serving
from bench.shares import backends_of, cpu_seconds, with_children
from bench.slots import Slots, desks
from bench.visitor import GERMAN, Visitor
from labspace.times import utc_now

DOORS = {"page": (request_bytes, 303), "api": (call_bytes, 201)}
"""How a booking is sent, and what it is answered with."""


def main() -> None:
    wanted = _arguments()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="labspace-load-")))
        url = stack.enter_context(durable_database(wanted.engine, folder, say=_say, reuse=wanted.reuse))
        server = stack.enter_context(
            serving(database_url=url, folder=folder, port=wanted.port, workers=wanted.workers)
        )
        people = [
            sign_in(Visitor(server.port, headers=dict(GERMAN)), email) for email in EMAILS[: wanted.clients]
        ]
        slots = Slots(utc_now().date(), desks=desks())

        def round_of(each: int) -> Ride:
            sent = [[DOORS[wanted.door][0](one, slots.next_free()) for _ in range(each)] for one in people]
            return ride(server.port, sent)

        round_of(wanted.warm_up)
        print(
            f"{cpu_count()} cores, {wanted.workers} server processes, {wanted.clients} people, {wanted.engine}"
        )
        for number in range(1, wanted.rounds + 1):
            groups = {
                "server": with_children(server.pid),
                "database": backends_of(make_url(url).database or ""),
                "client": {getpid()},
            }
            before = {name: cpu_seconds(pids) for name, pids in groups.items()}
            done = round_of(wanted.requests)
            used = {name: cpu_seconds(pids) - before[name] for name, pids in groups.items()}
            _print(number, done, used, right=DOORS[wanted.door][1])


def _print(number: int, done: Ride, used: dict[str, float], *, right: int) -> None:
    booked = done.statuses.count(right)
    shares = ", ".join(f"{name} {1000 * seconds / len(done.statuses):.1f}" for name, seconds in used.items())
    print(
        f"round {number}: {booked / done.seconds:6.1f} creates/s"
        f" ({booked} of {len(done.statuses)}; {median(done.times_ms):.1f} ms median,"
        f" {quantiles(done.times_ms, n=20)[-1]:.1f} p95); CPU ms each: {shares}",
        flush=True,
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="postgresql")
    parser.add_argument("--door", choices=tuple(DOORS), default="page")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--requests", type=int, default=50, help="per person and round")
    parser.add_argument("--warm-up", type=int, default=40, help="per person")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--port", type=int, default=5271)
    parser.add_argument(
        "--reuse", action="store_true", help=f"take the newest data in {KEPT.name}, whatever made it"
    )
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
