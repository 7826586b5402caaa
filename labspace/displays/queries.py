"""Titles the public may read: released texts of events that take place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.states import BookingState
from labspace.displays.standings import Known
from labspace.events.programme.models import PublicText
from labspace.events.programme.states import TextState
from labspace.times import TimeSpan


def public_titles(session: Session, unit_ids: Collection[int], window: TimeSpan) -> dict[int, list[Known]]:
    """What is publicly on in these undivided units during `window`, earliest first, by unit; one statement."""
    rows = session.execute(
        select(BookedUnit.space_id, BookedUnit.starts_at, BookedUnit.ends_at, PublicText.title)
        .join(Booking, Booking.id == BookedUnit.booking_id)
        .join(PublicText, PublicText.booking_id == Booking.id)
        .where(
            PublicText.state == TextState.RELEASED,
            Booking.state.in_([BookingState.CONFIRMED, BookingState.USED]),
            BookedUnit.space_id.in_(unit_ids),
            BookedUnit.starts_at < window.ends_at,
            BookedUnit.ends_at > window.starts_at,
        )
        .order_by(BookedUnit.starts_at, BookedUnit.booking_id)
    )
    titles: dict[int, list[Known]] = defaultdict(list)
    for space_id, starts_at, ends_at, title in rows:
        titles[space_id].append(Known(TimeSpan(starts_at, ends_at), title))
    return titles
