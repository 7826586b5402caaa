"""Delivery without a worker process: one thread in each server process."""

from __future__ import annotations

import atexit
import threading

from flask import Flask

from labspace.notices.delivery import deliver_until

GOODBYE = 5.0
"""Seconds that a server process which ends waits for the mail it is just sending."""


def start_delivery(app: Flask) -> threading.Thread | None:
    """Deliver from this process from now on, if the settings say so.

    Called by the module that server processes import, after they were forked or spawned: threads
    do not survive a fork. Killed while it works, its row is taken up when the lease ends.
    """
    if not app.extensions["labspace.settings"].deliver_in_server:
        return None
    stop = threading.Event()
    thread = threading.Thread(target=deliver_until, args=(stop, app), name="labspace-delivery", daemon=True)
    thread.start()

    def end() -> None:
        stop.set()
        thread.join(GOODBYE)

    atexit.register(end)
    return thread
