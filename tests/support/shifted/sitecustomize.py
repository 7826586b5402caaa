"""Python runs this in every process whose path names this folder: its clock goes as a file says.

`LABSPACE_TEST_CLOCK` names the file: by how many seconds the clock is ahead. Each process notes beside it
what it goes by, so that a test knows when a step has reached everybody.
"""

from __future__ import annotations

import os
import threading
from datetime import timedelta
from pathlib import Path

import time_machine

LOOK = 0.02
"""Seconds between two looks at the file."""


def follow(file: Path) -> None:
    """Step the clock of this process whenever the file says something else."""
    traveller = time_machine.travel(timedelta(), tick=True).start()
    now, pause = 0, threading.Event()
    while True:
        # Written whole and renamed: never half of a number.
        wanted = int(file.read_text())
        if wanted != now:
            traveller.shift(wanted - now)
            now = wanted
        noted = file.with_name(f"clock-of-{os.getpid()}")
        if not noted.exists() or noted.read_text() != str(now):
            noted.write_text(str(now))
        pause.wait(LOOK)


def start() -> None:
    """Follow it in the background; in a fork as well."""
    if named := os.environ.get("LABSPACE_TEST_CLOCK"):
        threading.Thread(target=follow, args=(Path(named),), daemon=True).start()


start()
os.register_at_fork(after_in_child=start)
