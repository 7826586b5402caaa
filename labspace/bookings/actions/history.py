"""The trace every action leaves on its booking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking, BookingEvent
from labspace.db import insert_rows


def snapshot(booking: Booking) -> dict[str, Any]:
    """What history compares, as JSON values; times in UTC."""
    return {
        "state": booking.state.value,
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "spaces": [space.public_id for space in booking.spaces],
        "title": booking.title,
        "people": booking.people,
        "layout": booking.layout.value if booking.layout else None,
        "setup_minutes": booking.setup_minutes,
        "teardown_minutes": booking.teardown_minutes,
        "price_cents": booking.price_cents,
        "option_rank": booking.option_rank,
    }


def note(
    session: Session,
    booking: Booking,
    *,
    what: str,
    before: dict[str, Any] | None,
    actor_id: int | None,
    at: datetime,
    text: str = "",
    reschedules: bool = True,
    overridden: Sequence[str] = (),
) -> None:
    """Write one line of history and raise the counters; `overridden` are rules staff let pass.

    `reschedules`: time or status changed, so the calendar's SEQUENCE rises too (RFC 5545 3.8.7.4).
    """
    if before is not None:
        booking.version += 1
        booking.sequence += 1 if reschedules else 0
        booking.changed_at = at
    session.flush()
    line = {
        "booking_id": booking.id,
        "at": at,
        "actor_id": actor_id,
        "what": what,
        "before": before,
        "after": snapshot(booking) | ({"overridden": list(overridden)} if overridden else {}),
        "note": text[:300],
    }
    insert_rows(session, BookingEvent, [line])
