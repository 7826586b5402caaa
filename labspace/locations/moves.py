"""Pure: where a house is on which day, when it moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, order=True)
class Place:
    """Where a house is from a day on."""

    since: date
    address: str
    city: str
    coordinates: str = ""
    """As `locations.coordinates` writes them; empty: not known."""

    def row(self) -> dict[str, str]:
        """As the database keeps it."""
        return {
            "since": self.since.isoformat(),
            "address": self.address,
            "city": self.city,
            "coordinates": self.coordinates,
        }


def places_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Place, ...]:
    """The places a house moved to, the earliest first."""
    return tuple(
        sorted(
            Place(date.fromisoformat(row["since"]), row["address"], row["city"], row.get("coordinates", ""))
            for row in rows
        )
    )


def place_on(first: Place, moves: Sequence[Place], day: date) -> Place:
    """Where it is on a local day; `first` is where it was before its first move."""
    return next((place for place in reversed(moves) if place.since <= day), first)
