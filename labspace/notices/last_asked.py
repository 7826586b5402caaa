"""When people last asked this machine for a page, known to all processes that serve it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from time import monotonic

NAME = "last-request"
OFTEN_ENOUGH = 0.01
"""Seconds after which a further request is worth writing down."""


class LastAsked:
    """The moment of the last request, kept as the time of an empty file.

    It is the monotonic clock's, which all processes of a machine share and which nobody sets. Where the
    folder cannot be written, each process knows only of its own requests.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._own = float("-inf")
        with suppress(OSError):
            os.close(
                os.open(self._path, os.O_CREAT, 0o600)
            )  # unlike touch, it leaves the time as others noted it

    def note(self) -> None:
        """Somebody asks now."""
        now = monotonic()
        if now - self._own < OFTEN_ENOUGH:
            return
        self._own = now
        nanoseconds = int(now * 1e9)
        with suppress(OSError):
            os.utime(self._path, ns=(nanoseconds, nanoseconds))

    def seconds_ago(self) -> float:
        """Since then; infinite where nobody has asked since the machine was started."""
        now = monotonic()
        others = float("-inf")
        with suppress(OSError):
            others = self._path.stat().st_mtime_ns / 1e9
        if others > now:  # nobody has asked yet, or not since the machine was started anew
            others = float("-inf")
        return now - max(self._own, others)
