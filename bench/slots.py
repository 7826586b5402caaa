"""Free hours of desks, each given out once: over all houses, desks and some weeks, in a mixed order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from random import Random
from threading import Lock

from bench.houses import large_houses

AHEAD = range(64, 89)
"""Days from today on which nobody has booked yet."""
HOURS = range(8, 17)

Slot = dict[str, str]
"""What the form of a booking says."""


def desks() -> list[str]:
    """The desks of all measured houses by their public ids."""
    houses = [json.loads(text)["houses"][0] for text in large_houses()]
    return [space["id"] for house in houses for space in house["spaces"] if space["kind"] == "desk"]


class Slots:
    """Gives out hours; several may ask at once."""

    def __init__(self, today: date, *, desks: Sequence[str], seed: int = 1) -> None:
        days = [day for ahead in AHEAD if (day := today + timedelta(days=ahead)).weekday() < 5]
        wanted = list(product(days, desks, HOURS))
        Random(seed).shuffle(wanted)
        self._free: Iterator[tuple[date, str, int]] = iter(wanted)
        self._lock = Lock()

    def next_free(self) -> Slot:
        with self._lock:
            day, desk, hour = next(self._free)
        return {
            "flaeche": desk,
            "tag": day.isoformat(),
            "von": f"{hour:02d}:00",
            "bis": f"{hour + 1:02d}:00",
            "personen": "1",
        }
