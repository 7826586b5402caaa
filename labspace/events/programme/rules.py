"""Pure: what the public sees of an event at a moment."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from labspace.bookings.states import CANCELLED, BookingState
from labspace.times import TimeSpan

HAPPENS = frozenset({BookingState.CONFIRMED, BookingState.USED})
CALLED_OFF_SHOWN = timedelta(days=30)
"""How long a cancelled event is still shown as such, and never beyond the time it was to be."""
AHEAD_MONTHS = 12


class Publicity(enum.Enum):
    """What the public sees of an event."""

    HIDDEN = "hidden"
    SHOWN = "shown"
    CALLED_OFF = "called_off"


def publicity(
    *,
    state: BookingState,
    state_since: datetime,
    ends_at: datetime,
    is_public: bool,
    is_released: bool,
    was_shown: bool,
    now: datetime,
) -> Publicity:
    """Shown only if released and confirmed; called off only what had been shown before."""
    if not (is_public and is_released):
        return Publicity.HIDDEN
    if state in HAPPENS:
        return Publicity.SHOWN
    # A no-show was confirmed when people looked; afterwards nobody asks.
    if state is BookingState.NO_SHOW and now < ends_at:
        return Publicity.SHOWN
    is_fresh = now < min(ends_at, state_since + CALLED_OFF_SHOWN)
    return Publicity.CALLED_OFF if state in CANCELLED and was_shown and is_fresh else Publicity.HIDDEN


def months_from(today: date) -> list[date]:
    """The first days of this and the following months, as far as the programme reaches."""
    return [
        date(today.year + (today.month - 1 + n) // 12, (today.month - 1 + n) % 12 + 1, 1)
        for n in range(AHEAD_MONTHS)
    ]


def month_from(text: str, today: date) -> date | None:
    """The month meant by `2026-12`, if the programme reaches it; None for anything else."""
    known: Iterable[date] = months_from(today)
    return next((first for first in known if f"{first:%Y-%m}" == text), None)


def lies_in(span: TimeSpan, window: TimeSpan) -> bool:
    """Whether something is on during a window."""
    return span.overlaps(window)


def is_web_address(text: str) -> bool:
    """Whether a text is an https address of a named host, without a password in it."""
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme != "https" or parts.username is not None or not text.isprintable() or " " in text:
        return False
    labels = host.split(".")
    return len(labels) > 1 and all(labels) and not labels[-1].isdigit() and "\\" not in text
