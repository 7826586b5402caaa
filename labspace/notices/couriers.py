"""Whatever else leaves beside mails: each kind in a thread of its own, so that none waits for another."""

from __future__ import annotations

import threading
from typing import Protocol

from flask import Flask


class Courier(Protocol):
    """Takes one kind of outbox rows away."""

    def carry_due(self, app: Flask) -> int:
        """Deliver what is due now; return how many left."""

    def carry_until(self, stop: threading.Event, app: Flask, *, pause: float) -> None:
        """Look for what is due every `pause` seconds until `stop` is set."""


_couriers: dict[str, Courier] = {}


def beside_mails(name: str, courier: Courier) -> None:
    """Let this one work wherever mails are delivered."""
    _couriers[name] = courier


def carry_due(app: Flask) -> dict[str, int]:
    """Let each deliver what is due; how many left, by name."""
    return {name: courier.carry_due(app) for name, courier in _couriers.items()}


def start_couriers(stop: threading.Event, app: Flask, *, pause: float) -> list[threading.Thread]:
    """Let each work in the background until `stop` is set; the threads, to be waited for then."""
    threads = [
        threading.Thread(
            target=courier.carry_until,
            args=(stop, app),
            kwargs={"pause": pause},
            name=f"labspace-{name}",
            daemon=True,
        )
        for name, courier in _couriers.items()
    ]
    for thread in threads:
        thread.start()
    return threads
