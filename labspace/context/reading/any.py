"""A file read as what its series is about."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from labspace.context.kinds import SeriesKind, Stamp
from labspace.context.reading.city_events import read_city_events
from labspace.context.reading.findings import refused
from labspace.context.reading.passers_by import read_passers_by
from labspace.context.reading.read import AnyRead
from labspace.context.reading.weather import read_weather


def read_file(kind: SeriesKind, data: bytes, *, zone: ZoneInfo, stamp: Stamp, now: datetime) -> AnyRead:
    """The values in a file. Raises `TableRefused` with every finding, and then there are none."""
    match kind:
        case SeriesKind.PASSERS_BY:
            return read_passers_by(data, zone=zone, stamp=stamp, now=now)
        case SeriesKind.WEATHER:
            return read_weather(data, today=now.astimezone(zone).date())
        case SeriesKind.CITY_EVENTS:
            return read_city_events(data)
        case SeriesKind.VACANCY:
            raise refused("no_files_here")
