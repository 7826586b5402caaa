"""What was read from a table, whatever it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, NamedTuple, TypeVar

from labspace.context.reading.findings import CellFinding

K = TypeVar("K")
V = TypeVar("V")


class Weather(NamedTuple):
    """One day at a station, in tenths of degrees, millimetres and hours; None: not measured."""

    mean_tenths_c: int | None = None
    max_tenths_c: int | None = None
    min_tenths_c: int | None = None
    rain_tenths_mm: int | None = None
    sun_tenths_h: int | None = None


class EventKey(NamedTuple):
    """Which event of the city: when, and what it is called."""

    first_on: date
    last_on: date
    name: str


@dataclass(frozen=True)
class Read(Generic[K, V]):
    """The values of a file by when they are about, in order, and what is to be known about it."""

    values: Mapping[K, V]
    remarks: tuple[CellFinding, ...]
    remark_count: int
    encoding: str
    missing: int = 0
    """Hours or days between the first and the last of which the file says nothing."""


HourRead = Read[datetime, int]
WeatherRead = Read[date, Weather]
EventRead = Read[EventKey, str]
AnyRead = HourRead | WeatherRead | EventRead
