"""What all changing calls share: a refused action becomes a problem, a done one the booking as it is now."""

from __future__ import annotations

from collections.abc import Callable

from flask import request
from sqlalchemy.orm import Session

from labspace.api.bookings.answers import BookingAnswer, Instead
from labspace.api.bookings.reasons import problem_of_refused
from labspace.api.bookings.shape import one_booking
from labspace.api.bookings.versions import etag_of
from labspace.api.ground.caller import Caller
from labspace.api.ground.endpoints import Sent
from labspace.bookings.models import Booking
from labspace.errors import Refused


def acted(
    session: Session,
    booking: Booking,
    act: Callable[[], Booking],
    *,
    instead: Callable[[], list[Instead]] = list,
) -> Booking:
    """The booking after a step. Raises `Problem` for a refused one, of which nothing stays."""
    zone, was_guarded = booking.location.zone, "If-Match" in request.headers
    try:
        return act()
    except Refused as refused:
        session.rollback()
        found = instead() if "space_taken" in refused.codes else []
        raise problem_of_refused(refused, was_guarded=was_guarded, zone=zone, instead=found) from refused


def sent(
    session: Session, booking: Booking, caller: Caller, *, status: int = 200, is_new: bool = False
) -> Sent[BookingAnswer]:
    """The booking as it is told to this caller."""
    told = one_booking(session, booking, for_staff=caller.runs(booking.location_id))
    headers = {"Location": told.links.self} if is_new else {}
    return Sent(content=told, status=status, headers=headers, etag=etag_of(told))
