"""Delivery without a worker process: one thread in each server process."""

from __future__ import annotations

import atexit
import threading
from time import monotonic

from flask import Flask

from labspace.notices.delivery import Pace, deliver_until
from labspace.notices.last_asked import LastAsked

GOODBYE = 5.0
"""Seconds that a server process which ends waits for the mail it is just sending."""
IN_SERVER = Pace(breath=0.05, between_pieces=5.0)
"""Whoever books meanwhile comes before the next mail, and figures of the past come last."""
CALM = 0.05
"""Seconds without a request after which nobody is waiting for this machine."""
LONGEST_WAIT = 0.5
"""Seconds one mail waits for people at most: a server that is never calm still sends about two a second."""


class PeopleFirst:
    """Holds the next mail back while people are served, by this process or by one beside it.

    The one beside it waits as well: a mail is marked as sent in the database, and SQLite lets one write
    at a time.
    """

    def __init__(self, app: Flask) -> None:
        self._asked = LastAsked(app.extensions["labspace.settings"].data_dir)
        app.before_request(self._asked.note)

    def let_pass(self, stop: threading.Event) -> None:
        """Return once it is calm, after `LONGEST_WAIT` at the latest, or when `stop` is set."""
        until = monotonic() + LONGEST_WAIT
        while not stop.is_set() and monotonic() < until and self._asked.seconds_ago() < CALM:
            stop.wait(CALM)


class Delivery:
    """The thread that delivers, and its end."""

    def __init__(self, app: Flask, pace: Pace) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=deliver_until,
            args=(self._stop, app, pace),
            kwargs={"let_pass": PeopleFirst(app).let_pass},
            name="labspace-delivery",
            daemon=True,
        )
        self._thread.start()

    def end(self) -> None:
        """Stop after the mail at hand, or without it where that takes longer than `GOODBYE`."""
        self._stop.set()
        self._thread.join(GOODBYE)


def start_delivery(app: Flask, pace: Pace = IN_SERVER) -> Delivery | None:
    """Deliver from this process from now on, if the settings say so.

    Called by the module that server processes import, after they were forked or spawned: threads
    do not survive a fork. Killed while it works, its row is taken up when the lease ends.
    """
    if not app.extensions["labspace.settings"].deliver_in_server:
        return None
    delivery = Delivery(app, pace)
    atexit.register(delivery.end)
    return delivery
