"""Processes killed again and again while people book: `python -m bench.kills [--engine sqlite] [--times 50]`.

In turn a process that answers, the worker, and every fifth time the whole server with all its processes;
each only after everybody was promised more. Whoever gets no answer asks again under the same key.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import create_engine

from bench.databases import durable_database
from bench.dataset import KEPT
from bench.pressure.checking import Booked, counts, deliveries, highest, repeated, wait_for_outbox
from bench.pressure.people import cast_for
from bench.pressure.receivers import receiving
from bench.pressure.requests import Bookings
from bench.rider import Rider
from bench.server import delivering, serving
from bench.shares import with_children
from labspace.times import utc_now

PEOPLE = 4
PROMISES = 3
"""Each person must have been promised so many more before the next kill."""
STEP = 10_000
"""From the numbers of one person's bookings to the next's."""
PATIENCE = 300.0


@dataclass
class Person:
    """Books one hour after the other over one connection, and anew where it breaks."""

    port: int
    bookings: Bookings
    first: int
    promised: dict[int, int] = field(default_factory=dict)
    other: list[int] = field(default_factory=list)
    """Statuses that were neither a promise nor a fault of the moment."""

    def book(self, stop: Event) -> None:
        number, rider = self.first, None
        while not stop.is_set():
            try:
                rider = rider or Rider(self.port)
                status, body = rider.ask(self.bookings.request(number))
            except (OSError, RuntimeError, ValueError):
                rider = None
                time.sleep(0.05)
                continue
            if status >= 500:
                time.sleep(0.05)
                continue
            if status == 201:
                self.promised[number] = json.loads(body)["id"]
            else:
                self.other.append(status)
            number += 1


def main() -> None:
    wanted = _arguments()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="labspace-kills-")))
        receivers = stack.enter_context(receiving())
        url = stack.enter_context(durable_database(wanted.engine, folder, say=_say, reuse=wanted.reuse))
        cast = cast_for(url, folder, hook_port=receivers.hook_port)
        settings = {
            "LABSPACE_MAIL": f"smtp://127.0.0.1:{receivers.mail_port}",
            "LABSPACE_WEBHOOK_NETWORKS": "127.0.0.0/8",
            "LABSPACE_DELIVER_IN_SERVER": "no",
        }
        engine = create_engine(url)
        before = highest(engine)
        bookings = Bookings(wanted.port, cast.tokens, today=utc_now().date(), run=f"run-{os.getpid()}")
        people = [Person(wanted.port, bookings, (number + 1) * STEP) for number in range(PEOPLE)]
        running = Running(url, folder, settings, wanted.port)
        stack.callback(running.end)
        stop = Event()
        threads = [Thread(target=person.book, args=(stop,), daemon=True) for person in people]
        begun = time.perf_counter()
        running.start_server()
        running.start_worker()
        for thread in threads:
            thread.start()
        killed = {"a process that answers": 0, "the worker": 0, "the whole server": 0}
        for turn in range(wanted.times):
            _wait_for_more(people)
            what = "the whole server" if turn % 5 == 4 else tuple(killed)[turn % 2]
            running.kill(what)
            killed[what] += 1
            _say(f"kill {turn + 1}: {what}")
        _wait_for_more(people)
        stop.set()
        for thread in threads:
            thread.join(60)
        told = ", ".join(f"{what} {number} times" for what, number in killed.items())
        print(f"{wanted.engine}: killed {told}, in {time.perf_counter() - begun:.0f} s")
        booked = Booked({number: given for person in people for number, given in person.promised.items()})
        others = [status for person in people for status in person.other]
        print(f"{len(booked.ids)} promises; otherwise answered: {sorted(set(others)) or 'none'}")
        asked, different = repeated(wanted.port, bookings, booked, every=1)
        print(f"{asked} asked again under their keys, {different} answered otherwise than before")
        for line in counts(engine, booked, before=before[0]):
            print(line)
        seconds, waiting = wait_for_outbox(engine, seconds=PATIENCE * 2)
        print(
            f"outbox empty {seconds:.0f} s later" if not waiting else f"after {seconds:.0f} s wait {waiting}"
        )
        for line in deliveries(engine, receivers, before=before[1]):
            print(line)
        engine.dispose()


class Running:
    """The server and the worker, started anew whenever they were killed."""

    def __init__(self, url: str, folder: Path, settings: dict[str, str], port: int) -> None:
        self._url, self._folder, self._settings, self._port = url, folder, settings, port
        self._server, self._worker = ExitStack(), ExitStack()
        self._server_pid = self._worker_pid = 0

    def start_server(self) -> None:
        served = serving(database_url=self._url, folder=self._folder, port=self._port, more=self._settings)
        self._server_pid = self._server.enter_context(served).pid

    def start_worker(self) -> None:
        self._worker_pid = self._worker.enter_context(delivering(self._url, self._folder, self._settings)).pid

    def kill(self, what: str) -> None:
        """Kill it as a failing machine does, and start again what does not start by itself."""
        if what == "the worker":
            _kill([self._worker_pid])
            self._worker.close()
            self.start_worker()
        elif what == "the whole server":
            _kill([self._server_pid, *with_children(self._server_pid)])
            self._server.close()
            self.start_server()
        else:
            answering = sorted(with_children(self._server_pid) - {self._server_pid})
            _kill(answering[:1])

    def end(self) -> None:
        self._worker.close()
        self._server.close()


def _kill(pids: Sequence[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _wait_for_more(people: Sequence[Person]) -> None:
    wanted = [len(person.promised) + PROMISES for person in people]
    deadline = time.monotonic() + PATIENCE
    while any(len(person.promised) < number for person, number in zip(people, wanted, strict=True)):
        if time.monotonic() > deadline:
            raise RuntimeError(f"no more promises: {[(len(p.promised), p.other[-3:]) for p in people]}")
        time.sleep(0.02)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--port", type=int, default=5279)
    parser.add_argument(
        "--reuse", action="store_true", help=f"take the newest data in {KEPT.name}, whatever made it"
    )
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
