"""What happened to a series, as plain values for listeners; each booking's own change is announced besides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from labspace.bookings.models import Booking
from labspace.bookings.series.models import Series, SeriesDate


@dataclass(frozen=True)
class SeriesChange:
    """Any change of many dates at once, with the bookings it concerned."""

    series: Series
    dates: tuple[SeriesDate, ...]
    bookings: tuple[Booking, ...]
    actor_id: int
    at: datetime


@dataclass(frozen=True)
class SeriesPlaced(SeriesChange):
    """A new series; `dates` are all of its dates, skipped ones included."""


@dataclass(frozen=True)
class SeriesMoved(SeriesChange):
    """The coming dates got other hours, spaces or details; `series` is the successor where it was split."""


@dataclass(frozen=True)
class SeriesCancelled(SeriesChange):
    """The coming dates were called off."""


SERIES_CHANGES = (SeriesPlaced, SeriesMoved, SeriesCancelled)


@dataclass(frozen=True)
class DatesFreed:
    """Skipped dates of one person were found free; at least one, earliest first."""

    dates: tuple[SeriesDate, ...]
    at: datetime


@dataclass(frozen=True)
class SeriesEnding:
    """The last booked date of a series comes near; nothing of it changes."""

    series: Series
    last: Booking
    at: datetime
