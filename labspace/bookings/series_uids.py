"""Pure: the iCalendar UIDs of series and their dates; a booking's UID tells whether it is of a series."""

from __future__ import annotations

from datetime import date


def is_of_series(uid: str) -> bool:
    """Whether only a booking of a series has such a UID: the series, then the day."""
    return uid.startswith("series-")


def series_uid(uid: str) -> str:
    """What all bookings of a series are related to; empty for the UID of a booking of its own."""
    return "-".join(uid.split("-")[:2]) + "@labspace" if is_of_series(uid) else ""


def date_uid(series: str, day: date, *, number: int = 1) -> str:
    """The UID of a date's booking; `number` counts how often the day was booked."""
    again = f"-{number}" if number > 1 else ""
    return f"{series}-{day:%Y%m%d}{again}@labspace"
