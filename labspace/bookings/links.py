"""Links in mails that cancel one booking without signing in: signed, for this purpose only, and expiring."""

from __future__ import annotations

from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.bookings.models import Booking

LASTS = timedelta(days=30)
"""How long a link is taken at most; the start of the booking ends it earlier."""


def make_cancel_link(booking: Booking, *, secret: str) -> str:
    """The token that cancels `booking` at the time it has now; moved, it takes another one."""
    return _signer(secret).dumps([booking.id, _start(booking)])


def find_to_cancel(session: Session, token: str, *, secret: str) -> Booking | None:
    """The booking a token names, whatever became of it; None if forged, expired, moved, or its person gone."""
    try:
        booking_id, start = _signer(secret).loads(token, max_age=int(LASTS.total_seconds()))
    except (BadSignature, ValueError):
        return None
    booking = session.get(
        Booking,
        booking_id,
        options=[joinedload(Booking.location), joinedload(Booking.booked_by), selectinload(Booking.spaces)],
    )
    if booking is None or _start(booking) != start or not booking.booked_by.is_active:
        return None
    return booking


def _start(booking: Booking) -> int:
    return int(booking.starts_at.timestamp())


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="labspace.bookings.cancel")
