"""Pure: the iCalendar UIDs of series, their dates and invitations; a booking's UID tells whether it is of a series."""

from __future__ import annotations

from datetime import UTC, date, datetime


def is_of_series(uid: str) -> bool:
    """Whether only a booking of a series has such a UID: the series, then the day."""
    return uid.startswith("series-")


def series_uid(uid: str) -> str:
    """What all bookings of a series are related to; empty for the UID of a booking of its own."""
    return "-".join(uid.split("-")[:2]) + "@labspace" if is_of_series(uid) else ""


def named_by(uid: str) -> tuple[str, date]:
    """The series a date's booking belongs to, as its UIDs begin, and the day it was made for."""
    kind, series, day = uid.partition("@")[0].split("-")[:3]
    return f"{kind}-{series}", datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC).date()


def invitation_uid(series: str, reference: str) -> str:
    """The UID of the one event an invitation makes of a series; each part of a split one has its own."""
    return f"{series}-{reference.replace('-', '').lower()}@labspace"


def date_uid(series: str, day: date, *, number: int = 1) -> str:
    """The UID of a date's booking; `number` counts how often the day was booked."""
    again = f"-{number}" if number > 1 else ""
    return f"{series}-{day:%Y%m%d}{again}@labspace"
